"""A cold load, beside an empty Streamlit app and a static page that draws the same events."""

import time

from playwright.sync_api import Browser

from benchmarks import vis
from benchmarks.report import Pair, Ratio, Row, Unmeasured
from benchmarks.visits import CHARTS, first_text, in_turns, load, seen, titles, visiting
from running.servers import ROOT, serving

# Readable in a fifth of the time in which Streamlit shows an empty page.
COLD_LIMIT = 0.2
# Beside a static page: no later than it.
STATIC_LIMIT = 1.0
PAUSE_S = 0.5
EMPTY = ROOT / "benchmarks" / "empty"
PAINTED = "#first svg.chart.timeline"
FIRST = "first event readable, cold"
TIMELINE = "timeline painted, cold"


def rows(browser: Browser, pairs: int) -> list[Row]:
    """From navigation to the first event's title and to the timeline; nothing cached."""
    with serving(ROOT) as ours, serving(EMPTY) as empty:
        try:
            with vis.static_page(ours) as static:
                return _rows(_loads(browser, pairs, ours, empty, static))
        except vis.NotFetched as failure:
            unmeasured = [Unmeasured(name, str(failure)) for name in (FIRST, TIMELINE)]
            return [*_rows(_loads(browser, pairs, ours, empty)), *unmeasured]


def _rows(loads: list[list[list[float]]]) -> list[Row]:
    """Each load has ours, the empty app's and, if it was to be had, the static page's moments."""

    def pairs(mine: int, other: int, theirs: int = 0) -> list[Pair]:
        return [(load[0][mine], load[other][theirs]) for load in loads]

    found: list[Row] = [
        Ratio(FIRST, pairs(0, 1), "empty app", COLD_LIMIT),
        Ratio(TIMELINE, pairs(1, 1), "empty app", COLD_LIMIT),
        # Where it can be used: inside what Streamlit draws.
        Ratio("first event in the dashboard, cold", pairs(2, 1), "empty app"),
    ]
    if len(loads[0]) > 2:
        found += [
            Ratio(FIRST, pairs(0, 2), "vis-timeline", STATIC_LIMIT),
            Ratio(TIMELINE, pairs(1, 2, 1), "vis-timeline", STATIC_LIMIT),
        ]
    return found


def _loads(browser: Browser, pairs: int, ours: str, empty: str, static: str = "") -> list[list[list[float]]]:
    names = titles()

    def visit(address: str, *moments: str) -> list[float]:
        with visiting(browser) as page:
            found = load(page, address, *moments)
        # A server still works for a page that was just closed, and would slow the next one.
        time.sleep(PAUSE_S)
        return found

    def dashboard() -> list[float]:
        return visit(ours, first_text(names), seen(PAINTED), first_text(names, "#root"))

    def yardstick() -> list[float]:
        return visit(empty, first_text(["empty"]))

    def plain() -> list[float]:
        return visit(static, first_text(names), seen(vis.DRAWN))

    measures = [dashboard, yardstick, plain] if static else [dashboard, yardstick]
    # What a server does once, at its first visit, is not a visitor's wait: the charts' chunks are the
    # last that it compresses.
    visit(ours, seen(*CHARTS))
    for measure in measures:
        measure()
    return list(in_turns(pairs, *measures))
