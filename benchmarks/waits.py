"""What is waited for: in each pair, ours and then the empty app's, or the other way round.

The clocks are those of ``watch.js``, inside the page.
"""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Page, Playwright

from benchmarks.servers import ROOT

T = TypeVar("T")
Pair = tuple[float, float]
Part = tuple[str, str]
Wait = Callable[[], float]

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
# The map needs WebGL, which a machine without a screen draws in software.
FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
AT_REST = '[data-test-script-state="notRunning"]'

COUNT: Part = (".st-key-count .say", "text")
CARDS: Part = (".st-key-events [class*='st-key-event-']", "number")
MARKS: Part = (".st-key-timeline .point", "number")
DETAILS: Part = (".st-key-details h2", "text")
RUN: Part = (".st-key-run-number", "text")
TOPIC = ".st-key-topic button >> nth=2"
CARD = ".st-key-events [class*='st-key-open-'] button"
AGAIN = ".st-key-again button"


@dataclass(frozen=True)
class Apps:
    """Where the two apps are served, and the browser that visits them."""

    browser: Browser
    ours: str
    empty: str


def cold_loads(apps: Apps, pairs: int) -> tuple[list[Pair], list[Pair]]:
    """From navigation to the first event's title, and to the empty app's only word; nothing cached.

    Twice: wherever on the page it stands, and inside what Streamlit draws, where it can be used.
    """
    titles = _titles()

    def ours() -> Pair:
        return _cold_load(apps.browser, apps.ours, titles)

    def empty() -> Pair:
        return _cold_load(apps.browser, apps.empty, ["empty"])

    # What a server does once, at its first visit, is not a visitor's wait.
    ours(), empty()
    loads = list(_interleaved(ours, empty, pairs))
    seen = [(mine[0], theirs[0]) for mine, theirs in loads]
    drawn = [(mine[1], theirs[1]) for mine, theirs in loads]
    return seen, drawn


def topic_clicks(apps: Apps, pairs: int) -> list[Pair]:
    """From a click on a topic until count, list and timeline show the answer; on, off, on ..."""
    with _opened(apps.browser, apps.ours) as ours, _opened(apps.browser, apps.empty) as empty:
        wait = _clicks(ours, lambda _: TOPIC, [COUNT, CARDS, MARKS])
        # Both of its answers are then known to the server, as they are to one with visitors.
        wait(), wait()
        return list(_interleaved(wait, _no_op(empty), pairs))


def card_clicks(apps: Apps, pairs: int) -> list[Pair]:
    """From a click on a card of the list until the details are those of its event."""
    with _opened(apps.browser, apps.ours) as ours, _opened(apps.browser, apps.empty) as empty:
        wait = _clicks(ours, lambda turn: f"{CARD} >> nth={turn % 2}", [DETAILS])
        wait(), wait()
        return list(_interleaved(wait, _no_op(empty), pairs))


def launched(playwright: Playwright) -> Browser:
    """The machine's own Chromium, else the one of the test tool."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


def _interleaved(ours: Callable[[], T], empty: Callable[[], T], pairs: int) -> Iterator[tuple[T, T]]:
    """The two of a pair back to back, so that a slow minute slows both; who is first alternates."""
    for turn in range(pairs):
        if turn % 2:
            baseline = empty()
            yield ours(), baseline
        else:
            yield ours(), empty()


def _cold_load(browser: Browser, address: str, texts: list[str]) -> Pair:
    """When one of ``texts`` is on the page, and when it is in the part that Streamlit draws."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    try:
        page = context.new_page()
        seen, drawn = (f"firstText({json.dumps(texts)}, '{within}')" for within in ("body", "#root"))
        page.add_init_script(f"{WATCH}\nwindow.seen = Promise.all([{seen}, {drawn}])")
        page.goto(address, wait_until="commit")
        first, second = page.evaluate("window.seen")
        return float(first), float(second)
    finally:
        context.close()


def _clicks(page: Page, target: Callable[[int], str], parts: list[Part]) -> Wait:
    """One more click at each call, on ``target`` of its turn."""
    turn = -1

    def wait() -> float:
        nonlocal turn
        turn += 1
        _rest(page)
        page.evaluate("parts => { window.seen = changed(parts) }", [list(part) for part in parts])
        page.click(target(turn))
        return float(page.evaluate("window.seen"))

    return wait


def _no_op(page: Page) -> Wait:
    wait = _clicks(page, lambda _: AGAIN, [RUN])
    wait()
    return wait


@contextmanager
def _opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own, loaded and at rest."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    try:
        page = context.new_page()
        page.add_init_script(f"{WATCH}\nwindow.changed = changed")
        page.goto(address, wait_until="networkidle")
        _rest(page)
        yield page
    finally:
        context.close()


def _rest(page: Page) -> None:
    page.wait_for_selector(AT_REST, state="attached")
    # Charts are still drawn for a while after the script has ended.
    page.wait_for_timeout(500)


def _titles() -> list[str]:
    with (ROOT / "data" / "events.csv").open(encoding="utf-8", newline="") as file:
        return [row["title_en"] for row in csv.DictReader(file)]
