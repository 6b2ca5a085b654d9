"""One file, from its bytes to the frames of a record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import pandas as pd

from timeline.dataset import OPTIONAL
from timeline.faults import Fault
from timeline.intake import dates, headings, separators, sources, workbook
from timeline.intake import encoding as encodings
from timeline.intake.notes import Note
from timeline.intake.settling import settle
from timeline.intake.workbook import Sheet
from timeline.search import fold
from timeline.tables import texts
from timeline.vocabulary import N_

MOST_BYTES = 200_000_000
NO_COLUMN = N_("this column")
ONE_SHEET = N_("Only the sheet “{sheet}” was read, not: {others}.")
NO_NAMES = N_("No column name is known: row {row} was taken for the names and not for an event ({names}).")
# Stands before the number of a column without a name, and in no name that a file can have.
_UNNAMED = "\0"
_TABLE_FILES = {f"{table}.csv" for table in ("events", *OPTIONAL)}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Intake:
    """What a file holds and how it was understood.

    ``frames`` has ``events`` always; the index is the row that a spreadsheet shows. ``columns`` says
    what each column of the file was read as, ``""`` if it was not. Of the ``faults`` those
    ``of_form`` are about the file, not about what a cell says.
    """

    name: str
    frames: dict[str, pd.DataFrame]
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    of_form: tuple[Fault, ...] = ()


def read_file(path: Path | str, *, most_bytes: int = MOST_BYTES, day_first: bool | None = None) -> Intake:
    """Read a CSV or XLSX file; ``day_first`` answers what its dates leave open."""
    path = Path(path)
    try:
        if path.stat().st_size > most_bytes:
            return _refused(path.name, _too_large(path.name, most_bytes))
        raw = path.read_bytes()
    except OSError:
        return _refused(path.name, Fault(path.name, None, None, None, N_("this file, readable")))
    return read_bytes(path.name, raw, most_bytes=most_bytes, day_first=day_first)


def read_bytes(
    name: str,
    data: bytes,
    *,
    most_bytes: int = MOST_BYTES,
    columns: Mapping[str, str] | None = None,
    encoding: str = "",
    day_first: bool | None = None,
) -> Intake:
    """Read a CSV or XLSX file, or a zip of a record's CSV files, from its bytes."""
    if len(data) > most_bytes:
        return _refused(name, _too_large(name, most_bytes))
    notes: list[Note] = []
    faults: list[Fault] = []
    found = _sheets(name, data, most_bytes, encoding, notes, faults)
    chosen = _events_of(found)
    if chosen is None:
        return _refused(name, *faults)
    side = _side_tables(found, chosen, notes)
    notes += chosen.notes
    faults += chosen.faults
    written, guessed = _events(name, chosen, columns or {}, notes, faults)
    if "sources" in side:
        # Where a sheet lists the sources, the events name them by id.
        written = written.rename(columns={headings.SOURCE: "sources"})
    written, implied = sources.told(written)
    frames = {"events": written}
    if implied is not None:
        frames["sources"] = implied
    for table, sheet in side.items():
        frame = _table(f"{table}.csv", sheet, notes, faults)[1]
        frames[table] = frame.rename(columns=_ours)
    settled, read, wrong = settle(frames, file=name, day_first=day_first, from_1904=chosen.from_1904)
    every = sorted([*faults, *wrong], key=Fault.order)
    return Intake(name, settled, [*notes, *read], every, guessed, tuple(faults))


def _too_large(name: str, most_bytes: int) -> Fault:
    most = str(most_bytes // 1_000_000)
    return Fault(name, None, None, None, N_("a file of at most {most} MB"), {"most": most})


def _refused(name: str, *faults: Fault) -> Intake:
    empty = pd.DataFrame({"date": [], "title": []}, dtype="str", index=pd.Index([], dtype="int64"))
    return Intake(name, {"events": empty}, faults=list(faults), of_form=faults)


def _sheets(
    name: str, data: bytes, most_bytes: int, encoding: str, notes: list[Note], faults: list[Fault]
) -> list[Sheet]:
    if data.startswith(_OLD_EXCEL):
        wanted = N_("an XLSX file without a password, or a CSV file")
        faults.append(Fault(name, None, None, None, wanted))
        return []
    if not data.startswith(b"PK"):
        return _text_sheet(name, "events", data, encoding, notes, faults)
    if name.lower().endswith(".zip"):
        return _zipped(name, data, most_bytes, notes, faults)
    if b"vbaProject.bin" in data[-65_536:] or name.lower().endswith(".xlsm"):
        notes.append(Note(N_("The macros in the file were left alone.")))
    return workbook.sheets(name, data, most_bytes, faults)


def _zipped(name: str, data: bytes, most_bytes: int, notes: list[Note], faults: list[Fault]) -> list[Sheet]:
    """The tables of a dataset's folder that was zipped, such as the one this page gives."""
    try:
        files = workbook.entries(data, most_bytes) if is_zipfile(BytesIO(data)) else {}
    except (BadZipFile, OSError, RuntimeError):
        files = {}
    tables = {Path(file).stem: raw for file, raw in files.items() if Path(file).name in _TABLE_FILES}
    if "events" not in tables:
        faults.append(Fault(name, None, None, None, workbook.OPENED))
    return [
        sheet
        for table, raw in tables.items()
        for sheet in _text_sheet(f"{table}.csv", table, raw, "", notes, faults)
    ]


def _text_sheet(
    name: str, table: str, data: bytes, encoding: str, notes: list[Note], faults: list[Fault]
) -> list[Sheet]:
    text = encodings.decode(name, data, notes, faults, encoding)
    rows = separators.rows(name, text, notes, faults) if text is not None else None
    if not rows:
        return []
    most = workbook.MOST_COLUMNS
    if any(any(row[most:]) for row in rows):
        wanted = N_("a table of at most {most} columns")
        faults.append(Fault(name, None, None, None, wanted, {"most": str(most)}))
        return []
    rows = [row[:most] for row in rows]
    if workbook.missing(rows) > workbook.MOST_EMPTY:
        faults.append(Fault(name, None, None, None, workbook.SPARSE))
        return []
    return [Sheet(table, rows)]


def _events_of(found: Sequence[Sheet]) -> Sheet | None:
    """The sheet of the events: the one so called, else the one with the most columns we know."""
    if not found:
        return None
    return workbook.named(found, "events") or max(
        found, key=lambda sheet: max(map(headings.recognised, sheet.rows[:20]), default=0)
    )


def _side_tables(found: Sequence[Sheet], chosen: Sheet, notes: list[Note]) -> dict[str, Sheet]:
    """The sheets that are the other tables of a record: called so, with ids to name their rows by."""
    named = {table: workbook.named(found, table) for table in OPTIONAL}
    side = {
        table: sheet
        for table, sheet in named.items()
        if sheet and sheet is not chosen and "id" in map(_ours, sheet.rows[_header(sheet.rows) - 1])
    }
    read = {chosen.name, *(sheet.name for sheet in side.values())}
    others = [sheet.name for sheet in found if sheet.name not in read]
    if others:
        notes.append(Note(ONE_SHEET, {"sheet": chosen.name, "others": ", ".join(others)}))
    return side


def _ours(column: str) -> str:
    """The name of a column of ours, however it is capitalised."""
    return "_".join(column.strip().lower().split())


def _events(
    name: str, sheet: Sheet, chosen: Mapping[str, str], notes: list[Note], faults: list[Fault]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The events under our names, and what each column of the file was read as."""
    form: list[Fault] = []
    header, frame = _table(name, sheet, notes, form, chosen)
    if header > 1:
        above = " · ".join(cell for row in sheet.rows[: header - 1] for cell in row if cell.strip())
        if above:
            message = N_("What stands above the column names was left out: {text}")
            notes.append(Note(message, {"text": above[:200]}))
    if not headings.recognised(sheet.rows[header - 1]):
        names = " · ".join(cell for cell in sheet.rows[header - 1] if cell.strip())
        notes.append(Note(NO_NAMES, {"row": str(header), "names": names[:200]}))
    frame = _dated(frame, notes)
    guessed = _surely(headings.guesses(list(frame.columns), chosen), frame, chosen)
    for theirs, ours in guessed.items():
        if ours and ours != fold(theirs):
            notes.append(Note(N_("Column “{theirs}” was read as {ours}."), {"theirs": theirs, "ours": ours}))
    unused = [theirs for theirs, ours in guessed.items() if not ours and any(frame[theirs] != "")]
    if unused:
        notes.append(Note(N_("These columns were not read: {names}."), {"names": ", ".join(unused)}))
    events = pd.DataFrame(
        {ours: frame[theirs] for theirs, ours in guessed.items() if ours}, index=frame.index, dtype="str"
    )
    faults += form
    faults += [Fault(name, header, column, None, NO_COLUMN) for column in _missing(events)]
    return events, guessed


def _dated(frame: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    """The frame with one column where year, month and day have one each, as in TimelineJS's sheet."""
    others = {name: ours for name, ours in headings.guesses(list(frame.columns)).items() if ours}
    if any(
        ours == "date" or (ours in headings.ENDS and _holds_days(frame[name]))
        for name, ours in others.items()
        if not headings.is_part(name)
    ):
        return frame
    for ours, parts in headings.in_parts(list(frame.columns)).items():
        cells = [dates.of_parts(*row) for row in zip(*(frame[part] for part in parts), strict=True)]
        message = N_("The columns {names} were joined into one date.")
        notes.append(Note(message, {"names": ", ".join(parts)}))
        frame = frame.drop(columns=parts)
        frame.insert(0, ours, pd.Series(cells, frame.index, dtype="str"))
    return frame


def _surely(guessed: dict[str, str], frame: pd.DataFrame, chosen: Mapping[str, str]) -> dict[str, str]:
    """The guesses without a year or a day for the date, where a column that is not known has whole dates."""
    unknown = any(_holds_days(frame[name]) for name, ours in guessed.items() if not ours)
    return {
        name: "" if unknown and ours == "date" and headings.is_part(name) and name not in chosen else ours
        for name, ours in guessed.items()
    }


def _holds_days(cells: "pd.Series[str]") -> bool:
    """Whether any cell is a date that says more than a number does."""
    return any(not cell.isdecimal() and dates.is_read(cell) for cell in cells.unique())


def _missing(events: pd.DataFrame) -> list[str]:
    needed = [] if {"date", "start", "end"} & set(events.columns) else ["date"]
    titled = "title" in events or texts(events.columns, "title")
    return needed if titled else [*needed, "title"]


def _table(
    name: str,
    sheet: Sheet,
    notes: list[Note],
    faults: list[Fault],
    chosen: Mapping[str, str] | None = None,
) -> tuple[int, pd.DataFrame]:
    """The row of the column names, and the rows below it that are not blank, by the number they have."""
    header = _header(sheet.rows)
    names, twice = _distinct([cell.strip() for cell in sheet.rows[header - 1]])
    faults += [
        Fault(name, header, column, None, N_("each column once"))
        for column in twice
        if column not in (chosen or {})
    ]
    width, short = len(names), 0
    numbers: list[int] = []
    cells: list[list[str]] = []
    for number, row in enumerate(sheet.rows[header:], start=header + 1):
        trimmed = [_trimmed(cell) for cell in row]
        if not any(trimmed):
            continue
        short += len(trimmed) < width
        if any(trimmed[width:]):
            details = {"wanted": str(width), "found": str(len(trimmed))}
            text = ", ".join(trimmed)[:60]
            faults.append(Fault(name, number, None, text, N_("{wanted} cells, not {found}"), details))
        numbers.append(number)
        cells.append((trimmed + [""] * width)[:width])
    if short:
        # Excel leaves out the separators of empty cells at the end of a row.
        message = N_("Rows with fewer cells than columns were taken to end in empty cells: {number}.")
        notes.append(Note(message, {"number": str(short)}))
    columns = zip(*cells, strict=True) if cells else ([] for _ in names)
    found = dict(zip(names, columns, strict=True))
    kept = {
        name.replace(_UNNAMED, "column "): column
        for name, column in found.items()
        if not name.startswith(_UNNAMED) or any(column)
    }
    return header, pd.DataFrame(kept, index=pd.Index(numbers, dtype="int64"), dtype="str")


def _trimmed(cell: str) -> str:
    """``cell`` without what nobody sees at its ends. A pair that encloses only a part of it stays."""
    bare = cell.strip().strip(dates.SIGNS).strip()
    return bare.strip(dates.MARKS).strip() if bare.startswith(tuple(dates.PAIRS)) else bare


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row with the column names: a title may stand above it."""
    filled = [number for number, row in enumerate(rows[:50], start=1) if any(cell.strip() for cell in row)][
        :20
    ]
    if not filled:
        return 1
    return max(filled, key=lambda number: (headings.recognised(rows[number - 1]), -number))


def _distinct(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names, each made its own, and those that stood there more than once; unnamed ones are marked."""
    counted: Counter[str] = Counter()
    distinct = []
    for number, name in enumerate(names, start=1):
        counted[name] += 1
        distinct.append(
            f"{_UNNAMED}{number}" if not name else name if counted[name] == 1 else f"{name} ({counted[name]})"
        )
    return distinct, [name for name, times in counted.items() if name and times > 1]
