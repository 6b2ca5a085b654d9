"""The filtered record as GeoJSON (RFC 7946): positions are longitude, latitude in degrees (WGS 84).

The geography is the map's own: an event at a place is a point as precise as the place's coordinates;
a call has no place, and carries the line between the parties' capitals, marked as such; any other
event has no geometry.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from timeline import tables
from timeline.dataset import slug
from timeline.faults import Fault, FaultyDataset
from timeline.formats.content import Content, Loss, dataset_of, frame, languages_of, unheld
from timeline.formats.facts import Facts, Known, event_facts
from timeline.formats.json import cell, parsed
from timeline.formats.terms import citation, licence
from timeline.geography.spots import Position, links_of, spots_of
from timeline.language import language
from timeline.outline import Outline
from timeline.selection import Selection
from timeline.store import Store
from timeline.tables import Row, columns, split

Geometry = Mapping[str, Any]

AT_PLACE = "place"
BETWEEN_CAPITALS = "parties' capitals"
# Properties that follow from the others.
_DERIVED = (
    *("url", "earliest", "latest", "source_urls", "geometry_meaning", "coord_precision"),
    "name",
)


def to_geojson(store: Store, events: pd.DataFrame, root: str) -> bytes:
    """Return ``events`` (from ``Store.events``) as a FeatureCollection; ``root`` is the server's address."""
    return b"".join(parts(store, [events], root))


def parts(store: Store, batches: Iterable[pd.DataFrame], root: str) -> Iterator[bytes]:
    """The same file piece by piece, as the ``batches`` of its events come."""
    # RFC 7946, section 6.1: a collection may carry members of its own beside the features.
    terms = {"licence": licence(store.dataset) or None, "citation": citation(store.dataset) or None}
    head = _json({"type": "FeatureCollection", **terms, "features": []})
    yield head.removesuffix(b"]}")
    between = b""
    for events in batches:
        if features := b",".join(map(_json, _features(store, events, root))):
            yield between + features
            between = b","
    yield b"]}"


def _features(store: Store, events: pd.DataFrame, root: str) -> Iterator[dict[str, Any]]:
    dataset = store.dataset
    places, cited = dataset.by_id["places"], store.cited(events["sources"])
    geometries = _geometries(events, places)
    for row in tables.rows(events):
        meaning, geometry = geometries.get(row["id"], (None, None))
        place = places.get(row["place"], {})
        properties = {
            **_facts(row, dataset, cited, root),
            **{f"place_name_{tag}": place.get(f"name_{tag}") or None for tag in dataset.languages},
            "coord_precision": place.get("coord_precision") or None,
            "geometry_meaning": meaning,
        }
        yield {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _facts(row: Mapping[Any, Any], dataset: Outline, cited: Known, root: str) -> Facts:
    """The facts of a row; without a server there is no page that could have an address."""
    facts = event_facts(row, dataset, cited, root)
    return facts if root else {name: said for name, said in facts.items() if name != "url"}


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


def _geometries(events: pd.DataFrame, places: Mapping[str, Row]) -> dict[str, tuple[str, Geometry]]:
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


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The record as a FeatureCollection without a server's address in it."""
    store = Store(dataset_of(content))
    names = [f"name_{tag}" for tag in content.languages]
    held = {
        "events": columns("events", content.languages),
        "places": ("id", *names, "lat", "lon", "coord_precision"),
        "sources": ("id", "url"),
    }
    return to_geojson(store, store.events(Selection()), ""), unheld(content, held)


def read(file: Path) -> tuple[Content, Loss]:
    """The events of a FeatureCollection: properties under the names of our columns, points as places."""
    said = parsed(file)
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list):
        raise FaultyDataset([Fault(file.name, None, "features", None, "a GeoJSON FeatureCollection")])
    good = [one for one in features if isinstance(one, dict) and isinstance(one.get("properties"), dict)]
    languages = languages_of({}, dict.fromkeys(name for one in good for name in one["properties"]))
    loss = Loss({"features without properties, left out": len(features) - len(good)})
    others: dict[str, dict[str, dict[str, str]]] = {"places": {}, "sources": {}}
    written = [_row(feature, others, languages, loss) for feature in good]
    frames = {"events": frame("events", written, languages)}
    frames |= {name: frame(name, found.values(), languages) for name, found in others.items() if found}
    return Content(frames, origin=file), +loss


def _row(
    feature: Mapping[str, Any],
    others: Mapping[str, dict[str, dict[str, str]]],
    languages: tuple[str, ...],
    loss: Loss,
) -> dict[str, str]:
    said = {name: cell(value) for name, value in feature["properties"].items()}
    urls = [cell(url) for url in _listed(feature["properties"].get("source_urls"))]
    ids = split(said.get("sources", ""))
    if urls and len(urls) != len(ids):
        # Some of the sources have no address, and nothing says which.
        loss["ids of sources that have an address"] += len(urls)
        ids = [slug(url.partition("://")[2]) for url in urls]
    for id, url in zip(ids, urls or [""] * len(ids), strict=True):
        others["sources"].setdefault(id, {"id": id, "url": url})
    row = {column: said[column] for column in columns("events", languages) if column in said}
    for base in ("title", "summary", "note"):
        row |= {f"{base}_{tag}": said.get(f"{base}_{tag}") or said.get(base, "") for tag in languages}
    known = {*columns("events", languages), *_DERIVED, "title", "summary", "note"}
    known |= {f"place_name_{tag}" for tag in languages}
    loss.update(f"{name}: no such column" for name, text in said.items() if text and name not in known)
    row |= {"id": row.get("id") or cell(feature.get("id")), "sources": ";".join(dict.fromkeys(ids))}
    return row | _placed(feature, said, others["places"], languages, loss)


def _placed(
    feature: Mapping[str, Any],
    said: Mapping[str, str],
    places: dict[str, dict[str, str]],
    languages: tuple[str, ...],
    loss: Loss,
) -> dict[str, str]:
    """The cell ``place``, with a row of places.csv for it; a line between capitals is no place."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        geometry = {}
    position: dict[str, str] = {}
    if geometry.get("type") == "Point":
        lon, lat = ([cell(one) for one in _listed(geometry.get("coordinates"))] + ["", ""])[:2]
        position = {"lat": lat, "lon": lon}
    elif geometry and said.get("geometry_meaning") != BETWEEN_CAPITALS:
        loss["geometries that are no point"] += 1
    name = said.get("place") or said.get("place_name_en") or said.get("name", "")
    if not name and position:
        name = ", ".join(position.values())
    if not name:
        return {"place": ""}
    names = {f"name_{tag}": said.get(f"place_name_{tag}") or name for tag in languages}
    id = name if said.get("place") else slug(name)
    places.setdefault(id, {"id": id, **names, **position, "coord_precision": said.get("coord_precision", "")})
    return {"place": id}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
