"""Whether anybody waits for an answer: the question is stopped once nobody does.

Who asks is the thread that runs a visitor's script, or a request, whichever threads work for it. A visitor
who asks for something else leaves the question before, and so does a program that goes away. Others may want
the same answer: as long as one of them waits, the question goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from threading import Lock, Thread, Timer, current_thread
from weakref import WeakKeyDictionary, WeakSet

from timeline.unanswered import Unanswered

# Seconds until a question that was left is stopped: who asks the next one may want the same answer.
GRACE = 0.5


class Request:
    """One request to the server; threads that work for it are given its context."""


Asker = Thread | Request
# What stops a question, from another thread.
Stop = Callable[[], None]

_lock = Lock()
_left: WeakSet[Asker] = WeakSet()
_stops: WeakKeyDictionary[Asker, Stop] = WeakKeyDictionary()
_waiting: WeakKeyDictionary[Asker, int] = WeakKeyDictionary()
_request: ContextVar[Request | None] = ContextVar("request", default=None)


def asker() -> Asker:
    """Who asks whatever is asked here."""
    return _request.get() or current_thread()


@contextmanager
def request() -> Iterator[Request]:
    """Within it whatever is asked is asked by one request."""
    mine = Request()
    before = _request.set(mine)
    try:
        yield mine
    finally:
        _request.reset(before)


def leave(one: Asker) -> None:
    """Say that an asker waits no longer; the question is stopped a moment later."""
    with _lock:
        _left.add(one)
        if one not in _stops:
            return
    later = Timer(GRACE, _stop, [one])
    later.daemon = True
    later.start()


def is_left(one: Asker) -> bool:
    """Whether an asker waits no longer."""
    return one in _left


@contextmanager
def question(asked: AbstractContextManager[Stop]) -> Iterator[None]:
    """Within it the asker is at a question to an engine (see ``Engine.question``).

    Unanswered, before anything is asked, if nobody waits for the answer.
    """
    me = asker()
    with asked as stop:
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
def waiting(other: Asker) -> Iterator[None]:
    """Within it somebody else waits for what ``other`` has asked."""
    _count(other, 1)
    try:
        yield
    finally:
        _count(other, -1)
        if is_left(other):
            leave(other)


def _count(one: Asker, number: int) -> None:
    with _lock:
        _waiting[one] = _waiting.get(one, 0) + number


def _is_unwanted(one: Asker) -> bool:
    return one in _left and not _waiting.get(one)


def _stop(one: Asker) -> None:
    with _lock:
        stop = _stops.get(one) if _is_unwanted(one) else None
    if stop:
        stop()
