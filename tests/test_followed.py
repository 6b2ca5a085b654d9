"""Which open pages are followed when the record changes."""

import time
from threading import Lock, Thread

import pytest

from timeline.ui import live


def test_a_visitor_who_comes_while_others_are_looked_for_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = {"left": 1}

    def sessions() -> dict[str, object]:
        drawn["new"] = 1
        return {}

    monkeypatch.setattr(live, "_drawn", drawn)
    monkeypatch.setattr(live, "_sessions", sessions)
    live._rerun()

    assert list(drawn) == ["new"]


def test_one_looks_for_all_even_if_the_first_two_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    class Looking:
        def __init__(self, **_: object) -> None:
            time.sleep(0.05)

        def start(self) -> None:
            begun.append(self)

    monkeypatch.setattr(live, "Thread", Looking)
    monkeypatch.setattr(live, "_begun", Lock())
    visitors = [Thread(target=live._watch) for _ in range(4)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()

    assert len(begun) == 1
