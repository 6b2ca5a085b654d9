"""Files in a store of objects, under the few names of a ``Path`` by which built records are read.

An address is ``s3://bucket/record.parquet``, and ``s3://anonymous@bucket/record.parquet`` for a bucket that
everybody may read. Who asks, and where, is said as for every program of S3: by ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_SESSION_TOKEN`` or a profile of ``~/.aws``, by ``AWS_REGION``, and by
``AWS_ENDPOINT_URL`` for a store that is not Amazon's. pyarrow has the client in it.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pyarrow.fs as fs

from timeline import logs
from timeline.faults import Fault, FaultyDataset
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

S3 = "s3"
# A name is none that DuckDB would take for a pattern, or in which a key could hide.
_ADDRESS = re.compile(r"s3://(?:(?P<who>\w+)@)?(?P<bucket>[\w.-]+)/(?P<key>[^/@?*;\[\]][^@?*;\[\]]*?)/?")
_ANONYMOUS = "anonymous"
# What pyarrow's client says: AWS Error NETWORK_CONNECTION during GetObject operation: ...
_CONDITION = re.compile(r"AWS Error (\w+)(?: \(HTTP status (\d+)\))?")
_REFUSED = ("ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "INVALID_CLIENT_TOKEN_ID")
_MISSING = ("RESOURCE_NOT_FOUND", "NO_SUCH_KEY", "NO_SUCH_BUCKET")
_DOWN = ("NETWORK_CONNECTION", "SERVICE_UNAVAILABLE", "SLOW_DOWN", "INTERNAL_FAILURE", "REQUEST_TIMEOUT")
_log = logging.getLogger(__name__)


class NoBucket(FileNotFoundError):
    """There is no ``bucket`` of this name."""

    def __init__(self, bucket: str) -> None:
        """Keep the name."""
        super().__init__(f"{S3}://{bucket}: want a bucket of this name")
        self.bucket = bucket


class Stat(NamedTuple):
    """What ``os.stat`` would say of an object."""

    st_size: int
    st_mtime_ns: int


def is_address(text: str) -> bool:
    """Whether this names something that is on no disk."""
    return "://" in text


def without_secrets(text: str) -> str:
    """The address as a page or a log may have it: some write keys into it."""
    scheme, _, rest = text.partition("://")
    place = rest.partition("?")[0].partition(";")[0]
    return f"{scheme}://{place.rpartition('@')[2]}"


def address(text: str) -> "Object":
    """The object at ``s3://bucket/name``; FaultyDataset for anything else."""
    found = _ADDRESS.fullmatch(text)
    if not found or found["who"] not in (None, _ANONYMOUS):
        wanted = N_("an address such as s3://bucket/record.parquet")
        raise FaultyDataset([Fault("TIMELINE_DATA", None, None, without_secrets(text), wanted)])
    return Object(_client(is_anonymous=found["who"] is not None), f"{found['bucket']}/{found['key']}")


@dataclass(frozen=True)
class Object:
    """A file in a store, or what its name begins with; ``path`` is ``bucket/name``.

    It raises FileNotFoundError or PermissionError as a disk would, and Unanswered where nobody answers.
    """

    client: fs.FileSystem
    path: str

    def __str__(self) -> str:
        """Return its address."""
        return f"{S3}://{self.path}"

    def __truediv__(self, name: str) -> "Object":
        """Return the object of this name below."""
        return Object(self.client, f"{self.path}/{name}")

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.path).name

    @property
    def suffix(self) -> str:
        """The ending of the name."""
        return PurePosixPath(self.path).suffix

    @property
    def parent(self) -> "Object":
        """What it lies in."""
        return Object(self.client, str(PurePosixPath(self.path).parent))

    def exists(self) -> bool:
        """Whether there is an object of exactly this name."""
        with self.answering():
            return bool(self.client.get_file_info(self.path).type == fs.FileType.File)

    def stat(self) -> Stat:
        """Its size, and when it was written."""
        with self.answering():
            found = self.client.get_file_info(self.path)
        if found.type != fs.FileType.File:
            raise self._missing()
        return Stat(found.size, found.mtime_ns or 0)

    def open(self, mode: str = "rb") -> Any:
        """Its bytes, of which only those are fetched that are read: a ``pyarrow.NativeFile``."""
        if mode != "rb":
            raise ValueError(f"{mode}: want rb")
        with self.answering():
            return self.client.open_input_file(self.path)

    def read_bytes(self) -> bytes:
        """All of it."""
        with self.answering(), self.client.open_input_stream(self.path, compression=None) as stream:
            return bytes(stream.readall())

    def read_text(self, encoding: str) -> str:
        """All of it as text."""
        return self.read_bytes().decode(encoding)

    def write_from(self, source: Path) -> None:
        """Put a file of this machine in its place, whole or not at all."""
        with self.answering():
            fs.copy_files(
                str(source),
                self.path,
                source_filesystem=fs.LocalFileSystem(),
                destination_filesystem=self.client,
            )

    def folders(self) -> list["Object"]:
        """What lies right below and has more below it."""
        with self.answering():
            below = self.client.get_file_info(fs.FileSelector(self.path, allow_not_found=True))
        return [self / Path(one.path).name for one in below if one.type == fs.FileType.Directory]

    def remove(self) -> None:
        """Take away all whose name begins with this one's and a ``/``."""
        with self.answering():
            self.client.delete_dir(self.path)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Say in one way what may go wrong with a store."""
        try:
            yield
        except FileNotFoundError:
            raise self._missing() from None
        except OSError as error:
            raise self._failure(error) from None

    def _missing(self) -> FileNotFoundError:
        bucket = self.path.partition("/")[0]
        try:
            there = self.client.get_file_info(bucket).type != fs.FileType.NotFound
        except OSError:  # who may read objects need not be allowed to ask for buckets
            there = True
        return FileNotFoundError(str(self)) if there else NoBucket(bucket)

    def _failure(self, error: OSError) -> Exception:
        """What a page may say; the log has the store's own word for it, and no more of what it said."""
        found = _CONDITION.search(str(error))
        condition, status = (found[1], found[2] or "") if found else ("", "")
        if condition in _REFUSED or status in ("401", "403"):
            return PermissionError(f"{self}: want an object that this program may use")
        if condition in _MISSING or status == "404":
            return self._missing()
        self.tell(type(error).__name__, f"{condition} {status}".rstrip())
        is_down = condition in _DOWN or status.startswith("5")
        return Unanswered("down" if is_down else "failed")

    def tell(self, error: str, condition: str) -> None:
        """Say to whoever runs the server that a question had no answer."""
        logs.tell(_log, logging.WARNING, "no answer", store=str(self), error=error, condition=condition)


def _client(*, is_anonymous: bool) -> fs.S3FileSystem:
    """A client that is told what every other one reads by itself from the environment."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    # Other stores have no regions, and Amazon's machines need not be asked for one.
    region = region or ("us-east-1" if endpoint else None)
    return fs.S3FileSystem(anonymous=is_anonymous, endpoint_override=endpoint, region=region)
