"""Measure, print the table, and fail when a limit is missed: ``python -m benchmarks``."""

import argparse
import sys
from collections.abc import Callable, Iterable

from playwright.sync_api import Browser, Error

from benchmarks import answers, api, check, clicks, cold, crowd, line, loads, memory, shift, views
from benchmarks.report import Row, Unmeasured, as_json, table
from running.chromium import launched


def _in_chromium(rows: Callable[[Browser, int], list[Row]]) -> Callable[[int], list[Row]]:
    def measured(pairs: int) -> list[Row]:
        with launched() as browser:
            return rows(browser, pairs)

    return measured


# Those of a million events stand behind those of the same name.
PARTS: dict[str, Callable[[int], list[Row]]] = {
    "cold": _in_chromium(cold.rows),
    "loads": _in_chromium(loads.rows),
    "loads-large": _in_chromium(loads.large_rows),
    "clicks": _in_chromium(clicks.rows),
    "clicks-large": _in_chromium(clicks.large_rows),
    "shift": _in_chromium(shift.rows),
    "line": _in_chromium(line.rows),
    "api": api.rows,
    "answers": answers.rows,
    "answers-large": answers.large_rows,
    "check": check.rows,
    "crowd": crowd.rows,
    "crowd-large": crowd.large_rows,
    "memory-large": memory.rows,
    "views-huge": views.rows,
}
# What it takes to make ten million events is asked of nobody who does not want them.
USUAL = tuple(part for part in PARTS if part != "views-huge")


def measured(parts: Iterable[str], pairs: int) -> list[Row]:
    """The rows of ``parts``; one whose wait came to an end is a row that says so, and the others go on."""
    return [row for part in parts for row in _rows(part, pairs)]


def _rows(part: str, pairs: int) -> list[Row]:
    try:
        return PARTS[part](pairs)
    except (TimeoutError, Error) as failure:
        return [Unmeasured(part, next(iter(str(failure).splitlines()), "waited for too long"))]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=_at_least_five, default=7, help="measured pairs (default 7)")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; may be given again")
    parser.add_argument("--json", action="store_true", help="print every pair and every jump, as JSON")
    asked = parser.parse_args(arguments)
    found = measured(asked.only or USUAL, asked.pairs)
    print(as_json(found) if asked.json else table(found))
    return int(any(row.missed for row in found))


def _at_least_five(text: str) -> int:
    pairs = int(text)
    if pairs < 5:
        raise argparse.ArgumentTypeError(f"want at least 5 pairs for a median (got {pairs})")
    return pairs


if __name__ == "__main__":
    sys.exit(main())
