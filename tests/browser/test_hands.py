"""A thumb on a phone moves the page, meets what it aims at, and finds all of it on the smallest screen."""

import pytest
from playwright.sync_api import CDPSession, Page, ViewportSize, expect

from tests.browser.helpers import expect_selected, mark_of, open_page, open_view
from tests.browser.test_axe import ADDRESSES
from tests.conftest import Visit

# WCAG 2.2, 2.5.8: in CSS pixels; links in a line of text are free.
TARGET = 24
NARROWEST: ViewportSize = {"width": 320, "height": 700}
_TARGETS = """() => {
  const aims = "a[href], button, summary, input, [role=button], [role=radio], [role=tab], [role=combobox]";
  const isSeen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  // Streamlit's link to the content is a pixel large until it has the focus.
  const isOurs = e => !e.closest("[data-testid=stSidebar], .refs") && !e.matches("[href='#main-content']");
  // All of a card is the link of its title.
  const isOnCard = e => getComputedStyle(e, "::after").position === "absolute";
  const whole = e => isOnCard(e) ? e.closest("[class*=st-key-event-]") : e;
  return [...document.querySelectorAll(aims)].filter(e => isSeen(e) && isOurs(e)).map(e => {
    const {width, height} = whole(e).getBoundingClientRect();
    return [(e.getAttribute("aria-label") || e.textContent || e.tagName).trim().slice(0, 40), width, height];
  }).filter(([, width]) => width > 1);
}"""
_TOO_WIDE = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .filter(e => e && e.scrollWidth > e.clientWidth).map(e => e.tagName)"""
_SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture
def phone(visit: Visit) -> Page:
    return visit("phone", has_touch=True, is_mobile=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_smallest_screen_shows_all_and_a_thumb_meets_it(
    phone: Page, served: str, address: str, lang: str
) -> None:
    phone.set_viewport_size(NARROWEST)
    open_page(phone, f"{served}/{address}{'&' if '?' in address else '?'}lang={lang}")
    targets = phone.evaluate(_TARGETS)

    assert phone.evaluate(_TOO_WIDE) == []
    assert targets
    assert [one for one in targets if min(one[1:]) < TARGET - 0.5] == []


@pytest.mark.parametrize("chart", ["timeline", "map"])
def test_a_thumb_on_a_chart_moves_the_page(phone: Page, served: str, chart: str) -> None:
    open_view(phone, f"{served}/?lang=en")
    here = phone.locator(f".st-key-{chart}").first
    here.wait_for()
    here.evaluate("e => e.scrollIntoView({block: 'center'})")
    phone.wait_for_timeout(500)
    box, before = here.bounding_box(), phone.evaluate(_SCROLLED)
    assert box
    swipe(phone, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 120)
    phone.wait_for_timeout(500)

    assert before - phone.evaluate(_SCROLLED) > 60


def test_a_tap_on_the_timeline_selects_on_a_phone(phone: Page, served: str) -> None:
    open_view(phone, f"{served}/?lang=en")
    x, y = mark_of(phone, "forum-2025-12-12")
    phone.touchscreen.tap(x, y)

    expect_selected(phone, "forum-2025-12-12", "en")


def test_a_tap_on_the_list_leads_to_the_details(phone: Page, served: str) -> None:
    open_view(phone, f"{served}/?lang=en&dates=../..")
    phone.locator(".st-key-event-lldc3-2025 a").tap()
    expect_selected(phone, "lldc3-2025", "en")

    expect(phone.locator(".st-key-details h2").first).to_be_in_viewport()


def test_a_click_at_the_end_of_the_list_leads_up_to_the_details(
    visitor: Page, served: str, lang: str
) -> None:
    visitor.set_viewport_size({"width": 1440, "height": 700})
    open_view(visitor, f"{served}/?lang={lang}&dates=../..&event=call-2025-12-03")
    last = visitor.locator(".st-key-event-forum-2025-12-12 a")
    last.evaluate("e => e.scrollIntoView({block: 'start'})")
    expect(visitor.locator(".st-key-details h2").first).not_to_be_in_viewport()
    last.click()
    expect_selected(visitor, "forum-2025-12-12", lang)

    expect(visitor.locator(".st-key-details h2").first).to_be_in_viewport()


def test_filters_that_were_left_open_do_not_cover_the_next_link(phone: Page, served: str) -> None:
    open_view(phone, f"{served}/?lang=en")
    phone.get_by_test_id("stExpandSidebarButton").tap()
    expect(phone.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    open_view(phone, f"{served}/?lang=en&event=forum-2025-12-12")

    expect(phone.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def test_the_focus_is_never_under_the_bar(visitor: Page, served: str) -> None:
    visitor.set_viewport_size({"width": 1440, "height": 1100})
    open_view(visitor, f"{served}/?lang=en&dates=../..")
    # From the last row of the list Shift and Tab go up through it, and the page goes along.
    visitor.locator(".st-key-event-forum-2025-12-12 a").focus()
    for _ in range(8):
        visitor.keyboard.press("Shift+Tab")
        top = visitor.evaluate("() => document.activeElement.getBoundingClientRect().top")
        assert top >= 52


@pytest.mark.parametrize("width", [660, 700, 768, 1440])
def test_the_filters_are_at_hand_while_they_are_closed(
    visitor: Page, served: str, lang: str, width: int
) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    open_view(visitor, f"{served}/?lang={lang}")
    if width == 1440:
        visitor.locator("[data-testid=stSidebarCollapseButton] button").click()
    button = visitor.locator("[data-testid=stExpandSidebarButton]")
    button.wait_for()

    # All of it: what lies over a part of it would take the click.
    seen = button.evaluate(
        """e => {
          const {left, right, top, bottom} = e.getBoundingClientRect();
          const isMet = x => e.contains(document.elementFromPoint(x, (top + bottom) / 2));
          return [left + 4, (left + right) / 2, right - 4].map(isMet);
        }"""
    )
    assert seen == [True, True, True]


def swipe(page: Page, x: float, y: float, down: float) -> None:
    """Put a finger on the page and move it down."""
    session: CDPSession = page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    session.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 13):
        session.send(touch, {"type": "touchMove", "touchPoints": [{"x": x, "y": y + down * step / 12}]})
        page.wait_for_timeout(16)
    session.send(touch, {"type": "touchEnd", "touchPoints": []})
