"""The CSV file: exactly the rows asked for, able to stand alone, harmless in a spreadsheet."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from tests.datasets import FOCUS, SHIPPED, shipped, shipped_dataset, store
from timeline.formats.csv import defused, to_csv
from timeline.formats.terms import file_name
from timeline.selection import Selection
from timeline.store import Store
from timeline.tables import split

Row = dict[str, str]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def downloaded(record: Store, asked: Selection) -> list[Row]:
    text = to_csv(record, record.events(asked)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (Selection(dates="2025-08/2025-12"), FOCUS),
        (Selection(topic=("trade",)), ["awaza-2025-08"]),
        (Selection(q="أووازا", kind=("conference",)), ["lldc3-2025"]),
        (Selection(dates="1990"), []),
    ],
)
def test_the_file_has_exactly_the_rows_asked_for(asked: Selection, ids: list[str]) -> None:
    assert [row["id"] for row in downloaded(shipped(), asked)] == ids


def test_the_file_has_the_columns_of_the_record_and_where_it_is_from() -> None:
    header = next(csv.reader(StringIO(to_csv(shipped(), shipped().events(Selection())).decode("utf-8-sig"))))
    shipped_header = (SHIPPED / "events.csv").read_text(encoding="utf-8").splitlines()[0]

    assert header == [*shipped_header.split(","), "source_urls", "licence", "citation"]


def test_cells_are_those_of_the_record_in_both_languages() -> None:
    record = shipped()
    events = shipped_dataset().events.set_index("id")

    rows = downloaded(record, Selection())
    assert len(rows) == len(events)
    for row in rows:
        mine = events.loc[row["id"]]
        assert {name: row[name] for name in mine.index if name in row} == {
            name: value for name, value in mine.items() if name in row
        }


def test_every_row_says_its_sources_licence_and_record() -> None:
    urls = dict(zip(shipped_dataset().sources["id"], shipped_dataset().sources["url"], strict=True))

    rows = downloaded(shipped(), Selection())
    assert [row["id"] for row in rows] == list(shipped().ids(Selection()))
    for row in rows:
        assert row["source_urls"].split(" ; ") == [urls[id] for id in split(row["sources"])]
        assert row["licence"] == LICENCE
        assert row["citation"].startswith("Turkmenistan – Somalia: the record of contacts (version 1.0.1")


def test_a_spreadsheet_reads_the_arabic(tmp_path: Path) -> None:
    raw = to_csv(shipped(), shipped().events(Selection()))
    file = tmp_path / "events.csv"
    file.write_bytes(raw)
    titles = pd.read_csv(file, dtype="str", keep_default_na=False).set_index("id")["title_ar"]

    assert raw.startswith(b"\xef\xbb\xbf")
    assert titles["forum-2025-12-12"] == "المنتدى الدولي للسلام والثقة"


def test_codes_keep_their_leading_zero() -> None:
    assert [row["cameo"] for row in downloaded(shipped(), Selection(topic=("trade",)))] == ["042"]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1 555", "'+1 555"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-1.28", "-1.28"),
        ("1-2", "1-2"),
        ("a=b", "a=b"),
        ("", ""),
        ("'=1", "'=1"),
    ],
)
def test_a_cell_never_runs_as_a_formula(cell: str, safe: str) -> None:
    assert defused(cell) == safe


def test_hostile_cells_stay_one_cell_and_positions_stay_numbers(tmp_path: Path) -> None:
    events = 'date,title,place,lat,lon\n2025,"=HYPERLINK(""x"",\n""y"")",Nairobi,-1.28,36.8\n'
    [row] = downloaded(store(tmp_path, events=events), Selection())

    assert row["title_en"] == '\'=HYPERLINK("x",\n"y")'
    assert (row["lat"], row["lon"]) == ("-1.28", "36.8")


def test_a_record_that_says_nothing_of_itself_gives_empty_cells(tmp_path: Path) -> None:
    [row] = downloaded(store(tmp_path, events="date,title\n2025,A\n"), Selection())

    assert (row["source_urls"], row["licence"], row["citation"]) == ("", "", "")
    assert "lat" not in row


@pytest.mark.parametrize(
    ("dates", "name"),
    [
        ("", "events.csv"),
        ("../..", "events.csv"),
        ("2025", "events-2025.csv"),
        ("2025-08/2025-12", "events-2025-08_2025-12.csv"),
        ("2025-08/..", "events-2025-08_.csv"),
        ("../2025?", "events-_2025.csv"),
        ("2025~/2026%", "events-2025_2026.csv"),
    ],
)
def test_the_name_of_the_file_suits_any_disk(dates: str, name: str) -> None:
    assert file_name(Selection(dates=dates), "csv") == name
