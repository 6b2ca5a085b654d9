"""The shapes in a TopoJSON file of the world.

TopoJSON stores each border once, as an arc that both neighbours use, so their shapes meet
exactly. World files also join what the antimeridian cut: a ring may step from 180 to -180
degrees, or circle the pole and never come back. Maps in Mercator's projection want the cut.
"""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import translate

EVERYWHERE = box(-180, -90, 180, 90)
# A Mercator map cannot show the pole: 90 degrees south is infinitely far down.
SOUTHERNMOST = -89.9

Ring = list[tuple[float, float]]


class Country(NamedTuple):
    """One country of the file; ``number`` is empty where it has no ISO 3166-1 numeric code."""

    number: str
    name: str
    shape: MultiPolygon


def countries(topology: dict[str, Any]) -> Iterator[Country]:
    """Every country of the topology, between 180 degrees west and 180 degrees east."""
    arcs = _decoded_arcs(topology)
    for country in topology["objects"]["countries"]["geometries"]:
        shells = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        shapes = [_cut_polygon([_joined(numbers, arcs) for numbers in rings]) for rings in shells]
        yield Country(country.get("id", ""), country["properties"]["name"], areas(shapes))


def areas(shapes: Any) -> MultiPolygon:
    """All polygons in these shapes, without the points and lines that cutting may leave."""
    return MultiPolygon([part for part in shapely.get_parts(shapely.get_parts(shapes)) if part.area])


def _decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs in degrees; the file holds whole steps from point to point."""
    (scale_x, scale_y), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        columns, rows = (accumulate(axis) for axis in zip(*steps, strict=True))
        points = zip(columns, rows, strict=True)
        arcs.append([(west + x * scale_x, max(south + y * scale_y, SOUTHERNMOST)) for x, y in points])
    return arcs


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The ring made of these arcs; ``~n`` means arc ``n`` backwards."""
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return [pieces[0][0], *(point for piece in pieces for point in piece[1:])]


def _cut_polygon(rings: list[Ring]) -> MultiPolygon:
    """A shell and its holes, cut at the antimeridian."""
    # The file marks the pole itself as a ring of Antarctica.
    shell, *holes = (_unrolled(ring) for ring in rings if max(y for _, y in ring) > SOUTHERNMOST)
    whole = Polygon(shell, holes)
    return areas([translate(whole, turn) & EVERYWHERE for turn in (-360, 0, 360)])


def _unrolled(ring: Ring) -> Ring:
    """The ring with longitudes that run on past 180, closed along the south if it circles the pole."""
    turns = accumulate((round((a[0] - b[0]) / 360) * 360 for a, b in pairwise(ring)), initial=0)
    run = [(x + turn, y) for (x, y), turn in zip(ring, turns, strict=True)]
    if run[0][0] == run[-1][0]:
        return run
    return [*run, (run[-1][0], SOUTHERNMOST), (run[0][0], SOUTHERNMOST), run[0]]
