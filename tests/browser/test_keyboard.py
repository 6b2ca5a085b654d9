"""The page from the keyboard: everything in an order that makes sense, and where one is is seen."""

import re
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import open_view
from tests.conftest import Visit

MOST = 120
# What has the focus: the part of the page that it stands in, its words, and whether it shows that it has it.
_FOCUS = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const rings = [e, e.parentElement, e.querySelector("*")].filter(Boolean).flatMap(one =>
    [undefined, "::before", "::after"].map(part => getComputedStyle(one, part)));
  const isSeen = rings.some(({outlineStyle, outlineWidth, boxShadow}) =>
    outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 || boxShadow !== "none");
  const keys = [];
  for (let at = e; at; at = at.parentElement)
    keys.push(...[...at.classList].filter(name => name.startsWith("st-key-")));
  return [keys, (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40), isSeen];
}"""
# As one reads: where to go, the language, then the events and what is known of the chosen one, then where.
ORDER = ("pages", "language", "share", "events", "details", "map")


def test_a_walk_through_the_page_with_the_tab_key(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    steps = walked(visitor)
    parts = [
        part for keys, _, _ in steps if (part := next((one for one in ORDER if within(keys, one)), None))
    ]

    assert [words for _, words, is_seen in steps if not is_seen] == []
    assert list(dict.fromkeys(parts)) == list(ORDER)
    assert not [pair for pair in pairwise(map(ORDER.index, parts)) if pair[1] < pair[0]]
    assert any(within(keys, "topic") for keys, _, _ in steps)


def walked(page: Page) -> list[tuple[list[str], str, bool]]:
    """Every stop of the Tab key from the top of the page until the browser's own."""
    steps: list[tuple[list[str], str, bool]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUS)
        if not found:
            return steps
        steps.append(found)
    raise AssertionError(f"no end after {MOST} stops")


def within(keys: list[str], part: str) -> bool:
    return any(re.match(f"st-key-{part}", key) for key in keys)


@pytest.mark.parametrize("key", ["share", "copy-event", "cite-event"])
def test_a_key_goes_on_in_what_it_unfolds_and_comes_back(visitor: Page, served: str, key: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    button = visitor.locator(f".st-key-{key} button")
    button.focus()
    visitor.keyboard.press("Enter")
    unfolded = visitor.get_by_role("dialog")
    expect(unfolded).to_be_focused()

    unfolded.locator(".stCode").first.wait_for()
    visitor.keyboard.press("Tab")
    expect(unfolded.locator(".stCode").first).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(unfolded).to_have_count(0)
    expect(button).to_be_focused()


def test_the_map_has_the_name_of_its_heading(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    where = visitor.locator(".st-key-where h2").inner_text()

    expect(visitor.get_by_role("group", name=where, exact=True)).to_have_class("deck-events-root")


def test_a_pointer_keeps_the_focus_where_it_pressed(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    button = visitor.locator(".st-key-share button")
    button.click()
    visitor.get_by_role("dialog").locator(".stCode").first.wait_for()
    visitor.wait_for_timeout(300)

    expect(button).to_be_focused()


# The search field is one of the few things that Streamlit lets change slowly.
@pytest.mark.parametrize(("wish", "seconds"), [("reduce", "0s"), ("no-preference", "0.2s")])
def test_what_changes_slowly_changes_at_once_for_those_who_ask_for_less_motion(
    visit: Visit, served: str, wish: Literal["reduce", "no-preference"], seconds: str
) -> None:
    page = visit("desktop", reduced_motion=wish)
    open_view(page, f"{served}/?lang=en")

    field = page.locator(".st-key-q [data-testid=stTextInputRootElement]")
    expect(field).to_have_css("transition-duration", seconds)


def test_nothing_moves_for_those_who_ask_for_less_motion(visit: Visit, served: str) -> None:
    page = visit("desktop", reduced_motion="reduce")
    open_view(page, f"{served}/?lang=en")
    page.locator(".st-key-topic button").nth(1).click()
    moving = page.evaluate(
        "() => document.getAnimations().map(one => [one.effect.getComputedTiming().duration, "
        "one.effect.target?.className.toString().slice(0, 60)]).filter(([duration]) => duration > 1)"
    )

    assert moving == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_ring_of_a_text_field_is_around_its_whole_frame(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    field = visitor.locator(".st-key-q input")
    field.focus()

    frame = visitor.locator(".st-key-q [data-testid=stTextInputRootElement]")
    expect(field).to_have_css("outline-style", "none")
    expect(frame).to_have_css("outline", re.compile("solid 2px"))


def test_how_to_read_the_page_closes_by_a_key_or_a_click_elsewhere(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    how, summary = visitor.locator("details.how[open]"), visitor.locator("details.how summary")
    summary.click()
    expect(how).to_have_count(1)
    visitor.locator("details.how li").first.click()
    expect(how).to_have_count(1)

    visitor.keyboard.press("Escape")
    expect(how).to_have_count(0)
    summary.press("Enter")
    expect(how).to_have_count(1)
    visitor.keyboard.press("Escape")
    expect(summary).to_be_focused()

    summary.click()
    visitor.locator(".st-key-title h1").click()
    expect(how).to_have_count(0)
