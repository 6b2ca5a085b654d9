"""A cold load over a slow line, beside the same dashboard as anyone would write it in an afternoon.

The line is Chromium's own emulation, which holds back every answer and every frame of a web socket.
"""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession

from benchmarks.report import Alone, Pair, Ratio, Row
from benchmarks.shift import Jumps, how_far, jumps, watch_jumps
from benchmarks.visits import CHARTS, first_text, in_turns, load, seen, titles, visiting
from running.servers import ROOT, serving

# What a reader on such a line waits before going elsewhere; the others beside the afternoon version.
FIRST_LIMIT_MS = 1500.0
BYTES_LIMIT = 0.35
CHARTS_LIMIT = 0.45
# Bits a second down and up, and the milliseconds that every request waits.
DOWN, UP, LATENCY = 1_600_000, 750_000, 150
AFTERNOON = ROOT / "benchmarks" / "afternoon"
AFTERNOON_CHARTS = ("[data-testid=stPlotlyChart] .main-svg", "[data-testid=stDeckGlJsonChart] canvas")
RATES = {"latency": LATENCY, "downloadThroughput": DOWN / 8, "uploadThroughput": UP / 8}
# After this long without a byte the load is over.
QUIET_S = 2.0


@dataclass
class Traffic:
    """What comes down the line of one page: answers with their headers, and frames of web sockets."""

    session: CDPSession
    bytes: float = 0
    waiting: set[str] = field(default_factory=set)
    latest: float = 0

    def __post_init__(self) -> None:
        """Listen from here on."""
        self.session.send("Network.enable")
        for name, heard in (
            ("requestWillBeSent", self._asked),
            ("loadingFinished", self._answered),
            ("loadingFailed", self._answered),
            ("webSocketFrameReceived", self._framed),
        ):
            self.session.on(f"Network.{name}", heard)

    @property
    def is_over(self) -> bool:
        """Whether nothing is on its way and nothing has come for a while."""
        return not self.waiting and time.monotonic() - self.latest > QUIET_S

    def _asked(self, event: dict[str, Any]) -> None:
        self.waiting.add(event["requestId"])
        self.latest = time.monotonic()

    def _answered(self, event: dict[str, Any]) -> None:
        self.waiting.discard(event["requestId"])
        self.bytes += event.get("encodedDataLength", 0)
        self.latest = time.monotonic()

    def _framed(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        # Opcode 1 is text, sent as it is; DevTools shows the bytes of the others in Base64.
        self.bytes += len(text.encode() if frame["opcode"] == 1 else base64.b64decode(text))
        self.latest = time.monotonic()


@dataclass(frozen=True)
class Load:
    """One visit to its end: two moments in ms, all that came in kB, and what jumped."""

    first: float
    charts: float
    kilobytes: float
    jumps: list[dict[str, Any]]


def rows(browser: Browser, pairs: int) -> list[Row]:
    """The first event, the moment at which both charts are drawn, and all bytes."""
    with serving(ROOT) as ours, serving(AFTERNOON) as theirs:
        for address, charts in ((ours, CHARTS), (theirs, AFTERNOON_CHARTS)):
            with visiting(browser) as page:
                load(page, address, seen(*charts))
        first = first_text(titles())
        loads = [
            (mine, other)
            for mine, other in in_turns(
                pairs,
                lambda: whole_load(browser, ours, seen(*CHARTS), first, line=RATES),
                lambda: whole_load(browser, theirs, seen(*AFTERNOON_CHARTS), line=RATES),
            )
        ]
    return _rows(loads)


def _rows(loads: list[tuple[Load, Load]]) -> list[Row]:
    charts: list[Pair] = [(mine.charts, other.charts) for mine, other in loads]
    kilobytes: list[Pair] = [(mine.kilobytes, other.kilobytes) for mine, other in loads]
    jumped = tuple(mine.jumps for mine, _ in loads)
    return [
        Alone("first event readable, slow line", [mine.first for mine, _ in loads], FIRST_LIMIT_MS, "ms"),
        Ratio("charts drawn, slow line", charts, "afternoon", CHARTS_LIMIT),
        Ratio("bytes of a cold load", kilobytes, "afternoon", BYTES_LIMIT, "kB"),
        # Fonts come late on this line and move what is read; the limit is for the two sizes of window.
        Jumps("layout shift, slow line, worst load", list(map(how_far, jumped)), judged=max, which=jumped),
    ]


def whole_load(
    browser: Browser, address: str, charts: str, first: str = "0", *, line: Mapping[str, float] | None = None
) -> Load:
    """One visit: when ``first`` and ``charts`` were, and all that came until the ``line`` was silent."""
    with visiting(browser) as page:
        session = page.context.new_cdp_session(page)
        traffic = Traffic(session)
        if line:
            session.send("Network.emulateNetworkConditions", {"offline": False, **line})
        watch_jumps(page)
        readable, drawn = load(page, address, first, charts)
        while not traffic.is_over:
            page.wait_for_timeout(200)
        return Load(readable, drawn, traffic.bytes / 1000, jumps(page))
