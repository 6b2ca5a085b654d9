"""A stretch of days, chosen by dragging across an axis of time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from timeline import dates
from timeline.charts.canvas import Figure, Scale
from timeline.charts.look import colour
from timeline.vocabulary import Theme

_HALF_A_DAY = timedelta(hours=12)
# From the middle of a mark to its edge, in pixels of a chart as it is laid out.
_REACH = 9.0


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def outline(theme: Theme) -> Figure:
    """How Plotly draws a stretch while it is dragged."""
    return {"line": {"color": colour("primary", theme), "width": 1.5, "dash": "solid"}}


def chosen_dates(
    selection: Mapping[str, Any], within: tuple[date, date] | None = None, marked: Iterable[date] = ()
) -> str:
    """The days of what was dragged as EDTF text, ``""`` if nothing was or nothing lies ``within``.

    ``selection`` is Streamlit's; Plotly gives the ends in the order in which they were met. A day belongs
    to the stretch if its middle does, where its mark stands; of a narrower one it is the day itself. So does
    a ``marked`` day on whose mark the stretch begins or ends: a hand does not hit the middle.
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
            reach = timedelta(days=_REACH / Scale(*within).per_day)
            hit = [day for day in marked if max(start - _noon(day), _noon(day) - end) <= reach]
            first, last = min([first, *hit]), max([last, *hit])
            first, last = max(first, within[0]), min(last, within[1])
        return dates.between(first, last) if first <= last else ""
    return ""
