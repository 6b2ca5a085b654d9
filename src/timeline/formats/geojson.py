"""The filtered record as GeoJSON (RFC 7946): positions are longitude, latitude in degrees (WGS 84).

The geography is the map's own: an event at a place is a point as precise as the place's coordinates;
a call has no place, and carries the line between the parties' capitals, marked as such; any other
event has no geometry.
"""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from timeline import tables
from timeline.charts.map import Position, links_of, spots_of
from timeline.formats.facts import event_facts
from timeline.formats.terms import citation, licence
from timeline.language import language
from timeline.store import Store

Geometry = Mapping[str, Any]

AT_PLACE = "place"
BETWEEN_CAPITALS = "parties' capitals"


def to_geojson(store: Store, events: pd.DataFrame, root: str) -> bytes:
    """Return ``events`` (from ``Store.events``) as a FeatureCollection; ``root`` is the server's address."""
    dataset = store.dataset
    places = dataset.by_id["places"]
    geometries = _geometries(events, dataset.places)
    features = []
    for row in tables.rows(events):
        meaning, geometry = geometries.get(row["id"], (None, None))
        place = places.get(row["place"], {})
        properties = {
            **event_facts(row, dataset, root),
            "place_name_en": place.get("name_en") or None,
            "place_name_ar": place.get("name_ar") or None,
            "coord_precision": place.get("coord_precision") or None,
            "geometry_meaning": meaning,
        }
        features.append({"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties})
    # RFC 7946, section 6.1: a collection may carry members of its own beside the features.
    terms = {"licence": licence(dataset) or None, "citation": citation(dataset) or None}
    collection = {"type": "FeatureCollection", **terms, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def line(one: Position, other: Position) -> Geometry:
    """The line between two positions, in two parts where it crosses the antimeridian (section 3.1.9)."""
    if abs(one[0] - other[0]) <= 180:
        return {"type": "LineString", "coordinates": [one, other]}
    west, east = sorted((one, other))
    # Going on eastwards from `east`, `west` lies a whole turn further.
    share = (180 - east[0]) / (west[0] + 360 - east[0])
    crossing = round(east[1] + share * (west[1] - east[1]), 6)
    parts = [[east, (180.0, crossing)], [(-180.0, crossing), west]]
    return {"type": "MultiLineString", "coordinates": parts}


def _geometries(events: pd.DataFrame, places: pd.DataFrame) -> dict[str, tuple[str, Geometry]]:
    """What is known of where each event was: id -> what the geometry means, and the geometry."""
    english = language("en")
    points = {
        id: (AT_PLACE, {"type": "Point", "coordinates": spot.position})
        for spot in spots_of(events, places, english)
        for id in spot.events
    }
    lines = {
        id: (BETWEEN_CAPITALS, line(link.ends[0].position, link.ends[1].position))
        for link in links_of(events, places, english)
        for id in link.events
    }
    return {**points, **lines}
