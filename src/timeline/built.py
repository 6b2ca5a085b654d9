"""The files of a record that ``timeline build`` made, which engines read where they lie.

They lie on a disk or in a store of objects, and are read by the same names either way.

    record.parquet/
        built.json              which version is shown, the size and the hash of each of its files, and
                                what is known of it as a whole
        20261126T120000-052671/ the files of that version: the tables that ``timeline.engine.arranged``
                                describes, topics.parquet, places.parquet and datapackage.json

A new version has a folder of its own, and is shown once ``built.json`` names it: who reads the one before
reads it to the end.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from timeline import tables
from timeline.derived import AT, DERIVED, EVENT_AT
from timeline.faults import Fault, FaultyDataset
from timeline.objects import NoBucket, Object
from timeline.outline import Outline
from timeline.package import Package, read_package
from timeline.traits import TRAITS
from timeline.vocabulary import N_

Place = Path | Object
Where = TypeVar("Where", Path, Object)

MANIFEST = "built.json"
ENDING = ".parquet"
# Changes whenever a program of before could not read, or would misread, what is written now.
FORMAT = 3
LONG = ("events", "traits", "ids", "statements", "sources", "words")
SHORT = ("topics", "places")
DESCRIPTION = "datapackage.json"
FILES = (*(f"{name}{ENDING}" for name in (*LONG, *SHORT)), DESCRIPTION)
NOT_BUILT = N_("a record that `timeline build` made; this file is not there")
_READABLE = N_("a file that the server may read")
_WHOLE = N_("a whole file; build the record anew with `timeline build`")
# A folder right there, and no way to another one.
_VERSION = re.compile(r"[\w-]+")
_COUNTED = ("events", "statements", "topics", "places", "sources")
# Bytes that are fetched at once of a file that is read to its end.
_BLOCK = 8 * 2**20
_FACTS = {"version": str, "name": str, "languages": list, "modified": str, "written": float, "columns": list}


@dataclass(frozen=True)
class Built:
    """One version of a record: what is known of it as a whole, and where its long tables are."""

    outline: Outline
    files: Mapping[str, Place]


@dataclass
class _Reading:
    """One look at the files, and all that was wrong with them."""

    folder: Place
    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, wanted: str, column: str | None = None, value: str | None = None) -> None:
        self.faults.append(Fault(file, None, column, value, wanted))

    def lacks(self, file: str) -> bool:
        return any(fault.file == file for fault in self.faults)


def is_built(place: Place) -> bool:
    """Whether ``place`` says that it is such a record, by its ending or by what is in it."""
    return place.suffix == ENDING or (place / MANIFEST).exists()


def files(place: Where) -> list[Where]:
    """The files that are read now: ``built.json``, and those of the version that it names."""
    return [place / name for name in _names(place)]


def shown(place: Place) -> str:
    """The name of the version that is shown; ``""`` if there is none."""
    said = _manifest(_Reading(place))
    return str(said["version"]) if said else ""


def read(place: Place) -> Built:
    """The version that is shown; FaultyDataset with all that is wrong with its files."""
    reading = _Reading(place)
    said = _manifest(reading)
    if said is None:
        raise FaultyDataset(reading.faults)
    folder = place / said["version"]
    _weighed(reading, folder, said["files"])
    found = {name: _schema(reading, folder, name) for name in (*LONG, *SHORT)}
    package = Package() if reading.lacks(DESCRIPTION) else read_package(folder / DESCRIPTION, reading.faults)
    languages = tuple(said["languages"])
    for name, schema in found.items():
        if schema is not None:
            _compared(reading, name, schema, languages)
    topics, places = (pd.DataFrame() if reading.faults else _frame(reading, folder, name) for name in SHORT)
    if reading.faults:
        raise FaultyDataset(sorted(reading.faults, key=Fault.order))
    whole = outline(said, package, topics, places)
    return Built(whole, {name: folder / f"{name}{ENDING}" for name in LONG})


def spoilt(place: Place) -> list[Fault]:
    """The files of the version shown that do not hold what was written; each is read to its end."""
    reading = _Reading(place)
    if said := _manifest(reading):
        for name in FILES:
            try:
                if hashed(place / said["version"] / name) != said["hashes"].get(name):
                    reading.add(name, N_("what was written; build the record anew with `timeline build`"))
            except OSError:
                reading.add(name, N_("this file, readable"))
    return reading.faults


def hashed(file: Place) -> str:
    """The SHA-256 of a file, written as Data Package 2.0 has it."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            found.update(block)
    return f"sha256:{found.hexdigest()}"


def facts(outline: Outline) -> dict[str, Any]:
    """What ``built.json`` says of the record as a whole, beside its files."""
    return {
        "name": outline.name,
        "languages": list(outline.languages),
        "modified": outline.modified,
        "written": outline.written,
        "columns": list(outline.columns),
        "counts": dict(outline.counts),
    }


def columns(name: str, languages: tuple[str, ...]) -> dict[str, pa.DataType | None]:
    """The columns that a table must have; None stands for text of any width."""
    if name == "ids":
        return {"id": None, AT: pa.int64()}
    if name == "words":
        return {"shape": None, "word": None, AT: pa.int64()}
    if name == "traits":
        return {**_any_text(TRAITS), AT: pa.int64()}
    wanted: dict[str, pa.DataType | None] = dict.fromkeys(tables.columns(name, languages))
    if name == "events":
        wanted |= _any_text(DERIVED)
    if name == "statements":
        wanted[EVENT_AT] = pa.int64()
    return {**wanted, AT: pa.int64()} if name in LONG else wanted


def _any_text(columns: Mapping[str, pa.DataType]) -> dict[str, pa.DataType | None]:
    return {name: None if pa.types.is_large_string(kind) else kind for name, kind in columns.items()}


def differences(
    name: str, schema: pa.Schema, languages: tuple[str, ...]
) -> Iterator[tuple[str, str | None, str]]:
    """The columns of a table that are missing or of another type: name, the type found, the one wanted."""
    for column, kind in columns(name, languages).items():
        wanted = str(kind or pa.string())
        if column not in schema.names:
            yield column, None, wanted
            continue
        found = schema.field(column).type
        if found != kind if kind else not (pa.types.is_string(found) or pa.types.is_large_string(found)):
            yield column, str(found), wanted


def outline(said: Mapping[str, Any], package: Package, topics: pd.DataFrame, places: pd.DataFrame) -> Outline:
    """The record as a whole, of which ``built.json`` says the ``facts``."""
    return Outline(
        name=said["name"],
        package=package,
        languages=tuple(said["languages"]),
        modified=said["modified"],
        written=said["written"],
        columns=tuple(said["columns"]),
        counts=said["counts"],
        topics=topics,
        places=places,
    )


def manifest(text: str, faults: list[Fault]) -> dict[str, Any] | None:
    """What the text of ``built.json`` says, if it is whole and this program can read what it tells of."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("format"), int):
        faults.append(Fault(MANIFEST, None, None, None, _WHOLE))
        return None
    if said["format"] != FORMAT:
        wanted = N_("a record built by this version of the program; build it anew with `timeline build`")
        faults.append(Fault(MANIFEST, None, "format", str(said["format"]), wanted))
        return None
    kinds = {**_FACTS, "files": dict, "hashes": dict, "counts": dict}
    wrong = [name for name, kind in kinds.items() if not _is(kind, said.get(name))]
    if "version" not in wrong and not _VERSION.fullmatch(said["version"]):
        wrong.append("version")
    if "counts" not in wrong and not all(isinstance(said["counts"].get(name), int) for name in _COUNTED):
        wrong.append("counts")
    faults += [Fault(MANIFEST, None, name, None, _WHOLE) for name in wrong]
    return None if wrong else said


def _is(kind: type, said: Any) -> bool:
    """Whether it is of this kind; what is listed is text."""
    return isinstance(said, kind) and not (
        isinstance(said, list) and any(not isinstance(one, str) for one in said)
    )


def _manifest(reading: _Reading) -> dict[str, Any] | None:
    try:
        text = (reading.folder / MANIFEST).read_text(encoding="utf-8")
    except UnicodeError:
        text = ""
    except NoBucket as missing:
        reading.add(MANIFEST, N_("a bucket of this name"), value=missing.bucket)
        return None
    except PermissionError:
        reading.add(MANIFEST, _READABLE)
        return None
    except OSError:
        reading.add(MANIFEST, NOT_BUILT)
        return None
    return manifest(text, reading.faults)


def _names(place: Place) -> list[str]:
    said = _manifest(_Reading(place))
    return [MANIFEST, *(f"{said['version']}/{name}" for name in FILES)] if said else [MANIFEST]


def _weighed(reading: _Reading, folder: Place, sizes: Mapping[str, int]) -> None:
    """Find the files that are missing or cut off."""
    for name in FILES:
        try:
            size = (folder / name).stat().st_size
        except PermissionError:
            reading.add(name, _READABLE)
            continue
        except OSError:
            reading.add(name, N_("this file, readable"))
            continue
        if size != sizes.get(name):
            wanted = N_("the whole file, {wanted} bytes; build the record anew with `timeline build`")
            details = {"wanted": str(sizes.get(name))}
            reading.faults.append(Fault(name, None, None, str(size), wanted, details))


def _schema(reading: _Reading, folder: Place, name: str) -> pa.Schema | None:
    file = folder / f"{name}{ENDING}"
    if reading.lacks(file.name):
        return None
    try:
        with file.open("rb") as opened:
            return pq.read_schema(opened)
    except (OSError, ValueError, pa.ArrowException):
        reading.add(file.name, N_("a Parquet file"))
        return None


def _compared(reading: _Reading, name: str, schema: pa.Schema, languages: tuple[str, ...]) -> None:
    """Find the columns that are missing or of another type."""
    for column, found, kind in differences(name, schema, languages):
        wanted = N_("this column; build the record anew with `timeline build`")
        if found:
            wanted = N_("the type {wanted}; build the record anew with `timeline build`")
        details = {"wanted": kind} if found else {}
        reading.faults.append(Fault(f"{name}{ENDING}", None, column, found, wanted, details))


def _frame(reading: _Reading, folder: Place, name: str) -> pd.DataFrame:
    file = folder / f"{name}{ENDING}"
    try:
        with file.open("rb") as opened:
            frame: pd.DataFrame = pq.read_table(opened).to_pandas(ignore_metadata=True)
        return frame.astype("str")
    except (OSError, ValueError, pa.ArrowException):
        reading.add(file.name, _WHOLE)
        return pd.DataFrame()
