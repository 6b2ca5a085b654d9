"""Answers to questions: kept, and worked out once however many threads ask at the same moment."""

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar, cast

import pandas as pd

from timeline import metrics
from timeline.shelf import Shelf

Answer = TypeVar("Answer")
# What is asked, and of what.
Name = tuple[object, ...]


class Once:
    """Answers of at most ``most_bytes`` in all; safe to share between threads."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with none."""
        self._shelf: Shelf[object] = Shelf(most_bytes)
        self._lock = Lock()
        # What a thread is at.
        self._under_way: dict[Name, Future[Any]] = {}

    def find(self, name: Name) -> object | None:
        """What is kept under ``name``, if it still is."""
        return self._shelf.find(name)

    def keep(self, name: Name, answer: object) -> None:
        """Keep an answer, as long as there is room."""
        self._shelf.keep(name, answer, _size(answer))

    def answer(self, name: Name, make: Callable[[], Answer]) -> Answer:
        """What ``make`` returns, now or before; who waits for another thread shares its answer or failure."""
        with self._lock:
            found, under_way = self.find(name), self._under_way.get(name)
            is_mine = found is None and under_way is None
            if is_mine:
                self._under_way[name] = Future()
        metrics.answered(str(name[0]), was_kept=not is_mine)
        if found is not None:
            return cast(tuple[Answer], found)[0]
        return self._worked_out(name, make) if is_mine else cast("Future[Answer]", under_way).result()

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
            return self._under_way.pop(name)


def _size(answer: object) -> int:
    """About how many bytes an answer takes."""
    match answer:
        case (pd.DataFrame() as frame,):
            return int(frame.memory_usage(deep=True).sum())
    return 500 + 2 * len(pickle.dumps(answer))
