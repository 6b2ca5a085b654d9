"""What a visitor does to the dashboard and sees on it, in the words of the tests."""

import math
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.datasets import FOCUS, shipped
from tests.waiting import eventually
from timeline.charts import map as world
from timeline.language import language
from timeline.selection import Selection

Point = tuple[float, float]

# The events of the record that ships on the stretch of time that it opens on.
IN_FOCUS = tuple(FOCUS)

_SEEN = """() => {
  const words = selector => document.querySelector(selector)?.innerText.trim() ?? "";
  const cards = [...document.querySelectorAll('.st-key-events [class*="st-key-event-"]')];
  const id = card => [...card.classList].find(name => name.startsWith("st-key-event-")).slice(13);
  const marks = (document.querySelector(".st-key-timeline .js-plotly-plot")?.data ?? [])
    .filter(trace => trace.customdata && trace.marker.color !== "rgba(0,0,0,0)");
  return {
    count: parseInt(words(".st-key-count b") || "-1"),
    listed: cards.map(id),
    drawn: [...new Set(marks.flatMap(trace => trace.customdata))].sort(),
    details: words(".st-key-details h2"),
    marked: cards.filter(card => card.querySelector(".sel")).map(id),
  };
}"""

_MARK = """(id) => {
  const chart = document.querySelector(".st-key-timeline .js-plotly-plot");
  chart.scrollIntoView({block: "center"});
  const {xaxis, yaxis} = chart._fullLayout, box = chart.getBoundingClientRect();
  const time = value => typeof value === "string" ? Date.parse(value.replace(" ", "T") + "Z") : value;
  for (const trace of chart.data) {
    const at = (trace.customdata ?? []).indexOf(id);
    if (at < 0 || trace.marker.color === "rgba(0,0,0,0)") continue;
    const x = trace.type === "bar" ? time(trace.base[at]) + trace.x[at] / 2 : time(trace.x[at]);
    return [box.x + xaxis._offset + xaxis.l2p(x), box.y + yaxis._offset + yaxis.l2p(trace.y[at])];
  }
}"""

_DAY = """([key, day]) => {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  chart.scrollIntoView({block: "center"});
  const {xaxis, yaxis} = chart._fullLayout, box = chart.getBoundingClientRect();
  return [box.x + xaxis._offset + xaxis.l2p(Date.parse(day)), box.y + yaxis._offset + yaxis._length / 2];
}"""

# deck.gl looks at what is under the pointer when it goes down. Where that takes longer than this many
# milliseconds, as it may on a busy machine without a graphics card, the click is a long press and no click.
TAP = 250

_TIMED = """() => {
  addEventListener("pointerdown", () => { window.down = Date.now(); }, {capture: true});
  addEventListener("pointerup", () => { window.pressed = Date.now() - window.down; }, {capture: true});
}"""

# Playwright's own wait_for_function polls by eval, which the Content-Security-Policy forbids.
_AT_REST = """() => new Promise(done => {
  const look = quiet => {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    const still = state === "notRunning" && !document.querySelector(
      "[data-stale=true], [data-testid=stSkeleton], .stPlotlyChart:not(:has(.main-svg))");
    return still && quiet > 1 ? done() : requestAnimationFrame(() => look(still ? quiet + 1 : 0));
  };
  look(0);
})"""


@dataclass(frozen=True)
class Seen:
    """What the page shows of its events: how many it says, which it lists, draws, details and marks."""

    count: int
    listed: list[str]
    drawn: list[str]
    details: str
    marked: list[str]


def title(id: str, lang: str) -> str:
    """The title of an event of the record that ships."""
    return str(shipped().event(id)[f"title_{lang}"])


def seen(page: Page) -> Seen:
    """What the page shows now."""
    return Seen(**page.evaluate(_SEEN))


def expect_events(page: Page, ids: tuple[str, ...] | list[str]) -> None:
    """Count, list and timeline show exactly these events, oldest first."""
    eventually(lambda: ((now := seen(page)).count, now.listed, now.drawn), (len(ids), list(ids), sorted(ids)))


def expect_selected(page: Page, id: str, lang: str) -> None:
    """This event stands in the details, in the address, and its card alone is marked."""
    eventually(
        lambda: ((now := seen(page)).details, now.marked, asked(page).get("event")),
        (title(id, lang), [id], [id]),
    )


def asked(page: Page) -> dict[str, list[str]]:
    """The query of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def open_view(page: Page, address: str) -> None:
    """Open an address and wait until its charts take clicks."""
    page.goto(address)
    page.locator(".st-key-count").wait_for()
    page.locator(".st-key-timeline .main-svg").first.wait_for()
    rest(page)


def open_page(page: Page, address: str) -> None:
    """Open any page, Streamlit's or one beside it, and wait until it is what it will be."""
    page.goto(address)
    if page.locator("#root").count():
        page.locator(".st-key-title h1").wait_for()
        expect(page.locator("#first")).to_be_hidden()
        rest(page)


def rest(page: Page) -> None:
    """Wait until the server has answered and the page has drawn the answer."""
    page.evaluate(_AT_REST)


def show_filters(page: Page) -> None:
    """Open the filters where the screen is too small to show them beside the page."""
    expand = page.get_by_test_id("stExpandSidebarButton")
    if expand.is_visible():
        expand.click()
    page.locator(".st-key-filters").wait_for()


def pill(page: Page, key: str, words: str) -> Locator:
    """The pill of the filter ``key`` whose label begins with ``words``."""
    return page.locator(f".st-key-{key} button").filter(has_text=words).first


def click_at(page: Page, at: Point) -> None:
    """Go there with the pointer first, as a hand does: Plotly and deck.gl look at what is under it."""
    page.mouse.move(at[0] - 3, at[1] - 3)
    page.mouse.move(*at)
    page.wait_for_timeout(80)
    page.mouse.click(*at)


def click_map(page: Page, position: Point, lang: str) -> None:
    """Click the map at a longitude and latitude, once it has found what is under the pointer."""
    page.evaluate(_TIMED)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        at = _hover(page, position, lang)
        if page.locator(".deck-tooltip").is_visible():
            page.mouse.click(*at)
            if page.evaluate("window.pressed") < TAP:
                return
    raise AssertionError(f"the map took no click at {position}")


def tap_map(page: Page, position: Point, lang: str) -> None:
    """Tap the map at a longitude and latitude, as shortly as a finger does."""
    page.evaluate(_TIMED)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        page.touchscreen.tap(*place_on_map(page, position, lang))
        if page.evaluate("window.pressed") < TAP:
            return
    raise AssertionError(f"the map took no tap at {position}")


def _hover(page: Page, position: Point, lang: str) -> Point:
    """Go to where the map has a longitude and latitude, and rest there for a moment."""
    x, y = place_on_map(page, position, lang)
    page.mouse.move(x + 90, y)
    page.locator(".deck-tooltip").wait_for(state="hidden")
    page.mouse.move(x, y)
    with suppress(TimeoutError):
        page.locator(".deck-tooltip").wait_for(timeout=3_000)
    return x, y


def mark_of(page: Page, id: str) -> Point:
    """Where on the screen the timeline draws an event."""
    return _point(page.evaluate(_MARK, id))


def day_on(page: Page, key: str, day: str) -> Point:
    """Where on the screen the chart ``key`` has a day."""
    return _point(page.evaluate(_DAY, [key, day]))


def place_on_map(page: Page, position: Point, lang: str) -> Point:
    """Where on the screen the map of the record's focus has a longitude and latitude."""
    dataset, events = shipped().dataset, shipped().events(Selection(dates=shipped().dataset.package.focus))
    deck = world.deck(events, dataset.by_id["places"], dataset.package.parties, language(lang), "light")
    view, pane = deck.initial_view_state, page.locator(".st-key-map canvas").first
    pane.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
    box = pane.bounding_box()
    assert box, "the map is not drawn"
    across, down = (
        there - middle
        for there, middle in zip(_mercator(*position), _mercator(view.longitude, view.latitude), strict=True)
    )
    world_width = 512 * 2**view.zoom
    return (
        box["x"] + box["width"] / 2 + across * world_width,
        box["y"] + box["height"] / 2 + down * world_width,
    )


def position(place: str) -> Point:
    """Longitude and latitude of a place of the record that ships."""
    row = shipped().dataset.by_id["places"][place]
    return float(row["lon"]), float(row["lat"])


def halfway(one: Point, other: Point) -> Point:
    """The middle of the great circle between two positions: the sum of their vectors points there."""
    ends = [(math.radians(lon), math.radians(lat)) for lon, lat in (one, other)]
    x = sum(math.cos(lat) * math.cos(lon) for lon, lat in ends)
    y = sum(math.cos(lat) * math.sin(lon) for lon, lat in ends)
    z = sum(math.sin(lat) for _, lat in ends)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _mercator(longitude: float, latitude: float) -> Point:
    """East and south as shares of the world's width."""
    north = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
    return longitude / 360, -north


def _point(found: Any) -> Point:
    assert found, "the chart does not draw this"
    return float(found[0]), float(found[1])
