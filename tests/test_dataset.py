"""Reading a dataset: what is filled in, and what is no table at all."""

import json
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import GOOD, SHIPPED, faults, shipped, write
from tests.effort import effort
from timeline import tables, vocabulary
from timeline.dataset import OPTIONAL, read, slug, with_ids
from timeline.faults import FaultyDataset
from timeline.package import Package
from timeline.selection import Selection
from timeline.store import Store

# What makes a valid dataset


def test_a_file_of_dates_and_titles_is_a_dataset(tmp_path: Path) -> None:
    events = read(
        write(tmp_path, events="date,title\n2025-08-05,Opening\n2025,Opening\n2025-08-05,Opening\n")
    )

    assert list(events.events["id"]) == ["2025-08-05-opening", "2025-opening", "2025-08-05-opening-2"]
    assert list(events.events["title_ar"]) == ["Opening"] * 3
    assert tuple(events.events.columns) == tables.COLUMNS["events"]
    assert [len(getattr(events, name)) for name in OPTIONAL] == [0, 0, 0, 0]
    assert (events.package, events.modified) == (Package(), "")


def test_a_header_alone_is_an_empty_record(tmp_path: Path) -> None:
    assert len(read(write(tmp_path, events="date,title")).events) == 0
    assert len(read(write(tmp_path, events="date,title\n\n")).events) == 0


def test_given_ids_stay_and_made_ones_avoid_them(tmp_path: Path) -> None:
    events = "id,date,title\n,2025,A\n2025-a,2024,B\n,2025,A\n"

    assert list(read(write(tmp_path, events=events)).events["id"]) == ["2025-a-2", "2025-a", "2025-a-3"]


def test_rows_that_agree_get_their_ids_as_soon_as_others() -> None:
    alike = pd.DataFrame({"id": "", "date": "2025", "title_en": ["Opening"] * 4000})
    others = alike.assign(title_en=[f"Opening {number}" for number in range(4000)])

    assert with_ids(alike)["id"].iloc[-1] == "2025-opening-4000"
    times = [[effort(partial(with_ids, events))[0] for events in (alike, others)] for _ in range(5)]
    assert median(same for same, _ in times) < 3 * median(other for _, other in times)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("2025-08 Third Conference", "2025-08-third-conference"),
        ("2025 اجتماع في عشق آباد", "2025-اجتماع-في-عشق-اباد"),
        ("../2025 <b>Ü</b>", "2025-b-u-b"),
        ("—!", "event"),
        # No page of these could be reached.
        ("..", "event"),
        ("…", "event"),
        ("invitation.ics", "invitation-ics"),
        ("a " * 60, "-".join("a" * 30)),
    ],
)
def test_slugs_are_folded_words(text: str, made: str) -> None:
    assert slug(text) == made


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    dataset = read(write(tmp_path, events=b"\xef\xbb\xbf" + GOOD.encode(), datapackage=b"\xef\xbb\xbf{}"))

    assert list(dataset.events["id"]) == ["one"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(tmp_path: Path, line_end: str) -> None:
    dataset = read(write(tmp_path, events=GOOD.replace("\n", line_end)))

    assert list(dataset.events["title_en"]) == ["Opening"]


def test_cells_keep_what_they_say(tmp_path: Path) -> None:
    title = 'He said "1, 2"; <b>*x*</b>\n=SUM(A1) \\ اجتماع'
    cell = title.replace('"', '""')
    dataset = read(write(tmp_path, events=f'date,title,cameo\n2025,"{cell}",042\n'))

    assert list(dataset.events["title_en"]) == [title]
    assert list(dataset.events["cameo"]) == ["042"]


@pytest.mark.parametrize("cell", ["NA", "null", "NaN", "None", "0", "TRUE", "1e5", "-"])
def test_no_cell_is_taken_for_another_kind_of_value(tmp_path: Path, cell: str) -> None:
    dataset = read(write(tmp_path, events=f"date,title\n2025,{cell}\n"))

    assert list(dataset.events["title_en"]) == [cell]


def test_space_around_cells_and_names_is_left_out(tmp_path: Path) -> None:
    assert list(read(write(tmp_path, events=" date , title\n 2025 , A \n")).events["date"]) == ["2025"]


def test_unknown_and_unnamed_columns_are_left_out(tmp_path: Path) -> None:
    dataset = read(write(tmp_path, events="date,title,mood,,\n2025,A,good,,\n"))

    assert list(dataset.events["title_en"]) == ["A"]
    assert tuple(dataset.events.columns) == tables.COLUMNS["events"]


def test_one_column_serves_both_languages_and_its_own_column_comes_first(tmp_path: Path) -> None:
    events = "date,title,title_ar,note_en\n2025,A,أ,x\n2026,B,,\n"
    dataset = read(write(tmp_path, events=events, topics="id,label\ntrade,Trade\n"))

    assert list(dataset.events["title_en"]) == ["A", "B"]
    assert list(dataset.events["title_ar"]) == ["أ", "B"]
    assert list(dataset.events["note_ar"]) == ["", ""]
    assert list(dataset.topics["label_ar"]) == ["Trade"]


def test_topics_places_and_sources_are_made_from_the_events(tmp_path: Path) -> None:
    events = (
        "date,title,topics,place,lat,lon,source_url,source_title\n"
        "2025,A,Trade; Peace;,Awaza,40,53,https://a.example/1,First\n"
        "2026,B,Peace,Awaza,40,53,https://a.example/1,First\n"
        "2027,C,,,,,,\n"
    )
    dataset = read(write(tmp_path, events=events))

    assert list(dataset.topics["id"]) == list(dataset.topics["label_ar"]) == ["Trade", "Peace"]
    assert dataset.places[["id", "name_ar", "lat", "lon"]].to_numpy().tolist() == [
        ["Awaza", "Awaza", "40", "53"]
    ]
    assert dataset.sources[["title", "url"]].to_numpy().tolist() == [["First", "https://a.example/1"]]
    assert list(dataset.events["sources"]) == ["https://a.example/1", "https://a.example/1", ""]


def test_rows_are_found_by_id_and_statements_by_event(tmp_path: Path) -> None:
    files = {
        "topics": "id,label\ntrade,Trade\n",
        "statements": "id,event,kind,text\ns2,one,fact,B\ns1,one,fact,A\n",
    }
    found = Store(read(write(tmp_path, events=GOOD, **files)))

    assert found.dataset.by_id["topics"]["trade"]["label_en"] == "Trade"
    assert {event: [row["id"] for row in said] for event, said in found.said(["one", "two"]).items()} == {
        "one": ["s2", "s1"]
    }
    assert found.dataset.by_id["places"] == {}


def test_the_latest_change_of_a_row_is_that_of_the_record(tmp_path: Path) -> None:
    events = "date,title,modified\n2025,A,2026-01-02\n2025,B,2026-11-24\n2025,C,\n"

    assert read(write(tmp_path, events=events)).modified == "2026-11-24"


def test_the_shipped_record_is_without_fault() -> None:
    dataset = shipped().dataset

    assert dataset.counts == {"events": 9, "statements": 31, "topics": 17, "places": 3, "sources": 20}
    assert dataset.package.focus == "2025-08/2025-12"
    assert dataset.package.licence == "Creative Commons Attribution 4.0 International"
    assert [party.code for party in dataset.package.parties] == ["TKM", "SOM"]
    assert set(dataset.package.titles) == set(dataset.package.standfirsts) == {"en", "ar"}


# The words of the code and of the Table Schema


def resources() -> dict[str, dict[str, list[str] | None]]:
    """For each table its columns, each with the values it may have."""
    package = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))
    return {
        one["name"]: {
            field["name"]: field.get("constraints", {}).get("enum") for field in one["schema"]["fields"]
        }
        for one in package["resources"]
    }


def test_controlled_values_are_those_of_the_table_schema() -> None:
    listed = {column: set(values) for column, values in resources()["events"].items() if values}

    assert listed == {column: set(values) for column, values in vocabulary.COLUMNS.items()}


def test_controlled_values_of_statements_are_those_of_the_table_schema() -> None:
    listed = {column: set(values) for column, values in resources()["statements"].items() if values}

    assert listed == {"kind": set(vocabulary.STATEMENT_KINDS), "event_basis": set(vocabulary.BASES)}


@pytest.mark.parametrize("table", tables.COLUMNS)
def test_columns_begin_with_those_of_the_shipped_file(table: str) -> None:
    header = (SHIPPED / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")

    assert list(tables.COLUMNS[table][: len(header)]) == header
    assert list(resources()[table]) == header


# Files that are no tables


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (None, None, None, "a header and rows; the file is empty")),
        (b"\xef\xbb\xbf \r\n", (None, None, None, "a header and rows; the file is empty")),
        (b"date,title\n2025,A\n2025,\xe9t\xe9\n", (3, None, "0xE9", "text in UTF-8")),
        ("date,title\n2025,A\n".encode("utf-16"), (1, None, "0xFF", "text in UTF-8")),
        (b'date,title\n2025,"A\n', (None, None, None, "quotation marks in pairs; one is never closed")),
        (b"\ndate,title\n2025,A\n", (1, None, None, "the names of the columns")),
        (b"x" * 200_000, (1, None, None, "the names of the columns")),
        (b"date,name\n2025,A\n", (1, "title", None, "this column")),
        (b"title\nA\n", (1, "date", None, "this column")),
        (b"date,title,date\n2025,A,2026\n", (1, "date", None, "each column once")),
        (b"date,title,topic\n2025,A,\n", (1, "topic", None, "a known column; nearest: topics")),
        (b"date,title,Status\n2025,A,\n", (1, "Status", None, "a known column; nearest: status")),
        (b"date,title\n2025\n", (2, None, "2025", "2 cells, not 1")),
        (b"date,title\n2025,A,B\n", (2, None, "2025,A,B", "2 cells, not 3")),
    ],
)
def test_a_file_that_is_no_table_is_a_fault(
    tmp_path: Path, content: bytes, fault: tuple[int | None, str | None, str | None, str]
) -> None:
    assert faults(tmp_path, events=content) == [("events.csv", *fault)]


def test_rows_that_cannot_be_parsed_are_a_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, events="date,title\n\ufeff")

    assert found == [("events.csv", None, None, None, "CSV: Empty CSV file")]


def test_a_quotation_mark_that_is_never_closed_is_found_far_down(tmp_path: Path) -> None:
    found = faults(tmp_path, events="date,title\n2025," + "A" * 2_000_000 + '\n2025,"')

    assert [fault[4] for fault in found] == ["quotation marks in pairs; one is never closed"]


def test_missing_events_are_a_fault(tmp_path: Path) -> None:
    want = [("events.csv", None, None, None, "this file, readable")]

    assert faults(tmp_path) == want
    assert faults(tmp_path / "nowhere", topics="id,label\n") == want


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "topics.csv").mkdir()

    assert faults(tmp_path, events=GOOD) == [("topics.csv", None, None, None, "this file, readable")]


@pytest.mark.parametrize("table", [name for name in tables.NEEDED if name != "events"])
def test_a_table_without_its_columns_is_a_fault(tmp_path: Path, table: str) -> None:
    named = {"topics": ["label"], "statements": ["text"]}.get(table, [])
    want = sorted([*tables.NEEDED[table], *named])

    assert [fault[2] for fault in faults(tmp_path, events=GOOD, **{table: "mood\nx\n"})] == want


# Anything at all

PIECES = [
    *(
        "date,title\n",
        "date",
        "title",
        "id",
        "lat",
        "lon",
        "place",
        "topics",
        "sources",
        "part_of",
        ",",
        ",",
        "\n",
    ),
    *(
        "\r\n",
        "\r",
        '"',
        '""',
        ";",
        "2025",
        "2025-08/..",
        "../..",
        "A",
        " ",
        "\ufeff",
        "\x00",
        "é",
        "=",
        "\u2028",
    ),
    *("nan", "TKM", "corroborated", "\\", "x" * 200),
]
tables_of_anything = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=200, deadline=None)
@given(tables_of_anything, st.none() | tables_of_anything, st.none() | st.binary(max_size=20))
def test_any_files_at_all_are_a_record_or_a_list_of_faults(
    events: str, places: str | None, sources: bytes | None
) -> None:
    files = {"events": events, "places": places, "sources": sources}
    with TemporaryDirectory() as folder:
        try:
            dataset = read(
                write(Path(folder), **{name: text for name, text in files.items() if text is not None})
            )
        except FaultyDataset as faulty:
            dataset, said = None, str(faulty)

    assert said if dataset is None else len(Store(dataset).events(Selection())) == len(dataset.events)


def test_a_link_that_leads_nowhere_is_a_fault_and_not_no_table(tmp_path: Path) -> None:
    write(tmp_path, events="date,title\n2025,A\n")
    (tmp_path / "statements.csv").symlink_to(tmp_path / "gone.csv")

    with pytest.raises(FaultyDataset, match=r"statements\.csv: want this file"):
        read(tmp_path)
