"""A question that nobody waits for any more is stopped; one that somebody else waits for goes on."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from threading import Event, Lock, Thread, current_thread
from typing import Any, cast

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)

from tests.datasets import shipped, shipped_dataset
from tests.test_unanswered import ENDLESS, answered
from timeline import counting, metrics, waited
from timeline.engine.embedded import Embedded
from timeline.selection import Selection
from timeline.store import Store
from timeline.ui import visits
from timeline.unanswered import Unanswered

ASKED = Selection()
Facets = dict[str, dict[str, int]]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waited, "GRACE", 0.2)


@pytest.fixture
def store() -> Iterator[Store]:
    """A Store that knows no answer yet; nothing is asked of it any more after the test."""
    yield Store(shipped_dataset())
    for stop in list(waited._stops.values()):
        stop()


def asking(store: Store, begin: Event | None = None) -> tuple[Thread, "Future[Facets]"]:
    """A thread that asks for the facets, at once or when it is let, and what comes of it."""
    answer: Future[Facets] = Future()

    def ask() -> None:
        if begin:
            begin.wait(10)
        try:
            answer.set_result(store.facets(ASKED))
        except BaseException as error:
            answer.set_exception(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    return thread, answer


@pytest.fixture
def endless(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Facets are a question without end when they are first asked for, which sets the event."""
    begun, count = Event(), counting.facets

    def never(*what: Any) -> Any:
        if begun.is_set():
            return count(*what)
        begun.set()
        return answered(cast(Embedded, store._engine), ENDLESS)

    with monkeypatch.context() as patched:
        patched.setattr(counting, "facets", never)
        yield begun


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[Thread], Event]]:
    """The threads that work out facets, and what lets them end; the answer itself is right."""
    at_work, end, count = [], Event(), counting.facets

    def wait(*what: Any) -> Any:
        at_work.append(current_thread())
        end.wait(10)
        return count(*what)

    with monkeypatch.context() as patched:
        patched.setattr(counting, "facets", wait)
        yield at_work, end


def test_a_question_that_was_left_is_stopped(store: Store, endless: Event) -> None:
    thread, answer = asking(store)
    assert endless.wait(10)
    began = time.monotonic()
    waited.leave(thread)

    assert isinstance(answer.exception(10), Unanswered)
    assert time.monotonic() - began >= waited.GRACE


def test_who_comes_after_a_stopped_question_asks_it_anew(store: Store, endless: Event) -> None:
    thread, answer = asking(store)
    assert endless.wait(10)
    waited.leave(thread)
    answer.exception(10)

    assert store.facets(ASKED) == shipped().facets(ASKED)


def test_a_thread_that_was_left_begins_nothing(store: Store, steady: tuple[list[Thread], Event]) -> None:
    begin = Event()
    thread, answer = asking(store, begin)
    waited.leave(thread)
    begin.set()

    assert isinstance(answer.exception(10), Unanswered)
    assert steady[0] == []


def test_what_somebody_else_waits_for_goes_on(store: Store, steady: tuple[list[Thread], Event]) -> None:
    at_work, end = steady
    stopped: list[Thread] = []
    thread, first = asking(store)
    until(lambda: at_work == [thread])
    waited._stops[thread] = lambda: stopped.append(thread)
    _, second = asking(store)
    until(lambda: waited._waiting.get(thread) == 1)
    waited.leave(thread)
    time.sleep(waited.GRACE * 2)
    end.set()

    assert first.result(10) == second.result(10) == shipped().facets(ASKED)
    assert (at_work, stopped) == ([thread], [])


def test_who_waits_is_let_go_when_left_and_takes_the_question_along(store: Store, endless: Event) -> None:
    first, one = asking(store)
    assert endless.wait(10)
    second, other = asking(store)
    until(lambda: waited._waiting.get(first) == 1)
    waited.leave(first)
    time.sleep(waited.GRACE * 2)
    assert not one.done()
    waited.leave(second)

    assert isinstance(other.exception(10), Unanswered)
    assert isinstance(one.exception(10), Unanswered)


def test_who_comes_too_late_for_a_question_to_go_on_asks_it_again(store: Store, endless: Event) -> None:
    thread, first = asking(store)
    assert endless.wait(10)
    # It is being stopped when the other one comes.
    waited._left.add(thread)
    _, second = asking(store)
    until(lambda: waited._waiting.get(thread) == 1)
    waited._stops[thread]()

    assert second.result(10) == shipped().facets(ASKED)
    assert isinstance(first.exception(10), Unanswered)


def test_a_part_of_a_question_may_end_before_it() -> None:
    whole, part, asked = Event(), Event(), Event()

    def ask() -> None:
        with waited.question(nullcontext(whole.set)):
            with waited.question(nullcontext(part.set)):
                pass
            asked.set()
            whole.wait(10)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    assert asked.wait(10)
    waited.leave(thread)
    thread.join(10)

    assert (whole.is_set(), part.is_set()) == (True, False)


def test_a_run_that_streamlit_stops_leaves_its_question(
    store: Store, endless: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the server changes, to be changed back.
    monkeypatch.setattr(ScriptRunner, "request_stop", ScriptRunner.request_stop)
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)
    monkeypatch.setattr(metrics, "sessions", lambda number: None)
    visits.watch.__wrapped__()
    run = ScriptRunner.__new__(ScriptRunner)
    run._requests, run._join_wake_lock, run._join_wake_coordinator = ScriptRequests(), Lock(), None
    run._script_thread, answer = asking(store)
    assert endless.wait(10)
    run.request_stop()

    assert isinstance(answer.exception(10), Unanswered)
    assert run._requests.on_scriptrunner_yield() == ScriptRequest(ScriptRequestType.STOP)
    # Else it would not stop a run for the visitor's next click, but ask it to run again.
    assert st.get_option("runner.fastReruns")


def until(holds: Callable[[], bool]) -> None:
    """Wait for it; fail if it never comes."""
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()
