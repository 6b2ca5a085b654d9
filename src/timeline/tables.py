"""One CSV file as a frame of text, with everything that keeps it from being one.

Rows are numbered as a spreadsheet shows them: the header is row 1. pyarrow parses, since it reads a
million rows in a second and hands over each line that does not fit its header.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from timeline import encoded, tags
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
# Those of every record, whatever others it has: the page speaks them.
LANGUAGES = ("en", "ar")
# Rows that are made at once.
_ROWS = 1000
# Rows are parsed by the block; a megabyte fits the processor’s cache.
_BLOCK = 2**20
# Arrow’s own pool takes new memory for each block, at twice the time.
_POOL = pa.system_memory_pool()


def in_language(column: str) -> tuple[str, str]:
    """The text and the language of a column such as ``title_fr``; ``""`` twice for any other."""
    base, _, tag = column.rpartition("_")
    return (base, tag) if base in IN_EACH_LANGUAGE and tags.is_tag(tag) else ("", "")


def languages(declared: Sequence[str], written: Iterable[str]) -> tuple[str, ...]:
    """The languages of a record: those declared, else all that columns of its events are in.

    The page's own are always among them. Their order is that of the columns, and that in which a
    reader gets a text that is not in their language.
    """
    found = declared or (*LANGUAGES, *(tag for _, tag in map(in_language, written) if tag))
    return tuple(dict.fromkeys((*found, *LANGUAGES)))


@lru_cache(maxsize=256)
def columns(table: str, languages: tuple[str, ...] = LANGUAGES) -> tuple[str, ...]:
    """The columns of a table of a record in these languages."""
    found: dict[str, None] = {}
    for column in COLUMNS[table]:
        base, _ = in_language(column)
        found |= dict.fromkeys([f"{base}_{tag}" for tag in languages] if base else [column])
    return tuple(found)


def texts(written: Iterable[str], base: str) -> list[str]:
    """Those of the columns ``written`` that hold the text ``base`` in some language."""
    return [column for column in written if in_language(column)[0] == base]


def read_table(
    file: Path,
    faults: list[Fault],
    declared: Sequence[str] = (),
    folder: Path | None = None,
    name: str = "",
) -> pd.DataFrame | None:
    """Return the file's cells as text, indexed by row number; None if it is no table at all.

    ``declared`` are the languages that the record says it is in; without them its columns say so. The
    cells are in memory, or else in a file in ``folder``, which has to stay there as long as they do.
    ``name`` is the table's, where that of the file is another.
    """
    if wrong := encoded.fault(file):
        faults.append(wrong)
        return None
    names, start = encoded.header(file)
    header = _header(file.name, name or file.stem, names, faults, declared)
    if header is None:
        return None
    size = file.stat().st_size
    if start >= size:
        return pd.DataFrame(columns=header, index=pd.Index([], dtype="int64"), dtype="str")
    held = folder / f"{file.stem}.arrow" if folder else None
    misfits: list[csv.InvalidRow] = []
    try:
        table = _parsed(file, start, header, misfits, _BLOCK, held)
    except pa.ArrowInvalid:
        # A line longer than a block cannot be read: let one block hold the whole file.
        misfits.clear()
        try:
            table = _parsed(file, start, header, misfits, min(size + 64, 2**31 - 1), held)
        except pa.ArrowInvalid as error:
            faults.append(Fault(file.name, None, None, None, N_("CSV: {reason}"), {"reason": str(error)}))
            return None
    faults.extend(_misfit(file.name, row) for row in misfits)
    return _numbered(table, [row.number for row in misfits])


def _parsed(
    file: Path, start: int, header: list[str], misfits: list[csv.InvalidRow], block: int, held: Path | None
) -> pa.Table:
    """The rows as text without space around it; those that do not fit the header go to ``misfits``.

    Each block is trimmed as it comes, in memory that the next one takes over: to touch new memory
    costs more than to parse.
    """

    def keep(row: csv.InvalidRow) -> str:
        misfits.append(row)
        return "skip"

    with pa.OSFile(str(file)) as opened:
        opened.seek(start)
        blocks = csv.open_csv(
            opened,
            csv.ReadOptions(use_threads=False, column_names=header, block_size=block),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep),
            csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.large_string()),
                strings_can_be_null=False,
                # ``encoded.fault`` has.
                check_utf8=False,
            ),
            memory_pool=_POOL,
        )
        trimmed = (_trimmed(block) for block in blocks)
        return (
            _in_file(trimmed, blocks.schema, held) if held else pa.Table.from_batches(trimmed, blocks.schema)
        )


def _in_file(batches: Iterable[pa.RecordBatch], schema: pa.Schema, file: Path) -> pa.Table:
    """The batches as they lie in ``file``: what is looked at is in memory, and what is not need not be."""
    with pa.ipc.new_file(file, schema) as out:
        for batch in batches:
            out.write(batch)
    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()


def _trimmed(block: pa.RecordBatch) -> pa.RecordBatch:
    columns = [pc.utf8_trim_whitespace(cells, memory_pool=_POOL) for cells in block.columns]
    return pa.record_batch(columns, schema=block.schema)


def complete(name: str, frame: pd.DataFrame | None, languages: tuple[str, ...] = LANGUAGES) -> pd.DataFrame:
    """Return ``frame`` with every column of its table in these languages, the unwritten ones empty."""
    frame = pd.DataFrame(dtype="str") if frame is None else frame.reset_index(drop=True)
    written = {column: frame[column] for column in frame.columns}
    for column in columns(name, languages):
        base, _ = in_language(column)
        if base and base in frame:
            own = written.get(column, frame[base])
            written[column] = own.where(own != "", frame[base])
    empty = pd.Series("", index=frame.index, dtype="str")
    return pd.DataFrame({column: written.get(column, empty) for column in columns(name, languages)})


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """The way back from ``complete``: what is the same in all languages stands in one column for all.

    A text that was written once is so claimed for no language; which that was, nobody said.
    """
    written: dict[str, pd.Series[str]] = {}
    for column in frame.columns:
        base, _ = in_language(column)
        cells = frame[column]
        if base:
            is_same = frame[texts(frame.columns, base)].eq(cells, axis=0).all(axis=1) & (cells != "")
            if is_same.any():
                written.setdefault(base, cells.where(is_same, ""))
            cells = cells.mask(is_same, "")
        written[column] = cells
    return pd.DataFrame(written, index=frame.index)


def used(table: str, frame: pd.DataFrame) -> list[str]:
    """The columns of a frame of ``table`` that somebody wrote in, and those that a file of it needs."""
    titled = ("title" if "title" in frame else "title_en",) if table == "events" else ()
    needed = (*NEEDED[table], "id", *titled)
    return [column for column in frame.columns if column in needed or bool((frame[column] != "").any())]


def cells_of(frame: pd.DataFrame, column: str) -> "pd.Series[str]":
    """The cells of a column; empty ones where there is no such column."""
    return frame[column] if column in frame else pd.Series("", index=frame.index, dtype="str")


def first_text(frame: pd.DataFrame, base: str) -> "pd.Series[str]":
    """The text of each row that stands for all languages, else in the first that has one; else ``""``."""
    written = [*([base] if base in frame else ()), *texts(frame.columns, base)]
    if not written:
        return cells_of(frame, base)
    found: pd.Series[str] = frame[written[0]]
    for column in written[1:]:
        found = found.where(found != "", frame[column])
    return found


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of ``frame`` as dictionaries; pandas' own way takes ten times as long."""
    names = list(frame.columns)
    # Some at a time: across a large frame every cell would come from far away.
    blocks = (frame.iloc[start : start + _ROWS] for start in range(0, len(frame), _ROWS))
    cells = (row for block in blocks for row in block.to_numpy(dtype="object").tolist())
    return [dict(zip(names, row, strict=True)) for row in cells]


def split(cell: str) -> list[str]:
    """Return the values of a cell that holds several, ``;`` between them."""
    return [value for part in cell.split(";") if (value := part.strip())]


def _header(
    file: str, table: str, names: Sequence[str], faults: list[Fault], declared: Sequence[str]
) -> list[str] | None:
    """Return the column names, or None (with faults) where rows could not be told apart by them."""
    if not any(names):
        faults.append(Fault(file, 1, None, None, N_("the names of the columns")))
        return None
    # Spreadsheets write empty columns after the last one that is used.
    written = [column or f"column {number}" for number, column in enumerate(names, start=1)]
    spoken = languages(declared, names)
    found = [
        Fault(file, 1, column, None, N_("each column once"))
        for column, times in Counter(written).items()
        if times > 1
    ]
    found += [Fault(file, 1, column, None, N_("this column")) for column in _missing(table, written, spoken)]
    known = columns(table, spoken) + IN_EACH_LANGUAGE
    for column in written:
        near = difflib.get_close_matches(column, set(known) - set(written), n=1, cutoff=0.8)
        if column not in known and near:
            found.append(Fault(file, 1, column, None, *_unknown(column, near[0], spoken)))
    faults.extend(found)
    return written if len(set(written)) == len(written) else None


def _missing(table: str, written: Sequence[str], languages: Sequence[str]) -> list[str]:
    needed = [column for column in NEEDED[table] if column not in written]
    named = {"events": "title", "topics": "label", "statements": "text"}.get(table)
    if named and not {named, *(f"{named}_{tag}" for tag in languages)} & set(written):
        needed.append(named)
    return needed


def _unknown(column: str, nearest: str, languages: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    if not in_language(column)[1]:
        return N_("a known column; nearest: {nearest}"), {"nearest": nearest}
    message = N_("one of the record’s languages ({languages}); datapackage.json can declare others")
    return message, {"languages": ", ".join(languages)}


def _misfit(name: str, row: csv.InvalidRow) -> Fault:
    details = {"wanted": str(row.expected_columns), "found": str(row.actual_columns)}
    return Fault(name, row.number + 1, None, row.text[:60], N_("{wanted} cells, not {found}"), details)


def _numbered(table: pa.Table, misfits: Sequence[int]) -> pd.DataFrame:
    """A frame indexed by the row that a spreadsheet shows, without the blank rows.

    ``misfits`` counts the rows that are left out already, the first below the header being 1.
    """
    numbers = np.arange(2, table.num_rows + len(misfits) + 2)
    numbers = np.delete(numbers, [number - 1 for number in misfits])
    columns = {}
    filled = np.zeros(table.num_rows, dtype=bool)
    for name in table.column_names:
        cells = pd.Series(table[name], dtype="str")
        columns[name] = cells
        if not filled.all():
            filled |= (cells != "").to_numpy()
    frame = pd.DataFrame(columns).set_axis(pd.Index(numbers, dtype="int64"))
    return frame if filled.all() else frame[filled]


def point_is_own(place: Mapping[Any, Any]) -> bool:
    """Whether the point of a place stands for it and not for a larger one; it does unless that is said."""
    return place.get("coord_precision", "") in ("", "city")


def localised(row: Mapping[Any, Any], base: str, tag: str) -> str:
    """Return a row's text in the language ``tag``, or in another one rather than nothing."""
    return str(row.get(f"{base}_{written_in(row, base, tag)}") or "")


def written_in(row: Mapping[Any, Any], base: str, tag: str) -> str:
    """The language of the text that ``localised`` returns: ``tag``, else the first that has one."""
    if row.get(f"{base}_{tag}"):
        return tag
    # The columns of a row stand in the order of the record's languages.
    start = f"{base}_"
    found = (column.removeprefix(start) for column in row if column.startswith(start) and row[column])
    return next(found, tag)
