"""Whether the server is alive, and whether it has a record to show: told apart, and never from memory."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.datasets import write
from timeline import record
from timeline.store import Store
from timeline.unanswered import Unanswered
from timeline.web import health, metrics

EVENT = "date,title\n2025,A\n"
FAULTY = "date,title\n2025-13,A\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """A server that has not read anything yet."""
    with TestClient(Starlette(routes=health.routes())) as client:
        yield client


def rested(folder: Path, events: str, age: float = 60) -> None:
    """Write a file that has lain still for a while."""
    write(folder, events=events)
    past = time.time() - age
    os.utime(folder / "events.csv", (past, past))


def ready(client: TestClient) -> tuple[int, str]:
    answer = client.get("/readyz")
    return answer.status_code, answer.text


def test_a_server_is_not_ready_until_its_record_is_read(client: TestClient, folder: Path) -> None:
    rested(folder, EVENT)
    before = ready(client)
    record.current()

    assert before == (503, "the record is being read\n")
    assert ready(client) == (200, f"ok: version {record.version()} of the record\n")


def test_the_record_is_read_from_the_start(folder: Path) -> None:
    rested(folder, EVENT)
    with TestClient(Starlette(routes=health.routes(), lifespan=health.lifespan)) as client:
        end = time.monotonic() + 30
        while ready(client)[0] != 200 and time.monotonic() < end:
            time.sleep(0.05)

        assert ready(client)[0] == 200


def test_a_faulty_record_is_said_to_be_and_its_server_is_alive(client: TestClient, folder: Path) -> None:
    rested(folder, FAULTY)
    health._load()
    status, words = ready(client)

    assert status == 503
    assert words.startswith("events.csv, row 2, date: ")
    assert client.get("/healthz").text == "ok\n"


def test_a_faulty_edit_leaves_the_server_ready_with_the_record_before(
    client: TestClient, folder: Path
) -> None:
    rested(folder, EVENT)
    record.current()
    rested(folder, FAULTY, age=30)
    status, words = ready(client)

    assert status == 200
    assert words.endswith("\nthe files have 1 fault since, and are not shown\n")


@pytest.mark.parametrize(
    ("reason", "status"), [("slow", 504), ("large", 504), ("gone", 503), ("down", 503), ("failed", 503)]
)
def test_a_server_that_cannot_answer_in_time_is_not_ready(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch, reason: Any, status: int
) -> None:
    def fail(*_: object) -> None:
        raise Unanswered(reason)

    rested(folder, EVENT)
    record.current()
    monkeypatch.setattr(Store, "facets", fail)

    assert ready(client)[0] == status
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
def test_an_answer_about_health_is_never_kept(client: TestClient, path: str, status: int) -> None:
    answer, head = client.get(path), client.head(path)

    assert (answer.status_code, head.status_code, head.content) == (status, status, b"")
    assert answer.headers["cache-control"] == head.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/healthz"])
def test_who_watches_does_not_wait_for_visitors(path: str, folder: Path) -> None:
    rested(folder, EVENT)
    record.current()
    begun, go = Event(), Event()

    def slow(request: Request) -> Response:
        begun.set()
        go.wait(30)
        return Response("slow")

    def one_thread() -> None:
        to_thread.current_default_thread_limiter().total_tokens = 1

    app = Starlette(routes=[Route("/slow", slow), *health.routes(), *metrics.routes()])
    with TestClient(app, client=("127.0.0.1", 50_000)) as client:
        assert client.portal
        client.portal.call(one_thread)
        visitor = Thread(target=client.get, args=("/slow",))
        visitor.start()
        try:
            assert begun.wait(30)
            late = Timer(10, go.set)
            late.start()
            assert client.get(path).status_code == 200
            assert not go.is_set()
        finally:
            late.cancel()
            go.set()
            visitor.join()
