"""No word of the timeline lies on another or outside the chart, whichever way time runs."""

from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import open_view
from tests.conftest import Serve, Visit
from timeline.vocabulary import KINDS

# Beside the filters a window of 1330 has the narrowest chart with labels, one of 1280 has numbers.
WIDTHS = (1440, 1330, 1280, 900, 390)
# Forty events in a month: of every kind, in both lanes, two or three a day in its first half.
CROWD = "date,title,kind,role\n" + "".join(
    f"2025-01-{1 + at * at % 31:02d},Event {at} of a crowded month,{kind},{role}\n"
    for at, (kind, role) in enumerate(
        zip(islice(cycle(KINDS), 40), cycle(("contact", "context")), strict=False)
    )
)
# Words with their boxes: those of one text that stands in several lines are one.
_TEXTS = """() => {
  const chart = document.querySelector(".st-key-timeline .main-svg").getBoundingClientRect();
  const shown = [...document.querySelectorAll(".st-key-timeline .main-svg text")].filter(one =>
    one.textContent.trim() && one.checkVisibility({opacityProperty: true, visibilityProperty: true}));
  return shown.map(one => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    return [one.textContent, left - chart.left, top - chart.top, chart.right - right, chart.bottom - bottom,
      left, top, right, bottom];
  }).filter(([, , , , , left, top, right, bottom]) => right > left && bottom > top);
}"""
# Boxes of text hold the room above and below its letters, too.
_ROOM = 3.0

Text = tuple[str, float, float, float, float, float, float, float, float]


@pytest.mark.parametrize("dates", ["", "../..", "2019/2025"])
def test_the_words_of_the_record(visit: Visit, served: str, lang: str, dates: str) -> None:
    page = visit()
    open_view(page, f"{served}/?lang={lang}&dates={dates}")

    assert at_every_width(page, least=8) == {}


def test_the_words_of_a_crowd(serve: Serve, visitor: Page, tmp_path: Path, lang: str) -> None:
    (tmp_path / "events.csv").write_text(CROWD, encoding="utf-8")
    open_view(visitor, f"{serve(tmp_path)}/?lang={lang}")

    assert at_every_width(visitor, least=6) == {}


def at_every_width(page: Page, least: int) -> dict[int, list[str]]:
    """What is wrong at which width; there must be at least ``least`` texts, or the test would see nothing."""
    wrong = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1100})
        page.wait_for_timeout(1500)
        texts: list[Text] = page.evaluate(_TEXTS)
        assert len(texts) >= least
        found = [*outside(texts), *overlapping(texts)]
        if found:
            wrong[width] = found
    return wrong


def outside(texts: list[Text]) -> list[str]:
    """The texts that are cut off at an edge of the chart."""
    return [f"outside by {min(edges[:4]):.0f}: {words}" for words, *edges in texts if min(edges[:4]) < -_ROOM]


def overlapping(texts: list[Text]) -> list[str]:
    """The pairs of texts that share ground."""
    found = []
    for at, (words, *_, left, top, right, bottom) in enumerate(texts):
        for other, *_, x0, y0, x1, y1 in texts[at + 1 :]:
            across, down = min(right, x1) - max(left, x0), min(bottom, y1) - max(top, y0)
            if across > _ROOM and down > _ROOM:
                found.append(f"{words} / {other}")
    return found
