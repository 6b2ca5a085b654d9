"""Days chosen by dragging across an axis of time."""

from typing import Any

import pytest

from timeline.charts import stretch


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        ({"box": [{"x": ["2025-08-01 10:00", "2025-12-31 23:59"]}]}, "2025-08-01/2025-12-31"),
        ({"box": [{"x": ["2025-12-31", "2025-08-01"]}]}, "2025-08-01/2025-12-31"),
        ({"box": [{"x": ["2025-08-01", "2025-08-01"]}]}, "2025-08-01/2025-08-01"),
        ({"box": [], "lasso": [{"x": [3.0], "y": [5.0]}]}, ""),
        ({}, ""),
        ({"box": [{}]}, ""),
        ({"box": [{"x": ["2025-08-01"]}]}, ""),
        ({"box": [{"x": ["not a day", "2025-08-01"]}]}, ""),
        ({"box": [{"x": [None, 5]}]}, ""),
        ({"box": [{"x": None}]}, ""),
    ],
)
def test_a_drag_chooses_its_days_in_either_direction(selection: dict[str, Any], chosen: str) -> None:
    assert stretch.chosen_dates(selection) == chosen
