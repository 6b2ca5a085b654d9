"""Whose turn it is to compute: the scripts of many visitors run one after another, not all at once.

Python runs one thread at a time, and changes to another every few milliseconds. A hundred scripts begun
together would all end late, and each change costs something: one after another they end sooner, every one
of them but the last.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Seconds after which the next one begins all the same: whoever waits for an engine, or computes without end,
# must not hold all others. It counts how long one has the turn, not how long others wait: else a long queue
# would begin all at once.
PATIENCE = 0.2


class Turns:
    """One holder at a time, and those who wait for it in their order; each is known by its event."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: threading.Event | None = None
        self._since = 0.0

    def take(self) -> threading.Event:
        """Wait for a turn."""
        me = threading.Event()
        self._wait(me, self._waiting.append)
        return me

    def step_aside(self, me: threading.Event, seconds: float) -> None:
        """Give the turn away for a while; whoever comes back is the next."""
        self.give(me)
        time.sleep(seconds)
        me.clear()
        self._wait(me, self._waiting.appendleft)

    def give(self, me: threading.Event) -> None:
        """Let the next one begin, unless that has happened."""
        with self._lock:
            if self._holder is me:
                self._next()

    def _wait(self, me: threading.Event, join: Callable[[threading.Event], None]) -> None:
        with self._lock:
            join(me)
            if self._holder is None:
                self._next()
        while not me.wait(PATIENCE):
            with self._lock:
                if self._waiting and self._waiting[0] is me and time.monotonic() - self._since >= PATIENCE:
                    self._next()

    def _next(self) -> None:
        self._holder = self._waiting.popleft() if self._waiting else None
        self._since = time.monotonic()
        if self._holder:
            self._holder.set()


class _Own(threading.local):
    """What the script of this thread has taken, if it takes turns."""

    turn: tuple[Turns, threading.Event] | None = None


_own = _Own()


def taken(run: Callable[P, T]) -> Callable[P, T]:
    """Decorate what computes for a visitor: it begins when it is its turn."""
    turns = Turns()

    @wraps(run)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        turn = turns.take()
        _own.turn = turns, turn
        try:
            return run(*args, **kwargs)
        finally:
            _own.turn = None
            turns.give(turn)

    return in_turn


def step_aside(seconds: float) -> None:
    """Wait within a script, while the next one computes; where scripts take no turns, nobody waits."""
    if _own.turn:
        turns, turn = _own.turn
        turns.step_aside(turn, seconds)
