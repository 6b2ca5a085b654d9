"""Turn a folder of CSV files into a record that is served where it lies, whole or not at all.

Everything is written beside the target and put in its place at the end, so that who reads there finds
the version of before or the new one, and a failure leaves nothing. What goes to a store of objects is
written on this machine first; the file that names the new version is sent last.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from timeline import built
from timeline.dataset import Dataset, read
from timeline.engine.arranged import WORDS, arrange
from timeline.engine.duck import ROOM, connected, quoted, scratch, table
from timeline.objects import Object
from timeline.origin import Files
from timeline.outline import Outline
from timeline.unanswered import Unanswered

# Rows that are read or passed over together, by the days that they lie in. With fewer of them a page is
# read sooner, and the file says more of itself before anything is read.
_ROWS = 20_480
# Of what is counted all is read.
ROWS = {"traits": 122_880, "words": 122_880}
# To sort takes hardly longer in a part of the memory than in all of it.
_MEMORY = "2GB"
_VERSION = re.compile("[0-9]{8}T[0-9]{6}-[0-9a-f]{6}")

# The databases that are at a build.
_at_work: set[duckdb.DuckDBPyConnection] = set()


def interrupt() -> None:
    """Stop what DuckDB is at for a build, from another thread: until then it hears no signal."""
    for base in tuple(_at_work):
        base.interrupt()


def build(source: Path, target: built.Place) -> Outline:
    """Write the record in the folder ``source`` to ``target``; raise FaultyDataset with all its faults.

    What lies in ``target`` is replaced if it is such a record; if it is anything else, FileExistsError.
    Unanswered if it is in a store that is down.
    """
    if target.suffix != built.ENDING:
        raise ValueError(f"{target}: want a name that ends with {built.ENDING}")
    if isinstance(target, Path):
        _refuse(source, target)
    began = built.shown(target)
    with _in_words(target), _cells() as cells, _beside(target) as folder:
        found = Files(source).stamp()
        dataset = read(source, cells)
        _write(dataset, folder / "unnamed")
        # Their cells are read once more for each table: of two moments they make no record.
        if Files(source).stamp() != found:
            raise OSError(f"{source}: want files that stay as they are while they are read; build again")
        # Named when it is whole: of two builds the later one has the later name.
        version = f"{datetime.now(UTC):%Y%m%dT%H%M%S-%f}"
        (folder / "unnamed").rename(folder / version)
        manifest = _described(dataset.outline, folder, version)
        (folder / built.MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        if isinstance(target, Path):
            _put(folder, version, target, began)
        else:
            _send(folder, version, target, began)
        return dataset.outline


def _refuse(source: Path, target: Path) -> None:
    """Take no place in which there is something else."""
    if target.resolve() == source.resolve() or source.resolve() in target.resolve().parents:
        raise ValueError(f"{target}: want a place outside the folder that is read")
    if target.exists() and not (target / built.MANIFEST).exists():
        raise FileExistsError(f"{target}: is there, and is no record that `timeline build` made")


@contextmanager
def _in_words(target: built.Place) -> Iterator[None]:
    """OSError in our words where DuckDB has not enough room."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise OSError(f"{target}: want {ROOM}") from None
    except duckdb.IOException as error:
        raise OSError(f"{target}: {str(error).splitlines()[0]}") from None


@contextmanager
def _cells() -> Iterator[Path]:
    """A folder for what the files say, which may be more than memory holds."""
    scratch().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="timeline-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _beside(target: built.Place) -> Iterator[Path]:
    """A folder on the same disk, or on any for a store, which is gone at the end."""
    parent = target.parent if isinstance(target, Path) else scratch()
    if isinstance(target, Path) and (target / built.MANIFEST).exists():
        # It may be a link, or a disk of its own; readers look at what its file names, and at nothing else.
        parent = target
    folder = parent / f".{target.name}-{token_hex(3)}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(dataset: Dataset, folder: Path) -> None:
    """All files of one version."""
    folder.mkdir()
    base = connected(_MEMORY)
    _at_work.add(base)
    try:
        keep = partial(keep_file, base, folder)
        arrange(base, dataset, keep)
        keep("words", WORDS)
    finally:
        _at_work.discard(base)
        base.close()
    for name in built.SHORT:
        table = pa.Table.from_pandas(getattr(dataset, name), preserve_index=False)
        pq.write_table(table, folder / f"{name}{built.ENDING}", compression="zstd")
    description = json.dumps(_package(dataset), ensure_ascii=False, indent=2) + "\n"
    (folder / built.DESCRIPTION).write_text(description, "utf-8")


def keep_file(base: duckdb.DuckDBPyConnection, folder: Path, name: str, query: str) -> None:
    """Write what ``query`` gives to the file of a table, and make that known to the database."""
    file = folder / f"{name}{built.ENDING}"
    how = f"FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS.get(name, _ROWS)}"
    base.execute(f"COPY ({query}) TO {quoted(file)} ({how})")
    base.execute(f"CREATE VIEW {name} AS SELECT * FROM {table(file)}")


def _package(dataset: Dataset) -> dict[str, Any]:
    """``datapackage.json`` as it was, with the files that are beside it now, and the events' parties."""
    said = dataset.package.said
    parties = [
        {name: value for name, value in asdict(party).items() if value} for party in dataset.package.parties
    ]
    names = (*built.LONG, *built.SHORT)
    resources = [{"name": name, "path": f"{name}{built.ENDING}", "format": "parquet"} for name in names]
    return {**said, "resources": resources, "timeline": {**said.get("timeline", {}), "parties": parties}}


def _described(outline: Outline, folder: Path, version: str) -> dict[str, Any]:
    files = [folder / version / name for name in built.FILES]
    sizes = {file.name: file.stat().st_size for file in files}
    hashes = {file.name: built.hashed(file) for file in files}
    said = {"format": built.FORMAT, "version": version, **built.facts(outline)}
    return {**said, "files": sizes, "hashes": hashes}


def _put(folder: Path, version: str, target: Path, began: str) -> None:
    """Show the new version; keep the one before for who still reads it, and drop those before that."""
    try:
        folder.rename(target)
        return
    except OSError:
        # There is one; perhaps since a moment ago, by another build.
        if not (target / built.MANIFEST).exists():
            raise
    before = built.shown(target)
    if _is_overtaken(version, before, began):
        return
    (folder / version).rename(target / version)
    os.replace(folder / built.MANIFEST, target / built.MANIFEST)
    for old in target.iterdir():
        if _is_outdated(old.name, version, before):
            shutil.rmtree(old, ignore_errors=True)


def _send(folder: Path, version: str, target: Object, began: str) -> None:
    """Do the same in a store of objects."""
    before = built.shown(target)
    for file in (folder / version).iterdir():
        (target / version / file.name).write_from(file)
    is_late = _is_overtaken(version, built.shown(target), began)
    if not is_late:
        (target / built.MANIFEST).write_from(folder / built.MANIFEST)
    with suppress(OSError, Unanswered):  # who may write need not be allowed to take away
        for old in target.folders():
            if old.name == version if is_late else _is_outdated(old.name, version, before):
                old.remove()


def _is_overtaken(version: str, shown: str, began: str) -> bool:
    """Whether another build was whole later than this ``version`` and is shown already.

    One that was shown when this one ``began`` is before it, whatever clock named it.
    """
    return shown != began and shown > version


def _is_outdated(name: str, *kept: str) -> bool:
    """Whether this is a version from before those; one from after is that of another build, just done."""
    versions = [one for one in kept if _VERSION.fullmatch(one)]
    return bool(_VERSION.fullmatch(name)) and name < min(versions)
