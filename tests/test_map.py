"""The map: places sized by their events, calls as arcs, labels that a bare canvas can show."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.datasets import FOCUS, shipped, store
from timeline.charts import map as world
from timeline.charts import pane
from timeline.geography import basemap, spots
from timeline.geography.spots import Position, Spot, Whereabouts
from timeline.language import ENDONYMS, language
from timeline.selection import Selection
from timeline.store import Store

Layer = dict[str, Any]

AWAZA, ASHGABAT, MOGADISHU = [52.9667, 40.0167], [58.3261, 37.9601], [45.3182, 2.0469]
CALL = "call-2025-12-03"
ROOT = Path(__file__).resolve().parents[1]
CALLS = (
    "id,date,title,mode,parties,place\n"
    "a,2025,A,phone,TKM;SOM,\nb,2026,B,online,SOM;TKM,\n"
    "c,2026,C,phone,TKM;SOM,here\nd,2026,D,phone,TKM,\ne,2026,E,visit,TKM;SOM,\nf,2026,F,phone,TKM;FRA,\n"
)
CAPITALS = (
    "id,name,kind,country,lat,lon\n"
    "m,M,capital,SOM,2,45\na,A,capital,TKM,38,58\nhere,H,city,TKM,39,59\np,P,capital,FRA,,\n"
)


def layers(
    record: Store | None = None, lang: str = "en", selected: str = "", **asked: Any
) -> dict[str, Layer]:
    """The layers of the map by their ids, as the browser is given them."""
    record = record or shipped()
    data = record.dataset
    events = record.events(Selection(**asked))
    deck = world.deck(events, data.by_id["places"], data.package.parties, language(lang), "light", selected)
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def texts(found: dict[str, Layer], *ids: str) -> list[str]:
    return [row["text"] for id in ids for row in found[id]["data"]]


def is_shaped(text: str) -> bool:
    """Whether no Arabic letter is left that still has to be joined to its neighbours."""
    return not any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_a_call_is_one_arc_between_the_capitals_and_no_place() -> None:
    found = layers(kind=("phone-call",))
    arcs = [(row["from"], row["to"], row["events"]) for row in found["calls"]["data"]]

    assert arcs == [(MOGADISHU, ASHGABAT, [CALL])]
    assert [row["position"] for row in found["ends"]["data"]] == [MOGADISHU, ASHGABAT]
    assert found["places"]["data"] == found["counts"]["data"] == []


def test_both_ends_of_an_arc_are_the_same_event() -> None:
    assert {tuple(row["events"]) for row in layers()["ends"]["data"]} == {(CALL,)}


def test_calls_of_a_pair_share_an_arc_and_other_events_have_none(tmp_path: Path) -> None:
    record = store(tmp_path, events=CALLS, places=CAPITALS)
    links = spots.links_of(record.events(Selection()), record.dataset.by_id["places"], language("en"))

    # The record's own capitals go before the known one, which stands in where the record has no position.
    assert [([end.id for end in link.ends], link.events) for link in links] == [
        (["m", "a"], ("a", "b")),
        (["capital-FRA", "a"], ("f",)),
    ]


@pytest.mark.parametrize(("lang", "names"), [("en", ["Paris", "Nairobi"]), ("ar", ["باريس", "نيروبي"])])
def test_a_record_without_places_draws_its_calls(tmp_path: Path, lang: str, names: list[str]) -> None:
    record = store(tmp_path, events="date,title,mode,parties\n2025,A,phone,KEN;FRA\n2025,B,phone,KEN;ISR\n")
    links = spots.links_of(record.events(Selection()), record.dataset.by_id["places"], language(lang))

    assert [[end.name for end in link.ends] for link in links] == [names]


def test_every_capital_lies_in_its_country() -> None:
    assert len(basemap.capitals()) > 190
    for code, row in basemap.capitals().items():
        country = basemap.country(code)
        west, south, east, north = country.bounds if country else (-180.0, -90.0, 180.0, 90.0)
        assert west - 2 <= float(row["lon"]) <= east + 2, code
        assert south - 2 <= float(row["lat"]) <= north + 2, code
        assert row["name_en"], code
        assert all("\u0600" <= letter <= "\u06ff" or letter == " " for letter in row["name_ar"]), code


def test_places_count_their_events_oldest_first() -> None:
    found = spots.spots_of(shipped().events(Selection()), shipped().dataset.by_id["places"], language("en"))

    assert [(spot.id, spot.name, list(spot.position), spot.events) for spot in found] == [
        ("awaza", "Awaza", AWAZA, ("awaza-2025-08", "lldc3-2025")),
        ("ashgabat", "Ashgabat", ASHGABAT, ("forum-2025-12-12",)),
    ]


def test_the_area_of_a_place_tells_its_number_of_events(tmp_path: Path) -> None:
    rows = "".join(f"2025,T,p{many},{many},5\n" for many in (1, 4, 9, 400) for _ in range(many))
    record = store(tmp_path, events=f"date,title,place,lat,lon\n{rows}".replace("p400,400", "p400,40"))
    radii = {row["tip"].partition(":")[0]: row["radius"] for row in layers(record)["places"]["data"]}

    assert (radii["p4"] / radii["p1"], radii["p9"] / radii["p1"]) == (2.0, 3.0)
    assert radii["p400"] == 28


def test_a_count_of_several_events_stands_on_its_place() -> None:
    found = layers()
    counts = {row["text"]: row["position"] for row in found["counts"]["data"]}

    assert counts == {"2": AWAZA}
    assert [row["position"] for row in found["places"]["data"]] == [AWAZA, ASHGABAT]


@pytest.mark.parametrize(
    ("lang", "tips"),
    [("en", ["Awaza: 2 events", "Ashgabat: 1 event"]), ("ar", ["أووازا: حدثان", "عشق آباد: حدث واحد"])],
)
def test_a_place_that_is_pointed_at_says_how_many_events_it_saw(lang: str, tips: list[str]) -> None:
    assert [row["tip"] for row in layers(lang=lang)["places"]["data"]] == tips


@pytest.mark.parametrize(("number", "said"), [(93_883, ["93,883"]), (9_388_300, []), (1, [])])
def test_a_count_is_written_as_in_the_text_where_it_fits_its_circle(number: int, said: list[str]) -> None:
    deck = world.drawn(
        Whereabouts([Spot("a", "A", (0.0, 0.0), (), number, ("a",))]), (), language("en"), "light"
    )

    counts = next(layer for layer in deck.layers if layer.id == "counts")
    assert [row["text"] for row in counts.data] == said


def test_positions_are_longitude_before_latitude() -> None:
    found = layers()
    rows = [row for layer in found.values() if isinstance(layer["data"], list) for row in layer["data"]]
    positions = [row[name] for row in rows for name in ("position", "from", "to") if name in row]

    assert AWAZA in positions
    assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in positions)
    assert not [position for position in positions if position[::-1] in (AWAZA, ASHGABAT, MOGADISHU)]


@pytest.mark.parametrize(
    ("selected", "rings", "width"),
    [
        ("", [], 2),
        ("awaza-2025-08", [AWAZA], 2),
        ("lldc3-2025", [AWAZA], 2),
        (CALL, [], 3.4),
        ("none", [], 2),
    ],
)
def test_only_what_is_selected_is_emphasised(selected: str, rings: list[list[float]], width: float) -> None:
    found = layers(selected=selected)

    assert [row["position"] for row in found["selected"]["data"]] == rings
    assert [row["width"] for row in found["calls"]["data"]] == [width]


def test_whatever_can_be_clicked_carries_its_events() -> None:
    clickable = {
        id: layer["data"] for id, layer in layers(dates="2025-08/2025-12").items() if layer.get("pickable")
    }

    assert set(clickable) == {"calls", "ends", "selected", "places"}
    assert all(set(row["events"]) <= set(FOCUS) and row["tip"] for rows in clickable.values() for row in rows)


def test_english_labels_are_as_written() -> None:
    found = layers()

    assert texts(found, "place-names") == ["Awaza", "Ashgabat", "Mogadishu"]
    assert texts(found, "name-TKM") == ["\u200a".join("TURKMENISTAN")]


def test_arabic_labels_are_joined_and_reversed() -> None:
    found = layers(lang="ar")
    labels = texts(found, "place-names", "oceans", "name-TKM", "name-SOM")

    # "مقديشو": waw, sheen, ya, dal, qaf, meem, each in the form that its neighbours ask for.
    assert "\ufeee\ufeb8\ufef3\ufeaa\ufed8\ufee3" in labels
    assert len(labels) == 8
    assert all(map(is_shaped, labels))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_place_named_in_arabic_letters_alone_is_shaped_whatever_the_page_speaks(
    tmp_path: Path, lang: str
) -> None:
    record = store(tmp_path, events="date,title,place,lat,lon\n2025,A,تهران,35,51\n2026,B,Paris,48,2\n")

    # From the left: nun, alef, ra, heh, teh.
    assert set(texts(layers(record, lang), "place-names")) == {"\ufee5\ufe8d\ufeae\ufeec\ufe97", "Paris"}


def test_arabic_labels_use_a_font_that_has_the_letters() -> None:
    fonts = {lang: layers(lang=lang)["place-names"]["fontFamily"] for lang in ENDONYMS}

    assert fonts["ar"].startswith("IBM Plex Sans Arabic")
    assert "Arabic" not in fonts["en"]


def test_what_is_pointed_at_is_named_in_plain_letters() -> None:
    assert [row["tip"] for row in layers(lang="ar")["calls"]["data"]] == ["مقديشو – عشق آباد"]


@pytest.mark.parametrize("lang", ENDONYMS)
def test_nothing_is_fetched_from_elsewhere(lang: str) -> None:
    addresses = [layer["data"] for layer in layers(lang=lang).values() if isinstance(layer["data"], str)]
    text = json.dumps(list(layers(lang=lang).values()))

    assert len(addresses) == 3
    assert all(url.startswith("app/static/") for url in addresses)
    assert all((ROOT / url.removeprefix("app/")).exists() for url in addresses)
    assert "//" not in text


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize(
    "name", ["<b>Awaza</b>", "{tip}", "@@=[].constructor.constructor('alert(1)')()", "@@#X", "\u202eawaza"]
)
def test_hostile_names_stay_text(tmp_path: Path, name: str, lang: str) -> None:
    record = store(tmp_path, events=f'date,title,place,lat,lon\n2025,A,"{name}",40,53\n')
    found = layers(record, lang)
    words = [*texts(found, "place-names"), found["places"]["data"][0]["tip"]]

    assert not any(word.startswith("@@") for word in words)
    one = language(lang).ngettext("{number} event", "{number} events", 1)
    assert words[1].removeprefix("\u200b") == f"{name}: {one}"


def view_of(record: Store, **asked: Any) -> tuple[float, float, float]:
    data = record.dataset
    deck = world.deck(
        record.events(Selection(**asked)), data.by_id["places"], data.package.parties, language("en"), "light"
    )
    view = json.loads(deck.to_json())["initialViewState"]
    return view["longitude"], view["latitude"], view["zoom"]


def pixels(position: Position, view: tuple[float, float, float]) -> tuple[float, float]:
    """Where a position is drawn, in pixels from the middle of the pane."""
    size = 512 * 2 ** view[2]
    middle, there = (
        (x / 360, math.asinh(math.tan(math.radians(y))) / math.tau) for x, y in (view[:2], position)
    )
    return (there[0] - middle[0]) * size, (there[1] - middle[1]) * size


@pytest.mark.parametrize("asked", [{}, {"kind": ("phone-call",)}, {"dates": "1990"}])
def test_the_view_holds_the_parties_and_all_places(asked: dict[str, Any]) -> None:
    view = view_of(shipped(), **asked)
    parties = [country for code in ("TKM", "SOM") if (country := basemap.country(code))]
    corners = [corner for country in parties for corner in (country.bounds[:2], country.bounds[2:])]

    assert len(corners) == 4
    for corner in [*corners, (AWAZA[0], AWAZA[1])]:
        x, y = pixels(corner, view)
        assert abs(x) <= pane.PANE[0] / 2
        assert abs(y) <= pane.PANE[1] / 2


def test_a_record_without_parties_or_places_shows_the_world(tmp_path: Path) -> None:
    record = store(tmp_path, events="date,title\n2025,A\n")

    assert [layer for layer in layers(record) if layer.startswith(("party", "name"))] == []
    assert view_of(record)[2] < 1


def test_a_single_place_is_not_seen_from_too_near(tmp_path: Path) -> None:
    record = store(tmp_path, events="date,title,place,lat,lon\n2025,A,Pole,90,180\n")
    _, latitude, zoom = view_of(record)

    assert zoom < 9
    assert -90 < latitude < 90


@pytest.mark.parametrize(
    ("code", "known"),
    [
        *(("TKM", True), ("SOM", True), ("UN", False), ("XYZ", False), ("", False), ("../", False)),
        ("A" * 5000, False),
    ],
)
def test_only_states_have_an_outline(code: str, known: bool) -> None:
    assert (basemap.country(code) is not None) is known


def test_a_party_without_an_outline_is_left_out_of_the_map(tmp_path: Path) -> None:
    package = json.dumps({"timeline": {"parties": [{"code": "UN"}, {"code": "TKM"}]}})
    record = store(tmp_path, events="date,title\n2025,A\n", datapackage=package)
    found = layers(record)

    assert [party.code for party in record.dataset.package.parties] == ["UN", "TKM"]
    assert [id for id in found if id.startswith(("party-", "name-"))] == ["party-TKM", "name-TKM"]


def test_an_empty_record_has_a_map(tmp_path: Path) -> None:
    assert layers(store(tmp_path, events="date,title\n"))["places"]["data"] == []


def looks(near: str = "", flight: float = 0, height: int = 420) -> dict[str, float]:
    """Where the map of the record's focus looks when it is near one event."""
    data, events = shipped().dataset, shipped().events(Selection(dates="2025-08/2025-12"))
    shown = events, data.by_id["places"], language("en")
    deck = world.drawn(
        Whereabouts(spots.met_spots(*shown), spots.links_of(*shown)),
        data.package.parties,
        language("en"),
        "light",
        camera=pane.Camera(height, near=near, flight=flight),
    )
    found: dict[str, float] = json.loads(deck.to_json())["initialViewState"]
    return found


def test_near_an_event_the_map_looks_closer_at_its_place() -> None:
    whole, near = looks(), looks("awaza-2025-08")

    assert [near["longitude"], near["latitude"]] == pytest.approx(AWAZA)
    assert near["zoom"] == pytest.approx(whole["zoom"] + pane.NEARER)


def test_near_a_call_the_map_holds_both_ends() -> None:
    near = looks(CALL)
    degrees = 360 / (512 * 2 ** near["zoom"]) * pane.PANE[0]

    assert near["longitude"] == pytest.approx((ASHGABAT[0] + MOGADISHU[0]) / 2)
    assert ASHGABAT[0] - MOGADISHU[0] < degrees
    assert near["zoom"] < looks("awaza-2025-08")["zoom"]


def test_near_an_event_without_a_place_the_map_holds_all() -> None:
    assert looks("unga-50-80") == looks()


def test_the_way_to_an_event_takes_the_time_that_is_given() -> None:
    assert looks("awaza-2025-08", flight=1400)["transitionDuration"] == 1400
    assert "transitionDuration" not in looks()


def test_only_events_with_a_place_are_placed() -> None:
    data, events = shipped().dataset, shipped().events(Selection())
    here = spots.spots_of(events, data.by_id["places"], language("en"))
    links = spots.links_of(events, data.by_id["places"], language("en"))

    assert Whereabouts(here, links).placed == {"awaza-2025-08", "lldc3-2025", CALL, "forum-2025-12-12"}


def test_a_lower_pane_is_seen_from_further_off() -> None:
    assert looks(height=210)["zoom"] == pytest.approx(looks(height=420)["zoom"] - 1)
