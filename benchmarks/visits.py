"""A visitor with nothing cached: a browser context of its own, and clocks inside the page.

The clocks are those of ``watch.js``. What is compared takes turns, so that a slow minute slows all of it.
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page

from running.servers import ROOT

T = TypeVar("T")

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
AT_REST = '[data-test-script-state="notRunning"]'
# What a visitor waits for at the end: both of the dashboard's charts, where they can be clicked.
CHARTS = (".st-key-timeline .main-svg", ".st-key-map canvas")


@contextmanager
def visiting(browser: Browser, size: dict[str, Any] = DESKTOP) -> Iterator[Page]:
    """A page of a visitor who was never here."""
    context = browser.new_context(locale="en-GB", **size)
    try:
        yield context.new_page()
    finally:
        context.close()


def load(page: Page, address: str, *moments: str) -> list[float]:
    """Go to ``address``; when each of ``moments`` (see below) was, in ms since then."""
    page.add_init_script(f"{WATCH}\nwindow.moments = Promise.all([{', '.join(moments)}])")
    page.goto(address, wait_until="commit")
    return [float(moment) for moment in page.evaluate("window.moments")]


def first_text(texts: Sequence[str], within: str = "body") -> str:
    """The moment at which one of ``texts`` can be read inside what ``within`` selects."""
    return f"firstText({json.dumps(list(texts))}, {json.dumps(within)})"


def seen(*selectors: str) -> str:
    """The moment at which all that ``selectors`` find can be seen."""
    return f"allSeen({json.dumps(list(selectors))})"


def in_turns(pairs: int, *measures: Callable[[], T]) -> Iterator[list[T]]:
    """Each of ``measures`` once a turn, back to back; who is first changes from turn to turn."""
    for turn in range(pairs):
        order = list(range(len(measures)))[:: -1 if turn % 2 else 1]
        measured = {at: measures[at]() for at in order}
        yield [measured[at] for at in range(len(measures))]


def rest(page: Page) -> None:
    """Wait until the script has ended and what it left is drawn."""
    page.wait_for_selector(AT_REST, state="attached")
    # Charts are still drawn for a while after the script has ended.
    page.wait_for_timeout(500)


def titles() -> list[str]:
    """Any of these is the first event."""
    with (ROOT / "data" / "events.csv").open(encoding="utf-8", newline="") as file:
        return [row["title_en"] for row in csv.DictReader(file)]
