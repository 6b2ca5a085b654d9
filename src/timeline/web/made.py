"""Bytes that are made of a record: once for all who ask at the same moment, and kept while it is shown."""

from collections.abc import Callable
from threading import Lock
from weakref import WeakKeyDictionary

from timeline.once import Name, Once
from timeline.store import Store


class Made:
    """What is made of each record, the least used dropped first; safe to share between threads.

    No name may hold the record: it would keep it from being forgotten.
    """

    def __init__(self, most_bytes: int) -> None:
        """Keep at most ``most_bytes`` for a record."""
        self._most_bytes = most_bytes
        self._of: WeakKeyDictionary[Store, Once] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, store: Store, name: Name, make: Callable[[], bytes]) -> bytes:
        """What ``make`` returns, now or before; who asks for another name does not wait for it."""
        with self._lock:
            kept = self._of.setdefault(store, Once(self._most_bytes))
        return kept.answer(name, make)
