"""A question whose visitor, or program, has gone on or away is stopped by the running server."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from running.servers import Server, dashboard
from tests.browser.helpers import IN_FOCUS, asked, expect_events, open_view, rest
from tests.test_metrics import figures
from tests.test_unanswered import ENDLESS, STOPPED
from tests.waiting import eventually

SRC = Path(__file__).resolve().parents[2] / "src"
# Python runs a module of this name before anything else.
FIRST = "sitecustomize.py"
# Who searches for this word asks a question without end.
WORD = "forever"
PATCH = f"""
import sys
sys.path.insert(0, {str(SRC)!r})
import narwhals as nw
from timeline import counting

count = counting.mixtures

def mixtures(engine, having, asked):
    if asked.q == {WORD!r}:
        engine.rows(nw.from_native(engine.events().to_native().query("e", {ENDLESS!r})).lazy())
    return count(engine, having, asked)

counting.mixtures = mixtures
"""


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that stops no question by itself."""
    folder = tmp_path_factory.mktemp("patch")
    (folder / FIRST).write_text(PATCH)
    with dashboard(None, PYTHONPATH=str(folder), TIMELINE_SECONDS="0") as running:
        yield running
        running.process.kill()  # with a question that was not stopped it would not end by itself


def under_way(at: Server) -> float:
    """How many counts of events were begun and are not over."""
    with urlopen(f"{at.address}/metrics") as answer:
        now = figures(answer.read().decode())
    begun = now.get(("timeline_answers_total", ("summary", "miss")), 0)
    return begun - now.get(("timeline_query_seconds_count", ("summary",)), 0)


def search(page: Page) -> None:
    """Ask the question without end."""
    words = page.locator(".st-key-q input")
    words.fill(WORD)
    words.press("Enter")


def test_a_click_stops_the_question_before(endless: Server, visitor: Page) -> None:
    open_view(visitor, f"{endless.address}/?lang=en")
    search(visitor)
    eventually(lambda: under_way(endless), 1)
    visitor.locator(".st-key-clear button").click()

    eventually(lambda: under_way(endless), 0)
    rest(visitor)
    assert "q" not in asked(visitor)
    expect_events(visitor, IN_FOCUS)
    expect(visitor.get_by_text(STOPPED)).to_have_count(0)


def test_who_closes_the_page_leaves_no_question(endless: Server, visitor: Page) -> None:
    open_view(visitor, f"{endless.address}/?lang=en")
    search(visitor)
    eventually(lambda: under_way(endless), 1)
    visitor.close()

    eventually(lambda: under_way(endless), 0)


@pytest.mark.parametrize("path", ["/", "/briefing", "/calendar.ics", "/cards/view.png", "/api/v1/events.csv"])
def test_a_program_that_goes_away_leaves_no_question(endless: Server, path: str) -> None:
    where = urlsplit(endless.address)
    with socket.create_connection((where.hostname or "", where.port or 0)) as program:
        program.sendall(f"GET {path}?q={WORD} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        eventually(lambda: under_way(endless), 1)

    eventually(lambda: under_way(endless), 0)
