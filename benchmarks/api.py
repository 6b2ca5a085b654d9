"""How many answers a second the API gives, beside Datasette's: requests for the same rows.

Datasette (https://datasette.io) serves the rows of the same events.csv from an immutable SQLite file,
in its plainest JSON. Both are asked in turns by the same client, over connections that stay open.
"""

import asyncio
import csv
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.report import Ratio, Row
from benchmarks.visits import in_turns
from running.servers import PYTHON, ROOT, serving, started

# Twice as many answers a second as Datasette, which serves files of this kind for a living.
RATE_LIMIT = 2.0
CLIENTS = (1, 16)
SECONDS = 1.5


class Asking(asyncio.Protocol):
    """One client that asks the same again as soon as it is answered; it does as little else as it can."""

    def __init__(self, url: str) -> None:
        """Ask ``url`` from the moment that the connection stands."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        self.answers = 0
        self.missing: int | None = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Count the answer once it is whole, and ask again."""
        if self.missing == 0:
            head, _, body = data.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                self.ended.set_exception(RuntimeError(head.decode("latin-1")))
                self.transport.close()
                return
            self.missing = _length(head)
            data = body
        if self.missing is not None:
            self.missing -= len(data)
        elif data.endswith(b"0\r\n\r\n"):
            self.missing = 0
        if self.missing == 0:
            self.answers += 1
            self.transport.write(self.request)

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up would otherwise look like a slow one."""
        if not self.ended.done():
            self.ended.set_exception(exc or ConnectionError("the server hung up"))


def rows(turns: int) -> list[Row]:
    """A row for each number of clients."""
    with serving(ROOT) as address, _datasette() as theirs:
        ours = f"{address}api/v1/events"
        return [_row(ours, theirs, clients, turns) for clients in CLIENTS]


def _row(ours: str, theirs: str, clients: int, turns: int) -> Ratio:
    for url in (ours, theirs):
        asyncio.run(_rate(url, clients, SECONDS / 3))
    pairs = [
        (mine, other)
        for mine, other in in_turns(
            turns,
            lambda: asyncio.run(_rate(ours, clients, SECONDS)),
            lambda: asyncio.run(_rate(theirs, clients, SECONDS)),
        )
    ]
    name = f"API answers, {clients} client{'s' if clients > 1 else ''}"
    return Ratio(name, pairs, "Datasette", RATE_LIMIT, "/s", at_least=True)


async def _rate(url: str, clients: int, seconds: float) -> float:
    """Answers per second to ``clients`` that ask without a pause."""
    loop = asyncio.get_running_loop()
    parts = urlsplit(url)
    asking = [
        (await loop.create_connection(lambda: Asking(url), parts.hostname or "", parts.port or 80))[1]
        for _ in range(clients)
    ]
    before, started = sum(one.answers for one in asking), time.perf_counter()
    done, _ = await asyncio.wait(
        [one.ended for one in asking], timeout=seconds, return_when=asyncio.FIRST_EXCEPTION
    )
    answers, taken = sum(one.answers for one in asking) - before, time.perf_counter() - started
    for failed in done:
        failed.result()
    for one in asking:
        one.ended.cancel()
        one.transport.close()
    return answers / taken


def _length(head: bytes) -> int | None:
    """How long the body is; None if it comes in chunks, the last of them empty."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return None


@contextmanager
def _datasette() -> Iterator[str]:
    """Serve the rows of events.csv as Datasette does best: the file cannot change, no count of it is due."""
    path = "/record/events.json?_shape=array"
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "record.db"
        _fill(file)
        command = (*PYTHON, "datasette", "--immutable", str(file), "--port", "{port}")
        with started(command, ROOT, ready=path) as server:
            yield f"{server.by_number.rstrip('/')}{path}"


def _fill(file: Path) -> None:
    with (ROOT / "data" / "events.csv").open(encoding="utf-8-sig", newline="") as text:
        columns, *rows = csv.reader(text)
    with sqlite3.connect(file) as database:
        database.execute(f"CREATE TABLE events ({', '.join(columns)})")
        database.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(columns))})", rows)
    database.close()
