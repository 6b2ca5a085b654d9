"""How many answers a second the API gives, as a multiple of Datasette's: ``python -m benchmarks.api``.

Datasette (https://datasette.io) serves the rows of the same events.csv from an immutable SQLite file,
in its plainest JSON. Both are asked in turns by the same client, over connections that stay open.
"""

import argparse
import asyncio
import csv
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.servers import ROOT, serving

# From the issue that asked for the API.
LIMIT = 2.0
CLIENTS = (1, 16)
SECONDS = 1.5
PATIENCE = 60.0
HEADINGS = ("requests per second", "ours", "Datasette", "ratio", "limit", "")


@dataclass(frozen=True)
class Rates:
    """Requests per second for a number of clients: each pair is ours and Datasette's, taken in turn."""

    clients: int
    pairs: list[tuple[float, float]] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios: a pair shares its moment, two medians do not."""
        return median(ours / theirs for ours, theirs in self.pairs)

    @property
    def is_under(self) -> bool:
        """Whether the limit is missed."""
        return self.ratio < LIMIT

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        ours, theirs = (median(pair[which] for pair in self.pairs) for which in (0, 1))
        name = f"{self.clients} client{'s' if self.clients > 1 else ''}"
        verdict = "under" if self.is_under else "ok"
        return (name, f"{ours:,.0f}", f"{theirs:,.0f}", f"{self.ratio:.2f}", f"{LIMIT:.2f}", verdict)


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


def measured(ours: str, theirs: str, rounds: int) -> list[Rates]:
    """The rates at both addresses, for each number of clients, in turns."""
    found = [Rates(clients) for clients in CLIENTS]
    for rates in found:
        for url in (ours, theirs):
            asyncio.run(_rate(url, rates.clients, SECONDS / 3))
        for turn in range(rounds):
            order = (ours, theirs) if turn % 2 else (theirs, ours)
            rate = {url: asyncio.run(_rate(url, rates.clients, SECONDS)) for url in order}
            rates.pairs.append((rate[ours], rate[theirs]))
    return found


def table(found: Sequence[Rates]) -> str:
    """Plain text, the columns aligned."""
    rows = [HEADINGS, *(rates.cells() for rates in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = (
        "  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    )
    note = f"Medians of {len(found[0].pairs)} turns of {SECONDS} s; ratio is the median of the turns' own."
    return "\n".join([*(line.rstrip() for line in lines), "", note])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="measured turns (default 7)")
    parser.add_argument("--alone", action="store_true", help="serve the API by uvicorn, not by the dashboard")
    asked = parser.parse_args(arguments)
    with _ours(alone=asked.alone) as ours, _datasette() as theirs:
        found = measured(ours, theirs, asked.rounds)
    print(table(found))
    return int(any(rates.is_under for rates in found))


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
def _ours(*, alone: bool) -> Iterator[str]:
    if alone:
        command = ["uvicorn", "timeline.web.api:app", "--factory", "--no-access-log", "--app-dir", "src"]
        with _running(command, "/events") as url:
            yield url
        return
    with serving(ROOT) as address:
        yield f"{address}api/v1/events"


@contextmanager
def _datasette() -> Iterator[str]:
    """Serve the rows of events.csv as Datasette does best: the file cannot change, no count of it is due."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.db"
        _fill(file)
        with _running(["datasette", "--immutable", str(file)], "/record/events.json?_shape=array") as url:
            yield url


def _fill(file: Path) -> None:
    with (ROOT / "data" / "events.csv").open(encoding="utf-8-sig", newline="") as text:
        columns, *rows = csv.reader(text)
    with sqlite3.connect(file) as database:
        database.execute(f"CREATE TABLE events ({', '.join(columns)})")
        database.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(columns))})", rows)
    database.close()


@contextmanager
def _running(command: Sequence[str], path: str) -> Iterator[str]:
    """Run a server that takes ``--port``, and give the address of ``path`` once it answers."""
    from benchmarks.servers import _end, _free_port

    port = _free_port()
    url = f"http://127.0.0.1:{port}{path}"
    with tempfile.TemporaryFile() as log:
        whole = [sys.executable, "-m", *command, "--port", str(port)]
        server = subprocess.Popen(whole, cwd=ROOT, stdout=log, stderr=log)
        try:
            if not _answers(url, server):
                log.seek(0)
                raise RuntimeError(f"{command[0]}: no answer\n{log.read().decode()}")
            yield url
        finally:
            _end(server)


def _answers(url: str, server: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
