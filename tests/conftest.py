"""What tests share: a served dashboard, a real Chromium, and a visitor who tolerates no mishap."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import clusters, stores

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    # A machine without a graphics card draws the map in software.
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
)
# A busy machine is slow, which is no fault; what never comes is.
PATIENCE = 60.0
SIZES = {"desktop": (1440, 1100), "phone": (390, 844)}


class Server(NamedTuple):
    """A dashboard that runs, and where."""

    address: str
    process: "subprocess.Popen[str]"


Serve = Callable[[Path | None], str]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of a dashboard that shows the record that ships."""
    with _server(None) as address:
        yield address


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark without any database, for all tests; it ends with them."""
    folder, port = tmp_path_factory.mktemp("spark"), free_port()
    with clusters.spark(folder, port) as process:
        yield clusters.wait_for(port, process, folder / "spark.log")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store of objects with two empty buckets, for all tests; it ends with them."""
    ports = dict(zip(stores.PARTS, free_ports(len(stores.PARTS)), strict=True))
    with stores.store(tmp_path_factory.mktemp("store"), ports) as address:
        yield address


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve the dataset in a folder; the servers end with the test."""
    with _servers() as start:
        yield start


@pytest.fixture(scope="module")
def serve_all() -> Iterator[Serve]:
    """Serve the dataset in a folder to all tests of a file."""
    with _servers() as start:
        yield start


def system_browser() -> str | None:
    """The path of the machine's Chromium; None where it has none."""
    return next((path for name in SYSTEM_BROWSERS if (path := shutil.which(name))), None)


# For one file, since Playwright keeps an event loop running in this thread while it lasts.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, else the test tool's own; without one the tests fail."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """Each size of screen in turn."""
    return str(request.param)


@pytest.fixture(params=("en", "ar"))
def lang(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open a browser of its own: ``visit(size, locale="ar")``. A mishap in any of them fails the test."""
    mishaps: list[str] = []
    contexts: list[BrowserContext] = []

    def open_browser(size: str = "desktop", **options: Any) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        _watch(page, mishaps)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert mishaps == []


@pytest.fixture
def visitor(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """One visitor's page, at the test's ``size`` if it asks for one."""
    asks = "size" in request.fixturenames
    return visit(request.getfixturevalue("size") if asks else "desktop")


def _watch(page: Page, mishaps: list[str]) -> None:
    """Note every error on the console and every request that leaves the origin of the page."""
    addresses: list[str] = []

    def request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob"):
            return
        addresses.append(parts.netloc)
        if parts.netloc != addresses[0]:
            mishaps.append(f"request to another origin: {url}")

    page.on("request", lambda sent: request(sent.url))
    page.on("websocket", lambda socket: request(socket.url))
    page.on("console", lambda said: mishaps.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: mishaps.append(f"error on the page: {error}"))


@contextmanager
def _servers() -> Iterator[Serve]:
    with ExitStack() as running:
        yield lambda data: running.enter_context(_server(data))


@contextmanager
def _server(data: Path | None) -> Iterator[str]:
    with server(data) as running:
        yield running.address


@contextmanager
def server(data: Path | None, **settings: str) -> Iterator[Server]:
    """Run the dashboard as ``make serve`` does, on a port of its own, until the block ends."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {name: value for name, value in os.environ.items() if name != "TIMELINE_DATA"}
    if data:
        environment["TIMELINE_DATA"] = str(data)
    environment |= settings
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            wait_for(f"{address}/_stcore/health", process)
            yield Server(address, process)
        finally:
            process.terminate()


def wait_for(address: str, server: "subprocess.Popen[str]", seconds: float = PATIENCE) -> None:
    """Wait until ``server`` answers at ``address``; RuntimeError with what it said if that never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"no answer from {address}:\n{server.communicate()[0]}")


def free_port() -> int:
    """A port of this machine that nothing uses."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many of them."""
    with ExitStack() as probes:
        found = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in found:
            probe.bind(("localhost", 0))
        return [int(probe.getsockname()[1]) for probe in found]
