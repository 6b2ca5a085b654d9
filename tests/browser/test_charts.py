"""A click on anything that stands for an event selects that event everywhere."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import (
    click_at,
    click_map,
    expect_selected,
    halfway,
    mark_of,
    open_view,
    position,
)


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


def test_a_click_on_an_arc_selects_its_call(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&event=lldc3-2025")
    click_map(visitor, halfway(position("ashgabat"), position("mogadishu")), lang)

    expect_selected(visitor, "call-2025-12-03", lang)


def test_a_tap_on_the_map_selects_on_a_phone(visitor: Page, served: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang=en&event=lldc3-2025")
    click_map(visitor, position("ashgabat"), "en")

    expect_selected(visitor, "forum-2025-12-12", "en")
