"""How long an answer to a click takes, beside a click in an empty Streamlit app that does nothing.

In the record that ships one topic is clicked on and off, and the server knows both answers: a visitor's
click is most of the time. In a large record each click asks what nobody has asked before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from benchmarks.records import Record, large, shipped
from benchmarks.report import Pair, Ratio, Row
from benchmarks.visits import WATCH, in_turns, rest, visiting
from running.servers import ROOT, serving

Part = tuple[str, str]
Wait = Callable[[], float]

# No longer than Streamlit takes to do nothing; in a large record half as long again.
CLICK_LIMIT = 1.0
LARGE_LIMIT = 1.5
AFTERGLOW_MS = 2000
EMPTY = ROOT / "benchmarks" / "empty"

COUNT: Part = (".st-key-count .say", "text")
CARDS: Part = (".st-key-events [class*='st-key-event-']", "number")
# While the script runs Streamlit keeps the old chart as well, unseen, beside the new one.
MARKS: Part = (".st-key-timeline:not([data-retained]) .point", "number")
# A page of a large record's list is as long whatever is chosen, and its columns stand where they stood.
CARD_TEXTS: Part = (CARDS[0], "text")
FULLEST: Part = (".st-key-timeline:not([data-retained]) .annotation-text", "text")
DETAILS: Part = (".st-key-details h2", "text")
RUN: Part = (".st-key-run-number", "text")
TOPICS = ".st-key-topic button"
TOPIC = f"{TOPICS} >> nth=2"
CARD = ".st-key-events [class*='st-key-event-'] a"
AGAIN = ".st-key-again button"


def rows(browser: Browser, pairs: int) -> list[Row]:
    """A click on a topic, on, off, on ...; and a click on a card of the list."""
    with _served(shipped()) as (ours, empty):
        # From the click until count, list and timeline show the answer.
        topic = _beside_a_no_op(browser, ours, empty, pairs, lambda _: TOPIC, [COUNT, CARDS, MARKS])
        # From the click until the details are those of its event.
        card = _beside_a_no_op(
            browser, ours, empty, pairs, lambda turn: f"{CARD} >> nth={turn % 2}", [DETAILS]
        )
    return [
        Ratio("topic click until all views agree", topic, "no-op", CLICK_LIMIT),
        Ratio("card click until its details", card, "no-op"),
    ]


def large_rows(browser: Browser, pairs: int) -> list[Row]:
    """A click on one topic or another, such that no two clicks ask the same."""
    record = large()
    with _served(record) as (ours, empty):
        topic = _beside_a_no_op(
            browser,
            ours,
            empty,
            pairs,
            lambda turn: f"{TOPICS} >> nth={step(turn)}",
            [COUNT, CARD_TEXTS, FULLEST],
        )
    return [Ratio(f"topic click, {record.name}", topic, "no-op", LARGE_LIMIT)]


def step(turn: int) -> int:
    """Which topic to click so that no set of chosen ones comes twice: the one that a Gray code changes."""
    return ((turn + 1) & -(turn + 1)).bit_length() - 1


@contextmanager
def _served(record: Record) -> Iterator[tuple[str, str]]:
    with serving(ROOT, record.served) as ours, serving(EMPTY) as empty:
        yield ours, empty


def _beside_a_no_op(
    browser: Browser, ours: str, empty: str, pairs: int, target: Callable[[int], str], parts: list[Part]
) -> list[Pair]:
    with _opened(browser, ours) as dashboard, _opened(browser, empty) as yardstick:
        wait, no_op = _clicks(dashboard, target, parts), _clicks(yardstick, lambda _: AGAIN, [RUN])
        # The answers are then known to the server, as they are to one with visitors.
        wait(), wait(), no_op()
        return [(mine, theirs) for mine, theirs in in_turns(pairs, wait, no_op)]


def _clicks(page: Page, target: Callable[[int], str], parts: list[Part]) -> Wait:
    """One more click at each call, on ``target`` of its turn."""
    turn = -1

    def wait() -> float:
        nonlocal turn
        turn += 1
        rest(page)
        page.evaluate("parts => { window.answer = changed(parts) }", [list(part) for part in parts])
        page.click(target(turn))
        answer = float(page.evaluate("window.answer"))
        # The map goes on drawing, and both pages share what draws: the next click would wait for that.
        page.wait_for_timeout(AFTERGLOW_MS)
        return answer

    return wait


@contextmanager
def _opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own, loaded and at rest."""
    with visiting(browser) as page:
        page.add_init_script(f"{WATCH}\nwindow.changed = changed")
        page.goto(address, wait_until="networkidle")
        rest(page)
        yield page
