"""What tests share: a served dashboard, a real Chromium, and a visitor who tolerates no mishap."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from running.chromium import launched
from running.servers import PATIENCE, dashboard, free_port, free_ports
from tests import clusters, stores
from tests.pages import Open, Served, opened

# What the developer's own dashboard is set to is no part of any test; some ask while they are collected.
for name in [name for name in os.environ if name.startswith("TIMELINE_")]:
    del os.environ[name]

SIZES = {"desktop": (1440, 1100), "phone": (390, 844)}

Serve = Callable[[Path | None], str]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of a dashboard that shows the record that ships."""
    with dashboard(None) as server:
        yield server.address


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


# For one file, since Playwright keeps an event loop running in this thread while it lasts.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, else the test tool's own; without one the tests fail."""
    expect.set_options(timeout=PATIENCE * 1000)
    with launched() as browser:
        yield browser


@pytest.fixture
def app_at(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page without a browser: ``app_at("topics.py", lang="ar")``, the timeline if none is named."""
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", Served)
    return opened


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
    """Note errors on the console, names in our headers that it does not know, and what leaves the origin."""
    addresses: list[str] = []

    def request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob"):
            return
        addresses.append(parts.netloc)
        if parts.netloc != addresses[0]:
            mishaps.append(f"request to another origin: {url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" or "Permissions-Policy" in message.text:
            mishaps.append(f"console: {message.text}")

    page.on("request", lambda sent: request(sent.url))
    page.on("websocket", lambda socket: request(socket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: mishaps.append(f"error on the page: {error}"))


@contextmanager
def _servers() -> Iterator[Serve]:
    with ExitStack() as running:
        yield lambda data: running.enter_context(dashboard(data)).address
