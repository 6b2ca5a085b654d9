"""Answers to questions: kept, and worked out once however many threads ask at the same moment."""

import pickle
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

import pandas as pd

from timeline import metrics, waited
from timeline.shelf import Shelf
from timeline.unanswered import Unanswered

Answer = TypeVar("Answer")
# What is asked, and of what.
Name = tuple[object, ...]
# Seconds after which who waits looks up: there may be nobody left to wait for.
_LOOK_UP = 0.1


@dataclass(frozen=True)
class _UnderWay:
    """An answer that is worked out for an asker."""

    asker: waited.Asker = field(default_factory=waited.asker)
    found: Future[Any] = field(default_factory=Future)


class Once:
    """Answers of at most ``most_bytes`` in all; safe to share between threads."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with none."""
        self._shelf: Shelf[object] = Shelf(most_bytes)
        self._lock = Lock()
        self._under_way: dict[Name, _UnderWay] = {}

    def find(self, name: Name) -> object | None:
        """What is kept under ``name``, if it still is."""
        return self._shelf.find(name)

    def keep(self, name: Name, answer: object) -> None:
        """Keep an answer, as long as there is room; what was asked may be longer than what was answered."""
        self._shelf.keep(name, answer, _size(answer) + len(pickle.dumps(name)))

    def answer(self, name: Name, make: Callable[[], Answer]) -> Answer:
        """What ``make`` returns, now or before; who waits for another thread shares its answer or failure.

        If that one failed because its visitor had left it, who waits asks again.
        """
        with self._lock:
            found, under_way = self.find(name), self._under_way.get(name)
            is_mine = found is None and under_way is None
            if is_mine:
                self._under_way[name] = _UnderWay()
        metrics.answered(str(name[0]), was_kept=not is_mine)
        if found is not None:
            return cast(tuple[Answer], found)[0]
        if under_way is None:
            return self._worked_out(name, make)
        try:
            return cast(Answer, _waited_for(under_way))
        except Unanswered:
            if waited.is_left(under_way.asker) and not waited.is_left(waited.asker()):
                return self.answer(name, make)
            raise

    def _worked_out(self, name: Name, make: Callable[[], Answer]) -> Answer:
        try:
            answer = make()
            # None is an answer too.
            self.keep(name, (answer,))
        except BaseException as error:
            self._done(name).set_exception(error)
            raise
        self._done(name).set_result(answer)
        return answer

    def _done(self, name: Name) -> Future[Any]:
        with self._lock:
            return self._under_way.pop(name).found


def _waited_for(under_way: _UnderWay) -> object:
    """What comes of it; Unanswered once nobody waits here."""
    with waited.waiting(under_way.asker):
        while not wait([under_way.found], _LOOK_UP).done:
            if waited.is_left(waited.asker()):
                raise Unanswered("slow")
        return under_way.found.result()


def _size(answer: object) -> int:
    """About how many bytes an answer takes."""
    match answer:
        case (pd.DataFrame() as frame,):
            return int(frame.memory_usage(deep=True).sum())
    return 500 + 2 * len(pickle.dumps(answer))
