"""Who raised what, when, and how contacts follow each other."""

from typing import Any

import pytest

from tests.views import view
from timeline import topics
from timeline.charts import cadence, matrix
from timeline.dates import parse
from timeline.selection import EVERYTHING
from timeline.topics import Cell


def test_a_cell_counts_statements_and_not_words() -> None:
    found = {(cell.topic, cell.event): cell.statements for cell in topics.cells(view())}

    assert found["peace-security", "call-2025-12-03"] == 4
    assert found["peace-security", "awaza-2025-08"] == 1
    assert found["peace-security", "forum-2025-12-12"] == 0
    assert ("peace-security", "lldc3-2025") not in found


def test_topics_of_most_events_come_first() -> None:
    found = [Cell("b", "one", 9), Cell("a", "one", 1), Cell("a", "two", 0), Cell("c", "two", 1)]

    assert topics.ranked(found) == ["a", "b", "c"]


def test_only_topics_that_share_two_events_go_together() -> None:
    found = [
        Cell(topic, event, 1) for topic, event in [("a", "1"), ("b", "1"), ("a", "2"), ("b", "2"), ("c", "2")]
    ]

    assert topics.together(found) == [("a", "b", 2)]


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("2025-08", "2025-12-03", (94, 124)),
        ("2025-12-03", "2025-12-12", (9, 9)),
        ("2025-08", "2025-08", (0, 30)),
        ("../2025-08-01", "2025-08-03", (2, None)),
        ("2025-08/..", "2025-12", None),
    ],
)
def test_days_between_are_a_range_where_a_date_is_imprecise(
    before: str, after: str, days: tuple[int, int | None] | None
) -> None:
    assert topics.days_between(parse(before), parse(after)) == days


@pytest.mark.parametrize(("lang", "words"), [("en", "94 to 124 days"), ("ar", "من 94 إلى 124 يومًا")])
def test_a_gap_is_said_as_a_range(lang: str, words: str) -> None:
    asked = view(lang)

    assert [cadence.said(gap, asked) for gap in topics.gaps(asked)] == [words]


def test_a_topics_story_holds_its_events_and_statements_in_order() -> None:
    said = topics.said_of("peace-trust", view())

    assert list(said) == ["call-2025-12-03", "forum-2025-12-12"]
    assert [row["id"] for row in said["forum-2025-12-12"]] == ["a04"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_matrix_reads_in_the_direction_of_the_language(lang: str) -> None:
    asked = view(lang)
    found = topics.cells(asked)
    layout = matrix.figure(asked, found, topics.ranked(found))["layout"]

    first, last = layout["xaxis"]["range"]
    assert (first > last) == (lang == "ar")
    assert layout["yaxis"]["side"] == ("right" if lang == "ar" else "left")


def test_an_empty_mark_is_a_topic_that_no_statement_raises() -> None:
    asked = view()
    found = topics.cells(asked)
    marks = matrix.figure(asked, found, topics.ranked(found))["data"][0]

    at = marks["customdata"].index(["peace-security", "forum-2025-12-12"])
    assert (marks["text"][at], marks["marker"]["color"][at]) == ("", "#FCFBF8")


@pytest.mark.parametrize(
    ("selection", "cell"),
    [
        ({"points": [{"customdata": ["trade", "awaza-2025-08"]}]}, ("trade", "awaza-2025-08")),
        ({"points": [{"customdata": "trade"}]}, None),
        ({"points": []}, None),
        ({}, None),
    ],
)
def test_a_click_chooses_a_topic_at_an_event(selection: dict[str, Any], cell: tuple[str, str] | None) -> None:
    assert matrix.chosen_cell(selection) == cell


def test_levels_are_ordered_from_the_highest() -> None:
    figure = cadence.levels(view(dates=EVERYTHING))

    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Foreign ministers",
        "Deputy foreign ministers",
        "Ambassador",
    ]
