"""How DuckDB reads a store of objects: a range of bytes at a time, each asked for by pyarrow's client.

DuckDB takes any file system of fsspec's kind. What the files are was found when the record was opened, and
those of a version never change, so that nothing is asked of the store but bytes.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from fsspec import AbstractFileSystem

from timeline.objects import S3, Object
from timeline.shelf import Shelf
from timeline.unanswered import Unanswered

# DuckDB keeps what it reads of large files. One below a megabyte it reads whole, and anew for each question.
SMALL = 2**20
KEPT_BYTES = 16 * SMALL


class Ranges(AbstractFileSystem):  # type: ignore[misc]  # fsspec comes without types
    """Some objects of a store, for any number of threads."""

    protocol = S3
    cachable = False

    def __init__(self, files: Iterable[Object]) -> None:
        """Open the files; FileNotFoundError, PermissionError or Unanswered as for each of them."""
        super().__init__()
        self._files = {str(file): (file, file.stat(), file.open()) for file in files}
        self._kept: Shelf[bytes] = Shelf(KEPT_BYTES)
        self._failure: tuple[float, Unanswered] | None = None

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path  # the whole address is the name here

    def failure(self, since: float) -> Unanswered | None:
        """Why the latest range was not read, if that was after this moment of ``time.monotonic``."""
        return self._failure[1] if self._failure and self._failure[0] >= since else None

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Its name and size in bytes; FileNotFoundError if it is none of those that were opened."""
        if path not in self._files:
            raise FileNotFoundError(path)
        return {"name": path, "size": self._files[path][1].st_size, "type": "file"}

    def modified(self, path: str) -> datetime:
        """When it was written."""
        return datetime.fromtimestamp(self._files[path][1].st_mtime_ns / 1e9, UTC)

    def open(self, path: str, mode: str = "rb", **_: Any) -> "_Reading":
        """The file, to be read from its beginning on."""
        return _Reading(self, *self._files[path])

    def read(self, file: Object, source: pa.NativeFile, place: int, count: int) -> bytes:
        """So many bytes from a place on, fewer at the end; Unanswered if the store does not give them."""
        name = (file.path, place, count)
        kept = self._kept.find(name)
        if kept is not None:
            return kept
        found = self.fetch(file, source, place, count)
        return self._kept.keep(name, found, len(found)) if count < SMALL else found

    def fetch(self, file: Object, source: pa.NativeFile, place: int, count: int) -> bytes:
        """The same from the store itself."""
        try:
            with file.answering():
                return bytes(source.read_at(count, place))
        except (OSError, Unanswered) as error:
            missing = error if isinstance(error, Unanswered) else self._lost(file, error)
            self._failure = (time.monotonic(), missing)
            raise missing from None

    def _lost(self, file: Object, error: OSError) -> Unanswered:
        file.tell(type(error).__name__, "")
        return Unanswered("failed" if isinstance(error, PermissionError) else "gone")


class _Reading:
    """One reader's place in a file."""

    def __init__(self, ranges: Ranges, file: Object, stat: Any, source: pa.NativeFile) -> None:
        self._ranges, self._file, self._size, self._source = ranges, file, stat.st_size, source
        self._at = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, count: int = -1) -> bytes:
        left = self._size - self._at
        found = self._ranges.read(self._file, self._source, self._at, left if count < 0 else min(count, left))
        self._at += len(found)
        return found

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Leave the file to the other readers."""
