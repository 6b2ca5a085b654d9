"""What a click hit: on a figure a mark, on the map an event, places, or a part of the map.

``selection`` is Streamlit's: the points that were hit, or the rows by their layers, as the browser says.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from timeline.geography.spots import Bounds


def carried(selection: Mapping[str, Any]) -> Iterator[list[Any]]:
    """What each mark that a click on a figure hit carries as its ``customdata``, always as a list."""
    for point in selection.get("points", []):
        data = point.get("customdata")
        if data:
            yield list(data) if isinstance(data, (list, tuple)) else [data]


def chosen_event(selection: Mapping[str, Any], current: str) -> str:
    """The event id of a click on a place or an arc, ``""`` if it hit none.

    A place with several events gives the one after ``current``, so that clicking again walks on.
    """
    for hit in _hits(selection):
        events = list(hit.get("events") or [])
        if events and not hit.get("places") and not hit.get("part"):
            return str(events[(events.index(current) + 1) % len(events) if current in events else 0])
    return ""


def chosen_places(selection: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the places that a click on a circle of counted events stands for, none if it hit none."""
    found = (hit["places"] for hit in _hits(selection) if hit.get("places"))
    return tuple(map(str, next(found, ())))


def chosen_part(selection: Mapping[str, Any]) -> Bounds | None:
    """The part of the map that a click on a circle of many places leads to; None if it hit none."""
    for hit in _hits(selection):
        try:
            west, south, east, north = map(float, hit.get("part") or ())
        except (TypeError, ValueError, OverflowError):
            continue
        # A browser says what it likes.
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            return west, south, east, north
    return None


def _hits(selection: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for rows in selection.get("objects", {}).values():
        yield from rows
