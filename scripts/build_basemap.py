"""Rebuild static/basemap/ from Natural Earth: all land, and one outline per country.

Natural Earth draws who holds the ground; this map follows the practice of the United Nations.
``TRANSFERS`` lists every difference:

- Somaliland is part of Somalia, Northern Cyprus of Cyprus (Security Council resolution 541).
- Crimea is part of Ukraine (General Assembly resolution 68/262).
- Western Sahara, a non-self-governing territory, reaches its northern limit at 27°40' N.
- The Golan is part of Syria (Security Council resolution 497); its western edge is drawn by hand,
  as coarse as the rest of the map.
- Christmas Island and the Cocos Islands, one shape in the source, have a code each. The Ashmore
  and Cartier Islands carry Australia's code in the source and join it.

Kosovo and the Siachen Glacier have no ISO 3166-1 code: they are land, without an outline of their
own or anyone else's. Territories with a code (Hong Kong, Macao, Taiwan, Greenland and others) have
their own file, and French overseas departments are inside France, as in the source. Kashmir,
Aksai Chin, Abyei, Halaib and the Kurils are unchanged, and the British bases in Cyprus and
Baikonur are not cut out at this scale. The Caspian is a hole in the land; other lakes are land.

    python -m scripts.build_basemap
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from babel.core import get_global
from shapely import Geometry, MultiPolygon, Polygon, box

from running.npm_package import packed_files
from scripts.topojson import EVERYWHERE, areas, countries
from timeline.language import alpha2, alpha3

BASEMAP = Path(__file__).resolve().parents[1] / "static" / "basemap"
# Visvalingam's measure: the root of the smallest triangle kept. Like 0.03 degrees by Douglas-Peucker.
TOLERANCE = 0.05
DECIMALS = 2

Outlines = dict[str, Geometry]


class Transfer(NamedTuple):
    """What the source draws in ``region`` as one country belongs to another."""

    source: str
    region: Polygon
    code: str


# From the border with Lebanon down the Jordan and the eastern shore of the Sea of Galilee.
GOLAN_EDGE = [(35.628, 33.275), (35.66, 33.24), (35.62, 33.0), (35.62, 32.89), (35.65, 32.85), (35.65, 32.7)]
TRANSFERS = (
    Transfer("Somaliland", EVERYWHERE, "SOM"),
    Transfer("N. Cyprus", EVERYWHERE, "CYP"),
    Transfer("RUS", box(32, 44, 36.6, 46.3), "UKR"),
    # 27°40' N, as the source draws it where Western Sahara meets Algeria.
    Transfer("MAR", box(-18, 20, -8, 27.6569), "ESH"),
    Transfer("ISR", Polygon([*GOLAN_EDGE, (35.65, 32.6), (36.1, 32.6), (36.1, 33.5), (35.628, 33.5)]), "SYR"),
    Transfer("Indian Ocean Ter.", box(105, -11, 106, -10), "CXR"),
    Transfer("Indian Ocean Ter.", box(96, -13, 97, -12), "CCK"),
)


def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes by numeric code."""
    numbers = [code for code in get_global("territory_aliases") if code.isdigit()]
    return {code: alpha3()[alpha2(code)] for code in numbers if alpha2(code) in alpha3()}


def source_outlines(topology: dict[str, Any]) -> Outlines:
    """Every outline in the source by its code, or by its name where it has no code."""
    codes, outlines = country_codes(), Outlines()
    for country in countries(topology):
        key = codes.get(country.number, country.name)
        outlines[key] = areas([outlines.get(key, MultiPolygon()), country.shape])
    return outlines


def transferred(outlines: Outlines, transfer: Transfer) -> Outlines:
    """The outlines after one transfer."""
    source, target = outlines[transfer.source], outlines.get(transfer.code, MultiPolygon())
    moved = {
        transfer.source: areas(source - transfer.region),
        transfer.code: areas(target | (source & transfer.region)),
    }
    return {key: shape for key, shape in (outlines | moved).items() if not shape.is_empty}


def simplified(outlines: Outlines) -> Outlines:
    """The outlines with fewer points; neighbours keep exactly the same border."""
    # A transfer may cut a border between two points that the neighbour still joins directly.
    matched = shapely.coverage_clean(list(outlines.values()))
    shapes = shapely.coverage_simplify(matched, TOLERANCE)
    rounded = shapely.transform(shapes, lambda points: points.round(DECIMALS))
    if not (shapely.coverage_is_valid(rounded) and shapely.is_valid(rounded).all()):
        raise ValueError("outlines overlap or cross themselves: want a smaller TOLERANCE")
    return dict(zip(outlines, rounded, strict=True))


def label_point(shape: Geometry) -> list[float]:
    """The point of the largest part that is farthest from its edge."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=largest.area**0.5 / 50)
    return [round(degrees, DECIMALS) for degrees in centre.coords[0]]


def feature(shape: Geometry, properties: dict[str, Any]) -> str:
    """A GeoJSON feature, shells counter-clockwise as RFC 7946 wants them."""
    geometry = shapely.orient_polygons(shapely.normalize(shape)).__geo_interface__
    document = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps(document, separators=(",", ":")) + "\n"


def main() -> None:
    """Write land.geojson and countries/*.geojson."""
    outlines = source_outlines(json.loads(packed_files("world-atlas@2.0.2")["countries-50m.json"]))
    for transfer in TRANSFERS:
        outlines = transferred(outlines, transfer)
    outlines = simplified(outlines)
    countries = BASEMAP / "countries"
    countries.mkdir(parents=True, exist_ok=True)
    land = shapely.coverage_union_all(list(outlines.values()))
    (BASEMAP / "land.geojson").write_text(feature(land, {}), encoding="utf-8")
    for code in sorted(set(outlines) & set(country_codes().values())):
        outline = feature(outlines[code], {"code": code, "label": label_point(outlines[code])})
        (countries / f"{code}.geojson").write_text(outline, encoding="utf-8")


if __name__ == "__main__":
    main()
