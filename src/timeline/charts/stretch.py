"""A stretch of days, chosen by dragging across an axis of time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from timeline import dates
from timeline.charts.canvas import Figure
from timeline.charts.look import colour
from timeline.vocabulary import Theme


def outline(theme: Theme) -> Figure:
    """How Plotly draws a stretch while it is dragged."""
    return {"line": {"color": colour("primary", theme), "width": 1.5, "dash": "solid"}}


def chosen_dates(selection: Mapping[str, Any]) -> str:
    """The days of what was dragged as EDTF text, ``""`` if nothing was.

    ``selection`` is Streamlit's; Plotly gives the ends in the order in which they were met.
    """
    for box in selection.get("box", []):
        try:
            ends = sorted(date.fromisoformat(str(end)[:10]) for end in box["x"])
        except (KeyError, ValueError, TypeError):
            return ""
        if len(ends) >= 2:
            return dates.between(ends[0], ends[-1])
    return ""
