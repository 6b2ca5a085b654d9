"""What a click on the map hit; a browser may say anything."""

from typing import Any

import pytest

from timeline.charts import hits


@pytest.mark.parametrize(
    ("events", "current", "chosen"),
    [
        (["one", "two", "three"], "", "one"),
        (["one", "two", "three"], "elsewhere", "one"),
        (["one", "two", "three"], "one", "two"),
        (["one", "two", "three"], "three", "one"),
        (["one"], "one", "one"),
        ([], "one", ""),
        (None, "one", ""),
    ],
)
def test_a_click_walks_through_the_events_of_a_place(
    events: list[str] | None, current: str, chosen: str
) -> None:
    assert hits.chosen_event({"objects": {"places": [{"events": events}]}}, current) == chosen


@pytest.mark.parametrize(
    "selection", [{}, {"objects": {}}, {"objects": {"places": []}}, {"objects": {"land": [{}]}}]
)
def test_a_click_on_nothing_chooses_nothing(selection: dict[str, Any]) -> None:
    assert hits.chosen_event(selection, "one") == ""


@pytest.mark.parametrize(
    ("part", "chosen"),
    [
        ([40, 1.5, 46.25, 12], (40.0, 1.5, 46.25, 12.0)),
        (None, None),
        ([], None),
        ([40, 1, 46], None),
        ([46, 1, 40, 12], None),
        ([40, 12, 46, 1], None),
        ([-181, 1, 40, 12], None),
        ([40, 1, 46, 90.5], None),
        ([float("nan")] * 4, None),
        (["west", 1, 46, 12], None),
        ([[], 1, 46, 12], None),
        (7, None),
        ([10**400, 1, 46, 12], None),
        ("4112", None),
    ],
)
def test_a_part_of_the_map_is_four_degrees_in_order(part: Any, chosen: tuple[float, ...] | None) -> None:
    assert hits.chosen_part({"objects": {"places": [{"part": part}]}}) == chosen


def test_what_hits_no_circle_of_many_places_leads_to_no_part() -> None:
    assert hits.chosen_part({}) is None
    assert hits.chosen_part({"objects": {"ends": [{"events": ["one"]}]}}) is None
