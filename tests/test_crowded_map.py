"""A map of more places than a pointer can meet: gathered circles, what a click on one does, what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.datasets import store
from tests.pages import Open, drop
from tests.views import view
from timeline.charts import hits
from timeline.charts import map as world
from timeline.charts.pane import Camera
from timeline.geography.spots import Spot, Whereabouts, counted_spots, met_spots, spots_of
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


def dense(folder: Path) -> Store:
    """An event at each of 600 places of one degree, and of twenty that lie elsewhere."""
    here = [(at % 30 / 31, at // 30 / 21) for at in range(600)]
    far = [(50.5, 3.0 * at) for at in range(20)]
    rows = [f"e{at},2025,Talks,p{at},{lat:.4f},{lon:.4f}" for at, (lat, lon) in enumerate([*here, *far])]
    return store(folder, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n")


def counted(folder: Path, places: int) -> list[Spot]:
    of = record(folder, places)
    return counted_spots(of.places(Selection()), of.dataset.by_id["places"], language("en"))


def test_each_of_a_hundred_places_has_a_circle_counted_or_not(tmp_path: Path) -> None:
    few = view(record=record(tmp_path, 100))

    assert charts.on_map(few).spots == spots_of(few.events, few.store.dataset.by_id["places"], language("en"))
    assert {len(spot.events) for spot in charts.on_map(few).spots} == {2}
    assert [len(spot.places) for spot in counted(tmp_path, 100)] == [1] * 100


def test_of_more_places_several_share_a_circle_that_leads_to_all_of_their_events(tmp_path: Path) -> None:
    few = view(record=record(tmp_path, 101))
    spots = charts.on_map(few).spots
    circle = spots[0]

    assert few.are_few
    assert len(spots) <= 100
    assert sorted(id for spot in spots for id in spot.events) == sorted(few.events["id"])
    assert circle.name.endswith("other places")
    assert (circle.counted, circle.places) == (0, ())
    # Oldest first, whichever place they are of; a click walks through them.
    assert [id[:5] for id in circle.events] == sorted(id[:5] for id in circle.events)
    assert (
        hits.chosen_event({"objects": {"places": [{"events": circle.events}]}}, circle.events[0])
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


def test_a_click_on_a_circle_of_more_leads_nearer_until_each_place_has_its_own(tmp_path: Path) -> None:
    of = dense(tmp_path)
    counts, rows = of.places(Selection()), of.dataset.by_id["places"]
    spots = counted_spots(counts, rows, language("en"))
    steps, first = [spots], Spot("p0", "", (0.0, 0.0), ())
    while part := next((spot.part for spot in steps[-1] if spot.part and first.lies_in(spot.part)), None):
        found = counted_spots(counts, rows, language("en"), part=part)
        # Nothing is lost, and what lies elsewhere stays.
        assert sum(spot.number for spot in found) == sum(counts.values())
        assert any(not spot.lies_in(part) for spot in found)
        assert len([spot for spot in found if spot.lies_in(part)]) > 1
        steps.append(found)

    assert len(steps) > 1
    assert all(bool(spot.places) != bool(spot.part) for found in steps for spot in found)
    assert "p0" in {id for spot in steps[-1] for id in spot.places}


def test_places_of_few_events_are_shown_nearer_too(tmp_path: Path) -> None:
    rows = [f"e{at:03},2025,Talks,p{at},{at % 30 / 31:.4f},{at // 30 / 21:.4f}" for at in range(300)]
    few = view(record=store(tmp_path, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n"))
    assert few.are_few
    [circle] = charts.on_map(few).spots
    assert circle.part

    nearer = charts.on_map(few, circle.part).spots

    assert sorted(id for spot in nearer for id in spot.events) == sorted(few.events["id"])
    assert all(len(spot.events) <= 12 for spot in nearer)
    # A click on it opens the part and walks through none of its events.
    hit = {"objects": {"places": [{"events": list(circle.events), "part": list(circle.part)}]}}
    assert (hits.chosen_event(hit, ""), hits.chosen_part(hit)) == ("", circle.part)


def test_a_walk_stays_near_its_event(app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = dense(tmp_path)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr("timeline.record.REST", 0)
    assert any(circle.get("part") for circle in circles(app_at("timeline.py")))

    walk = app_at("story.py")
    walk.session_state["map-part"] = clicked(record)
    assert not any(circle.get("part") for circle in circles(walk.run()))
    assert not ways(walk)
    assert "Too many places for a click to open" in str(circles(walk))


def circles(app: AppTest) -> list[dict[str, Any]]:
    """The rows of the circles on the map."""
    deck = json.loads(app.get("deck_gl_json_chart")[0].proto.json)
    found: list[dict[str, Any]] = next(one for one in deck["layers"] if one["id"].startswith("places"))[
        "data"
    ]
    return found


def test_places_at_one_point_lead_no_nearer(tmp_path: Path) -> None:
    rows = [f"e{at},2025,Talks,p{at},1.5,1.5" for at in range(130)]
    of = store(tmp_path, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n")
    circle = counted_spots(of.places(Selection()), of.dataset.by_id["places"], language("en"))[0]

    assert (circle.number, circle.places, circle.part) == (130, (), None)


def test_a_part_that_cannot_be_told_apart_leads_to_itself_no_more(tmp_path: Path) -> None:
    near = [(1.01 + at % 12 * 0.0001, 1.01 + at // 12 * 0.0001) for at in range(120)]
    rows = [f"e{at},2025,Talks,p{at},{lat:.4f},{lon:.4f}" for at, (lat, lon) in enumerate(near)]
    of = store(tmp_path, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n")
    counts, places = of.places(Selection()), of.dataset.by_id["places"]
    circle = counted_spots(counts, places, language("en"))[0]
    assert circle.part

    nearer = counted_spots(counts, places, language("en"), part=circle.part)

    assert [(spot.number, spot.part) for spot in nearer] == [(120, None)]


def test_the_map_opens_on_the_part_and_measures_its_circles_by_it(tmp_path: Path) -> None:
    spots = [
        Spot("a", "A", (0.0, 0.0), (), 900, ("a",)),
        Spot("b", "B", (40.0, 2.0), (), 9, ("b",)),
        Spot("c", "C", (41.0, 3.0), (), 4, ("c",)),
    ]
    part = (40.0, 2.0, 41.0, 3.0)
    whole, nearer = (
        world.drawn(Whereabouts(spots), (), language("en"), "light", camera=Camera(part=asked))
        for asked in (None, part)
    )

    radii = [
        [row["radius"] for row in next(layer for layer in deck.layers if layer.id == "places").data]
        for deck in (whole, nearer)
    ]
    assert radii == [[22.0, 4.0, 4.0], [22.0, 22.0, 14.7]]
    assert (nearer.initial_view_state.longitude, round(nearer.initial_view_state.latitude, 1)) == (40.5, 2.5)
    assert nearer.initial_view_state.zoom > whole.initial_view_state.zoom + 2


@pytest.mark.parametrize(("lang", "whole"), [("en", "Whole map"), ("ar", "الخريطة كلها")])
def test_a_part_stays_until_something_else_is_asked_or_the_whole(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, whole: str
) -> None:
    record = dense(tmp_path)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr("timeline.record.REST", 0)
    app = app_at(lang=lang)
    assert not ways(app)

    app.session_state["map-part"] = clicked(record)
    assert ways(app.run()) == [whole]
    app.text_input(key="q").set_value("p").run()
    assert not ways(app)
    app.text_input(key="q").set_value("").run()
    assert ways(app) == [whole]

    app.button(key="map-whole").click().run()
    assert not ways(app)


def test_a_part_of_one_record_is_none_of_another(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = dense(tmp_path)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr("timeline.record.REST", 0)
    app = drop(app_at("yours.py", lang="en"), (tmp_path / "events.csv").read_bytes())

    # The same is asked of the visitor's file as of the record that is served.
    app.session_state["map-part"] = clicked(record)
    assert not ways(app.run())
    app.session_state["map-part"] = clicked(record, is_private=True)
    assert ways(app.run()) == ["Whole map"]
    # And of the next file.
    assert not ways(drop(app, (tmp_path / "events.csv").read_bytes()))


def clicked(record: Store, is_private: bool = False) -> tuple[Any, Any]:
    """What a click on the map of ``record`` leaves, when everything is asked for."""
    return (view(record=record).asked.question(), is_private), (0.0, 0.0, 1.0, 1.0)


def ways(app: AppTest) -> list[str]:
    return [button.label for button in app.button if button.key == "map-whole"]


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
    deck = world.drawn(Whereabouts(spots), (), language(lang), "light")

    drawn = next(layer for layer in deck.layers if layer.id == "places")
    assert [row["tip"] for row in drawn.data] == [said, f"{said}\n{way}"]
