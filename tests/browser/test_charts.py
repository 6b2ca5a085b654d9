"""A click on anything that stands for an event selects that event everywhere; a chart is drawn once."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import (
    asked,
    click_at,
    click_map,
    expect_selected,
    halfway,
    mark_of,
    open_view,
    place_on_map,
    position,
    rest,
    tap_map,
)
from tests.conftest import Serve, Visit
from tests.datasets import write
from tests.waiting import eventually

# How often each stretch of time was given its shape: once each time that Plotly draws.
_WATCH = """() => {
  window.drawn = new Map();
  new MutationObserver(records => {
    for (const { target } of records) {
      if (!target.closest(".st-key-timeline .bars .point")) continue;
      window.drawn.set(target, (window.drawn.get(target) ?? 0) + 1);
    }
  }).observe(document, { attributes: true, attributeFilter: ["d"], subtree: true });
}"""


@pytest.mark.parametrize("id", ["lldc3-2025", "awaza-2025-08", "forum-2025-12-12"])
def test_a_click_on_the_timeline_selects(visitor: Page, served: str, lang: str, size: str, id: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    click_at(visitor, mark_of(visitor, id))

    expect_selected(visitor, id, lang)


def test_a_click_on_a_place_walks_through_its_events(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    click_map(visitor, position("awaza"), lang)
    expect_selected(visitor, "awaza-2025-08", lang)

    click_map(visitor, position("awaza"), lang)
    expect_selected(visitor, "lldc3-2025", lang)


def test_a_click_on_the_map_fades_nothing(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    before = _ground(visitor)

    click_map(visitor, position("awaza"), "en")
    expect_selected(visitor, "awaza-2025-08", "en")
    eventually(lambda: _ground(visitor), before)


def test_a_click_on_an_arc_selects_its_call(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&event=lldc3-2025")
    click_map(visitor, halfway(position("ashgabat"), position("mogadishu")), lang)

    expect_selected(visitor, "call-2025-12-03", lang)


def test_a_tap_on_the_map_selects_on_a_phone(visit: Visit, served: str, lang: str) -> None:
    phone = visit("phone", has_touch=True, is_mobile=True)
    open_view(phone, f"{served}/?lang={lang}&event=lldc3-2025")
    tap_map(phone, position("ashgabat"), lang)

    expect_selected(phone, "forum-2025-12-12", lang)


def test_a_new_chart_is_drawn_once(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&dates=../..")
    visitor.evaluate(_WATCH)
    visitor.locator(".st-key-topic button").first.click()
    eventually(lambda: visitor.evaluate("window.drawn.size > 0"), True)
    rest(visitor)
    visitor.wait_for_timeout(500)

    assert set(visitor.evaluate("[...window.drawn.values()]")) == {1}


def test_a_click_on_a_circle_of_many_places_shows_them_nearer(
    serve: Serve, visitor: Page, tmp_path: Path, lang: str
) -> None:
    # In even rows, so that their circle lies in the middle of the map.
    rows = [f"e{at},2025,Talks,p{at},{at % 30 / 31},{at // 30 / 21}" for at in range(600)]
    write(tmp_path, events="\n".join(["id,date,title,place,lat,lon", *rows]) + "\n")
    visitor.goto(f"{serve(tmp_path)}/?lang={lang}")
    visitor.locator(".st-key-map canvas").first.wait_for()
    rest(visitor)
    whole = visitor.locator(".st-key-map-whole button")
    expect(whole).to_have_count(0)

    before = visitor.locator(".st-key-map canvas").first.screenshot()
    eventually(lambda: _opened(visitor), wanted=True)
    assert "place" not in asked(visitor)
    rest(visitor)
    assert visitor.locator(".st-key-map canvas").first.screenshot() != before
    whole.click()
    expect(whole).to_have_count(0)


def _opened(page: Page) -> bool:
    """Whether the part is there, after a click into the middle of the map."""
    if not page.locator(".st-key-map-whole").count():
        page.locator(".st-key-map canvas").first.click()
        page.wait_for_timeout(1_000)
    return page.locator(".st-key-map-whole").count() == 1


def _ground(page: Page) -> bytes:
    """A few pixels of the map where there is land and nothing else."""
    x, y = place_on_map(page, (43.0, 24.0), "en")
    return page.screenshot(clip={"x": x, "y": y, "width": 4, "height": 4})
