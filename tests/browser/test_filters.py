"""Whatever narrows the record narrows count, list and timeline together, and stands in the address."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import asked, expect_events, open_view, pill, rest, show_filters
from tests.datasets import shipped
from tests.waiting import eventually
from timeline.selection import Selection
from timeline.tables import localised

EVERYTHING = list(shipped().events(Selection())["id"])


def test_a_topic_narrows_everything(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    label = localised(shipped().dataset.by_id["topics"]["bilateral-relations"], "label", lang)
    show_filters(visitor)

    pill(visitor, "topic", label).click()
    expect_events(visitor, ["awaza-2025-08", "call-2025-12-03"])
    assert asked(visitor) == {"lang": [lang], "topic": ["bilateral-relations"]}


def test_a_preset_widens_everything(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    show_filters(visitor)

    pill(visitor, "preset", "1995").click()
    expect_events(visitor, EVERYTHING)
    assert asked(visitor)["dates"] == ["../.."]


def test_typed_dates_narrow_everything(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    year = visitor.locator(".st-key-dates [role=spinbutton]").first
    year.click()
    for digits in ("2025", "12", "01"):
        visitor.keyboard.type(digits)
    # What is typed counts once the field is left.
    visitor.locator(".st-key-title h1").click()

    expect_events(visitor, ["call-2025-12-03", "forum-2025-12-12"])
    assert asked(visitor)["dates"] == ["2025-12-01/2025-12-31"]


@pytest.mark.parametrize("words", ["Avaza", "آوازا"])
def test_words_find_an_event_by_another_spelling(visitor: Page, served: str, words: str) -> None:
    open_view(visitor, f"{served}/?lang=en&dates=../..")
    visitor.locator(".st-key-q input").fill(words)
    visitor.keyboard.press("Enter")

    expect_events(visitor, ["awaza-2025-08", "lldc3-2025"])


def test_words_are_marked_where_they_are_found(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=ar&dates=../..&q=الحبيسه")
    for part in ("events", "details"):
        expect(visitor.locator(f".st-key-{part} mark").first).to_have_text("الحبيسة")


def test_an_empty_view_offers_the_way_out(visitor: Page, served: str, lang: str, size: str) -> None:
    visitor.goto(f"{served}/?lang={lang}&topic=trade&kind=phone-call")
    visitor.locator(".st-key-way-0 button").click()
    visitor.locator(".st-key-timeline .main-svg").first.wait_for()
    rest(visitor)

    expect_events(visitor, ["call-2025-12-03"])


def test_clear_all_leaves_nothing_narrowed(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en&topic=trade&q=awaza&dates=2025-08")
    visitor.locator(".st-key-clear button").click()

    expect(visitor.locator(".st-key-q input")).to_have_value("")
    assert asked(visitor) == {"lang": ["en"]}


_FADING = """() => document.getAnimations()
  .filter(one => one.transitionProperty === "opacity" && one.effect.target.closest("[data-stale]")).length"""
# A page that waits, as Streamlit marks it, and how well it is seen: at once, and when it has waited long.
_WAITING = """async () => {
  const app = document.querySelector(".stApp"), piece = document.querySelector(".st-key-count");
  const seen = () => Number(getComputedStyle(piece).opacity);
  const state = app.dataset.testScriptState;
  app.dataset.testScriptState = "running"; piece.dataset.stale = "true";
  const found = [seen()];
  for (let turn = 0; turn < 200 && seen() === 1; turn += 1) await new Promise(done => setTimeout(done, 50));
  found.push(seen());
  app.dataset.testScriptState = state; delete piece.dataset.stale;
  return [...found, seen()];
}"""


def test_nothing_fades_while_an_answer_is_worked_out(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    pill(visitor, "topic", "Bilateral relations").click()
    for _ in range(10):
        assert visitor.evaluate(_FADING) == 0
    expect_events(visitor, ["awaza-2025-08", "call-2025-12-03"])

    rest(visitor)
    # A run of the page's own may begin and end meanwhile.
    eventually(lambda: visitor.evaluate(_WAITING), [1, 0.4, 1])
