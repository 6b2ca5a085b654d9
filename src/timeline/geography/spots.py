"""What the map shows: the places of events, and the calls between capitals.

``places`` are rows of places.csv by their ids. Positions are longitude, latitude in degrees (WGS 84).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from timeline import tables
from timeline.answers import Pair
from timeline.counting import DISTANT
from timeline.geography import basemap
from timeline.language import Language
from timeline.tables import Row, localised, split

Position = tuple[float, float]
# West, south, east, north in degrees.
Bounds = tuple[float, float, float, float]

# As many as can be met by a pointer on a map of this size, and as their places can be sent.
MOST_SPOTS = 100
MOST_IN_A_LINK = 12
# The sides of the cells in which places are gathered, in degrees; the finer ones are for a part of the map.
_CELLS = (1, 2, 5, 10, 20, 45)
_FINE_CELLS = (0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True)
class Spot:
    """A place on the map and the ids of its events, oldest first.

    Where events are ``counted``, only the id of the selected one is there, and ``places`` are the ids of
    those that the spot stands for. Where these make no link that can be read, it is ``part`` of the map
    that shows them one by one, or in smaller circles.
    """

    id: str
    name: str
    position: Position
    events: tuple[str, ...]
    counted: int = 0
    places: tuple[str, ...] = ()
    part: Bounds | None = None

    @property
    def number(self) -> int:
        """How many events there are."""
        return self.counted or len(self.events)

    def lies_in(self, part: Bounds) -> bool:
        """Whether a part of the map holds it."""
        west, south, east, north = part
        longitude, latitude = self.position
        return west <= longitude <= east and south <= latitude <= north


@dataclass(frozen=True)
class Link:
    """Two capitals and the ids of the calls between them; of ``counted`` ones only the selected one's."""

    ends: tuple[Spot, Spot]
    kind: str
    events: tuple[str, ...]
    counted: int = 0

    @property
    def number(self) -> int:
        """How many calls there are."""
        return self.counted or len(self.events)


@dataclass(frozen=True)
class Whereabouts:
    """All that the map shows: the places of some events, the calls that others are."""

    spots: Sequence[Spot] = ()
    links: Sequence[Link] = ()

    @property
    def number(self) -> int:
        """How many events the map shows."""
        return sum(spot.number for spot in self.spots) + sum(link.number for link in self.links)

    @property
    def placed(self) -> set[str]:
        """The ids of the events that the map shows; of counted ones only the selected one's."""
        spots, links = (spot.events for spot in self.spots), (link.events for link in self.links)
        return {id for events in (*spots, *links) for id in events}


def spots_of(events: pd.DataFrame, places: Mapping[str, Row], language: Language) -> list[Spot]:
    """The places of ``events`` that have a position, most events first."""
    known = _positions(places, language)
    held: dict[str, list[str]] = {}
    for id, place in zip(events["id"].tolist(), events["place"].tolist(), strict=True):
        held.setdefault(place, []).append(id)
    spots = [Spot(place, *known[place], tuple(ids)) for place, ids in held.items() if place in known]
    return sorted(spots, key=lambda spot: (-len(spot.events), spot.id))


def met_spots(
    events: pd.DataFrame, places: Mapping[str, Row], language: Language, part: Bounds | None = None
) -> list[Spot]:
    """The same for a pointer to meet: one spot for several places where they are too many.

    It leads to all of their events, oldest first. Places in a ``part`` of the map are gathered by themselves.
    """
    spots = spots_of(events, places, language)
    if len(spots) <= MOST_SPOTS:
        return spots
    order = {id: at for at, id in enumerate(events["id"].tolist())}
    return [
        replace(spot, events=tuple(sorted(spot.events, key=order.__getitem__)))
        for spot in _gathered(spots, language, part)
    ]


def links_of(events: pd.DataFrame, places: Mapping[str, Row], language: Language) -> list[Link]:
    """The calls of ``events``, one link for each pair of parties whose capitals are known.

    A capital of ``places`` goes before the one that is known of the country.
    """
    capitals = _ends(places, language)
    calls: dict[tuple[str, str], list[Mapping[Any, Any]]] = {}
    for row in tables.rows(events):
        parties = [code for code in split(row["parties"]) if code in capitals]
        if row["mode"] in DISTANT and not row["place"] and len(parties) == 2:
            calls.setdefault((min(parties), max(parties)), []).append(row)
    return [
        Link((capitals[one], capitals[other]), rows[0]["kind"], tuple(row["id"] for row in rows))
        for (one, other), rows in calls.items()
    ]


def lies_between(parties: str, places: Mapping[str, Row], language: Language) -> bool:
    """Whether a call of these parties is drawn: there are two, and the capital of each is known."""
    capitals = _ends(places, language)
    return sum(code in capitals for code in split(parties)) == 2


def counted_spots(
    counts: Mapping[str, int],
    places: Mapping[str, Row],
    language: Language,
    selected: Row | None = None,
    part: Bounds | None = None,
) -> list[Spot]:
    """The same of events that are counted by place (from ``Store.places``); one spot for several if many.

    Those in a ``part`` of the map are gathered by themselves.
    """
    known = _positions(places, language)
    spots = [
        Spot(id, *known[id], _only(selected, bool(selected and selected["place"] == id)), events, (id,))
        for id, events in counts.items()
        if id in known
    ]
    return _gathered(spots, language, part)


def counted_links(
    pairs: Iterable[Pair], places: Mapping[str, Row], language: Language, selected: Row | None = None
) -> list[Link]:
    """The same of calls that are counted by their parties (from ``Store.pairs``)."""
    capitals = _ends(places, language)
    links: dict[tuple[str, str], Link] = {}
    for pair in pairs:
        parties = [code for code in split(pair.parties) if code in capitals]
        if len(parties) != 2:
            continue
        ends = (min(parties), max(parties))
        mine = selected and not selected["place"] and set(split(selected["parties"])) >= set(ends)
        is_here = bool(mine and selected and selected["mode"] in DISTANT)
        link = links.get(ends) or Link((capitals[ends[0]], capitals[ends[1]]), pair.kind, ())
        links[ends] = replace(
            link, counted=link.counted + pair.events, events=link.events or _only(selected, is_here)
        )
    return sorted(links.values(), key=lambda link: -link.counted)


def _only(selected: Row | None, is_here: bool) -> tuple[str, ...]:
    return (str(selected["id"]),) if selected and is_here else ()


def _by_number(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: (-spot.number, spot.id))


def _gathered(spots: list[Spot], language: Language, part: Bounds | None) -> list[Spot]:
    """Spots that are too many to be told apart, gathered in cells; finer ones in a ``part`` of the map."""
    inside = [spot for spot in spots if part and spot.lies_in(part)]
    outside = [spot for spot in spots if not (part and spot.lies_in(part))]
    nearer = _in_cells(inside, language, (*_FINE_CELLS, *_CELLS))
    # What holds all of the part leads no further into it.
    found = [replace(spot, part=None) if spot.part == part else spot for spot in nearer]
    return _by_number([*found, *_in_cells(outside, language, _CELLS)])


def _in_cells(spots: list[Spot], language: Language, sides: Iterable[float]) -> list[Spot]:
    """Spots gathered in the smallest cells that are few."""
    for degrees in (0, *sides):
        cells: dict[tuple[float, float], list[Spot]] = {}
        for spot in spots:
            longitude, latitude = spot.position
            cell = (longitude // degrees, latitude // degrees) if degrees else spot.position
            cells.setdefault(cell, []).append(spot)
        if len(cells) <= MOST_SPOTS:
            break
    return [_one(cell, language) for cell in cells.values()]


def _one(cell: list[Spot], language: Language) -> Spot:
    """One spot for those of a cell, in their middle by number, under the name of the greatest."""
    first = max(cell, key=lambda spot: (spot.number, spot.id))
    if len(cell) == 1:
        return first
    total = sum(spot.number for spot in cell)
    longitude, latitude = (sum(spot.position[axis] * spot.number for spot in cell) / total for axis in (0, 1))
    name = language.ngettext(
        "{name} and {number} other place", "{name} and {number} other places", len(cell) - 1, name=first.name
    )
    middle = round(longitude, 4), round(latitude, 4)
    held = tuple(id for spot in cell for id in spot.events)
    counted = total if first.counted else 0
    if len(cell) <= MOST_IN_A_LINK:
        places = tuple(spot.id for spot in cell) if counted else ()
        return Spot(first.id, name, middle, held, counted, places)
    longitudes, latitudes = zip(*(spot.position for spot in cell), strict=True)
    around = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    # Places at one point are not told apart however near the map is.
    return Spot(first.id, name, middle, held, counted, part=around if around[:2] != around[2:] else None)


def _ends(places: Mapping[str, Row], language: Language) -> dict[str, Spot]:
    """The capital of each country: one of ``places`` before the one that is known of the country."""
    known = _positions(places, language)
    return _capitals(language) | {
        row["country"]: Spot(id, *known[id], ())
        for id, row in places.items()
        if row["kind"] == "capital" and id in known
    }


def _positions(places: Mapping[str, Row], language: Language) -> dict[str, tuple[str, Position]]:
    return {
        id: (localised(row, "name", language.tag) or id, _position(row))
        for id, row in places.items()
        if row["lat"] and row["lon"]
    }


def _position(row: Mapping[str, str]) -> Position:
    return float(row["lon"]), float(row["lat"])


@cache
def _capitals(language: Language) -> dict[str, Spot]:
    return {
        code: Spot(f"capital-{code}", localised(row, "name", language.tag), _position(row), ())
        for code, row in basemap.capitals().items()
    }
