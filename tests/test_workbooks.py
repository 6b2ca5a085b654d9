"""Workbooks as people have them: what is read of one is said; and what is too large or broken is refused."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tests.effort import effort
from tests.files import SIMPLE, Cells, faults, notes, packed_anew, read, rows, saved, workbook
from timeline.intake import read_bytes, read_file
from timeline.intake.workbook import SWAPPED

# Workbooks


def test_dates_of_a_workbook_are_as_precise_as_it_shows_them(tmp_path: Path) -> None:
    book = workbook(
        (
            "Sheet1",
            [
                ["Date", "Title"],
                [datetime(2025, 8, 5), "day"],
                [date(2025, 8, 1), "month"],
                [date(2025, 1, 1), "year"],
                [45994, "serial"],
                [2025, "number"],
                [datetime(2025, 8, 5, 9, 30), "time"],
            ],
        )
    )
    sheet = book["Sheet1"]
    sheet["A3"].number_format, sheet["A4"].number_format = "mmm yyyy", "yyyy"
    intake = read(tmp_path, saved(book), "contacts.xlsx")

    assert list(intake.frames["events"]["date"]) == [
        *("2025-08-05", "2025-08", "2025", "2025-12-03", "2025", "2025-08-05")
    ]
    assert "Dates that the spreadsheet shows without a day were read as months or years: 2." in notes(intake)


def test_a_year_that_the_spreadsheet_made_up_is_told(tmp_path: Path) -> None:
    book = workbook(("Sheet1", [["Date", "Title"], [datetime(2026, 8, 5), "A"], [datetime(2026, 8, 6), "B"]]))
    book["Sheet1"]["A2"].number_format = "d-mmm"

    said = "Dates that the spreadsheet shows without a year have the one that it made up: 1."
    assert said in notes(read(tmp_path, saved(book), "a.xlsx"))


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        ([datetime(2025, 4, 3), datetime(2025, 12, 5), "13/04/2025", "25/08/2025"], "2"),
        # A date that it knew has a day that no month has, or there is too little to tell.
        ([datetime(2025, 4, 3), datetime(2025, 12, 25), "13/04/2025", "25/08/2025"], None),
        ([datetime(2025, 4, 3), datetime(2025, 12, 5), "13/04/2025", "05/08/2025"], None),
        ([datetime(2025, 4, 3), "13/04/2025", "25/08/2025"], None),
        ([date(2025, 4, 1), date(2025, 5, 1), "13/04/2025", "25/08/2025"], None),
    ],
)
def test_days_that_were_taken_for_months_are_told(
    tmp_path: Path, cells: list[object], number: str | None
) -> None:
    written: Cells = [["Date", "Title"], *([cell, "A"] for cell in cells)]
    book = workbook(("Sheet1", written))
    for row, cell in enumerate(cells, start=2):
        if type(cell) is date:
            book["Sheet1"].cell(row, 1).number_format = "mmm yyyy"
    intake = read(tmp_path, saved(book), "a.xlsx")

    said = [note.details["number"] for note in intake.notes if note.message == SWAPPED]
    assert said == ([number] if number else [])


def test_what_a_workbook_hides_and_links_is_told(tmp_path: Path) -> None:
    book = workbook(
        ("Old", [["x"]]), ("Sheet1", [["Date", "Title", "Secret"], ["2025", "A", "B"], ["2026", "C", ""]])
    )
    book["Old"].sheet_state = "hidden"
    sheet = book["Sheet1"]
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    sheet["B2"].hyperlink = "https://a.example/"
    # What was typed as an address is read as one.
    sheet["C2"].hyperlink = sheet["C2"].value = "https://b.example/"
    said = notes(read(tmp_path, saved(book), "a.xlsx"))

    assert "Hidden sheets were not read: Old." in said
    assert "Rows and columns that the spreadsheet hides were read like the others." in said
    assert "Links behind cells were left out: 1." in said


def test_the_other_calendar_of_a_workbook_is_kept(tmp_path: Path) -> None:
    book = workbook(("Sheet1", [["Date", "Title"], [45994 - 1462, "serial"]]))
    book.epoch = datetime(1904, 1, 1)

    assert rows(read(tmp_path, saved(book), "a.xlsx")) == [(2, "2025-12-03", "serial")]


def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    book = workbook(("Sheet1", [["Date", "Title"], ["2025-08", "A"], [None, "B"], [None, "C"]]))
    book["Sheet1"].merge_cells("A2:A3")
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert list(intake.frames["events"]["date"]) == ["2025-08", "2025-08", ""]
    assert faults(intake) == [(4, "date", "", "a value")]
    assert "Merged cells were read as if each row held their value; cells: 1." in notes(intake)


def test_a_formula_without_its_value_is_a_fault(tmp_path: Path) -> None:
    book = workbook(("Sheet1", [["Date", "Title"], ["2025", '="A"&"B"']]))
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert "Of formulas only the values that the file holds were read; cells: 1." in notes(intake)
    assert faults(intake)[0][3] == "the value of this formula; open and save the file in a spreadsheet"


def test_macros_are_left_alone(tmp_path: Path) -> None:
    raw = saved(workbook(("Sheet1", [["Date", "Title"], ["2025", "A"]])))
    file = BytesIO(raw)
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    intake = read(tmp_path, file.getvalue(), "a.xlsm")

    assert rows(intake) == [(2, "2025", "A")]
    assert notes(intake)[0] == "The macros in the file were left alone."


def test_the_sheet_with_the_events_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = workbook(("Readme", [["Hello"]]), ("Contacts", [["Date", "Event"], ["2025", "A"]]))
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert rows(intake) == [(2, "2025", "A")]
    assert "Only the sheet “Contacts” was read, not: Readme." in notes(intake)


def test_sheets_named_as_tables_are_tables(tmp_path: Path) -> None:
    book = workbook(
        ("events", [["date", "title", "sources"], ["2025", "A", "x"]]),
        ("sources", [["id", "url"], ["x", "https://a.example/"]]),
    )
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert (intake.faults, list(intake.frames)) == ([], ["events", "sources"])
    assert list(intake.frames["events"]["sources"]) == ["x"]


@pytest.mark.parametrize("columns", [["Name", "Link"], ["Agency", "Country"]])
def test_a_sheet_that_is_only_called_so_is_no_table(tmp_path: Path, columns: list[object]) -> None:
    book = workbook(
        ("Contacts", [["Date", "Event", "Source"], ["2025", "A", "Reuters"]]),
        ("Sources", [columns, ["Reuters", "x"]]),
    )
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert intake.faults == []
    assert list(intake.frames["sources"]["title"]) == ["Reuters"]
    assert "Only the sheet “Contacts” was read, not: Sources." in notes(intake)


def test_a_table_may_have_its_columns_in_capitals(tmp_path: Path) -> None:
    book = workbook(
        ("Events", [["Date", "Event", "Source"], ["2025", "A", "x"]]),
        ("Sources", [["ID", "Title", "URL"], ["x", "T", "https://a.example/"]]),
    )
    intake = read(tmp_path, saved(book), "a.xlsx")

    assert intake.faults == []
    assert intake.frames["sources"].iloc[0].to_dict() == {
        "id": "x",
        "title": "T",
        "url": "https://a.example/",
    }


# Refusals


def test_a_large_file_is_refused_by_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SIMPLE * 100_000, encoding="utf-8")

    assert faults(read_file(tmp_path / "a.csv", most_bytes=1_000_000)) == [
        (None, None, None, "a file of at most 1 MB")
    ]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    raw = BytesIO(saved(workbook(("Sheet1", [["Date"]]))))
    with ZipFile(raw, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.bin", bytes(300_000_000))
    assert len(raw.getvalue()) < 1_000_000
    took, intake = effort(lambda: read(tmp_path, raw.getvalue(), "a.xlsx"))
    assert faults(intake) == [(None, None, None, "a file that unpacks to at most 200 MB")]
    assert took < 2


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"PK\x03\x04 nonsense", "an XLSX or CSV file that can be opened"),
        (b"\xd0\xcf\x11\xe0 old", "an XLSX file without a password, or a CSV file"),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes, wanted: str) -> None:
    assert faults(read(tmp_path, content, "a.xlsx")) == [(None, None, None, wanted)]


@pytest.mark.parametrize("part", [b"<c ", b'<c r="A1" ', b"<mergeCell ", b'<c r="A1"><f ', b"<c r='A1'><f>"])
def test_no_text_within_a_sheet_holds_the_server(part: bytes) -> None:
    """What looks like the start of a cell is looked at once, however often it comes."""

    def seconds(times: int) -> float:
        raw = _with_comment(part * times)
        took, intake = effort(lambda: read_bytes("a.xlsx", raw))
        assert len(intake.frames["events"]) == 1
        return took

    short, long = (min(seconds(times) for _ in range(3)) for times in (2_000, 32_000))
    # In step with its length it takes at most sixteen times as long, and less since there is the rest.
    assert long < 24 * short


def test_a_workbook_is_read_nearly_as_fast_as_its_cells_come() -> None:
    written: Cells = [["2025-08-05", f"E{number}"] for number in range(4_000)]
    raw = saved(workbook(("Sheet1", [["Date", "Title"], *written])))

    def cells() -> int:
        sheet = openpyxl.load_workbook(BytesIO(raw), read_only=True).worksheets[0]
        sheet.reset_dimensions()
        return sum(1 for _ in sheet.rows) - 1

    def events() -> int:
        return len(read_bytes("a.xlsx", raw).frames["events"])

    apart = [(effort(cells), effort(events)) for _ in range(5)]
    assert {(bare, ours) for (_, bare), (_, ours) in apart} == {(4_000, 4_000)}
    assert min(ours for _, (ours, _) in apart) < 3.5 * min(bare for (bare, _), _ in apart)


def _with_comment(text: bytes) -> bytes:
    """A workbook of one event with a comment in the file of its sheet."""
    end = b"</sheetData>"
    return packed_anew(
        saved(workbook(("Sheet1", [["Date", "Title"], ["2025-08-05", "A"]]))),
        lambda name, part: (name, part.replace(end, end + b"<!-- " + text + b"-->")),
    )


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert faults(read_file(tmp_path / "none.csv")) == [(None, None, None, "this file, readable")]


def test_ten_thousand_faults_are_found_quickly(tmp_path: Path) -> None:
    content = "date,title,kind\n" + "".join(f"{n} nonsense,Event {n},picnic {n}\n" for n in range(5_000))
    took, intake = effort(lambda: read(tmp_path, content))

    assert len(intake.faults) == 10_000
    assert took < 20
