"""Small files that are made to cost much: each is refused or read, soon and within little memory."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.effort import effort
from tests.files import Cells, faults, packed_anew, saved, workbook
from timeline.intake import Intake, read_bytes
from timeline.intake.workbook import LONG, OPENED, SPARSE

# Each took many times as long, or gigabytes, without a bound of its own.
SECONDS = 5.0
_ROWS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData>{}</worksheet>"
)
_CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
_TOP = f"<row r='1'>{_CELL.format('A1', 'date')}{_CELL.format('B1', 'title')}</row>"


@pytest.mark.parametrize("column", ["date", "title", "topics", "parties", "kind", "place", "source", "start"])
@pytest.mark.parametrize(
    "cell",
    ["a" + " " * 40_000 + "b", "T" * 40_000, "1-" * 20_000, " ; " * 14_000, " & " * 14_000, "(" * 40_000],
    ids=["spaces", "letters", "days", "semicolons", "ands", "brackets"],
)
def test_a_long_cell_is_read_at_once(column: str, cell: str) -> None:
    row = {"date": "2025", "title": "Talks"} | {column: cell}
    text = f"{','.join(row)}\n{','.join(f'{chr(34)}{one}{chr(34)}' for one in row.values())}\n"

    _read("a.csv", text.encode())
    _read("a.csv", f'date,title,"{cell}"\n2025,Talks,x\n'.encode())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (",".join(["date", "title", *(f"c{at}" for at in range(8_000))]) + "\n2025,Talks\n", "300 columns"),
        (",".join(["date", "title", *(f"c{at}" for at in range(290))]) + "\nx" * 20_000, SPARSE),
    ],
    ids=["columns", "rows"],
)
def test_a_table_of_empty_cells_is_refused(text: str, wanted: str) -> None:
    found = faults(_read("a.csv", text.encode()))

    assert len(found) == 1
    assert wanted in str(found[0])


def test_columns_that_are_empty_count_as_none() -> None:
    intake = read_bytes("a.csv", ("date,title" + "," * 400 + "\n2025,Talks" + "," * 400 + "\n").encode())

    assert list(intake.frames["events"]["title"]) == ["Talks"]
    assert not intake.faults


@pytest.mark.parametrize(
    "rows",
    [
        f"<row r='2000000000'>{_CELL.format('A2000000000', '2025')}</row>",
        f"<row r='1000000'>{_CELL.format('KN1000000', '2025')}</row>",
        "".join(f"<row r='{at}'>{_CELL.format(f'XFD{at}', 'x')}</row>" for at in range(2, 20_000)),
    ],
    ids=["row", "corner", "column"],
)
def test_a_cell_far_away_is_refused(rows: str) -> None:
    found = faults(_read("a.xlsx", _book(_ROWS.format(_TOP + rows, "")), 4 * SECONDS))

    assert [SPARSE in str(one) for one in found] == [True]


@pytest.mark.parametrize("parts", [1, 100])
def test_what_no_cell_says_is_bounded(parts: int) -> None:
    book = BytesIO(saved(workbook(("Sheet1", [["date", "title"], ["2025", "Talks"]]))))
    with ZipFile(book, "a", ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"xl/strings{number}.xml", b"<si><t>a</t></si>" * (3_100_000 // parts))
    raw = book.getvalue()

    assert len(raw) < 500_000
    assert [LONG in str(one) for one in faults(_read("a.xlsx", raw))] == [True]


def test_merged_cells_on_each_other_come_to_an_end() -> None:
    cells = "".join(f"<row r='{at}'>{_CELL.format(f'A{at}', '2025')}</row>" for at in range(2, 15_000))
    # One that ends before it begins is none.
    merged = "".join(f'<mergeCell ref="A1:A{at}"/><mergeCell ref="A{at}:A1"/>' for at in range(2, 15_000))

    _read("a.xlsx", _book(_ROWS.format(_TOP + cells, f"<mergeCells>{merged}</mergeCells>")))


def test_sheets_are_bounded_together() -> None:
    far = _ROWS.format(_TOP + f"<row r='1000000'>{_CELL.format('A1000000', '2025')}</row>", "")
    header: Cells = [["date", "title"]]
    many = workbook(*((f"Sheet{at}", header) for at in range(1, 41)))
    found = faults(_read("a.xlsx", _book(far, book=many), 8 * SECONDS))

    assert [SPARSE in str(one) for one in found] == [True]


@pytest.mark.parametrize("name", ["sheet1.xml", "sheet1.png"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_words_that_a_workbook_defines_are_refused(encoding: str, name: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 10_000}-->'
        f'<!DOCTYPE worksheet [<!ENTITY a "{"y" * 1_000}">]>'
        + _ROWS.format(
            _TOP + f"<row r='2'>{_CELL.format('A2', '2025')}{_CELL.format('B2', '&a;' * 9)}</row>", ""
        )
    )
    found = faults(read_bytes("a.xlsx", _book(bomb, encoding, name)))

    assert len(found) == 1
    assert OPENED in str(found[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_format_without_end_is_refused(encoding: str) -> None:
    book = workbook(("Sheet1", [["date", "title"], [datetime(2025, 8, 5), "Talks"]]))
    book["Sheet1"]["A2"].number_format = "yyyy[M]"
    with ZipFile(BytesIO(saved(book))) as whole:
        styles = whole.read("xl/styles.xml").decode().replace("yyyy[M]", "yyyy" + "[" * 30_000)
    assert "[[[" in styles
    raw = packed_anew(
        saved(book),
        lambda name, part: (name, styles.encode(encoding) if name == "xl/styles.xml" else part),
    )
    found = faults(_read("a.xlsx", raw))

    assert [OPENED in str(one) for one in found] == [True]


def _read(name: str, raw: bytes, seconds: float = SECONDS) -> Intake:
    """What is read of the file, in so many seconds of the processor."""
    took, found = effort(lambda: read_bytes(name, raw))
    assert took < seconds
    return found


def _book(
    sheet: str, encoding: str = "utf-8", name: str = "sheet1.xml", book: Workbook | None = None
) -> bytes:
    """A workbook of which each sheet is this one, under this ``name`` if there is one alone."""

    def change(part: str, content: bytes) -> tuple[str, bytes]:
        is_sheet = part.startswith("xl/worksheets/sheet")
        content = sheet.encode(encoding) if is_sheet else content.replace(b"sheet1.xml", name.encode())
        return part.replace("sheet1.xml", name), content

    return packed_anew(saved(book or workbook(("Sheet1", [["date", "title"]]))), change)
