"""What the dashboard serves beside itself: the map's land and outlines, and the fonts.

A wrong outline is a political claim, and a missing font falls back without a word: neither
would be noticed by looking at the page.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import shapely
from babel.core import get_global
from shapely import Geometry, Point
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[1]
BASEMAP = ROOT / "static" / "basemap"
COUNTRIES = sorted((BASEMAP / "countries").glob("*.geojson"))
HARGEISA, MOGADISHU = Point(44.06, 9.56), Point(45.3182, 2.0469)
ABOUT_A_KILOMETRE = 0.01


def feature(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def outline(code: str) -> Geometry:
    return shape(feature(BASEMAP / "countries" / f"{code}.geojson")["geometry"])


@pytest.fixture(scope="module")
def land() -> Geometry:
    return shape(feature(BASEMAP / "land.geojson")["geometry"])


@pytest.fixture(scope="module")
def font_faces() -> list[dict[str, Any]]:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    faces: list[dict[str, Any]] = theme["fontFaces"]
    return faces


def test_somalia_is_one_shape_from_hargeisa_to_mogadishu() -> None:
    somalia = outline("SOM")

    assert len(shapely.get_parts(somalia)) == 1
    assert somalia.covers(HARGEISA)
    assert somalia.distance(MOGADISHU) < 0.2


def test_somaliland_has_no_outline_of_its_own() -> None:
    assert not {path.stem for path in COUNTRIES} & {"SOL", "XSO", "XSL", "SML"}
    assert not [path.name for path in COUNTRIES if "Somaliland" in path.read_text(encoding="utf-8")]
    assert [path.stem for path in COUNTRIES if outline(path.stem).covers(HARGEISA)] == ["SOM"]


@pytest.mark.parametrize(
    ("code", "place"),
    [
        pytest.param("CYP", Point(33.32, 35.30), id="Kyrenia"),
        pytest.param("CYP", Point(33.36, 35.17), id="Nicosia"),
        pytest.param("UKR", Point(34.10, 44.95), id="Simferopol"),
        pytest.param("ESH", Point(-13.20, 27.13), id="Laayoune"),
        pytest.param("MAR", Point(-12.5, 27.9), id="Tarfaya"),
        pytest.param("SYR", Point(35.80, 33.00), id="Golan"),
        pytest.param("ISR", Point(35.50, 32.80), id="Tiberias"),
        pytest.param("PSE", Point(35.26, 31.79), id="East Jerusalem"),
        pytest.param("TKM", Point(58.3261, 37.9601), id="Ashgabat"),
    ],
)
def test_a_place_lies_in_the_country_the_united_nations_name(code: str, place: Point) -> None:
    near = place.buffer(ABOUT_A_KILOMETRE)

    assert [path.stem for path in COUNTRIES if outline(path.stem).intersects(near)] == [code]


@pytest.mark.parametrize("place", [Point(51, 42), Point(50, 38.5), Point(53.5, 41.3)])
def test_the_caspian_is_not_land(land: Geometry, place: Point) -> None:
    assert not land.covers(place)
    assert not [path.stem for path in COUNTRIES if outline(path.stem).covers(place)]


def test_the_caspian_is_the_only_hole_in_the_land(land: Geometry) -> None:
    holes = [hole for part in shapely.get_parts(land) for hole in part.interiors]

    assert [shapely.Polygon(hole).covers(Point(51, 42)) for hole in holes] == [True]


def test_every_shape_is_valid_and_on_the_globe() -> None:
    faulty = [
        path.name
        for path in [BASEMAP / "land.geojson", *COUNTRIES]
        if not (shapes := shape(feature(path)["geometry"])).is_valid
        or not shapely.box(-180, -90, 180, 90).covers(shapes)
    ]

    assert faulty == []


def test_neighbours_share_exactly_one_border() -> None:
    assert shapely.coverage_is_valid([outline(path.stem) for path in COUNTRIES])


def test_outlines_end_where_the_land_ends(land: Geometry) -> None:
    countries = shapely.union_all([outline(path.stem) for path in COUNTRIES])
    without_code = [Point(21, 42.6), Point(77.1, 35.4)]  # Kosovo, Siachen Glacier

    beyond = shapely.get_parts(land ^ countries)
    assert len(beyond) == len(without_code)
    assert all(any(part.covers(place) for part in beyond) for place in without_code)


def test_outlines_are_named_by_their_code_and_labelled_inside() -> None:
    codes = set(get_global("territory_aliases"))

    assert len(COUNTRIES) > 230
    for path in COUNTRIES:
        properties = feature(path)["properties"]
        assert properties["code"] == path.stem
        assert path.stem in codes
        assert outline(path.stem).distance(Point(properties["label"])) < ABOUT_A_KILOMETRE


def test_the_land_loads_quickly() -> None:
    assert (BASEMAP / "land.geojson").stat().st_size < 700_000


def test_every_font_file_of_the_theme_exists(font_faces: list[dict[str, Any]]) -> None:
    missing = [
        face["url"]
        for face in font_faces
        if not face["url"].startswith("app/static/fonts/")
        or not (ROOT / face["url"].removeprefix("app/")).is_file()
    ]

    assert font_faces
    assert missing == []


def test_every_font_of_the_theme_has_its_licence(font_faces: list[dict[str, Any]]) -> None:
    licence = (ROOT / "static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert [face["family"] for face in font_faces if f"{face['family']}: Copyright" not in licence] == []
