"""Charts and map are drawn for the page's theme, also when the system's turns while the page is open."""

from io import BytesIO
from typing import cast

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page

from tests.browser.helpers import asked, open_view, rest
from tests.conftest import Visit
from tests.waiting import eventually

# Plotly draws the names of its axis into the picture, where no style sheet reaches them.
_INK = """() => getComputedStyle(document.querySelector(".st-key-timeline .xtick text")).fill
  .match(/\\d+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part, 0) / 3"""


def inks(page: Page) -> tuple[str, str]:
    """Whether the timeline's dates and the map are of light or of dark colours."""
    ink = page.evaluate(_INK)
    canvas = page.locator(".st-key-map canvas").first.screenshot()
    ground = sum(ImageStat.Stat(Image.open(BytesIO(canvas)).convert("RGB")).mean) / 3
    return "light" if ink > 128 else "dark", "light" if ground > 128 else "dark"


@pytest.mark.parametrize("path", ["", "story"])
def test_charts_and_map_turn_with_the_theme(visit: Visit, served: str, path: str) -> None:
    page = visit(color_scheme="light")
    open_view(page, f"{served}/{path}?lang=ar&event=call-2025-12-03")
    eventually(lambda: inks(page), ("dark", "light"))
    here = asked(page)

    page.emulate_media(color_scheme="dark")
    eventually(lambda: inks(page), ("light", "dark"))
    page.emulate_media(color_scheme="light")
    eventually(lambda: inks(page), ("dark", "light"))
    rest(page)
    assert asked(page) == here


def test_a_page_at_rest_in_its_theme_asks_for_nothing(visit: Visit, served: str) -> None:
    page = visit(color_scheme="dark")
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(cast(str, frame))))
    open_view(page, f"{served}/?lang=en")
    before = len(sent)
    page.wait_for_timeout(1500)

    assert len(sent) == before
    assert before
