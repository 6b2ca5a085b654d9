"""Where the system forces its own few colours: what a colour says is still said, what is chosen is seen."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import open_page
from tests.conftest import Visit

# How each symbol is painted: of its kind, its status, its stretch of time or its party.
_SYMBOLS = """() => [...document.querySelectorAll(
    ".legend i, .stApp .glyph, .duo i, .party i, .days i")]
  .map(symbol => getComputedStyle(symbol))
  .map(({backgroundColor, backgroundImage, borderTopColor, boxShadow}) =>
    [backgroundColor, backgroundImage, borderTopColor, boxShadow])"""
# The words of everything that is chosen, and of everything that has the edge which says so.
_CHOSEN = """() => {
  const ink = document.body.appendChild(document.createElement("i"));
  ink.style.color = "Highlight";
  const { color } = getComputedStyle(ink);
  const edged = [...document.querySelectorAll(".stApp :is(a, button, li)")].filter(one => {
    const { outlineColor, outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineColor === color && outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
  });
  const chosen = [...document.querySelectorAll(
    ".stApp [data-selected=true], .st-key-here a, .stApp li:has(.sel)")];
  return [chosen, edged].map(all => all.map(one => one.textContent));
}"""


def forced(visit: Visit, address: str, scheme: str) -> Page:
    """The page at an address as the system's own colours paint it."""
    page = visit(color_scheme=scheme, forced_colors="active")
    open_page(page, address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "topics"])
def test_symbols_keep_the_colours_that_mean_something(
    visit: Visit, served: str, path: str, scheme: str
) -> None:
    address = f"{served}/{path}?lang=en"
    plain = visit(color_scheme=scheme)
    open_page(plain, address)
    symbols = plain.evaluate(_SYMBOLS)

    assert symbols
    assert forced(visit, address, scheme).evaluate(_SYMBOLS) == symbols


def test_what_is_chosen_has_an_edge_and_nothing_else_has(visit: Visit, served: str, lang: str) -> None:
    page = forced(visit, f"{served}/?lang={lang}&topic=neutrality&kind=phone-call", "dark")
    page.locator(".st-key-here a[aria-current]").wait_for()
    chosen, edged = page.evaluate(_CHOSEN)

    # The page, the language, the dates, a topic, a kind, the role and the card of the selected event.
    assert len(chosen) == 7
    assert edged == chosen
