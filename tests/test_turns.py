"""Scripts compute one after another, and whoever takes long holds nobody."""

import threading
import time
from collections.abc import Callable

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from tests.waiting import eventually
from timeline import metrics, turns
from timeline.ui import visits


class Room:
    """How many are inside, and how many were at most."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self._lock = threading.Lock()

    def stay(self, seconds: float = 0.03) -> None:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(seconds)
        with self._lock:
            self.inside -= 1


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may let a script of the tests take long."""
    monkeypatch.setattr(turns, "PATIENCE", 10.0)


def all_at_once(*some: Callable[[], object]) -> None:
    threads = [threading.Thread(target=one, daemon=True) for one in some]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def until_so_many_wait(queue: turns.Turns, number: int) -> None:
    eventually(lambda: len(queue._waiting) >= number, True)


def test_nobody_computes_while_another_does() -> None:
    room = Room()

    all_at_once(*[turns.taken(room.stay)] * 8)

    assert room.most == 1


def test_each_begins_in_the_order_of_coming() -> None:
    came, begun = list(range(5)), []
    queue = turns.Turns()
    first = queue.take()

    def compute(number: int) -> None:
        turn = queue.take()
        begun.append(number)
        queue.give(turn)

    threads = [threading.Thread(target=compute, args=(number,), daemon=True) for number in came]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        until_so_many_wait(queue, number)
    queue.give(first)
    for thread in threads:
        thread.join(10)

    assert begun == came


def test_a_failure_gives_the_turn_back() -> None:
    @turns.taken
    def fail(*, does: bool) -> None:
        if does:
            raise KeyError("no such event")

    with pytest.raises(KeyError):
        fail(does=True)
    before = time.monotonic()
    fail(does=False)

    assert time.monotonic() - before < turns.PATIENCE


def test_whoever_takes_long_holds_nobody_and_no_two_begin_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.3)
    room, began, ended = Room(), threading.Event(), threading.Event()

    @turns.taken
    def run(*, does_end: bool) -> None:
        if does_end:
            room.stay()
            if room.inside == 0:
                ended.set()
        else:
            began.set()
            assert ended.wait(30)

    def another() -> None:
        assert began.wait(30)
        run(does_end=True)

    all_at_once(lambda: run(does_end=False), another, another, another)

    assert room.most == 1


def test_while_one_steps_aside_another_computes_and_it_is_next_when_back() -> None:
    queue, did = turns.Turns(), []
    me = queue.take()

    def compute(number: int, others: int) -> None:
        turn = queue.take()
        did.append(number)
        until_so_many_wait(queue, others)
        queue.give(turn)

    threads = [threading.Thread(target=compute, args=args, daemon=True) for args in ((1, 2), (2, 0))]
    for waiting, thread in enumerate(threads, start=1):
        thread.start()
        until_so_many_wait(queue, waiting)
    queue.step_aside(me, 0.05)
    did.append(0)
    queue.give(me)
    for thread in threads:
        thread.join(10)

    assert did == [1, 0, 2]


def test_a_script_steps_aside_of_itself_and_one_without_a_turn_goes_on_at_once() -> None:
    inside, others = threading.Event(), []

    @turns.taken
    def run(*, aside: bool) -> None:
        if not aside:
            others.append("began")
            return
        inside.set()
        turns.step_aside(0.3)
        others.append("back")

    def another() -> None:
        assert inside.wait(30)
        run(aside=False)

    all_at_once(lambda: run(aside=True), another)
    before = time.monotonic()
    turns.step_aside(30)

    assert others == ["began", "back"]
    assert time.monotonic() - before < 10


def test_the_scripts_of_several_visitors_run_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    monkeypatch.setattr(ScriptRunner, "_run_script", room.stay)
    # Nor has this process a server whose pages could be counted.
    monkeypatch.setattr(metrics, "sessions", lambda count: None)

    visits.watch.__wrapped__()
    all_at_once(*[vars(ScriptRunner)["_run_script"]] * 4)

    assert room.most == 1
