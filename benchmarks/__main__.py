"""Measure, print the table, and fail when a limit is passed: ``python -m benchmarks``."""

import argparse
import sys

from playwright.sync_api import sync_playwright

from benchmarks.report import Outcome, as_json, table
from benchmarks.servers import EMPTY, ROOT, serving
from benchmarks.waits import Apps, card_clicks, cold_loads, launched, topic_clicks

# From the issue that asked for the dashboard; the other measures have no limit.
COLD_LIMIT = 1.3
CLICK_LIMIT = 2.5


def outcomes(pairs: int) -> list[Outcome]:
    with serving(ROOT) as ours, serving(EMPTY) as empty, sync_playwright() as playwright:
        browser = launched(playwright)
        apps = Apps(browser, ours, empty)
        try:
            seen, drawn = cold_loads(apps, pairs)
            return [
                Outcome("cold load until the first event", seen, COLD_LIMIT),
                Outcome("cold load until Streamlit draws one", drawn),
                Outcome("topic click until all views agree", topic_clicks(apps, pairs), CLICK_LIMIT),
                Outcome("card click until its details", card_clicks(apps, pairs)),
            ]
        finally:
            browser.close()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=_at_least_five, default=7, help="measured pairs (default 7)")
    parser.add_argument("--json", action="store_true", help="print every pair, as JSON")
    asked = parser.parse_args(arguments)
    found = outcomes(asked.pairs)
    print(as_json(found) if asked.json else table(found))
    return int(any(outcome.is_over for outcome in found))


def _at_least_five(text: str) -> int:
    pairs = int(text)
    if pairs < 5:
        raise argparse.ArgumentTypeError(f"want at least 5 pairs for a median (got {pairs})")
    return pairs


if __name__ == "__main__":
    sys.exit(main())
