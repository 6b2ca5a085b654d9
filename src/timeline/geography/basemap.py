"""The land, countries and capitals that the map draws, from files in ``static/``."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from timeline.home import HOME
from timeline.vocabulary import N_

FOLDER = HOME / "static" / "basemap"
# Relative to the page, so that an app under a base path finds them too.
_URL = "app/static/basemap"
LAND = f"{_URL}/land.geojson"

# Where an ocean's name stands: longitude, latitude.
OCEANS = {
    N_("Indian Ocean"): (63.5, 6.0),
    N_("Atlantic Ocean"): (-35.0, 25.0),
    N_("Pacific Ocean"): (-150.0, 10.0),
}


@dataclass(frozen=True)
class Country:
    """West, south, east, north of a country, and the point farthest from its edges."""

    bounds: tuple[float, float, float, float]
    middle: tuple[float, float]


def shape(url: str) -> Any:
    """The GeoJSON that stands at one of this module's addresses."""
    return json.loads((FOLDER / url.removeprefix(f"{_URL}/")).read_text(encoding="utf-8"))


def url(code: str) -> str:
    """The address of the outline of an ISO 3166-1 alpha-3 code."""
    return f"{_URL}/countries/{code}.geojson"


@cache
def country(code: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-3 code; None for an organisation or an unknown code."""
    file = FOLDER / "countries" / f"{code}.geojson"
    if len(code) != 3 or not code.isalnum() or not file.exists():
        return None
    feature = json.loads(file.read_text(encoding="utf-8"))
    longitudes, latitudes = zip(*_positions(feature["geometry"]["coordinates"]), strict=True)
    label = feature["properties"]["label"]
    return Country((min(longitudes), min(latitudes), max(longitudes), max(latitudes)), (label[0], label[1]))


@cache
def capitals() -> Mapping[str, Mapping[str, str]]:
    """Each capital by its country's alpha-3 code, with the columns of places.csv; some have none."""
    with (FOLDER / "capitals.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def _positions(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _positions(part)
