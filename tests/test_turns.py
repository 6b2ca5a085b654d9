"""Scripts compute one after another, and whoever waits holds nobody."""

import threading
import time
from collections.abc import Callable

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from timeline import metrics, turns
from timeline.ui import visits


class Room:
    """How many are inside, and how many were at most."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self._lock = threading.Lock()

    def stay(self, seconds: float = 0.05) -> None:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(seconds)
        with self._lock:
            self.inside -= 1


def all_at_once(*some: Callable[[], object]) -> None:
    threads = [threading.Thread(target=one) for one in some]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_nobody_computes_while_another_does() -> None:
    room = Room()

    all_at_once(*[turns.taken(room.stay)] * 5)

    assert room.most == 1


def test_who_waits_lets_the_next_one_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 30.0)
    waiting, computed = threading.Event(), threading.Event()

    @turns.taken
    def wait() -> None:
        with turns.given():
            waiting.set()
            assert computed.wait(10)

    @turns.taken
    def compute() -> None:
        computed.set()

    def after() -> None:
        assert waiting.wait(10)
        compute()

    all_at_once(wait, after)


def test_who_has_waited_computes_alone_again() -> None:
    room = Room()

    @turns.taken
    def ask_and_compute() -> None:
        with turns.given():
            time.sleep(0.01)
        room.stay()

    all_at_once(*[ask_and_compute] * 5)

    assert room.most == 1


def test_a_failure_gives_the_turn_back() -> None:
    @turns.taken
    def fail() -> None:
        with turns.given():
            raise KeyError("no such event")

    with pytest.raises(KeyError):
        fail()
    room = Room()
    before = time.monotonic()
    turns.taken(room.stay)()

    assert time.monotonic() - before < turns.PATIENCE


def test_nobody_waits_longer_than_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    began, ended = threading.Event(), threading.Event()

    @turns.taken
    def endless() -> None:
        began.set()
        assert ended.wait(10)

    def impatient() -> None:
        assert began.wait(10)
        turns.taken(ended.set)()

    all_at_once(endless, impatient)


def test_who_lost_patience_takes_no_turn_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    room = Room()

    all_at_once(*[turns.taken(lambda: room.stay(0.05))] * 3)
    monkeypatch.setattr(turns, "PATIENCE", 10.0)
    room.most = 0
    all_at_once(*[turns.taken(room.stay)] * 3)

    assert room.most == 1


def test_without_a_turn_nothing_is_given() -> None:
    with turns.given():
        room = Room()
        all_at_once(*[turns.taken(room.stay)] * 3)

    assert room.most == 1


def test_the_scripts_of_several_visitors_run_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    monkeypatch.setattr(ScriptRunner, "_run_script", room.stay)
    # Nor has this process a server whose pages could be counted.
    monkeypatch.setattr(metrics, "sessions", lambda count: None)

    visits.watch.__wrapped__()
    all_at_once(*[getattr(ScriptRunner, "_run_script")] * 4)  # noqa: B009  # it takes no script here

    assert room.most == 1
