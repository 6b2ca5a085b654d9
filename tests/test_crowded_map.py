"""A map of more places than a pointer can meet: gathered circles, what a click on one does, what it says."""

from pathlib import Path

import pytest

from tests.datasets import store
from tests.views import view
from timeline.charts import map as world
from timeline.charts.spots import Spot, counted_spots, met_spots, spots_of
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.ui import charts


def record(folder: Path, places: int) -> Store:
    """Two events at each of so many places, a degree and a half from each other."""
    rows = [
        f"e{year}-{at},{year},Talks,p{at},{at % 10 * 1.5},{at // 10 * 1.5}"
        for year in (2024, 2025)
        for at in range(places)
    ]
    return store(folder, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n")


def counted(folder: Path, places: int) -> list[Spot]:
    of = record(folder, places)
    return counted_spots(of.places(Selection()), of.dataset.by_id["places"], language("en"))


def test_each_of_a_hundred_places_has_a_circle_counted_or_not(tmp_path: Path) -> None:
    few = view(record=record(tmp_path, 100))

    assert charts.on_map(few)[0] == spots_of(few.events, few.store.dataset.by_id["places"], language("en"))
    assert {len(spot.events) for spot in charts.on_map(few)[0]} == {2}
    assert [len(spot.places) for spot in counted(tmp_path, 100)] == [1] * 100


def test_of_more_places_several_share_a_circle_that_leads_to_all_of_their_events(tmp_path: Path) -> None:
    few = view(record=record(tmp_path, 101))
    spots, _ = charts.on_map(few)
    circle = spots[0]

    assert few.are_few
    assert len(spots) <= 100
    assert sorted(id for spot in spots for id in spot.events) == sorted(few.events["id"])
    assert circle.name.endswith("other places")
    assert (circle.counted, circle.places) == (0, ())
    # Oldest first, whichever place they are of; a click walks through them.
    assert [id[:5] for id in circle.events] == sorted(id[:5] for id in circle.events)
    assert (
        world.chosen_event({"objects": {"places": [{"events": circle.events}]}}, circle.events[0])
        == (circle.events[1])
    )


def test_a_kept_file_gathers_them_too_and_other_formats_do_not(tmp_path: Path) -> None:
    of = record(tmp_path, 101)
    events, places = of.events(Selection()), of.dataset.by_id["places"]
    deck = world.deck(events, places, (), language("en"), "light")

    drawn = next(layer for layer in deck.layers if layer.id == "places")
    assert len(drawn.data) == len(met_spots(events, places, language("en"))) <= 100
    assert len(spots_of(events, places, language("en"))) == 101


def test_a_click_shows_the_events_of_twelve_places_at_most(tmp_path: Path) -> None:
    held = {len(spot.places) for spot in counted(tmp_path, 600)}

    assert max(held) <= 12


@pytest.mark.parametrize(
    ("lang", "said", "way"),
    [
        (
            "en",
            "A: 9 events",
            "Too many places for a click to open: search for one by its name, or narrow the dates.",
        ),
        ("ar", "A: 9 أحداث", "الأماكن هنا أكثر من أن تفتحها نقرة: ابحث عن أحدها باسمه أو ضيّق التواريخ."),
    ],
)
def test_a_circle_of_too_many_places_says_how_to_reach_one(lang: str, said: str, way: str) -> None:
    spots = [Spot("a", "A", (0.0, 0.0), (), 9, places) for places in (("a",), ())]
    deck = world.drawn(spots, (), (), language(lang), "light")

    drawn = next(layer for layer in deck.layers if layer.id == "places")
    assert [row["tip"] for row in drawn.data] == [said, f"{said}\n{way}"]
