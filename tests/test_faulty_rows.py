"""Rows that are wrong: each with its file, row, column and value, and all of them at once."""

from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from tests.datasets import GOOD, LINK, Fault, faults, write
from timeline import rules, tables
from timeline.dataset import read
from timeline.dates import NO_SUCH_DAY, ORDERED, WANTED
from timeline.faults import FaultyDataset
from timeline.html.faults import wanted
from timeline.language import ENDONYMS, language
from timeline.vocabulary import VERIFICATIONS

TOGETHER = "lat and lon together, or neither"
PARTY = "an ISO 3166-1 alpha-3 code such as TKM, or an organisation’s code"
UNREACHED = "an id that has more than dots, does not end in .ics and is not “view”"
STATUSES = "one of: cancelled, held, planned, postponed"


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    events = 'date,"title\n"\n2025,"A\nB\nC"\n\n , \n2025-13,D\n2025\n2025-14,"E\r\nF"\n2025-15,G'

    assert [(row, value) for _, row, _, value, _ in faults(tmp_path, events=events)] == [
        (5, "2025-13"),
        (6, "2025"),
        (7, "2025-14"),
        (8, "2025-15"),
    ]


EVENT_FAULTS: list[tuple[str, str, Fault]] = [
    ("date", "2025-13", ("events.csv", 2, "date", "2025-13", NO_SUCH_DAY)),
    ("date", "2025-02-30", ("events.csv", 2, "date", "2025-02-30", NO_SUCH_DAY)),
    ("date", "05/08/2025", ("events.csv", 2, "date", "05/08/2025", WANTED)),
    ("date", "٢٠٢٥", ("events.csv", 2, "date", "٢٠٢٥", WANTED)),
    ("date", "2025-08-09/2025-08-05", ("events.csv", 2, "date", "2025-08-09/2025-08-05", ORDERED)),
    ("date", "../..", ("events.csv", 2, "date", "../..", "a date with at least one end")),
    ("date", "", ("events.csv", 2, "date", "", "a value")),
    ("title", "", ("events.csv", 2, "title", "", "a value")),
    ("id", "a b", ("events.csv", 2, "id", "a b", "letters, digits, hyphens, dots, without spaces")),
    ("id", "<b>", ("events.csv", 2, "id", "<b>", "letters, digits, hyphens, dots, without spaces")),
    *(
        ("id", id, ("events.csv", 2, "id", id, UNREACHED))
        for id in (".", "..", "....", "x.ics", ".ics", "view")
    ),
    ("modified", "yesterday", ("events.csv", 2, "modified", "yesterday", WANTED)),
    ("modified", "../..", ("events.csv", 2, "modified", "../..", "a date with at least one end")),
    ("status", "done", ("events.csv", 2, "status", "done", STATUSES)),
    *(
        ("status", value, ("events.csv", 2, "status", value, STATUSES))
        for value in ("hold", "scheduled", "not held", "unplanned")
    ),
    (
        "verification",
        "uncorroborated",
        ("events.csv", 2, "verification", "uncorroborated", f"one of: {', '.join(sorted(VERIFICATIONS))}"),
    ),
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
        *("https://a.example\\@evil.example/", "https://a.example:99999/", "https://a.example:x/"),
        *("https://a.example/\u202efdp.exe", "https://a.example/x\u200e", "https://\u2066a.example"),
    ],
)
def test_a_source_is_a_web_address(tmp_path: Path, url: str) -> None:
    cell = '"' + url.replace('"', '""') + '"'
    sources = f"id,url\na,{cell}\nb,https://a.example/%d8?x=1#y\nc,http://a.example:8080/\nd,\n"

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


@pytest.mark.parametrize("place", ["awaza;awaza", "awaza;", ";"])
def test_an_event_has_one_place(tmp_path: Path, place: str) -> None:
    found = faults(tmp_path, events=f"date,title,place\n2025,A,{place}\n", places=REFERRED["places"])

    assert [fault[:4] for fault in found] == [("events.csv", 2, "place", place)]


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
        f"events.csv, row 2, date: want {NO_SUCH_DAY} (got '2025-13')",
        "topics.csv: want a header and rows; the file is empty",
    ]


@pytest.mark.parametrize("tag", ENDONYMS)
def test_the_nearest_value_is_named_as_it_is_written(tmp_path: Path, tag: str) -> None:
    write(tmp_path, events="date,title,role\n2025,A,contxt\n")
    with pytest.raises(FaultyDataset) as refused:
        read(tmp_path)

    [fault] = refused.value.faults
    assert language(tag).embedded("context") in wanted(fault, language(tag))
