"""Files for tests, as people have them, and what was read of one."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from timeline.intake import Intake, read_file

SIMPLE = "date,title\n2025-08-05,Opening\n"
ARABIC = "التاريخ,العنوان,المكان\n2025-08-05,افتتاح المؤتمر,عشق آباد\n"
Cells = list[list[object]]


def read(folder: Path, content: str | bytes, name: str = "contacts.csv") -> Intake:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(file)


def rows(intake: Intake) -> list[tuple[object, ...]]:
    """The events, each with the row it stands in."""
    return [tuple(row) for row in intake.frames["events"].itertuples()]


def faults(intake: Intake) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(one.row, one.column, one.value, one.wanted.format(**one.details)) for one in intake.faults]


def notes(intake: Intake) -> list[str]:
    return [str(note) for note in intake.notes]


def workbook(*sheets: tuple[str, Cells]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets:
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def packed_anew(book: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The workbook with each of its parts, by name, as ``change`` makes it."""
    made = BytesIO()
    with ZipFile(BytesIO(book)) as whole, ZipFile(made, "w", ZIP_DEFLATED) as other:
        for name in whole.namelist():
            other.writestr(*change(name, whole.read(name)))
    return made.getvalue()
