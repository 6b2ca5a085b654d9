"""Whether anybody waits for what a thread works out: its question is stopped once nobody does.

A visitor who asks for something else leaves the thread that is at the question before. Others may want the
same answer: as long as one of them waits, that thread goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread, Timer, current_thread
from weakref import WeakKeyDictionary, WeakSet

from timeline.engine import Unanswered

# Seconds until a question that was left is stopped: who asks the next one may want the same answer.
GRACE = 0.5

_lock = Lock()
_left: WeakSet[Thread] = WeakSet()
_stops: WeakKeyDictionary[Thread, Callable[[], None]] = WeakKeyDictionary()
_waiting: WeakKeyDictionary[Thread, int] = WeakKeyDictionary()


def leave(thread: Thread) -> None:
    """Say that whoever asked ``thread`` waits no longer; its question is stopped a moment later."""
    with _lock:
        _left.add(thread)
    later = Timer(GRACE, _stop, [thread])
    later.daemon = True
    later.start()


def is_left(thread: Thread) -> bool:
    """Whether whoever asked ``thread`` waits no longer."""
    return thread in _left


@contextmanager
def question(stop: Callable[[], None]) -> Iterator[None]:
    """Within it this thread is at a question, which ``stop`` stops from another one.

    Unanswered, before anything is asked, if nobody waits for the answer.
    """
    me = current_thread()
    with _lock:
        if _is_unwanted(me):
            raise Unanswered("slow")
        outer, _stops[me] = _stops.get(me), stop
    try:
        yield
    finally:
        with _lock:
            del _stops[me]
            if outer:
                _stops[me] = outer


@contextmanager
def waiting(thread: Thread) -> Iterator[None]:
    """Within it this thread waits for what ``thread`` works out."""
    _count(thread, 1)
    try:
        yield
    finally:
        _count(thread, -1)
        if is_left(thread):
            leave(thread)


def _count(thread: Thread, number: int) -> None:
    with _lock:
        _waiting[thread] = _waiting.get(thread, 0) + number


def _is_unwanted(thread: Thread) -> bool:
    return thread in _left and not _waiting.get(thread)


def _stop(thread: Thread) -> None:
    with _lock:
        stop = _stops.get(thread) if _is_unwanted(thread) else None
    if stop:
        stop()
