"""Any kind of record gives a page that makes sense to the eye too: each leaves pictures of itself.

There is one in each language. They stand in pytest's cache, ``.pytest_cache/d/pictures``.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import rest, seen
from tests.conftest import Serve, Visit
from tests.datasets import write
from tests.test_any_dataset import FURTHER, RECORDS

# Longer than files must lie still before they are read.
_STILL = 600
_OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const shown = [...document.querySelectorAll("h1, h2, h3, p, button, .st-key-count, .st-key-timeline text")]
    .filter(one => one.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .filter(one => one.closest("[data-testid=stMain]") && !one.closest("[aria-hidden=true]"));
  return shown.filter(one => {
    const {left, right, width: own} = one.getBoundingClientRect();
    // A button that shows a picture has its words outside.
    return own > 1 && !one.closest(".st-key-previous, .st-key-next") && (left < -1 || right > width + 1);
  }).map(one => one.textContent.slice(0, 60));
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the record lies that the server shows."""
    return write(tmp_path_factory.mktemp("record"), events="date,title\n2025,A\n")


@pytest.fixture(scope="module")
def address(serve_all: Serve, folder: Path) -> str:
    """A dashboard that shows what lies in the folder."""
    return serve_all(folder)


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where the pictures go."""
    assert request.config.cache is not None
    return Path(request.config.cache.mkdir("pictures"))


@pytest.mark.parametrize("name", RECORDS)
def test_the_page_shows_the_record(
    address: str, folder: Path, visit: Visit, pictures: Path, name: str
) -> None:
    number, files = RECORDS[name]
    for file in folder.iterdir():
        file.unlink()
    write(folder, **files)
    further = [(size, FURTHER[name]) for size in ("desktop", "phone") if name in FURTHER]
    for size, lang in (("desktop", "en"), ("phone", "ar"), *further):
        page: Page = visit(size)
        page.wait_for_timeout(_STILL)
        page.goto(f"{address}/?lang={lang}")
        page.locator(".st-key-timeline .main-svg, .st-key-nothing").first.wait_for()
        rest(page)
        page.screenshot(path=pictures / f"{name} {lang} {size}.png")
        shown = seen(page)
        assert (shown.count, len(shown.listed)) == (number, number)
        assert page.locator(".st-key-nothing").count() == (number == 0)
        assert page.evaluate(_OUTSIDE) == []
        page.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("list_of", [".st-key-events .card", "#first .card"])
def test_numbers_in_a_long_list_do_not_reach_the_titles(
    address: str, folder: Path, visit: Visit, list_of: str, lang: str
) -> None:
    rows = [f"{1000 + at // 2},Event {at}\n" for at in range(12_000)]
    write(folder, events=f"date,title\n{''.join(rows)}")
    page = visit("phone", java_script_enabled="first" not in list_of)
    page.wait_for_timeout(_STILL)
    page.goto(f"{address}/?lang={lang}&dates=../..")
    cards = page.locator(list_of)
    cards.filter(has_text="12,000").wait_for()

    spaces = cards.evaluate_all(
        """cards => cards.map(card => {
          const [number, title] = [".no", "a"].map(part => {
            const range = document.createRange();
            range.selectNodeContents(card.querySelector(part));
            return range.getBoundingClientRect();
          });
          return Math.max(title.left - number.right, number.left - title.right);
        })"""
    )
    assert len(spaces) == 25
    assert min(spaces) > 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_ways_to_earlier_and_later_events_stand_in_one_line(
    address: str, folder: Path, visit: Visit, size: str
) -> None:
    rows = [f"{1000 + at // 2},Event {at}\n" for at in range(12_000)]
    write(folder, events=f"date,title\n{''.join(rows)}")
    page = visit(size)
    page.wait_for_timeout(_STILL)
    page.goto(f"{address}/?lang=en&dates=../..")
    buttons = page.locator(".st-key-pager button")
    buttons.nth(1).wait_for()

    back, on = (box["y"] for box in (button.bounding_box() for button in buttons.all()) if box)
    assert back == on
