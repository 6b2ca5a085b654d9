"""What is made of a record is made once, holds nobody up who asks for something else, and goes with it."""

import gc
import time
import weakref
from functools import partial
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import shipped, write
from timeline import record
from timeline.dataset import read
from timeline.store import Store
from timeline.view import View
from timeline.web import briefing, calendar_file, cards, crawlers, feed
from timeline.web.api import Api
from timeline.web.made import Made


def test_it_is_made_once_for_a_record() -> None:
    made = Made(2**20)
    asked: list[int] = []

    def make() -> bytes:
        asked.append(1)
        return b"body"

    one, other = shipped(), Store(read(record.SHIPPED))
    assert [made.of(where, ("card", "a"), make) for where in (one, one, other)] == [b"body"] * 3
    assert len(asked) == 2


def test_what_is_made_is_kept_in_bounds() -> None:
    made = Made(25_000)
    asked: list[int] = []

    def make(number: int) -> bytes:
        asked.append(number)
        return bytes(5_000)

    for number in (0, 1, 2, 2, 0):
        made.of(shipped(), ("card", number), partial(make, number))
    assert asked == [0, 1, 2, 0]


def test_who_asks_for_something_else_does_not_wait() -> None:
    made, begun, go = Made(2**20), Event(), Event()

    def slow() -> bytes:
        begun.set()
        assert go.wait(30)
        return b"slow"

    other = Thread(target=lambda: made.of(shipped(), ("card", "slow"), slow))
    other.start()
    try:
        assert begun.wait(30)
        assert made.of(shipped(), ("card", "quick"), lambda: b"quick") == b"quick"
    finally:
        go.set()
        other.join()


def test_a_card_that_takes_long_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = Event(), Event()

    def slow(view: View) -> bytes:
        begun.set()
        assert go.wait(30)
        return b"slow"

    monkeypatch.setattr(cards, "view_card", slow)
    client = TestClient(Starlette(routes=cards.routes()), base_url="http://localhost")
    other = Thread(target=client.get, args=("/cards/view.png?q=slow",))
    other.start()
    late = Timer(10, go.set)
    late.start()
    try:
        assert begun.wait(30)
        assert client.get("/cards/call-2025-12-03.png").status_code == 200
        assert not go.is_set()
    finally:
        late.cancel()
        go.set()
        other.join()


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/feed.atom",
            "/calendar.ics",
            "/events/one.ics",
            "/cards/view.png",
            "/cards/one.png",
            "/briefing",
            "/sitemap.xml",
        ),
        *("/api/v1/events", "/api/v1/density"),
    ],
)
def test_a_record_that_was_replaced_is_forgotten(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, events="id,date,title,modified\none,2025-08-05,A,2025-08-06\n")
    app = Starlette(
        routes=[
            *feed.routes(),
            *calendar_file.routes(),
            *cards.routes(),
            *briefing.routes(),
            *crawlers.routes(),
        ]
    )
    client = TestClient(Api(app), base_url="http://localhost")
    held = Store(read(folder))
    gone = weakref.ref(held)
    monkeypatch.setattr(record, "current", lambda: held)
    assert client.get(path).status_code == 200

    held = shipped()

    # The thread that answered may still hold it for a moment.
    end = time.monotonic() + 10
    while gone() and time.monotonic() < end:
        gc.collect()
        time.sleep(0.01)
    assert gone() is None
