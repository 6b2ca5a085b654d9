"""A click on the matrix leads to the main page with its topic and event."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import asked, click_at, expect_events, expect_selected, rest
from tests.conftest import Serve

_CELL = """() => {
  const chart = document.querySelector(".st-key-matrix .js-plotly-plot");
  chart.scrollIntoView({block: "center"});
  const {xaxis, yaxis} = chart._fullLayout, box = chart.getBoundingClientRect(), marks = chart.data[0];
  const at = marks.customdata.findIndex(one => one[0] === "trade" && one[1] === "awaza-2025-08");
  return [box.x + xaxis._offset + xaxis.l2p(marks.x[at]), box.y + yaxis._offset + yaxis.l2p(marks.y[at])];
}"""

_HEADS = """() => [...document.querySelectorAll(".st-key-matrix .xtick text")]
  .map(one => one.getBoundingClientRect())
  .map(({left, right}) => [left, right]).sort((one, other) => one[0] - other[0])"""


def test_a_click_on_the_matrix_asks_for_its_topic(visitor: Page, served: str, lang: str) -> None:
    visitor.goto(f"{served}/topics?lang={lang}")
    visitor.locator(".st-key-matrix .main-svg").first.wait_for()
    rest(visitor)
    x, y = visitor.evaluate(_CELL)
    click_at(visitor, (x, y))

    visitor.locator(".st-key-timeline .main-svg").first.wait_for()
    expect_events(visitor, ["awaza-2025-08"])
    expect_selected(visitor, "awaza-2025-08", lang)
    assert asked(visitor) == {"lang": [lang], "topic": ["trade"], "event": ["awaza-2025-08"]}


def test_the_first_page_that_a_server_shows_may_be_any(serve: Serve, visitor: Page) -> None:
    visitor.goto(f"{serve(None)}/data?lang=en")

    visitor.locator(".st-key-title h1").wait_for()
    visitor.locator(".st-key-filters").wait_for()


@pytest.mark.parametrize("width", [1440, 1024, 768])
def test_no_column_runs_into_the_next(visitor: Page, served: str, lang: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(f"{served}/topics?lang={lang}&dates=../..")
    visitor.locator(".st-key-matrix .main-svg").first.wait_for()
    rest(visitor)
    boxes = visitor.evaluate(_HEADS)

    assert len(boxes) == 9
    assert all(before[1] <= after[0] for before, after in pairwise(boxes))
