"""What is allowed and yet looks like a slip."""

from datetime import date
from pathlib import Path
from string import ascii_lowercase

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import SHIPPED, write
from timeline.cautions import MOST_OF_A_DAY, cautions
from timeline.dataset import load

TODAY = date(2026, 1, 15)
Said = tuple[str, int | None, str | None, str | None, str]


def said(folder: Path, **files: str) -> list[Said]:
    draft = load(write(folder, **files))
    assert not draft.faults
    return [
        (one.file, one.row, one.column, one.value, one.wanted.format(**one.details))
        for one in cautions(draft.frames, TODAY)
    ]


def test_the_record_that_ships_needs_no_caution() -> None:
    assert len(cautions(load(SHIPPED).frames, date(2027, 1, 1))) == 0


def test_an_event_without_a_source_is_named(tmp_path: Path) -> None:
    events = "date,title,source_url\n2025,a,https://a.example/\n2026,b,\n"

    assert said(tmp_path, events=events) == [("events.csv", 3, "sources", "", "a source for this event")]


def test_what_no_event_names_is_unused(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        events="id,date,title,topics,place,sources\na,2025,a,trade,rome,s1\n",
        statements="id,event,kind,text,source,topics\nx,a,fact,t,s2,culture\n",
        topics="id,label\ntrade,Trade\nculture,Culture\npeace,Peace\n",
        places="id,name,kind\nrome,Rome,\nparis,Paris,capital\nlyon,Lyon,\n",
        sources="id,title\ns1,a\ns2,b\ns3,c\n",
    )

    assert [(file, row, value) for file, row, _, value, _ in found] == [
        ("places.csv", 4, "lyon"),
        ("sources.csv", 4, "s3"),
        ("topics.csv", 4, "peace"),
    ]


@pytest.mark.parametrize(
    ("when", "published", "overdue"),
    [
        ("2026-01-14", "2025-12-01", True),
        ("2026-01-14", "", True),
        ("2026-01-15", "2025-12-01", False),
        ("2026-01", "2025-12-01", False),
        ("2025", "2025-12-31", True),
        ("2025-12/..", "2025-12-01", False),
        # It came out after the day, and still calls the event planned.
        ("2026-01-10", "2026-01-12", False),
    ],
)
def test_a_planned_event_of_the_past_needs_a_later_source(
    tmp_path: Path, when: str, published: str, overdue: bool
) -> None:
    events = f"date,title,status,sources\n{when},a,planned,s1\n"
    found = said(tmp_path, events=events, sources=f"id,published\ns1,{published}\n")

    message = "a later source: the day of this planned event has passed"
    assert found == ([("events.csv", 2, "status", "planned", message)] if overdue else [])


@pytest.mark.parametrize(
    ("dates", "doubtful"),
    [
        (["1446-05-03", "2025-01-02", "1995"], ["1446-05-03"]),
        (["2025", "1446", "../1403-02", "1300/1500"], ["1446", "../1403-02", "1300/1500"]),
        (["2025", "1299", "1446"], []),
        (["2025", "1815-06-09", "1446"], []),
        (["2025", "1501"], []),
        # A record of the Middle Ages.
        (["1446-05-03", "1453-05-29"], []),
    ],
)
def test_a_year_of_another_calendar_is_looked_for_among_those_of_our_time(
    tmp_path: Path, dates: list[str], doubtful: list[str]
) -> None:
    rows = "".join(f"{day},{number},https://a.example/\n" for number, day in enumerate(dates))
    found = said(tmp_path, events=f"date,title,source_url\n{rows}")

    message = "a year of the Gregorian calendar: this may be a Hijri one"
    assert found == [("events.csv", dates.index(day) + 2, "date", day, message) for day in doubtful]


@pytest.mark.parametrize(
    ("second", "same"),
    [
        ("2025-01-02,meeting,TKM;SOM,Something else", True),
        ("2025-01-02,visit,TKM;SOM,Minister receives ambassador", True),
        ("2025-01-02,visit,TKM;SOM,minister RECEIVES an ambassador", True),
        ("2025-01-03,meeting,TKM;SOM,Minister receives ambassador", False),
        ("2025-01-02,visit,TKM;SOM,Two deputies meet in Rome", False),
        ("2025-01-02,meeting,TKM;AFG,Two deputies meet in Rome", False),
    ],
)
def test_two_events_that_look_the_same_are_named(tmp_path: Path, second: str, same: bool) -> None:
    first = "2025-01-02,meeting,TKM;SOM,Minister receives ambassador"
    rows = "".join(f"{row},https://a.example/\n" for row in (first, second))
    found = said(tmp_path, events=f"date,kind,parties,title,source_url\n{rows}")

    message = "to be another event than row 2, which looks the same"
    title = second.rpartition(",")[2]
    assert found == ([("events.csv", 3, "title", title, message)] if same else [])


def test_a_slip_of_the_pen_makes_no_other_event(tmp_path: Path) -> None:
    titles = ("Minister receives ambassador", "minister RECEIVES an ambassador")
    rows = "".join(f"2025,{title},https://a.example/\n" for title in titles)

    found = said(tmp_path, events=f"date,title,source_url\n{rows}")
    assert [(row, value) for _, row, _, value, _ in found] == [(3, titles[1])]


def test_events_that_differ_by_a_number_are_not_the_same(tmp_path: Path) -> None:
    rows = "".join(f"2025,Resolution 78/{n} on neutrality,https://a.example/\n" for n in (266, 267))

    assert said(tmp_path, events=f"date,title,source_url\n{rows}") == []


days = st.sampled_from(["2025", "2026-01", ""])
titles = st.sampled_from([*ascii_lowercase, ""])
pairs = st.sampled_from([("meeting", "TKM"), ("visit", "TKM"), ("visit", "SOM"), ("", "TKM"), ("visit", "")])


# More events than are compared one by one, so that equal titles are found by themselves.
@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(days, titles, pairs), min_size=3 * MOST_OF_A_DAY, max_size=100))
def test_the_first_event_that_looks_the_same_is_named(rows: list[tuple[str, str, tuple[str, str]]]) -> None:
    def same(one: int, other: int) -> bool:
        (day, title, pair), (its_day, its_title, its_pair) = rows[one], rows[other]
        return day == its_day != "" and (title == its_title != "" or (pair == its_pair and all(pair)))

    cells = [(day, title, *pair) for day, title, pair in rows]
    events = pd.DataFrame(cells, columns=["date", "title", "kind", "parties"], dtype="str")
    found = cautions({"events": events.set_axis(range(2, len(rows) + 2))}, TODAY)

    earlier = {row: [one for one in range(row) if same(one, row)] for row in range(len(rows))}
    assert [(one.row, one.details["row"]) for one in found if one.column == "title"] == [
        (row + 2, str(min(ones) + 2)) for row, ones in earlier.items() if ones
    ]


def test_a_hundred_thousand_cautions_are_counted_at_once(tmp_path: Path) -> None:
    draft = load(write(tmp_path, events="date,title\n" + "2025,a\n" * 100_000))
    found = cautions(draft.frames, TODAY)

    assert len(found) == 199_999
    assert next(iter(found)).row == 2
