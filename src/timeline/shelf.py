"""Things that took work to make, kept as long as there is room: the least used goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """At most ``most`` things of at most ``most_bytes`` in all; safe to share between threads."""

    def __init__(self, most_bytes: int, most: int = 4096) -> None:
        """Begin empty."""
        self.most_bytes, self.most = most_bytes, most
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._kept)

    def find(self, name: Hashable) -> Thing | None:
        """What is kept under ``name``, if it still is."""
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name][0]

    def keep(self, name: Hashable, thing: Thing, size: int) -> Thing:
        """Keep ``thing`` of ``size`` bytes and drop others to make room; what is too large is not kept."""
        with self._lock:
            self._drop(name)
            if size <= self.most_bytes:
                self._kept[name] = thing, size
                self.bytes += size
            while self.bytes > self.most_bytes or len(self._kept) > self.most:
                self._drop(next(iter(self._kept)))
        return thing

    def _drop(self, name: Hashable) -> None:
        _, size = self._kept.pop(name, (None, 0))
        self.bytes -= size
