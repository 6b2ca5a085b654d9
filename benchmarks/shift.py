"""How far the page jumps while it loads: under a reader's eyes, or under a finger about to touch.

The measure is Chromium's own: https://web.dev/articles/cls. All jumps count, from the first frame until
the dashboard is at rest, and the worst of all visits is judged, since a jump that comes one time in five
is a jump.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.report import Alone, Row
from benchmarks.visits import CHARTS, DESKTOP, PHONE, WATCH, load, rest, seen, visiting
from running.servers import ROOT, serving

# Half of what web.dev calls a good Cumulative Layout Shift.
SHIFT_LIMIT = 0.05
SIZES = {"desktop": DESKTOP, "phone": PHONE}


@dataclass(frozen=True)
class Jumps(Alone):
    """The row of one size; ``which`` says of each visit what jumped, when and from where to where."""

    which: tuple[Any, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """With it, whoever mends the page knows where to look."""
        return {**super().record, "jumps": self.which}


def rows(browser: Browser, pairs: int) -> list[Row]:
    """A row for each size of window."""
    with serving(ROOT) as address:
        with visiting(browser) as page:
            load(page, address, seen(*CHARTS))
        return [_row(browser, address, size, pairs) for size in SIZES]


def watch_jumps(page: Page) -> None:
    """Note the jumps of what ``page`` loads next."""
    page.add_init_script(f"{WATCH}\nwindow.jumps = jumps()")


def jumps(page: Page) -> list[dict[str, Any]]:
    """What has jumped so far."""
    found: list[dict[str, Any]] = page.evaluate("window.jumps()")
    return found


def how_far(found: list[dict[str, Any]]) -> float:
    """All jumps together."""
    return sum(float(one["value"]) for one in found)


def _row(browser: Browser, address: str, size: str, visits: int) -> Jumps:
    found = []
    for _ in range(visits):
        with visiting(browser, SIZES[size]) as page:
            watch_jumps(page)
            load(page, address, seen(*CHARTS))
            rest(page)
            found.append(jumps(page))
    values = [how_far(one) for one in found]
    return Jumps(f"layout shift, {size}, worst load", values, SHIFT_LIMIT, judged=max, which=tuple(found))
