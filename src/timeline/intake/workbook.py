"""The sheets of an XLSX file as rows of text: values only, whatever made them.

Formulas are never run and macros never read: a cell is what the spreadsheet last showed. A file is a
zip archive, so that what it unpacks to is known, and judged, before anything is unpacked.
"""

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils import range_boundaries

from timeline.faults import Fault
from timeline.intake.dates import YEAR_LAST
from timeline.intake.notes import Note
from timeline.vocabulary import N_

OPENED = N_("an XLSX or CSV file that can be opened")
UNPACKED = N_("a file that unpacks to at most {most} MB")
MOST_ENTRIES = 10_000
# A spreadsheet may claim a cell in its very last column.
MOST_COLUMNS = 300
# A row, or a cell, far away from the others makes all those between; Excel itself has so many rows.
MOST_ROWS = 1_048_576
MOST_EMPTY = 5_000_000
MOST_MADE = 100_000_000
# A cell of a text that no other cell has takes eight; a million of those take ten seconds.
MOST_TAGS = 12_000_000
LONG = N_("a smaller XLSX file, or the same table as a CSV file")
_PIECE = 2**20
SPARSE = N_("a table without millions of empty rows or cells")
# No part of these goes past an angle bracket: it would be tried again from each one before it.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<c\s([^<>]*)>\s*<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(<v>[^<]|)")
_HIDDEN = re.compile(rb'<(?:row|col)\s[^<>]*?\bhidden="(?:1|true)"')
_LINK = re.compile(rb'<hyperlink\s(?=[^<>]*\br:id=)[^<>]*?\bref="([A-Z]+\d+)"')
# The library, too, looks for the end of each bracket of a date's format; Excel takes 255 letters at most.
_LONG_FORMAT = re.compile(rb"formatCode\s*=\s*['\"][^'\"<>]{1000}")
_ROW = re.compile(rb'\br="[A-Z]+(\d+)"')
SWAPPED = N_(
    "The spreadsheet may have taken the day for the month in {number} dates: no cell that it knew as a date "
    "has a day after the 12th, and each that it left as text has. Check them in the file."
)
# Fewer of either may be chance.
_LEAST = 2
_STYLES = "xl/styles.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TO = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _SparseError(Exception):
    """The sheets make far more empty cells than a file has letters."""


@dataclass
class _Dates:
    """What the dates of one column are: known to the spreadsheet or text, of days to the 12th or after it."""

    known: Counter[bool] = field(default_factory=Counter)
    texts: Counter[bool] = field(default_factory=Counter)

    def see(self, cell: Any, text: str) -> None:
        """Count a cell, if it is a date."""
        if isinstance(cell.value, datetime):
            if _shows_no_day(cell):
                return
            self.known[cell.value.day > 12] += 1
        elif form := YEAR_LAST.fullmatch(text):
            self.texts[max(int(form["first"]), int(form["second"])) > 12] += 1

    @property
    def swapped(self) -> int:
        """How many look as if the spreadsheet had read days as months wherever it could."""
        are_apart = not self.known[True] and not self.texts[False]
        return self.known[False] if are_apart and min(self.known[False], self.texts[True]) >= _LEAST else 0


@dataclass
class Sheet:
    """One sheet: its name and its rows, the first of which is row 1."""

    name: str
    rows: list[list[str]]
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    from_1904: bool = False


def sheets(name: str, raw: bytes, most_bytes: int, faults: list[Fault]) -> list[Sheet]:
    """Return the visible sheets that hold anything; none, with a fault, if the file cannot be opened."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            if not _is_bounded(archive, most_bytes):
                most = str(most_bytes // 1_000_000)
                faults.append(Fault(name, None, None, None, UNPACKED, {"most": most}))
                return []
            if _tags(archive) > MOST_TAGS:
                faults.append(Fault(name, None, None, None, LONG))
                return []
            _refuse_made_up(archive)
            found = list(_read(name, raw, archive))
    except _SparseError:
        faults.append(Fault(name, None, None, None, SPARSE))
        return []
    # A broken file can fail anywhere in the library that reads it, with whatever exception.
    except Exception:
        faults.append(Fault(name, None, None, None, OPENED))
        return []
    if not found:
        faults.append(Fault(name, None, None, None, N_("a header and rows; the file is empty")))
    return found


def entries(raw: bytes, most_bytes: int) -> dict[str, bytes]:
    """The files of a zip archive that is no workbook; BadZipFile if it unpacks to more than allowed."""
    with ZipFile(BytesIO(raw)) as archive:
        if not _is_bounded(archive, most_bytes):
            raise BadZipFile
        return {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}


def _is_bounded(archive: ZipFile, most_bytes: int) -> bool:
    listed = archive.infolist()
    # zipfile reads no more of an entry than its stated size, so that a lie here gains nothing.
    return len(listed) <= MOST_ENTRIES and sum(one.file_size for one in listed) <= most_bytes


def _tags(archive: ZipFile) -> int:
    """How many there are in all parts, whatever they are: each takes its time to be read."""
    number = 0
    for one in archive.infolist():
        with archive.open(one) as part:
            number += sum(piece.count(b"<") for piece in iter(partial(part.read, _PIECE), b""))
    return number


def _refuse_made_up(archive: ZipFile) -> None:
    """Fail on what no spreadsheet writes and a few letters of which cost minutes or gigabytes.

    These are words that a part defines for itself, before its first element, and formats without end.
    """
    for one in archive.infolist():
        parser = expat.ParserCreate()
        begun: list[str] = []
        parser.StartElementHandler = lambda name, _, begun=begun: begun.append(name)
        parser.StartDoctypeDeclHandler = _refuse
        # A part is what another one says of it, whatever its name; a picture is no XML.
        with suppress(expat.ExpatError), archive.open(one) as part:
            while not begun and (piece := part.read(4096)):
                parser.Parse(piece)
    styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    # In two bytes a letter, as nobody writes it either, none would be found.
    if b"\0" in styles or _LONG_FORMAT.search(styles):
        raise BadZipFile


def _refuse(*_: Any) -> None:
    raise BadZipFile


def _read(name: str, raw: bytes, archive: ZipFile) -> Iterator[Sheet]:
    parts = _parts(archive)
    with warnings.catch_warnings():
        # The library warns of drawings and validations, which no record needs.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        from_1904 = book.epoch.year == 1904
        unseen = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        # Of all sheets, since a file may have ten thousand.
        made = empty = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            months = years = 0
            columns: defaultdict[int, _Dates] = defaultdict(_Dates)
            rows: list[list[str]] = []
            # Asked for so many columns, the library would make as many cells of each row.
            for row in sheet.rows:
                made += len(row)
                empty += not row
                if len(rows) == MOST_ROWS or made > MOST_MADE or empty > MOST_EMPTY:
                    raise _SparseError
                cells = row[:MOST_COLUMNS]
                texts = [_text(cell) for cell in cells]
                months += sum(_shows_no_day(cell) for cell in cells)
                years += sum(_shows_no_year(cell) for cell in cells)
                for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                    columns[number].see(cell, text)
                rows.append(texts)
            while rows and not any(rows[-1]):
                rows.pop()
            if rows:
                width = max(map(len, rows))
                empty += missing(rows)
                if empty > MOST_EMPTY:
                    raise _SparseError
                rows = [row + [""] * (width - len(row)) for row in rows]
                found = Sheet(sheet.title, rows, from_1904=from_1904)
                found.notes += _of_dates(months, years, sum(one.swapped for one in columns.values()))
                if unseen:
                    found.notes.append(
                        Note(N_("Hidden sheets were not read: {names}."), {"names": ", ".join(unseen)})
                    )
                _say_formulas(name, found, archive.read(parts[sheet.title]))
                yield found


def _of_dates(months: int, years: int, swapped: int) -> Iterator[Note]:
    """What the spreadsheet made up in so many dates, or may have spoilt."""
    for message, number in (
        (
            N_("Dates that the spreadsheet shows without a day were read as months or years: {number}."),
            months,
        ),
        (
            N_("Dates that the spreadsheet shows without a year have the one that it made up: {number}."),
            years,
        ),
        (SWAPPED, swapped),
    ):
        if number:
            yield Note(message, {"number": str(number)})


def _say_formulas(name: str, sheet: Sheet, xml: bytes) -> None:
    """Fill merged cells, and say what of the sheet is more than values."""
    formulas = _FORMULA.findall(xml)
    if formulas:
        message = N_("Of formulas only the values that the file holds were read; cells: {number}.")
        sheet.notes.append(Note(message, {"number": str(len(formulas))}))
    for attributes, value in formulas:
        # A formula that was worked out to no text says so by its type.
        if not value and b't="str"' not in attributes:
            row = _ROW.search(attributes)
            wanted = N_("the value of this formula; open and save the file in a spreadsheet")
            sheet.faults.append(Fault(name, int(row[1]) if row else None, None, None, wanted))
    links = [ref for ref in _LINK.findall(xml) if "://" not in _cell(sheet.rows, ref.decode())]
    for found, message in (
        (_HIDDEN.findall(xml), N_("Rows and columns that the spreadsheet hides were read like the others.")),
        (links, N_("Links behind cells were left out: {number}.")),
    ):
        if found:
            sheet.notes.append(Note(message, {"number": str(len(found))}))
    filled = _fill_all(sheet.rows, [ref.decode() for ref in _MERGED.findall(xml)])
    if filled:
        message = N_("Merged cells were read as if each row held their value; cells: {number}.")
        sheet.notes.append(Note(message, {"number": str(filled)}))


def _cell(rows: list[list[str]], ref: str) -> str:
    """What the cell at ``ref`` says, nothing outside of the rows."""
    left, top, _, _ = range_boundaries(ref)
    return rows[top - 1][left - 1] if top and left and top <= len(rows) and left <= len(rows[top - 1]) else ""


def _fill_all(rows: list[list[str]], refs: Sequence[str]) -> int:
    """Fill merged cells; return how many. No two lie on each other, so that there is an end to them."""
    filled, left = 0, sum(map(len, rows))
    for ref in refs:
        _, top, _, bottom = range_boundaries(ref)
        left -= max(min(bottom or 0, len(rows)) - (top or 0), 0)
        if left < 0:
            break
        filled += _fill(rows, ref)
    return filled


def _fill(rows: list[list[str]], ref: str) -> int:
    """Write the value of a merged cell into the rows below that it covers; return into how many."""
    left, top, _, bottom = range_boundaries(ref)
    if not (left and top and bottom) or top > len(rows) or left > len(rows[top - 1]):
        return 0
    value, filled = rows[top - 1][left - 1], 0
    for row in rows[top : min(bottom, len(rows))]:
        if value and len(row) >= left and not row[left - 1]:
            row[left - 1] = value
            filled += 1
    return filled


def _text(cell: Any) -> str:
    """What a cell says; a date as precise as the spreadsheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        if _shows_no_day(cell):
            return (
                f"{value.year:04d}-{value.month:02d}"
                if "m" in cell.number_format.lower()
                else str(value.year)
            )
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _shows_no_day(cell: Any) -> bool:
    """Whether a date's format leaves out the day, which the spreadsheet then made up."""
    shown = _shown(cell)
    return "y" in shown and "d" not in shown


def _shows_no_year(cell: Any) -> bool:
    """Whether it leaves out the year: who typed ``5 Aug`` was given that of the day."""
    shown = _shown(cell)
    return ("d" in shown or "mmm" in shown) and "y" not in shown


def _shown(cell: Any) -> str:
    """The format of a date without its fixed words; nothing for a cell that is none."""
    if not isinstance(cell.value, datetime):
        return ""
    return re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", str(cell.number_format)).lower()


def missing(rows: Sequence[Sequence[str]]) -> int:
    """How many cells ``rows`` lack to be of one width."""
    return len(rows) * max(map(len, rows), default=0) - sum(map(len, rows))


def _parts(archive: ZipFile) -> dict[str, str]:
    """Where in the archive each sheet lies, by its title."""
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): _path(targets.get(sheet.get(_TO), "")) for sheet in book.iter(f"{_MAIN}sheet")
    }


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def named(found: Sequence[Sheet], name: str) -> Sheet | None:
    """The sheet called ``name``, however it is capitalised."""
    return next((sheet for sheet in found if sheet.name.strip().casefold() == name), None)
