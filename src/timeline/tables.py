"""One CSV file as a frame of text, with everything that keeps it from being one.

Rows are numbered as a spreadsheet shows them: the header is row 1. pyarrow parses, since it reads a
million rows in a second and hands over each line that does not fit its header.
"""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from csv import Error as CsvError
from csv import reader
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from timeline.faults import Fault
from timeline.vocabulary import N_

Row = Mapping[Any, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "events": (
        *("id", "date", "date_basis", "role", "kind", "status", "status_reported", "level", "mode"),
        *("parties", "place", "topics", "part_of", "title_en", "title_ar", "summary_en", "summary_ar"),
        *("sources", "verification", "cameo", "note_en", "note_ar", "modified"),
        *("lat", "lon", "source_url", "source_title"),
    ),
    "statements": (
        *("id", "event", "event_basis", "source", "kind", "topics"),
        *("text_en", "text_ar", "evidence", "evidence_lang"),
    ),
    "topics": ("id", "label_en", "label_ar", "aliases", "unbis_uri", "eurovoc_uri", "match"),
    "places": (
        *("id", "name_en", "name_ar", "aliases", "kind", "country", "lat", "lon", "coord_precision"),
        *("wikidata", "note_en", "note_ar"),
    ),
    "sources": ("id", "title", "publisher", "lang", "published", "url", "type", "note_en", "note_ar"),
}
# Columns that may be written once for all languages: `title` for `title_en` and `title_ar`.
IN_EACH_LANGUAGE = ("title", "summary", "note", "label", "name", "text")
NEEDED: dict[str, tuple[str, ...]] = {
    "events": ("date",),
    "statements": ("event", "kind"),
    "topics": ("id",),
    "places": ("id",),
    "sources": ("id",),
}
LANGUAGES = ("en", "ar")


def read_table(file: Path, faults: list[Fault]) -> pd.DataFrame | None:
    """Return the file's cells as text, indexed by row number; None if it is no table at all."""
    text = _text(file, faults)
    if text is None:
        return None
    names, rows = _cut(text)
    header = _header(file.name, names, faults)
    if header is None:
        return None
    if not rows:
        return pd.DataFrame(columns=header, index=pd.Index([], dtype="int64"), dtype="str")
    misfits: list[csv.InvalidRow] = []

    def keep(row: csv.InvalidRow) -> str:
        misfits.append(row)
        return "skip"

    try:
        table = csv.read_csv(
            pa.BufferReader(rows),
            # A line longer than a block cannot be read: let one block hold the whole file.
            csv.ReadOptions(
                use_threads=False, column_names=header, block_size=min(len(rows) + 64, 2**31 - 1)
            ),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep),
            csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        faults.append(Fault(file.name, None, None, None, N_("CSV: {reason}"), {"reason": str(error)}))
        return None
    faults.extend(_misfit(file.name, row) for row in misfits)
    return _numbered(table.to_pandas(), {row.number + 1 for row in misfits})


def complete(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """Return ``frame`` with every column of its table, the unwritten ones empty."""
    frame = pd.DataFrame(dtype="str") if frame is None else frame.reset_index(drop=True)
    written = {column: frame[column] for column in frame.columns}
    for column in COLUMNS[name]:
        base, _, tag = column.rpartition("_")
        if base in IN_EACH_LANGUAGE and tag in LANGUAGES and base in frame:
            own = written.get(column, frame[base])
            written[column] = own.where(own != "", frame[base])
    empty = pd.Series("", index=frame.index, dtype="str")
    return pd.DataFrame({column: written.get(column, empty) for column in COLUMNS[name]})


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of ``frame`` as dictionaries; pandas' own way takes ten times as long."""
    names = list(frame.columns)
    cells = (frame[name].tolist() for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def split(cell: str) -> list[str]:
    """Return the values of a cell that holds several, ``;`` between them."""
    return [value for part in cell.split(";") if (value := part.strip())]


def _text(file: Path, faults: list[Fault]) -> str | None:
    try:
        raw = file.read_bytes()
    except OSError:
        faults.append(Fault(file.name, None, None, None, N_("this file, readable")))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        value = f"0x{raw[error.start]:02X}"
        faults.append(Fault(file.name, row, None, value, N_("text in UTF-8")))
        return None
    if not text.strip():
        faults.append(Fault(file.name, None, None, None, N_("a header and rows; the file is empty")))
        return None
    if text.count('"') % 2:
        message = N_("quotation marks in pairs; one is never closed")
        faults.append(Fault(file.name, None, None, None, message))
        return None
    return text


def _cut(text: str) -> tuple[list[str], bytes]:
    """Return the cells of the first row, and the other rows as they are written."""
    lines = StringIO(text, newline="")
    try:
        names = next(reader(lines))
    except CsvError:  # a name longer than any
        names = []
    return [name.strip() for name in names], text[lines.tell() :].encode()


def _header(name: str, names: Sequence[str], faults: list[Fault]) -> list[str] | None:
    """Return the column names, or None (with faults) where rows could not be told apart by them."""
    if not any(names):
        faults.append(Fault(name, 1, None, None, N_("the names of the columns")))
        return None
    # Spreadsheets write empty columns after the last one that is used.
    columns = [column or f"column {number}" for number, column in enumerate(names, start=1)]
    table = name.removesuffix(".csv")
    found = [
        Fault(name, 1, column, None, N_("each column once"))
        for column, times in Counter(columns).items()
        if times > 1
    ]
    found += [Fault(name, 1, column, None, N_("this column")) for column in _missing(table, columns)]
    for column in columns:
        known = COLUMNS[table] + IN_EACH_LANGUAGE
        near = difflib.get_close_matches(column, set(known) - set(columns), n=1, cutoff=0.8)
        if column not in known and near:
            found.append(
                Fault(name, 1, column, None, N_("a known column; nearest: {nearest}"), {"nearest": near[0]})
            )
    faults.extend(found)
    return columns if len(set(columns)) == len(columns) else None


def _missing(table: str, columns: Sequence[str]) -> list[str]:
    needed = [column for column in NEEDED[table] if column not in columns]
    named = {"events": "title", "topics": "label", "statements": "text"}.get(table)
    if named and not {named, *(f"{named}_{tag}" for tag in LANGUAGES)} & set(columns):
        needed.append(named)
    return needed


def _misfit(name: str, row: csv.InvalidRow) -> Fault:
    details = {"wanted": str(row.expected_columns), "found": str(row.actual_columns)}
    return Fault(name, row.number + 1, None, row.text[:60], N_("{wanted} cells, not {found}"), details)


def _numbered(frame: pd.DataFrame, skipped: set[int]) -> pd.DataFrame:
    """Index ``frame`` by the row that a spreadsheet shows, and leave out the blank rows."""
    numbers = (number for number in range(2, len(frame) + len(skipped) + 2) if number not in skipped)
    frame = frame.astype("str").set_axis(pd.Index(list(numbers), dtype="int64"))
    frame = frame.apply(lambda column: column.str.strip())
    return frame[(frame != "").any(axis=1)] if len(frame) else frame


def localised(row: Mapping[Any, Any], base: str, tag: str) -> str:
    """Return a row's text in the language ``tag``, or in another one rather than nothing."""
    texts = (row.get(f"{base}_{one}") for one in (tag, *LANGUAGES))
    return next((str(text) for text in texts if text), "")
