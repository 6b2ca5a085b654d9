"""What the map shows: the places of events, and the calls between capitals.

Positions are longitude, latitude in degrees (WGS 84).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from timeline import tables
from timeline.charts import basemap
from timeline.language import Language
from timeline.tables import localised, split

Position = tuple[float, float]

_DISTANT_MODES = ("phone", "online")


@dataclass(frozen=True)
class Spot:
    """A place on the map and the ids of its events, oldest first."""

    id: str
    name: str
    position: Position
    events: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Two capitals and the ids of the calls between them."""

    ends: tuple[Spot, Spot]
    kind: str
    events: tuple[str, ...]


def spots_of(events: pd.DataFrame, places: pd.DataFrame, language: Language) -> list[Spot]:
    """The places of ``events`` that have a position, most events first."""
    known = _positions(places, language)
    grouped = events.groupby("place")["id"].agg(list)
    spots = [Spot(id, *known[id], tuple(grouped[id])) for id in grouped.index if id in known]
    return sorted(spots, key=lambda spot: (-len(spot.events), spot.id))


def links_of(events: pd.DataFrame, places: pd.DataFrame, language: Language) -> list[Link]:
    """The calls of ``events``, one link for each pair of parties whose capitals are known.

    A capital of ``places`` goes before the one that is known of the country.
    """
    known = _positions(places, language)
    capitals = _capitals(language) | {
        row["country"]: Spot(row["id"], *known[row["id"]], ())
        for row in tables.rows(places)
        if row["kind"] == "capital" and row["id"] in known
    }
    calls: dict[tuple[str, str], list[Mapping[Any, Any]]] = {}
    for row in tables.rows(events):
        parties = [code for code in split(row["parties"]) if code in capitals]
        if row["mode"] in _DISTANT_MODES and not row["place"] and len(parties) == 2:
            calls.setdefault((min(parties), max(parties)), []).append(row)
    return [
        Link((capitals[one], capitals[other]), rows[0]["kind"], tuple(row["id"] for row in rows))
        for (one, other), rows in calls.items()
    ]


def placed(spots: Iterable[Spot], links: Iterable[Link]) -> set[str]:
    """The ids of the events that the map can show."""
    return {id for spot in spots for id in spot.events} | {id for link in links for id in link.events}


def _positions(places: pd.DataFrame, language: Language) -> dict[str, tuple[str, Position]]:
    return {
        row["id"]: (localised(row, "name", language.tag) or row["id"], _position(row))
        for row in tables.rows(places)
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
