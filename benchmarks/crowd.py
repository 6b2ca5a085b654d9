"""A hundred visitors at once, beside the same hundred on an empty Streamlit app that does nothing.

A browser for each would measure the browsers. So a visitor here is a websocket that speaks Streamlit's
protocol: it opens the page, clicks, and waits until the server's script has run. Both crowds stay
connected; they click in turns, so that the two servers never share a moment.
"""

import asyncio
import random
import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import quantiles
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.records import Record, large, shipped
from benchmarks.report import Alone, Pair, Ratio, Row, Unmeasured
from benchmarks.visits import in_turns
from running.servers import ROOT, serving

# Streamlit as it comes collects garbage after each run, which a crowd must not wait for.
RERUN_LIMIT = 0.2
LARGE_LIMIT = 0.5
VISITORS = 100
PERIOD = 5.0
SECONDS = 60.0
SEED = 20251203
EMPTY = ROOT / "benchmarks" / "empty"
# A server that cannot keep up would otherwise be waited for without end.
PATIENCE = 300.0
# Of the first visitors, those whose memory counts: the first ones pay for what all share.
FIRST, LAST = 5, 15

Click = Callable[["Visitor"], WidgetState]


class Visitor:
    """One open page of the app at ``address``; ``click`` says what a click on it sends."""

    def __init__(self, address: str, click: Click) -> None:
        """Nothing is asked for before ``open``."""
        self.address, self.click = address, click
        self.clicks = 0
        # What the server has last said: the view's query, each widget's id by its key, and what it offers.
        self.query = "lang=en"
        self.widgets: dict[str, str] = {}
        self.offered: dict[str, list[str]] = {}

    async def open(self) -> None:
        """Connect, and wait until the page has been drawn."""
        wire = f"{self.address.replace('http', 'ws', 1)}_stcore/stream"
        self._wire: ClientConnection = await connect(
            # A server that is busy for long is slow, which is no reason to hang up.
            wire,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            ping_interval=None,
        )
        await self._run(BackMsg())

    async def change(self) -> None:
        """Click, and wait until the script has run."""
        asked = BackMsg()
        asked.rerun_script.widget_states.widgets.append(self.click(self))
        self.clicks += 1
        await self._run(asked)

    async def close(self) -> None:
        """Leave."""
        await self._wire.close()

    async def _run(self, asked: BackMsg) -> None:
        asked.rerun_script.query_string = self.query
        asked.rerun_script.context_info.locale = "en-GB"
        asked.rerun_script.context_info.url = self.address
        await self._wire.send(asked.SerializeToString())
        async for said in self._wire:
            heard = ForwardMsg.FromString(said if isinstance(said, bytes) else said.encode())
            match heard.WhichOneof("type"):
                case "delta":
                    self._note(heard)
                case "page_info_changed":
                    self.query = heard.page_info_changed.query_string
                case "script_finished":
                    return
        raise ConnectionError(f"{self.address} hung up on a visitor")

    def _note(self, heard: ForwardMsg) -> None:
        element = heard.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("button", "button_group"):
            id = getattr(element, kind).id
            key = id.split("-", 2)[2]  # $$ID-<hash>-<key>
            self.widgets[key] = id
            self.offered[key] = [option.content for option in element.button_group.options]


def topic(visitor: Visitor) -> WidgetState:
    """A click on one of the first topics: on, off, the next one on, off, ..."""
    state = WidgetState(id=visitor.widgets["topic"])
    offered = visitor.offered["topic"]
    is_on = bool(visitor.clicks % 2)
    if is_on != ("topic=" in visitor.query):
        raise RuntimeError(f"{visitor.address}: a click on a topic left {visitor.query!r}")
    state.string_array_value.data.extend([] if is_on else [offered[visitor.clicks // 2 % len(offered)]])
    return state


def again(visitor: Visitor) -> WidgetState:
    """A click on the button of the empty app."""
    return WidgetState(id=visitor.widgets["again"], trigger_value=True)


def rows(turns: int) -> list[Row]:
    """The time of a rerun under load, and the memory that a visitor takes."""
    record = shipped()
    return [
        rerun(turns, record, f"rerun, {VISITORS} visitors, p95", RERUN_LIMIT),
        Alone("memory added by a tenth visitor", [memory(record)], unit="MB"),
    ]


def large_rows(turns: int) -> list[Row]:
    """The time of a rerun of the large record under the same load."""
    record = large()
    return [rerun(turns, record, f"rerun, p95, {record.name}", LARGE_LIMIT)]


def rerun(turns: int, record: Record, name: str, limit: float) -> Row:
    """The time of a rerun under load; not measured if a server is at it for longer than anyone waits."""
    try:
        return Ratio(name, _reruns(turns, record), "no-op", limit)
    except TimeoutError:
        return Unmeasured(name, f"{VISITORS} visitors were not answered in {PATIENCE:.0f} s")


def _reruns(turns: int, record: Record) -> list[Pair]:
    with serving(ROOT, record.served) as ours, serving(EMPTY) as empty, asyncio.Runner() as runner:
        seconds = max(PERIOD, SECONDS / turns)
        crowds = [Crowd(ours, topic), Crowd(empty, again)]
        for crowd in crowds:
            runner.run(crowd.come())
        mine, theirs = (partial(_clicking, runner, crowd, seconds) for crowd in crowds)
        pairs = [(p95(one), p95(other)) for one, other in in_turns(turns, mine, theirs)]
        for crowd in crowds:
            runner.run(crowd.leave())
    return pairs


def memory(record: Record) -> float:
    """The megabytes that a visitor adds, about the tenth."""
    with serving(ROOT, record.served) as ours:
        return asyncio.run(asyncio.wait_for(_memory(ours), PATIENCE))


class Crowd:
    """``VISITORS`` of one app."""

    def __init__(self, address: str, click: Click) -> None:
        """They come with ``come``."""
        self.visitors = [Visitor(address, click) for _ in range(VISITORS)]
        self._chance = random.Random(SEED)

    async def come(self) -> None:
        """One after the other, so that nobody waits for all others' first page."""
        async with asyncio.timeout(PATIENCE):
            for visitor in self.visitors:
                await visitor.open()

    async def click(self, seconds: float) -> list[float]:
        """Let each of them make a change every ``PERIOD``, not in step; the time of each, in ms.

        The time is counted from when the visitor wanted it: one who waits for an earlier change waits.
        """
        begin = time.perf_counter()
        starts = [begin + self._chance.uniform(0, PERIOD) for _ in self.visitors]
        end = begin + seconds
        async with asyncio.timeout(PATIENCE):
            waits = [_clicks(*pair, end) for pair in zip(self.visitors, starts, strict=True)]
            return [wait for some in await asyncio.gather(*waits) for wait in some]

    async def leave(self) -> None:
        """All at once."""
        await asyncio.gather(*(visitor.close() for visitor in self.visitors))


def _clicking(runner: asyncio.Runner, crowd: Crowd, seconds: float) -> list[float]:
    return runner.run(crowd.click(seconds))


async def _clicks(visitor: Visitor, wanted: float, end: float) -> list[float]:
    waits = []
    while wanted < end:
        await asyncio.sleep(max(0.0, wanted - time.perf_counter()))
        await visitor.change()
        waits.append((time.perf_counter() - wanted) * 1000)
        wanted += PERIOD
    return waits


async def _memory(address: str) -> float:
    """The megabytes that a visitor adds, about the tenth: each opens the page and makes some changes."""
    visitors, sizes = [Visitor(address, topic) for _ in range(LAST)], []
    for visitor in visitors:
        await visitor.open()
        for _ in range(4):
            await visitor.change()
        sizes.append(resident(address))
    for visitor in visitors:
        await visitor.close()
    # Memory grows in steps: the mean of some visitors says more than the tenth alone.
    return (sizes[-1] - sizes[FIRST - 1]) / (LAST - FIRST)


def resident(address: str) -> float:
    """The memory of the server at ``address``, in MB, as it says itself."""
    with urlopen(f"{address}metrics") as answer:
        found = re.search(r"^process_resident_memory_bytes (\S+)", answer.read().decode(), re.MULTILINE)
    if not found:
        raise ValueError(f"{address}metrics: want process_resident_memory_bytes")
    return float(found[1]) / 2**20


def p95(times: Sequence[float]) -> float:
    """What 95 of 100 do not exceed; ValueError for fewer than two."""
    if len(times) < 2:
        raise ValueError(f"want at least 2 times for a percentile (got {len(times)})")
    return quantiles(times, n=20, method="inclusive")[18]
