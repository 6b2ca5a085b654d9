"""What many threads ask of a Store at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from tests.datasets import shipped, shipped_dataset
from timeline import counting
from timeline.selection import Selection
from timeline.store import Store
from timeline.unanswered import Unanswered


def answers_of(found: Store, asked: Selection) -> tuple[list[str], dict[str, dict[str, int]]]:
    return list(found.events(asked)["id"]), found.facets(asked)


def test_threads_that_ask_at_once_get_right_answers() -> None:
    asked = [
        Selection(dates=f"{year}", kind=kind) for year in range(1990, 2030) for kind in ((), ("meeting",))
    ]
    right = [answers_of(shipped(), one) for one in asked]
    fresh = Store(shipped_dataset())
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda one: answers_of(fresh, one), asked * 2))

    assert answers == right * 2


def test_what_a_crowd_asks_at_once_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, asked = Store(shipped_dataset()), []

    def slowly(*what: object) -> dict[str, dict[str, int]]:
        asked.append(what)
        sleep(0.2)
        return {"topic": {"trade": 1}}

    monkeypatch.setattr(counting, "facets", slowly)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(fresh.facets, [Selection()] * 8))

    assert (answers, len(asked)) == ([{"topic": {"trade": 1}}] * 8, 1)


def test_who_waits_for_an_answer_that_fails_is_told_and_may_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fresh, wait, asked = Store(shipped_dataset()), Event(), []

    def failing(*what: object) -> None:
        asked.append(what)
        wait.wait(10)
        raise Unanswered("slow")

    with monkeypatch.context() as patched, ThreadPoolExecutor(4) as threads:
        patched.setattr(counting, "facets", failing)
        asking = [threads.submit(fresh.facets, Selection()) for _ in range(4)]
        sleep(0.2)
        wait.set()
        failures = [one.exception() for one in asking]

    assert ([type(failure) for failure in failures], len(asked)) == ([Unanswered] * 4, 1)
    assert fresh.facets(Selection()) == shipped().facets(Selection())
