"""Days chosen by dragging across an axis of time."""

from datetime import date
from typing import Any

import pytest

from timeline.charts import stretch


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [
        (["2025-08-01 10:00", "2025-12-31 23:59"], "2025-08-01/2025-12-31"),
        (["2025-12-31 13:00:00.1234", "2025-08-01"], "2025-08-01/2025-12-31"),
        # The middle of the first day and that of the last one lie outside.
        (["2025-08-01 12:30", "2025-12-31 11:30"], "2025-08-02/2025-12-30"),
        (["2025-08-01 13:00", "2025-08-02 09:00"], "2025-08-01/2025-08-01"),
        (["2025-08-01", "2025-08-01"], "2025-08-01/2025-08-01"),
        (["2025-08-01"], ""),
        (["not a day", "2025-08-01"], ""),
        (["9999-12-31 13:00", "9999-12-31 14:00"], ""),
        ([None, 5], ""),
        (None, ""),
    ],
)
def test_a_drag_chooses_its_days_in_either_direction(ends: Any, chosen: str) -> None:
    assert stretch.chosen_dates({"box": [{"x": ends}]}) == chosen


@pytest.mark.parametrize("selection", [{}, {"box": []}, {"box": [{}]}, {"lasso": [{"x": [3.0], "y": [5.0]}]}])
def test_what_is_no_drag_chooses_nothing(selection: dict[str, Any]) -> None:
    assert stretch.chosen_dates(selection) == ""


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [
        (["2025-07-20", "2025-09-02 18:00"], "2025-08-01/2025-09-02"),
        (["2025-12-20", "2026-02-02 18:00"], "2025-12-20/2025-12-31"),
        (["2025-01-20", "2025-02-02 18:00"], ""),
    ],
)
def test_a_drag_stays_within_what_is_shown(ends: list[str], chosen: str) -> None:
    shown = (date(2025, 8, 1), date(2025, 12, 31))

    assert stretch.chosen_dates({"box": [{"x": ends}]}, shown) == chosen


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [
        # From the middle of one mark to that of another, and from the edge of one to blank ground.
        (["2025-12-03 12:20", "2025-12-12 11:40"], "2025-12-03/2025-12-12"),
        (["2025-12-12 20:00", "2025-12-20"], "2025-12-12/2025-12-19"),
        (["2025-12-12 12:00", "2025-12-11 08:00"], "2025-12-11/2025-12-12"),
        # Past the edge of both.
        (["2025-12-05 06:00", "2025-12-10 18:00"], "2025-12-05/2025-12-10"),
    ],
)
def test_a_drag_that_ends_on_a_mark_takes_its_day(ends: list[str], chosen: str) -> None:
    shown, marked = (date(2025, 8, 1), date(2025, 12, 31)), [date(2025, 12, 3), date(2025, 12, 12)]

    assert stretch.chosen_dates({"box": [{"x": ends}]}, shown, marked) == chosen


def test_a_drag_in_the_first_days_of_the_calendar_is_one() -> None:
    ends = ["0001-01-01 08:00", "0001-01-03"]

    assert stretch.chosen_dates({"box": [{"x": ends}]}, (date.min, date(1, 2, 1)), [date.min]) == (
        "0001-01-01/0001-01-02"
    )
