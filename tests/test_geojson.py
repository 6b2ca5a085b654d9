"""The GeoJSON that other programs read: geography, terms, and what the record does not know."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import shape

from tests.datasets import shipped
from timeline import dataset
from timeline.formats.geojson import line, to_geojson
from timeline.selection import Selection
from timeline.store import Store

ROOT = "http://localhost:8501"


@pytest.fixture(scope="module")
def collection() -> dict[str, Any]:
    """All of it as GeoJSON."""
    found: dict[str, Any] = json.loads(to_geojson(shipped(), shipped().events(Selection()), ROOT))
    return found


def feature(collection: dict[str, Any], id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in collection["features"] if one["id"] == id)
    return found


def store(folder: Path, rows: str) -> Store:
    (folder / "events.csv").write_text(rows, encoding="utf-8")
    return Store(dataset.read(folder))


def test_an_event_at_a_place_is_a_point_east_then_north(collection: dict[str, Any]) -> None:
    forum = feature(collection, "forum-2025-12-12")

    assert forum["geometry"] == {"type": "Point", "coordinates": [58.3261, 37.9601]}
    assert forum["properties"]["geometry_meaning"] == "place"


def test_a_point_says_how_precise_it_is(collection: dict[str, Any]) -> None:
    meeting = feature(collection, "awaza-2025-08")

    assert meeting["properties"]["coord_precision"] == "parent-city"


def test_a_call_carries_the_line_between_the_capitals(collection: dict[str, Any]) -> None:
    call = feature(collection, "call-2025-12-03")

    assert call["geometry"]["type"] == "LineString"
    assert sorted(call["geometry"]["coordinates"]) == [[45.3182, 2.0469], [58.3261, 37.9601]]
    assert call["properties"]["geometry_meaning"] == "parties' capitals"
    assert call["properties"]["place"] is None


def test_an_event_without_a_known_place_has_no_geometry(collection: dict[str, Any]) -> None:
    relations = feature(collection, "relations-2019-11-04")

    assert relations["geometry"] is None
    assert relations["properties"]["geometry_meaning"] is None


def test_a_month_stays_a_month(collection: dict[str, Any]) -> None:
    properties = feature(collection, "awaza-2025-08")["properties"]

    days = (properties["date"], properties["earliest"], properties["latest"])
    assert days == ("2025-08", "2025-08-01", "2025-08-31")


def test_every_feature_leads_to_its_sources(collection: dict[str, Any]) -> None:
    assert [one["id"] for one in collection["features"] if not one["properties"]["source_urls"]] == []


def test_the_file_carries_licence_and_citation(collection: dict[str, Any]) -> None:
    assert collection["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert collection["citation"].startswith("Turkmenistan – Somalia: the record of contacts (version ")


def test_shapely_takes_every_geometry(collection: dict[str, Any]) -> None:
    shapes = [shape(one["geometry"]) for one in collection["features"] if one["geometry"]]

    assert len(shapes) == 4
    assert all(one.is_valid and one.bounds[0] >= -180 and one.bounds[3] <= 90 for one in shapes)


def test_geopandas_reads_the_file() -> None:
    body = to_geojson(shipped(), shipped().events(Selection()), ROOT)

    frame = geopandas.read_file(BytesIO(body))

    assert list(frame["id"]) == list(shipped().events(Selection())["id"])
    assert frame.crs.to_epsg() == 4326
    assert sorted(frame.geometry.dropna().geom_type) == ["LineString", "Point", "Point", "Point"]


def test_a_line_across_the_antimeridian_is_cut_there() -> None:
    tokyo, washington = (139.7, 35.7), (-77.0, 38.9)

    found = line(washington, tokyo)

    assert found["type"] == "MultiLineString"
    (start, west_edge), (east_edge, end) = found["coordinates"]
    assert (start, end) == (tokyo, washington)
    assert (west_edge[0], east_edge[0]) == (180.0, -180.0)
    assert west_edge[1] == east_edge[1] == pytest.approx(36.6, abs=0.1)


def test_a_place_without_coordinates_gives_no_geometry(tmp_path: Path) -> None:
    found = store(tmp_path, "date,title,place\n2025,Talks,Somewhere\n")

    body = json.loads(to_geojson(found, found.events(Selection()), ROOT))

    assert [one["geometry"] for one in body["features"]] == [None]


def test_a_record_without_events_is_an_empty_collection(tmp_path: Path) -> None:
    found = store(tmp_path, "date,title\n")

    body = json.loads(to_geojson(found, found.events(Selection()), ROOT))

    assert body["features"] == []
