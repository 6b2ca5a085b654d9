"""A cold load of each record until its timeline is drawn, beside the afternoon version of the same record.

``benchmarks/afternoon`` reads the CSV files with pandas and draws a marker for each event. With a million it
takes most of a minute, so it is loaded a few times only, and given up after a while: its figure is then the
least that it takes, and the row says so. Ours is asked at every load what nobody has asked before.

The timeline is drawn when its chart can be clicked; the first paint shows it earlier, which has a row of its
own. The bytes are all that come to the browser until nothing more comes.
"""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count

from playwright.sync_api import Browser, Error

from benchmarks.cold import PAINTED
from benchmarks.line import AFTERNOON, AFTERNOON_CHARTS, whole_load
from benchmarks.records import Record, large, shipped, unasked
from benchmarks.report import Pair, Ratio, Row
from benchmarks.visits import CHARTS, in_turns, load, seen, visiting
from running.servers import ROOT, serving

# No later than the afternoon version at nine events, in a fifth of its time at a million ...
SMALL_LIMIT = 1.0
LARGE_LIMIT = 0.2
# ... and the bytes of a large record beside those of the one that ships.
BYTES_LIMIT = 1.1
# How often the afternoon version of a large record is loaded, and when it is given up, in ms.
FEW = 3
PATIENCE_MS = 150_000.0
# A server still works for a page that was just closed, the longer the more events it has sent.
PAUSE_S = 2.0

Moments = list[float]


def rows(browser: Browser, pairs: int) -> list[Row]:
    """The record that ships, beside the afternoon version of it."""
    return _drawn(browser, pairs, shipped(), SMALL_LIMIT)


def large_rows(browser: Browser, pairs: int) -> list[Row]:
    """The large record, beside the afternoon version of it and beside the record that ships."""
    record = large()
    return [
        *_drawn(browser, min(pairs, FEW), record, LARGE_LIMIT),
        _bytes(browser, pairs, record, shipped()),
    ]


def beside_the_afternoon(record: Record, loads: Sequence[Sequence[Moments]], limit: float) -> list[Row]:
    """Two rows; each load has our moments of the chart and the first paint, and the other's of its chart."""
    is_least = any(other[0] >= PATIENCE_MS for _, other in loads)
    beside = "afternoon, at least" if is_least else "afternoon"
    drawn, painted = ([(mine[at], other[0]) for mine, other in loads] for at in (0, 1))
    return [
        Ratio(f"timeline drawn, cold, {record.name}", drawn, beside, limit),
        Ratio(f"first paint's timeline, {record.name}", painted, beside),
    ]


def _drawn(browser: Browser, pairs: int, record: Record, limit: float) -> list[Row]:
    with serving(ROOT, record.served) as ours, serving(AFTERNOON, record.files) as theirs:
        links = _links(ours)

        def mine() -> Moments:
            with visiting(browser) as page:
                return load(page, next(links), seen(CHARTS[0]), seen(PAINTED))

        def other() -> Moments:
            found = _in_time(browser, theirs)
            time.sleep(PAUSE_S)
            return found

        # What a server does once, at its first visit, is not a visitor's wait.
        mine(), other()
        return beside_the_afternoon(record, list(in_turns(pairs, mine, other)), limit)


def _in_time(browser: Browser, address: str) -> Moments:
    """When the afternoon version's timeline was drawn; ``PATIENCE_MS`` if it was not by then, or never."""
    drawn = f"Promise.race([{seen(AFTERNOON_CHARTS[0])}, new Promise(end => setTimeout(end, {PATIENCE_MS}))])"
    with visiting(browser) as page:
        try:
            (moment,) = load(page, address, f"{drawn}.then(moment => moment ?? {PATIENCE_MS})")
        except Error:
            # More events than the browser has memory for.
            moment = PATIENCE_MS
    return [min(moment, PATIENCE_MS)]


def _bytes(browser: Browser, pairs: int, record: Record, small: Record) -> Row:
    with serving(ROOT, record.served) as ours, serving(ROOT, small.served) as other:
        measures = [partial(_kilobytes, browser, _links(address)) for address in (ours, other)]
        for measure in measures:
            measure()
        came: list[Pair] = [(mine, other) for mine, other in in_turns(pairs, *measures)]
    return Ratio(f"bytes of a cold load, {record.name}", came, small.name, BYTES_LIMIT, "kB")


def _kilobytes(browser: Browser, links: Iterator[str]) -> float:
    return whole_load(browser, next(links), seen(*CHARTS)).kilobytes


def _links(address: str) -> Iterator[str]:
    """Links that nobody has opened."""
    return (f"{address}{unasked(turn)}" for turn in count())
