"""A stretch of days, chosen by dragging across an axis of time."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from timeline import dates
from timeline.charts.canvas import Figure
from timeline.charts.look import colour
from timeline.vocabulary import Theme

_HALF_A_DAY = timedelta(hours=12)


def outline(theme: Theme) -> Figure:
    """How Plotly draws a stretch while it is dragged."""
    return {"line": {"color": colour("primary", theme), "width": 1.5, "dash": "solid"}}


def chosen_dates(selection: Mapping[str, Any], within: tuple[date, date] | None = None) -> str:
    """The days of what was dragged as EDTF text, ``""`` if nothing was or nothing lies ``within``.

    ``selection`` is Streamlit's; Plotly gives the ends in the order in which they were met. A day belongs
    to the stretch if its middle does, where its mark stands; of a narrower one it is the day itself.
    """
    for box in selection.get("box", []):
        try:
            start, *_, end = sorted(datetime.fromisoformat(str(end)) for end in box["x"])
            first, last = (start + _HALF_A_DAY).date(), (end - _HALF_A_DAY).date()
        except (KeyError, ValueError, TypeError, OverflowError):
            return ""
        if first > last:
            first = last = start.date()
        if within:
            first, last = max(first, within[0]), min(last, within[1])
        return dates.between(first, last) if first <= last else ""
    return ""
