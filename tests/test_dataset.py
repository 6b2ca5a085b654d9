"""Reading a dataset: what is filled in, and every fault at once with its file, row, column and value."""

import json
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import SHIPPED, Fault, faults, shipped, write
from timeline import rules, tables, vocabulary
from timeline.dataset import OPTIONAL, read, slug
from timeline.dates import ORDERED, WANTED
from timeline.faults import FaultyDataset
from timeline.package import Package, Party
from timeline.parties import completed
from timeline.selection import Selection
from timeline.store import Store

GOOD = "id,date,title\none,2025-08-05,Opening\n"
TOGETHER = "lat and lon together, or neither"
LINK = "a link that begins with https:// or http://"
PARTY = "an ISO 3166-1 alpha-3 code such as TKM, or an organisation’s code"
STATUSES = "one of: cancelled, held, planned, postponed"


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


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("2025-08 Third Conference", "2025-08-third-conference"),
        ("2025 اجتماع في عشق آباد", "2025-اجتماع-في-عشق-اباد"),
        ("../2025 <b>Ü</b>", "2025-b-u-b"),
        ("—!", "event"),
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


# Rows


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    events = 'date,"title\n"\n2025,"A\nB\nC"\n\n , \n2025-13,D\n2025\n2025-14,"E\r\nF"\n2025-15,G'

    assert [(row, value) for _, row, _, value, _ in faults(tmp_path, events=events)] == [
        (5, "2025-13"),
        (6, "2025"),
        (7, "2025-14"),
        (8, "2025-15"),
    ]


EVENT_FAULTS: list[tuple[str, str, Fault]] = [
    ("date", "2025-13", ("events.csv", 2, "date", "2025-13", WANTED)),
    ("date", "2025-02-30", ("events.csv", 2, "date", "2025-02-30", WANTED)),
    ("date", "05/08/2025", ("events.csv", 2, "date", "05/08/2025", WANTED)),
    ("date", "٢٠٢٥", ("events.csv", 2, "date", "٢٠٢٥", WANTED)),
    ("date", "2025-08-09/2025-08-05", ("events.csv", 2, "date", "2025-08-09/2025-08-05", ORDERED)),
    ("date", "../..", ("events.csv", 2, "date", "../..", "a date with at least one end")),
    ("date", "", ("events.csv", 2, "date", "", "a value")),
    ("title", "", ("events.csv", 2, "title", "", "a value")),
    ("id", "a b", ("events.csv", 2, "id", "a b", "letters, digits, hyphens, dots, without spaces")),
    ("id", "<b>", ("events.csv", 2, "id", "<b>", "letters, digits, hyphens, dots, without spaces")),
    ("modified", "yesterday", ("events.csv", 2, "modified", "yesterday", WANTED)),
    ("modified", "../..", ("events.csv", 2, "modified", "../..", "a date with at least one end")),
    ("status", "done", ("events.csv", 2, "status", "done", STATUSES)),
    ("status", "hold", ("events.csv", 2, "status", "hold", "a listed value; nearest: held")),
    ("kind", "call", ("events.csv", 2, "kind", "call", "a listed value; nearest: phone-call")),
    ("role", "Contact", ("events.csv", 2, "role", "Contact", "a listed value; nearest: contact")),
    ("date_basis", "x", ("events.csv", 2, "date_basis", "x", "one of: resolved, stated")),
    ("status_reported", "x", ("events.csv", 2, "status_reported", "x", STATUSES)),
    (
        "level",
        "minister",
        ("events.csv", 2, "level", "minister", "a listed value; nearest: foreign-minister"),
    ),
    ("mode", "visitt", ("events.csv", 2, "mode", "visitt", "a listed value; nearest: visit")),
    ("parties", "TKM;tkm", ("events.csv", 2, "parties", "TKM;tkm", PARTY)),
    ("parties", "T", ("events.csv", 2, "parties", "T", PARTY)),
    ("part_of", "on", ("events.csv", 2, "part_of", "on", "a listed value; nearest: one")),
    ("part_of", "xyz", ("events.csv", 2, "part_of", "xyz", "an id that exists")),
    ("part_of", "one", ("events.csv", 2, "part_of", "one", "the id of another event")),
    ("source_url", "javascript:alert(1)", ("events.csv", 2, "source_url", "javascript:alert(1)", LINK)),
]


@pytest.mark.parametrize(("column", "value", "fault"), EVENT_FAULTS)
def test_a_wrong_cell_of_events_is_named(tmp_path: Path, column: str, value: str, fault: Fault) -> None:
    row = {"id": "one", "date": "2025", "title": "A"} | {column: value}
    events = ",".join(row) + "\n" + ",".join(row.values()) + "\n"

    assert faults(tmp_path, events=events) == [fault]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "JavaScript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "a.example",
            "https://",
            "ftp://a.example",
        ),
        *("https://[a", "https://a.example/ x", 'https://a.example/"x', "https://a.example/<b>", "https:x"),
    ],
)
def test_a_source_is_a_web_address(tmp_path: Path, url: str) -> None:
    cell = '"' + url.replace('"', '""') + '"'
    sources = f"id,url\na,{cell}\nb,https://a.example/%d8?x=1#y\nc,http://a.example\nd,\n"

    assert faults(tmp_path, events=GOOD, sources=sources) == [("sources.csv", 2, "url", url, LINK)]


@pytest.mark.parametrize("judge", rules._PLAIN)
def test_what_is_plainly_good_is_good_to_its_judge(judge: rules.Judge) -> None:
    starts = ("", "a", "//", "https:", "https://", "HTTP://", "https://a", "http://a/", "ftp://a/")
    letters = (*map(chr, range(256)), "\u2028", "\u2100", "\u3000", "\uff0f")
    values = list(dict.fromkeys(map("".join, product(starts, letters, ("", "b", "/", "]/")))))
    frame = pd.DataFrame({"any": values}, dtype="str")

    named = [fault.value for fault in rules._judged("events.csv", frame, "any", judge)]
    assert named == [value for value in values if judge(value)]


@pytest.mark.parametrize(
    ("lat", "lon", "found"),
    [
        ("40", "", [("lon", "", TOGETHER)]),
        ("", "53", [("lat", "", TOGETHER)]),
        ("90.1", "53", [("lat", "90.1", "a number from -90 to 90")]),
        ("40", "-180.5", [("lon", "-180.5", "a number from -180 to 180")]),
        ("north", "53", [("lat", "north", "a number from -90 to 90")]),
        (
            "nan",
            "inf",
            [("lat", "nan", "a number from -90 to 90"), ("lon", "inf", "a number from -180 to 180")],
        ),
    ],
)
@pytest.mark.parametrize("table", ["events", "places"])
def test_a_position_has_both_parts_in_degrees(
    tmp_path: Path, table: str, lat: str, lon: str, found: list[tuple[str, str, str]]
) -> None:
    files = {"events": GOOD} | {table: f"id,date,title,lat,lon\none,2025,A,{lat},{lon}\n"}

    assert faults(tmp_path, **files) == [(f"{table}.csv", 2, *fault) for fault in found]


def test_latitude_without_a_column_for_longitude_is_a_fault(tmp_path: Path) -> None:
    want = [("events.csv", 2, "lon", "", TOGETHER)]

    assert faults(tmp_path, events="date,title,lat\n2025,A,40\n2025,B,\n") == want


@pytest.mark.parametrize("table", tables.COLUMNS)
def test_an_id_is_used_once(tmp_path: Path, table: str) -> None:
    kind = "fact" if table == "statements" else ""
    rows = "id,date,title,label,event,kind,text\n" + f"one,2025,A,A,one,{kind},A\n" * 2
    found = faults(tmp_path, **({"events": GOOD} | {table: rows}))

    assert found == [(f"{table}.csv", 3, "id", "one", "an id of its own; row 2 has it")]


@pytest.mark.parametrize("table", ["topics", "places", "sources"])
def test_what_is_referred_to_needs_an_id(tmp_path: Path, table: str) -> None:
    found = faults(tmp_path, events=GOOD, **{table: "id,label,name,title\n,A,A,A\n"})

    assert found == [(f"{table}.csv", 2, "id", "", "a value")]


REFERRED = {
    "topics": "id,label\ntrade,Trade\n",
    "places": "id,name\nawaza,Awaza\n",
    "sources": "id,url\nnews,https://a.example\n",
}


def test_ids_that_do_not_resolve_name_the_nearest(tmp_path: Path) -> None:
    events = "id,date,title,topics,place,sources\none,2025,A,trade;trad,awazza,xyz\n"
    statements = "event,source,kind,topics,text\nonne,new,fact,tirade,A\n"

    assert faults(tmp_path, events=events, statements=statements, **REFERRED) == [
        ("events.csv", 2, "place", "awazza", "a listed value; nearest: awaza"),
        ("events.csv", 2, "sources", "xyz", "an id that exists"),
        ("events.csv", 2, "topics", "trade;trad", "a listed value; nearest: trade"),
        ("statements.csv", 2, "event", "onne", "a listed value; nearest: one"),
        ("statements.csv", 2, "source", "new", "a listed value; nearest: news"),
        ("statements.csv", 2, "topics", "tirade", "a listed value; nearest: trade"),
    ]


@pytest.mark.parametrize("verification", ["corroborated", "conflicting"])
@pytest.mark.parametrize("sources", ["", "a", "a; a"])
def test_one_source_is_not_two(tmp_path: Path, verification: str, sources: str) -> None:
    events = f"date,title,sources,verification\n2025,A,{sources},{verification}\n2025,B,a;b,{verification}\n"
    found = faults(tmp_path, events=events)

    assert found == [("events.csv", 2, "verification", verification, "at least two sources for this")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",fact,A,,", ("event", "", "a value")),
        ("one,,A,,", ("kind", "", "a value")),
        ("one,rumour,A,,", ("kind", "rumour", "one of: agenda, assessment, commitment, fact, position")),
        ("one,fact,A,guess,", ("event_basis", "guess", "one of: resolved, stated")),
        ("one,fact,A,," + "w " * 13, ("evidence", ("w " * 13).strip(), "at most 12 words of the source")),
    ],
)
def test_a_wrong_statement_is_named(tmp_path: Path, row: str, fault: tuple[str, str, str]) -> None:
    statements = f"event,kind,text,event_basis,evidence\none,fact,A,stated,{'w ' * 12}\n{row}\n"

    assert faults(tmp_path, events=GOOD, statements=statements) == [("statements.csv", 3, *fault)]


def test_a_broken_file_blames_no_other(tmp_path: Path) -> None:
    statements = "event,kind,source,text\none,fact,x,A\n"
    events = "id,date,title,topics\none,2025,A,trade\n"
    broken = faults(tmp_path, events=events, statements=statements, topics=b"\xff", sources="")

    assert [fault[0] for fault in broken] == ["sources.csv", "topics.csv"]
    assert [fault[0] for fault in faults(tmp_path, events="", sources="id\nx\n")] == [
        "events.csv",
        "topics.csv",
    ]


def test_all_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        events="id,date,title,parties,place\none,2025-13,,tkm,a\none,2025,A\n,2026-13,B,,b\n",
        topics="id\ntrade\n",
        places="id,lat,lon\na,95,\n",
        sources=b"id,url\nnews,\xff\n",
        statements="event,kind,text\ntwo,rumour,A\n",
        datapackage="{",
    )

    assert [fault[:4] for fault in found] == [
        ("datapackage.json", 1, None, None),
        ("events.csv", 2, "date", "2025-13"),
        ("events.csv", 2, "parties", "tkm"),
        ("events.csv", 2, "title", ""),
        ("events.csv", 3, None, "one,2025,A"),
        ("events.csv", 4, "date", "2026-13"),
        ("events.csv", 4, "place", "b"),
        ("places.csv", 2, "lat", "95"),
        ("places.csv", 2, "lon", ""),
        ("sources.csv", 2, None, "0xFF"),
        ("statements.csv", 2, "event", "two"),
        ("statements.csv", 2, "kind", "rumour"),
        ("topics.csv", 1, "label", None),
    ]


def test_the_error_says_each_fault_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(FaultyDataset) as caught:
        read(write(tmp_path, events="date,title\n2025-13,A\n", topics=""))

    assert str(caught.value).splitlines() == [
        f"events.csv, row 2, date: want {WANTED} (got '2025-13')",
        "topics.csv: want a header and rows; the file is empty",
    ]


# datapackage.json


def package(own: dict[str, Any], **said: Any) -> str:
    return json.dumps({"timeline": own, **said})


def test_the_package_says_what_the_record_is(tmp_path: Path) -> None:
    colours = {"light": "#123456", "dark": "#ABCDEF"}
    own = {
        "titles": {"en": "T", "ar": "ع"},
        "focus": "2025",
        "parties": [{"code": "TKM", "mark": colours, "caption": [59, 43.5]}, {"code": "OIC"}],
    }
    licences = [{"name": "CC-BY-4.0", "path": "https://a.example/by"}]
    said = read(
        write(
            tmp_path, events=GOOD, datapackage=package(own, description="D", version="1", licenses=licences)
        )
    ).package

    assert said == Package(
        titles={"en": "T", "ar": "ع"},
        standfirsts={"en": "D"},
        parties=completed([Party("TKM", mark=colours, caption=(59.0, 43.5)), Party("OIC")], pd.DataFrame()),
        focus="2025",
        version="1",
        licence="CC-BY-4.0",
        licence_url="https://a.example/by",
    )


@pytest.mark.parametrize(
    "text", ["{}", '{"timeline": {"focus": null}, "version": null, "licenses": [], "title": null}']
)
def test_what_the_package_leaves_out_has_a_default(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path, events=GOOD, datapackage=text)).package == Package()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", (1, None, None, "JSON: Expecting property name enclosed in double quotes")),
        ('{\n"a": 1,,\n}', (2, None, None, "JSON: Expecting property name enclosed in double quotes")),
        ("", (1, None, None, "JSON: Expecting value")),
        ("[]", (None, None, None, "a JSON object")),
        ("null", (None, None, None, "a JSON object")),
        (b'{"title": "\xff"}', (None, None, "0xFF", "text in UTF-8")),
        (r'{"title": "\ud800"}', (None, None, None, "text in UTF-8")),
        ("[" * 100_000, (None, None, None, "JSON that is not nested so deeply")),
        ('{"timeline": 5}', (None, "timeline", "5", "a JSON object")),
        (package({"titles": ["T"]}), (None, "titles", "['T']", "a JSON object")),
        (package({"focus": "2025-13"}), (None, "timeline.focus", "2025-13", WANTED)),
        (package({"focus": "2026/2025"}), (None, "timeline.focus", "2026/2025", ORDERED)),
        (package({"focus": False}), (None, "timeline.focus", "False", WANTED)),
        (package({"parties": {}}), (None, "timeline.parties", None, "a list of objects, each with a code")),
        (
            package({"parties": ["A"]}),
            (None, "timeline.parties", None, "a list of objects, each with a code"),
        ),
        (package({"parties": [{}]}), (None, "timeline.parties", None, "a list of objects, each with a code")),
        (
            package({"parties": [{"code": "TKM", "caption": [200, 5]}]}),
            (None, "timeline.parties.caption", "[200, 5]", "[longitude, latitude] in degrees"),
        ),
        (
            package({"parties": [{"code": "TKM", "caption": "here"}]}),
            (None, "timeline.parties.caption", "here", "[longitude, latitude] in degrees"),
        ),
        (
            package({"parties": [{"code": "TKM", "fill": {"dark": "red;}"}}]}),
            (None, "timeline.parties.fill", "red;}", "a colour such as #1F3A5F"),
        ),
        (
            package({}, licenses=[{"path": "javascript:alert(1)"}]),
            (None, "licenses.path", "javascript:alert(1)", LINK),
        ),
    ],
)
def test_a_wrong_package_is_a_fault(
    tmp_path: Path, content: str | bytes, fault: tuple[int | None, str | None, str | None, str]
) -> None:
    assert faults(tmp_path, events=GOOD, datapackage=content) == [("datapackage.json", *fault)]


def test_an_endless_number_is_a_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, events=GOOD, datapackage='{"a": 1' + "0" * 5000 + "}")

    assert [fault[:4] for fault in found] == [("datapackage.json", None, None, None)]


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


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.sampled_from(["2025", "#123456", "TKM", "", "https://a.b", 2025]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "light"]), inner),
    max_leaves=5,
)
any_party = st.fixed_dictionaries(
    {"code": json_values}, optional={"mark": json_values, "fill": json_values, "caption": json_values}
)
any_own = st.fixed_dictionaries(
    {}, optional={"titles": json_values, "focus": json_values, "parties": st.lists(any_party) | json_values}
)


@settings(max_examples=200, deadline=None)
@given(any_own | json_values, json_values | st.lists(st.fixed_dictionaries({"path": json_values})))
def test_any_package_at_all_is_read_or_a_list_of_faults(own: object, licences: object) -> None:
    text = json.dumps({"timeline": own, "licenses": licences, "version": licences})
    with TemporaryDirectory() as folder:
        try:
            said = read(write(Path(folder), events=GOOD, datapackage=text)).package
        except FaultyDataset:
            return

    assert all(isinstance(party.code, str) for party in said.parties)
