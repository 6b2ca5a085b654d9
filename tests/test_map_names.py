"""What the map names: nothing over anything else, nothing cut off, and first what matters most."""

import json
import math
import random
from collections.abc import Sequence
from typing import Any

import pytest

from tests.test_map import pixels
from timeline.charts import map as world
from timeline.charts import pane
from timeline.geography.spots import Position, Spot, Whereabouts
from timeline.language import language
from timeline.package import Party

# West, north, east, south in pixels from the middle of the pane; north is up.
Box = tuple[float, float, float, float]
SOMALIA, TURKMENISTAN = Party("SOM"), Party("TKM")


def spot(name: str, position: Position, counted: int = 0, *events: str) -> Spot:
    return Spot(name, name, position, events or ("one",), counted, (name,) if counted else ())


def drawn(
    spots: Sequence[Spot], parties: Sequence[Party] = (), selected: str = ""
) -> tuple[dict[str, list[dict[str, Any]]], tuple[float, float, float]]:
    """The rows of each layer of the map, and where it looks: longitude, latitude, zoom."""
    deck = json.loads(world.drawn(Whereabouts(spots), parties, language("en"), "light", selected).to_json())
    view = deck["initialViewState"]
    rows = {layer["id"]: layer["data"] for layer in deck["layers"] if isinstance(layer["data"], list)}
    return rows, (view["longitude"], view["latitude"], view["zoom"])


def written(row: dict[str, Any], view: tuple[float, float, float], letter: float) -> Box:
    """About where a text stands, by letters of that width."""
    x, y = pixels(row["position"], view)
    # Between the letters of a party's name stands the narrowest space there is.
    wide, (right, down) = letter * len(row["text"].replace("\u200a", "")), row["offset"]
    left = x + right - {"start": 0, "middle": wide / 2, "end": wide}[row["anchor"]]
    high = row["size"] / 2
    return left, y - down + high, left + wide, y - down - high


def circle(row: dict[str, Any], view: tuple[float, float, float]) -> Box:
    """The largest box in a circle: nothing over its corners alone is covered."""
    x, y = pixels(row["position"], view)
    half = row["radius"] / math.sqrt(2)
    return x - half, y + half, x + half, y - half


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[3] < other[1] and other[3] < one[1]


def names(rows: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [row["text"] for row in rows["place-names"]]


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_written_over_anything_else_or_beyond_the_pane(seed: int, counted: bool) -> None:
    chance = random.Random(seed)
    spots = [
        spot(
            "Place"[: chance.randint(2, 5)] + "s" * chance.randint(0, 8),
            (chance.uniform(-20, 60), chance.uniform(-10, 50)),
            chance.randint(1, 99_999) if counted else 0,
        )
        for _ in range(chance.randint(5, 40))
    ]
    spots.sort(key=lambda one: -one.number)
    rows, view = drawn(spots, parties=[SOMALIA, TURKMENISTAN])
    texts = [written(row, view, 7.5) for row in rows["place-names"]]
    texts += [written(row, view, 6) for row in rows["oceans"]]
    texts += [written(row, view, 8) for id in rows if id.startswith("name-") for row in rows[id]]
    circles = [circle(row, view) for row in rows["places"]]

    assert rows["place-names"]
    pairs = [(one, other) for at, one in enumerate(texts) for other in [*texts[:at], *circles]]
    assert not [pair for pair in pairs if meet(*pair)]
    assert all(
        abs(edge) <= pane.PANE[0] / 2 for box in texts[: len(names(rows))] for edge in (box[0], box[2])
    )


def test_a_number_that_another_circle_covers_is_left_out() -> None:
    # Each over the one before; the last one stands apart.
    places = [(40, 10), (42, 10), (44, 10), (100, 10)]
    rows, _ = drawn([spot(f"p{at}", place, 900 - at) for at, place in enumerate(places)])

    assert [row["text"] for row in rows["counts"]] == ["898", "897"]


def test_a_number_that_would_not_fit_into_its_circle_is_left_out() -> None:
    rows, _ = drawn([spot("large", (0, 0), 90_000), spot("small", (50, 0), 9_000)])

    assert [row["text"] for row in rows["counts"]] == ["90,000"]


def test_a_name_stands_where_there_is_room() -> None:
    rows, _ = drawn([spot("Alone", (25, 10))])
    assert rows["place-names"][0]["anchor"] == "start"
    places = {"East": (50, 10), "West": (0, 10), "Middle": (25, 10)}
    rows, _ = drawn([spot(name, place, 500) for name, place in places.items()])
    sides = {row["text"]: (row["anchor"], math.copysign(1, row["offset"][1])) for row in rows["place-names"]}

    # At the edge of the pane to the inside of it.
    assert sides["East"][0] == "end"
    assert sides["West"][0] == "start"
    # What lies in the way to the east and the west leaves the south.
    close = [spot("A long name", (25, 10), 900), spot("one", (10, 10), 3), spot("two", (40, 10), 2)]
    rows, _ = drawn([*close, spot("far", (-60, -20), 1), spot("away", (110, 40), 1)])
    [row] = [row for row in rows["place-names"] if row["text"] == "A long name"]
    assert (row["anchor"], row["offset"][1] > 20) == ("middle", True)


@pytest.mark.parametrize(("selected", "first"), [("", "Many"), ("chosen", "Chosen")])
def test_the_selected_place_is_named_first_and_then_who_saw_most(selected: str, first: str) -> None:
    """Four at one place: there is room for three names beside it at most, and for one that is long."""
    spots = [
        Spot("many", "Many" + "y" * 30, (30, 10), (), 91, ("many",)),
        Spot("chosen", "Chosen" + "n" * 30, (30, 10), ("chosen",), 90, ("chosen",)),
        *(spot(name, (30, 10), 5) for name in ("a" * 38, "b" * 38, "c" * 38)),
        spot("x", (-30, 10), 1),
        spot("y", (90, 10), 1),
    ]
    rows, _ = drawn(spots, selected=selected)

    assert names(rows)[0].startswith(first)
    assert len([name for name in names(rows) if len(name) > 1]) < 5


def test_parties_and_oceans_give_way_to_what_happened() -> None:
    caption: Position = (20, 5)
    somalia = Party("SOM", caption=caption)
    far = [spot("w", (-30, -20), 5), spot("e", (120, 45), 5)]
    clear, _ = drawn(far, parties=[somalia])
    covered, _ = drawn([spot("there", caption, 900), spot("sea", (63.5, 6.0), 900), *far], parties=[somalia])
    hidden = {row["text"] for row in clear["oceans"]} - {row["text"] for row in covered["oceans"]}

    assert ("name-SOM" in clear, "name-SOM" in covered) == (True, False)
    assert hidden == {"Indian Ocean"}


def test_counted_places_are_not_all_named() -> None:
    places = [(20 * at - 170.0, 25.0 * row - 50) for at in range(17) for row in range(4)]
    spots = [spot(f"p{at}", place, 500 - at) for at, place in enumerate(places)]
    rows, _ = drawn(spots)

    assert len(names(rows)) == world.MOST_NAMES
