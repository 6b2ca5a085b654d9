"""An event in the list is chosen by a click anywhere on its card, or from the keyboard."""

from itertools import pairwise

from playwright.sync_api import Page

from tests.browser.helpers import expect_selected, open_view

FOCUSED = "() => document.activeElement?.closest('[class*=\"st-key-\"]')?.className ?? ''"


def test_click_on_a_card_selects_its_event(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    card = visitor.locator(".st-key-event-lldc3-2025")

    card.click(position={"x": 8, "y": 8})
    expect_selected(visitor, "lldc3-2025", lang)


def test_a_card_is_read_from_its_day_to_its_parties(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    card = visitor.locator(".st-key-event-lldc3-2025")
    boxes = [card.locator(part).bounding_box() for part in (".when", "button", ".meta >> nth=0")]
    edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box]

    assert len(edges) == 3
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(edges))


def test_previous_and_next_walk_through_the_view(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&event=lldc3-2025")

    visitor.locator(".st-key-next button:visible").click()
    expect_selected(visitor, "call-2025-12-03", lang)
    visitor.locator(".st-key-previous button:visible").click()
    expect_selected(visitor, "lldc3-2025", lang)


def test_tab_reaches_filters_and_cards_and_enter_selects(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    reached = [""]
    while "st-key-open-lldc3-2025" not in reached[-1] and len(reached) < 150:
        visitor.keyboard.press("Tab")
        reached.append(visitor.evaluate(FOCUSED))
    visitor.keyboard.press("Enter")

    expect_selected(visitor, "lldc3-2025", "en")
    for key in ("q", "preset", "dates", "topic", "kind", "role", "verification", "language", "share"):
        assert any(f"st-key-{key} " in f"{classes} " for classes in reached), key
