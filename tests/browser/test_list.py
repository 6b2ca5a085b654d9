"""An event in the list is chosen by a click anywhere on its card, or from the keyboard."""

from itertools import pairwise

from playwright.sync_api import Page

from tests.browser.helpers import expect_selected, open_view
from tests.waiting import eventually

FOCUSED = "() => document.activeElement?.closest('[class*=\"st-key-\"]')?.className ?? ''"


def test_click_on_a_card_selects_its_event(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    card = visitor.locator(".st-key-event-lldc3-2025")

    card.click(position={"x": 8, "y": 8})
    expect_selected(visitor, "lldc3-2025", lang)


def test_a_card_is_read_from_its_day_to_its_parties(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    card = visitor.locator(".st-key-event-lldc3-2025")
    boxes = [card.locator(part).bounding_box() for part in (".when", "a", ".meta >> nth=0")]
    edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box]

    assert len(edges) == 3
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(edges))


def test_a_card_is_followed_without_loading_the_page_anew(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&event=lldc3-2025")
    visitor.evaluate("() => { window.notReloaded = true }")
    before = visitor.evaluate("() => history.length")

    for id in ("lldc3-2025", "awaza-2025-08", "call-2025-12-03", "call-2025-12-03"):
        visitor.locator(f".st-key-event-{id} a").click()
        expect_selected(visitor, id, lang)
        assert visitor.locator(".st-key-events [aria-current]").count() == 1
    # The event that is shown already is no other view.
    assert visitor.evaluate("() => history.length") == before + 2
    visitor.go_back()
    expect_selected(visitor, "awaza-2025-08", lang)
    visitor.go_back()
    expect_selected(visitor, "lldc3-2025", lang)
    visitor.go_forward()
    expect_selected(visitor, "awaza-2025-08", lang)
    assert visitor.evaluate("() => window.notReloaded")


def test_a_card_opens_in_another_tab_as_any_link(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en&dates=2025&event=lldc3-2025")

    with visitor.context.expect_page() as opened:
        visitor.locator(".st-key-event-awaza-2025-08 a").click(modifiers=["Control"])
    assert opened.value.url == f"{served}/?lang=en&dates=2025&event=awaza-2025-08"
    expect_selected(visitor, "lldc3-2025", "en")


def test_previous_and_next_walk_through_the_view(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&event=lldc3-2025")

    visitor.locator(".st-key-next button:visible").click()
    expect_selected(visitor, "call-2025-12-03", lang)
    visitor.locator(".st-key-previous button:visible").click()
    expect_selected(visitor, "lldc3-2025", lang)


def test_tab_reaches_filters_and_cards_and_enter_selects(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    # The filters come last.
    visitor.locator(".st-key-verification button").first.wait_for()
    reached = [""]
    while "st-key-event-lldc3-2025" not in reached[-1] and len(reached) < 150:
        visitor.keyboard.press("Tab")
        reached.append(visitor.evaluate(FOCUSED))
    visitor.keyboard.press("Enter")

    expect_selected(visitor, "lldc3-2025", "en")
    # The list comes anew; who goes on from here, or back, is still at the same card.
    eventually(lambda: "st-key-event-lldc3-2025" in visitor.evaluate(FOCUSED), True)
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect_selected(visitor, "call-2025-12-03", "en")
    visitor.go_back()
    expect_selected(visitor, "lldc3-2025", "en")
    eventually(lambda: "st-key-event-call-2025-12-03" in visitor.evaluate(FOCUSED), True)
    for key in ("q", "preset", "dates", "topic", "kind", "role", "verification", "language", "share"):
        assert any(f"st-key-{key} " in f"{classes} " for classes in reached), key
