"""The Store: which events answer a Selection, in which order, and how many each value would show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import FOCUS, shipped, shipped_dataset, store
from timeline import dates, search
from timeline.answers import Summary
from timeline.derived import SEVERAL
from timeline.once import Once
from timeline.selection import EVERYTHING, FACETS, Selection
from timeline.shelf import Shelf
from timeline.store import Store
from timeline.tables import COLUMNS, split

Row = Mapping[Any, Any]

ALL = [
    *("unga-50-80", "unga-71-275", "relations-2019-11-04", "unga-78-266", "credentials-2024-08-27"),
    *FOCUS,
]


def ids(found: Store, selection: Selection) -> list[str]:
    return list(found.events(selection)["id"])


# A second filter, in plain Python, to judge the first one by; words are looked for in titles only


def matches(row: Row, asked: Selection, *, but: str = "") -> bool:
    """Whether an event answers ``asked``, its facet ``but`` left aside."""
    return (
        overlaps(row["date"], asked.dates)
        and all(word in search.fold(row["title_en"]) for word in search.words(asked.q))
        and all(chosen(row, facet, asked) for facet in FACETS if facet != but)
    )


def overlaps(text: str, asked: str) -> bool:
    event, span = dates.parse(text), dates.parse(asked or EVERYTHING)
    starts = (event.earliest or date.min) <= (span.latest or date.max)
    return starts and (event.latest or date.max) >= (span.earliest or date.min)


def held(row: Row, facet: str) -> set[str]:
    return set(split(row[SEVERAL[facet]])) if facet in SEVERAL else {row[facet]} - {""}


def chosen(row: Row, facet: str, asked: Selection) -> bool:
    wanted = set(getattr(asked, facet))
    if facet == "topic" and asked.match == "all":
        return wanted <= held(row, facet)
    return not wanted or bool(wanted & held(row, facet))


def counted(rows: Sequence[Row], asked: Selection) -> dict[str, dict[str, int]]:
    return {
        facet: dict(Counter(v for row in rows if matches(row, asked, but=facet) for v in held(row, facet)))
        for facet in FACETS
    }


def summarised(rows: Sequence[Row]) -> Summary:
    """What one line says of these events, in their order."""
    last = [row["id"] for row in rows if row["role"] != "context"] or ["", *(row["id"] for row in rows)]
    days = [dates.parse(row["date"]) for row in rows]
    return Summary(
        events=len(rows),
        vague=sum(not day.day_is_known for day in days),
        conflicting=sum(row["verification"] == "conflicting" for row in rows),
        planned=sum(row["status"] == "planned" for row in rows),
        first=min((day.earliest for day in days if day.earliest), default=None),
        latest=last[-1],
        kinds=frozenset(row["kind"] for row in rows) - {""},
    )


def in_order(row: Row) -> tuple[date, date, str]:
    """Oldest first; an end that is not known comes after every known one."""
    when = dates.parse(row["date"])
    return (when.earliest or date.max, when.latest or date.max, row["id"])


values = {
    "topics": ["trade", "peace", "lldc", "peace;trade", "trade; lldc;trade", ""],
    "parties": ["TKM", "SOM", "SOM;TKM", ""],
    "place": ["Awaza", "Baku", ""],
    "kind": ["visit", "meeting", ""],
    "status": ["held", "planned", ""],
    "role": ["contact", "context", ""],
    "level": ["official", "ambassador", ""],
    "verification": ["single-source", ""],
    "title_en": ["Talks on fish", "Peace talks, Awaza", "<b>Forum</b>"],
    "date": ["2025", "2025-08", "2025-08-05", "2025-07-30/2025-08-02", "2024/..", "../2024-12", "1991~"],
}
records = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in values.items()}), max_size=8
)


def some(*offered: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(offered), max_size=2)


questions = st.builds(
    lambda lists, **single: Selection(**single).with_(**lists),
    st.fixed_dictionaries(
        {
            **{
                "topic": some("trade", "peace", "lldc"),
                "party": some("TKM", "SOM"),
                "place": some("Awaza", "Baku"),
            },
            **{"kind": some("visit", "meeting"), "status": some("held"), "role": some("contact", "context")},
            **{"level": some("official"), "verification": some("single-source")},
        }
    ),
    dates=st.sampled_from(["", "2025-08", "2025-08-05", "2026/..", "../2024", EVERYTHING, "1991?"]),
    match=st.sampled_from(["", "all"]),
    q=st.sampled_from(["", "talks", "FISH talks", "nothing"]),
)


@settings(max_examples=15, deadline=None)
@given(records, st.lists(questions, min_size=1, max_size=2))
def test_answers_agree_with_a_second_filter_in_plain_python(rows: list[Row], asked: list[Selection]) -> None:
    frame = pd.DataFrame([{**row, "id": f"e{at}"} for at, row in enumerate(rows)], columns=["id", *values])
    events = frame.to_dict("records")
    with TemporaryDirectory() as folder:
        found = store(Path(folder), events=frame.to_csv(index=False))

    for one in asked:
        right = [row for row in sorted(events, key=in_order) if matches(row, one)]
        assert ids(found, one) == [row["id"] for row in right]
        assert found.summary(one) == summarised(right)
        assert found.facets(one) == counted(events, one)


def test_answers_of_the_record_agree_with_counting_by_hand_for_every_value() -> None:
    found = shipped()
    rows = [row | {"title_en": ""} for row in shipped_dataset().events.to_dict("records")]
    asked = [
        Selection(dates="2017/..").with_(**{facet: [value]})
        for facet in FACETS
        for value in found.facets(Selection())[facet]
    ]

    assert len(asked) > 30
    assert {one: found.facets(one) for one in asked} == {one: counted(rows, one) for one in asked}
    right = {one: [row for row in sorted(rows, key=in_order) if matches(row, one)] for one in asked}
    assert {one: ids(found, one) for one in asked} == {
        one: [row["id"] for row in matching] for one, matching in right.items()
    }
    assert {one: found.summary(one) for one in asked} == {
        one: summarised(matching) for one, matching in right.items()
    }


def test_facet_counts_are_ordered_by_count_then_name() -> None:
    counts = list(shipped().facets(Selection())["topic"].items())

    assert counts == sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    assert counts[0][1] > counts[-1][1] > 0


def test_the_focus_of_the_record_shows_its_four_events_in_order() -> None:
    assert ids(shipped(), Selection(dates=shipped().dataset.package.focus)) == FOCUS


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ("", ALL),
        ("../..", ALL),
        ("2025-08-20", ["awaza-2025-08"]),
        ("2025-08-05", ["awaza-2025-08", "lldc3-2025"]),
        ("2025-08-08", ["awaza-2025-08", "lldc3-2025"]),
        ("2025-08-09", ["awaza-2025-08"]),
        ("2025-09", []),
        ("2025-09/2025-12-02", []),
        ("2025-12-03", ["call-2025-12-03"]),
        ("2025-12-04/..", ["forum-2025-12-12"]),
        ("2025-12-13/..", []),
        ("../1995-12-11", []),
        ("../2017", ALL[:2]),
        ("2025?", FOCUS),
        ("0001/9999", ALL),
    ],
)
def test_an_event_matches_dates_that_its_days_overlap(span: str, found: list[str]) -> None:
    assert ids(shipped(), Selection(dates=span)) == found


@pytest.mark.parametrize(
    ("date", "span", "matches"),
    [
        ("2025-08/..", "2030", True),
        ("2025-08/..", "2025-07", False),
        ("2025-08/..", "9999-12-31", True),
        ("../2025-08", "0001-01-01", True),
        ("../2025-08", "2025-08-31", True),
        ("../2025-08", "2025-09/..", False),
        ("0001-01-01", "../0001", True),
        ("9999-12-31", "9999/..", True),
    ],
)
def test_an_open_end_reaches_any_day(tmp_path: Path, date: str, span: str, matches: bool) -> None:
    found = store(tmp_path, events=f"date,title\n{date},A\n")

    assert found.count(Selection(dates=span)) == matches


@pytest.mark.parametrize(
    ("facet", "value", "found"),
    [
        ("topic", "trade", ["awaza-2025-08"]),
        ("kind", "phone-call", ["call-2025-12-03"]),
        ("status", "planned", []),
        (
            "role",
            "contact",
            ["relations-2019-11-04", "credentials-2024-08-27", "awaza-2025-08", "call-2025-12-03"],
        ),
        ("level", "ambassador", ["credentials-2024-08-27"]),
        ("party", "UN", ["unga-50-80", "unga-71-275", "unga-78-266", "lldc3-2025"]),
        ("place", "awaza", ["awaza-2025-08", "lldc3-2025"]),
        ("verification", "conflicting", ["lldc3-2025"]),
    ],
)
def test_each_facet_narrows_the_record(facet: str, value: str, found: list[str]) -> None:
    assert ids(shipped(), Selection().with_(**{facet: [value]})) == found


def test_values_of_one_facet_are_or_and_facets_are_and() -> None:
    either = Selection(kind=("meeting", "phone-call"))

    assert ids(shipped(), either) == ["awaza-2025-08", "call-2025-12-03"]
    assert ids(shipped(), either.with_(place=["awaza"])) == ["awaza-2025-08"]


def test_match_all_needs_every_topic() -> None:
    asked = Selection(topic=("peace-security", "sustainable-development"))
    any_of, all_of = ids(shipped(), asked), ids(shipped(), asked.with_(match="all"))

    assert any_of == FOCUS
    assert all_of == ["awaza-2025-08", "call-2025-12-03"]


def test_language_and_selected_event_change_no_answer() -> None:
    asked = Selection(dates="2025-08")

    assert shipped().events(asked) is shipped().events(asked.with_(lang="ar", event="unga-50-80"))


def test_the_frame_has_every_column_and_the_days() -> None:
    events = shipped().events(Selection(dates="2025-08-20"))

    assert list(events.columns) == [*COLUMNS["events"], "earliest", "latest"]
    assert [day.date() for day in events[["earliest", "latest"]].iloc[0]] == [
        date(2025, 8, 1),
        date(2025, 8, 31),
    ]


def test_events_are_ordered_by_first_day_then_last_day_then_id(tmp_path: Path) -> None:
    rows = ["d,2025-09", "c,2025-08/..", "b,2025-08", "a,2025-08-01/2025-09", "z,2025-08-01", "y,2025-08-01"]
    events = "id,date,title\n" + "".join(f"{row},A\n" for row in rows)

    assert ids(store(tmp_path, events=events), Selection()) == ["y", "z", "b", "a", "c", "d"]


def test_an_event_is_found_by_its_id() -> None:
    assert shipped().event("awaza-2025-08")["date"] == "2025-08"
    with pytest.raises(KeyError):
        shipped().event("awaza-2025-09")


def test_known_values_are_those_of_the_record() -> None:
    known = shipped().known

    assert set(known["event"]) == set(ALL)
    assert (set(known["party"]), set(known["place"])) == ({"TKM", "SOM", "UN"}, {"awaza", "ashgabat"})
    assert len(known["topic"]) == 17


@pytest.mark.parametrize(
    ("rows", "extent"),
    [
        (["2025-08", "2024-02", "2025/.."], (date(2024, 2, 1), date(2025, 8, 31))),
        (["../2024"], (date(2024, 12, 31), date(2024, 12, 31))),
        (["0001", "9999"], (date.min, date.max)),
        ([], (None, None)),
    ],
)
def test_extent_is_from_the_first_to_the_last_known_day(
    tmp_path: Path, rows: list[str], extent: tuple[date | None, date | None]
) -> None:
    events = "date,title\n" + "".join(f"{when},A\n" for when in rows)

    assert store(tmp_path, events=events).extent() == extent


def test_an_empty_record_answers_with_nothing(tmp_path: Path) -> None:
    empty = store(tmp_path, events="date,title\n")
    asked = Selection(dates="2025", q="a", topic=("trade",), party=("TKM",))

    assert (empty.total, empty.count(Selection()), empty.count(asked)) == (0, 0, 0)
    assert empty.facets(asked) == {facet: {} for facet in FACETS}
    assert list(empty.events(Selection()).columns) == [*COLUMNS["events"], "earliest", "latest"]


def test_words_are_found_in_every_text_of_an_event(tmp_path: Path) -> None:
    found = store(
        tmp_path,
        events="id,date,title,summary,topics,place,sources,parties\none,2025,Talks,Long,trade,awaza,news,SOM\ntwo,2025,Other,,,,,\n",
        topics="id,label,aliases\ntrade,Commerce,business\n",
        places="id,name_en,name_ar,aliases\nawaza,Awaza,أووازا,Avaza\n",
        sources="id,title,publisher\nnews,Headline,Agency\n",
        statements="event,kind,text,evidence\none,fact,Agreed,literally\n",
    )
    words = ["one", "talks", "long", "commerce", "business", "awaza", "أووازا", "avaza", "headline", "agency"]
    words += ["agreed", "literally", "somalia", "الصومال", "federal", "الفيدرالية"]

    assert {word: ids(found, Selection(q=word)) for word in words} == {word: ["one"] for word in words}
    assert ids(found, Selection(q=" ".join(words))) == ["one"]
    assert ids(found, Selection(q=" ".join([*words, "other"]))) == []


def test_pages_are_parts_of_the_whole_however_far_the_offset() -> None:
    found, asked = shipped(), Selection(topic=("trade", "neutrality"))
    whole = ids(found, asked)

    for offset in (0, 1, len(whole) - 1, len(whole), 10**12):
        assert list(found.events(asked, offset=offset, limit=2)["id"]) == whole[offset : offset + 2]
        assert [id for some in found.batches(asked, offset=offset) for id in some["id"]] == whole[offset:]


def test_pages_are_the_same_from_wherever_they_are_reached(tmp_path: Path) -> None:
    # Matching events lie close together, and far from the others: it is not enough to look near by.
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(1_000)]
    rows = [f"e{at},{day},A,{'trade' if at < 40 or at >= 960 else ''}\n" for at, day in enumerate(days)]
    topics = "id,label\ntrade,Trade\n"
    found = store(tmp_path, events=f"id,date,title,topics\n{''.join(rows)}", topics=topics)
    asked = Selection(topic=("trade",))
    whole = ids(found, asked)
    assert len(whole) == 80

    for known in (0, 38, 41, 79):
        # What is kept of the pages of before would be no test of these.
        found._answers = Once(10**6)
        assert found.position(asked, whole[known]) == known
        for offset in (0, 1, *range(36, 45), 78, 79, 80, 81):
            page = list(found.events(asked, offset=offset, limit=3)["id"])
            assert page == whole[offset : offset + 3]


def test_an_event_knows_its_place_and_its_neighbours_in_the_view() -> None:
    found, asked = shipped(), Selection(role=("context",))
    whole = ids(found, asked)

    for at, id in enumerate(whole):
        assert found.position(asked, id) == at
        assert found.neighbours(asked, id) == ("".join(whole[at - 1 : at]), "".join(whole[at + 1 : at + 2]))
    assert found.position(asked, "call-2025-12-03") is None
    assert list(found.ids(asked)) == whole
    assert "call-2025-12-03" not in found.ids(asked)


def test_what_is_kept_stays_within_its_bytes() -> None:
    shelf: Shelf[str] = Shelf(most_bytes=100, most=3)
    for name in "abcd":
        shelf.keep(name, name, 30)
    shelf.keep("too large", "x", 101)

    assert [shelf.find(name) for name in ("a", "b", "c", "d", "too large")] == [None, "b", "c", "d", None]


def test_sources_and_statements_are_asked_for_by_name_however_many() -> None:
    found, whole = shipped(), shipped_dataset()
    ids = [f"missing-{number}" for number in range(2_000)] + list(whole.events["id"]) + ["\ud800"]
    said = found.said(ids)

    assert [row["id"] for event in whole.events["id"] for row in said.get(event, ())] == list(
        whole.statements.sort_values("event", kind="stable", key=lambda cells: cells.map(ids.index))["id"]
    )
    assert set(found.cited(whole.events["sources"])) == {
        id for cell in whole.events["sources"] for id in split(cell)
    }
    assert [row["id"] for row in found.first_sources(3)] == list(whole.sources["id"])[:3]
    assert found.cited(["missing; \ud800"]) == {}
