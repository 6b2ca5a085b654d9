"""The walk through the events: by buttons, by arrow keys, by the clock; each step is a link."""

from playwright.sync_api import Page, expect

from tests.browser.helpers import IN_FOCUS, asked, rest, title
from tests.browser.test_pages import WIDER
from tests.conftest import Visit
from tests.waiting import eventually

FIRST, SECOND, THIRD, LAST = IN_FOCUS
ARROWS = {"en": ("ArrowRight", "ArrowLeft"), "ar": ("ArrowLeft", "ArrowRight")}
# The event in a ring on the timeline: its trace is drawn before that of all days.
RINGED = """() => (document.querySelector(".st-key-timeline .js-plotly-plot")?.data ?? [])
  .filter(trace => trace.marker?.size === 27 || trace.width === 24).flatMap(trace => trace.customdata)"""
LASTING = "() => document.querySelector('.walk-mark').dataset.seconds ?? ''"


def open_walk(page: Page, address: str) -> None:
    """Open a step and wait until it takes clicks and keys."""
    page.goto(address)
    page.locator(".walk-mark").wait_for(state="attached")
    page.locator(".st-key-timeline .main-svg").first.wait_for()
    rest(page)


def expect_step(page: Page, id: str, lang: str) -> None:
    """This event is told, in the ring on the timeline, in the step line and in the address."""
    expect(page.locator(".st-key-told h2")).to_have_text(title(id, lang))
    expect(page.locator(".st-key-step .unseen")).to_contain_text(title(id, lang))
    eventually(lambda: (page.evaluate(RINGED), asked(page).get("event")), ([id], [id]))
    rest(page)


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def test_buttons_lead_from_event_to_event(visitor: Page, served: str, lang: str, size: str) -> None:
    open_walk(visitor, f"{served}/story?lang={lang}&event={SECOND}")

    press(visitor, "onward")
    expect_step(visitor, THIRD, lang)
    press(visitor, "onward")
    expect_step(visitor, LAST, lang)
    expect(visitor.locator(".st-key-onward button")).to_be_disabled()
    press(visitor, "back")
    expect_step(visitor, THIRD, lang)


def test_arrow_keys_lead_with_the_script(visitor: Page, served: str, lang: str) -> None:
    onward, back = ARROWS[lang]
    open_walk(visitor, f"{served}/story?lang={lang}&event={THIRD}")

    visitor.keyboard.press(onward)
    expect_step(visitor, LAST, lang)
    visitor.keyboard.press(onward)
    visitor.keyboard.press(back)
    expect_step(visitor, THIRD, lang)


def test_an_arrow_leads_back_from_the_end_that_a_click_came_to(visitor: Page, served: str) -> None:
    open_walk(visitor, f"{served}/story?lang=en&event={THIRD}")
    press(visitor, "onward")
    expect_step(visitor, LAST, "en")

    visitor.keyboard.press("ArrowLeft")
    expect_step(visitor, THIRD, "en")


def test_arrows_in_the_search_stay_there(visitor: Page, served: str) -> None:
    open_walk(visitor, f"{served}/story?lang=en&event={SECOND}")
    visitor.locator(".st-key-q input").click()
    visitor.keyboard.press("ArrowRight")
    visitor.wait_for_timeout(500)

    expect_step(visitor, SECOND, "en")


def test_a_link_rebuilds_its_step(visitor: Page, visit: Visit, served: str, lang: str) -> None:
    open_walk(visitor, f"{served}/story?lang={lang}&role=contact&event={FIRST}")
    press(visitor, "onward")
    expect_step(visitor, THIRD, lang)

    guest = visit(locale="fr-FR")
    open_walk(guest, visitor.url)
    expect_step(guest, THIRD, lang)
    assert guest.locator(".st-key-step").inner_text() == visitor.locator(".st-key-step").inner_text()


def test_back_leads_to_the_step_before(visitor: Page, served: str) -> None:
    open_walk(visitor, f"{served}/story?lang=en&event={FIRST}")
    press(visitor, "onward")
    expect_step(visitor, SECOND, "en")
    press(visitor, "onward")
    expect_step(visitor, THIRD, "en")

    visitor.go_back()
    expect_step(visitor, SECOND, "en")
    visitor.go_forward()
    expect_step(visitor, THIRD, "en")


def test_the_clock_walks_on_until_it_is_paused(visitor: Page, served: str) -> None:
    open_walk(visitor, f"{served}/story?lang=en&event={FIRST}")
    visitor.locator(".st-key-pace button", has_text="Fast").click()
    rest(visitor)
    press(visitor, "play")
    expect_step(visitor, SECOND, "en")
    assert visitor.evaluate(LASTING) == "4"

    press(visitor, "play")
    eventually(lambda: visitor.evaluate(LASTING), "")
    here = asked(visitor)
    visitor.wait_for_timeout(5000)
    assert asked(visitor) == here


def test_the_clock_stops_at_the_end(visitor: Page, served: str, lang: str) -> None:
    open_walk(visitor, f"{served}/story?lang={lang}&event={THIRD}")
    press(visitor, "play")
    expect_step(visitor, LAST, lang)

    assert visitor.evaluate(LASTING) == ""


def test_the_clock_waits_while_nobody_looks(visitor: Page, served: str) -> None:
    visitor.add_init_script("Object.defineProperty(document, 'hidden', {get: () => window.unseen ?? false})")
    look = "unseen => { window.unseen = unseen; document.dispatchEvent(new Event('visibilitychange')); }"
    open_walk(visitor, f"{served}/story?lang=en&event={FIRST}")
    visitor.locator(".st-key-pace button", has_text="Fast").click()
    rest(visitor)
    press(visitor, "play")
    eventually(lambda: visitor.evaluate(LASTING), "4")
    visitor.evaluate(look, True)
    here = asked(visitor)
    visitor.wait_for_timeout(5000)
    assert asked(visitor) == here

    visitor.evaluate(look, False)
    expect_step(visitor, SECOND, "en")


def test_a_reader_who_wants_no_motion_gets_none(visit: Visit, served: str) -> None:
    moved, still = visit(), visit(reduced_motion="reduce")
    for page in (moved, still):
        open_walk(page, f"{served}/story?lang=en&event={SECOND}")

    expect(moved.locator(".st-key-wish-still")).to_have_count(1)
    # The browser has pressed the button, and the server sends no more flights (see tests/test_story.py).
    expect(still.locator(".st-key-wish-still")).to_have_count(0)
    still.wait_for_timeout(1000)
    assert asked(still)["event"] == [SECOND]
    assert still.evaluate(LASTING) == ""


def test_each_step_is_said_to_those_who_listen(visitor: Page, served: str, lang: str) -> None:
    open_walk(visitor, f"{served}/story?lang={lang}&event={SECOND}")
    region = visitor.locator(".st-key-step [aria-live=polite]")
    expect(region).to_contain_text(title(SECOND, lang))
    same = region.element_handle()

    press(visitor, "onward")
    expect(region).to_contain_text(title(THIRD, lang))
    assert same.evaluate(
        "(old, selector) => old === document.querySelector(selector)", ".st-key-step .stHtml"
    )

    # As Streamlit leaves it where it makes the block anew, on a busy machine even at the first step.
    region.evaluate("block => block.removeAttribute('aria-live')")
    expect(region).to_contain_text(title(THIRD, lang))


def test_a_hand_finds_every_button(visit: Visit, served: str, lang: str) -> None:
    page = visit("phone")
    open_walk(page, f"{served}/story?lang={lang}&event={SECOND}")

    assert page.evaluate(WIDER) <= 0, "the page scrolls sideways"
    for button in page.locator(".st-key-walk button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["y"] + box["height"] <= 844, "out of reach"


def test_the_main_page_leads_to_its_event(visitor: Page, served: str, lang: str) -> None:
    visitor.goto(f"{served}/?lang={lang}&event={SECOND}")
    visitor.locator(".st-key-walk-from a").click()

    visitor.wait_for_url("**/story?*")
    expect_step(visitor, SECOND, lang)
