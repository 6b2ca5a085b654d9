"""Whose turn it is to compute: the scripts of many visitors run one after another, not all at once.

Python runs one thread at a time, and changes to another every few milliseconds. A hundred scripts begun
together would all end late, and each change costs something: one after another they end sooner, every one
of them but the last. Whoever waits for an engine lets the next one begin.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Seconds after which nobody waits any longer: a script that computes without end must not hold all others.
PATIENCE = 2.0
_free = threading.Semaphore(1)
_mine = threading.local()


def taken(run: Callable[P, T]) -> Callable[P, T]:
    """Decorate what computes for a visitor: it begins when it is its turn, or after ``PATIENCE``."""

    @wraps(run)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        _take()
        try:
            return run(*args, **kwargs)
        finally:
            _give()

    return in_turn


@contextmanager
def given() -> Iterator[None]:
    """Let others compute while this thread waits for something; without a turn nothing is given."""
    had = _give()
    try:
        yield
    finally:
        if had:
            _take()


def _take() -> None:
    _mine.turn = _free.acquire(timeout=PATIENCE)


def _give() -> bool:
    """Whether this thread had a turn to give."""
    had: bool = getattr(_mine, "turn", False)
    _mine.turn = False
    if had:
        _free.release()
    return had
