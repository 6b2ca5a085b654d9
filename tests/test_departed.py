"""Visitors who are gone leave nothing behind, and there is room for many at once."""

import asyncio
import subprocess
import sys
import time
from urllib.request import urlopen

from benchmarks.crowd import Visitor, topic
from running.servers import ROOT, dashboard
from tests.test_metrics import figures

VISITORS = 60
# Sockets and the like that Streamlit opens for a session, beside its websocket.
FILES = 3
# What a shell of most systems allows, and what the app makes of it.
START = """
import resource
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, most), most))
import app
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (most, most))
"""


def test_who_left_long_ago_is_forgotten() -> None:
    with dashboard(None, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="1") as running:
        before = open_files(running.address)
        asyncio.run(visits(f"{running.address}/", VISITORS))
        # Those of the last second are remembered, should they come back, and until somebody else leaves.
        time.sleep(1.5)
        asyncio.run(visits(f"{running.address}/", 1))

        assert open_files(running.address) - before < VISITORS * FILES / 10


def test_there_may_be_as_many_visitors_as_the_system_allows() -> None:
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, check=True, text=True)

    assert done.stdout.splitlines()[-1] == "True"


def open_files(address: str) -> float:
    with urlopen(f"{address}/metrics") as answer:
        return figures(answer.read().decode())["process_open_fds", ()]


async def visits(address: str, number: int) -> None:
    for _ in range(number):
        visitor = Visitor(address, topic)
        await visitor.open()
        await visitor.close()
