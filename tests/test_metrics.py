"""What the server counts, and who may read it."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request as Question
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from tests.browser.helpers import open_view
from tests.datasets import SHIPPED, write
from tests.waiting import eventually
from timeline import metrics, record, waited
from timeline.dataset import read
from timeline.faults import FaultyDataset
from timeline.selection import Selection
from timeline.store import Store
from timeline.web.metrics import Counted, may_read, networks, routes

Figures = dict[tuple[str, tuple[str, ...]], float]
ROUTES = [Route("/events/{id}", lambda _: Response())]


def figures(text: str) -> Figures:
    """Each figure by its name and the values of its labels, as Prometheus reads them."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted(do: Callable[[], object]) -> Figures:
    """What has changed by doing it."""
    before = figures(metrics.exposition().decode())
    do()
    after = figures(metrics.exposition().decode())
    return {
        name: value - before.get(name, 0)
        for name, value in after.items()
        if value != before.get(name) and name[0].endswith(("_total", "_count"))
        if name[0].startswith("timeline_")
    }


@pytest.fixture
def fresh() -> Store:
    """A Store that was asked nothing yet."""
    return Store(read(SHIPPED))


def test_an_answer_is_worked_out_once_and_kept(fresh: Store) -> None:
    def ask() -> None:
        for _ in range(3):
            fresh.count(Selection(q="awaza"))
        fresh.facets(Selection())

    assert counted(ask) == {
        ("timeline_answers_total", ("summary", "miss")): 1,
        ("timeline_answers_total", ("summary", "hit")): 2,
        ("timeline_query_seconds_count", ("summary",)): 1,
        ("timeline_answers_total", ("facets", "miss")): 1,
        ("timeline_query_seconds_count", ("facets",)): 1,
    }


@pytest.mark.parametrize(
    ("answer", "ask"),
    [
        ("batch", lambda store: list(store.batches(Selection()))),
        ("latest changes", lambda store: store.latest_changes(Selection(), 5)),
        ("dated", lambda store: store.dated(Selection(), 5)),
        ("changed", lambda store: store.changed(5)),
        ("noted", lambda store: store.noted(5)),
    ],
)
def test_what_is_asked_for_a_file_is_timed_too(
    fresh: Store, answer: str, ask: Callable[[Store], object]
) -> None:
    assert counted(lambda: ask(fresh))[("timeline_query_seconds_count", (answer,))] == 1


def test_a_slow_query_is_logged_without_what_was_asked(
    fresh: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(metrics, "SLOW_SECONDS", 0.0)
    with caplog.at_level(logging.WARNING):
        fresh.count(Selection(q="secret"))

    (told,) = caplog.records
    assert (vars(told)["event"], set(vars(told)["facts"])) == ("slow query", {"answer", "ms"})
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/topics", "/topics"),
        ("/events/a", "/events/{id}"),
        ("/events/b", "/events/{id}"),
        ("/api/v1/events/a", "/api/v1/events/{id}"),
        ("/api/v1/none/of/these", "/api/v1*"),
        ("/static/js/index.1.js", "/static/*"),
        ("/_stcore/health", "/_stcore/*"),
        ("/wp-login.php", "other"),
        ("//evil.example", "other"),
    ],
)
@pytest.mark.parametrize("base", ["", "/folder"])
def test_an_address_counts_for_its_route(base: str, path: str, route: str) -> None:
    counting = Counted(Starlette(), routes=ROUTES, base_path=base)

    assert counting.route(f"{base}{path}") == route


def test_every_answer_is_counted_and_our_own_failures_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fail(request: Request) -> Response:
        return PlainTextResponse("sorry", 500)

    routes = [Route("/briefing", fail), Route("/readyz", fail)]
    with TestClient(Counted(Starlette(routes=routes), routes)) as client, caplog.at_level(logging.WARNING):
        found = counted(lambda: [client.get(f"{path}?q=secret") for path in ("/briefing", "/readyz", "/no")])

    assert found == {
        ("timeline_requests_total", ("/briefing", "500")): 1,
        ("timeline_requests_total", ("/readyz", "500")): 1,
        ("timeline_requests_total", ("other", "404")): 1,
    }
    # That a server is not ready is no failure of it.
    assert [one.getMessage() for one in caplog.records] == ["request failed: route /briefing, status 500"]


def test_an_answer_that_nobody_waits_for_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    scope = {"type": "http", "method": "GET", "path": "/briefing", "query_string": b"", "headers": []}

    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("late", 504)(scope, receive, send)

    async def unheard(message: Message) -> None:
        pass

    async def ask() -> None:
        with waited.request() as one:
            waited.leave(one)
            await Counted(fail, [])(scope, Request(scope).receive, unheard)

    with caplog.at_level(logging.WARNING):
        found = counted(lambda: asyncio.run(ask()))

    assert list(found) == [("timeline_requests_total", ("other", "499"))]
    assert caplog.records == []


def test_the_faults_of_the_files_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, events="date,title\n2025-13,A\n2025-14,B\n2025,C\n")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr(record, "REST", 0)
    with pytest.raises(FaultyDataset):
        record.current()

    now = figures(metrics.exposition().decode())
    assert (now["timeline_data_faults", ()], now["timeline_data_events", ()]) == (2, 0)


def question(peer: str | None, **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": named, "client": (peer, 50000) if peer else None})


@pytest.mark.parametrize(
    ("said", "peer", "may"),
    [
        ("", "127.0.0.1", True),
        ("", "::ffff:127.0.0.1", True),
        ("", "::1", True),
        ("", "172.17.0.1", False),
        ("", "198.51.100.7", False),
        ("", "a-socket", False),
        ("", None, False),
        ("off", "127.0.0.1", False),
        ("10.0.0.0/8 2001:db8::5", "::ffff:10.1.2.3", True),
        ("10.0.0.0/8 2001:db8::5", "2001:db8::5", True),
        ("10.0.0.0/8 2001:db8::5", "127.0.0.1", False),
    ],
)
def test_the_figures_are_for_who_asks_from_a_named_network(said: str, peer: str | None, may: bool) -> None:
    assert may_read(question(peer), networks({"TIMELINE_METRICS": said})) is may


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "x_forwarded_proto", "via"])
def test_what_a_proxy_passes_on_is_refused(header: str) -> None:
    assert not may_read(question("127.0.0.1", **{header: "127.0.0.1"}), networks({}))


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("198.51.100.7", {}, 403),
    ],
)
def test_the_route_gives_the_figures_to_nobody_else(peer: str, headers: dict[str, str], status: int) -> None:
    with TestClient(Starlette(routes=routes()), client=(peer, 1)) as client:
        answer = client.get("/metrics", headers=headers)

    assert answer.status_code == status
    assert ("timeline_sessions" in answer.text) is (status == 200)


@pytest.mark.parametrize("said", ["on", "10.0.0.1/8", "127.0.0.1, ::1", "off 127.0.0.1"])
def test_a_wrong_setting_stops_the_server(said: str) -> None:
    with pytest.raises(ValueError, match="TIMELINE_METRICS: want off, or addresses and networks"):
        networks({"TIMELINE_METRICS": said})


def test_a_visit_is_counted_by_the_running_server(served: str, visitor: Page) -> None:
    def now(**headers: str) -> Figures:
        with urlopen(Question(f"{served}/metrics", headers=headers)) as answer:
            assert answer.headers["cache-control"] == "no-store"
            return figures(answer.read().decode())

    before = now()
    open_view(visitor, f"{served}/?lang=en")
    visitor.locator(".st-key-topic button").first.click()
    runs = ("timeline_rerun_seconds_count", ())
    # A run is counted at its end, and that of a click may not have begun when the page seems at rest.
    eventually(lambda: now()[runs] - before[runs] >= 2, True)
    after = now()

    assert after["timeline_sessions", ()] - before["timeline_sessions", ()] == 1
    assert after["timeline_data_version", ()] >= 1
    assert after["timeline_data_events", ()] == 9
    assert after["process_resident_memory_bytes", ()] > 1e7
