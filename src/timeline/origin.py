"""Where a record comes from: the one place that tells the sizes and the places apart, by the address.

A folder of CSV files is held in memory; what ``timeline build`` made of one is read where it lies, on a
disk or at ``s3://bucket/record.parquet``; and ``sc://host:port/NAME`` is asked of a Spark cluster.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import Protocol

from timeline import built, objects
from timeline.dataset import read
from timeline.engine.cluster import SCHEME, Cluster, address
from timeline.engine.parquet import Parquet
from timeline.engine.spark import Spark, version
from timeline.faults import Fault, FaultyDataset
from timeline.store import Store
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

# What a record was read from: by name, when it last changed and its size.
Stamp = Mapping[str, tuple[int, int]]
# Seconds after which a cluster or a store of objects is asked for the version again.
FRESH = 60.0


class Origin(Protocol):
    """Where one record comes from."""

    @property
    def shown(self) -> str:
        """The address as a log may have it."""

    def stamp(self) -> Stamp:
        """What changes with the record; Unanswered if nobody can say."""

    def folders(self, *stamps: Stamp) -> list[int]:
        """When files last came to or went from the folders of those in ``stamps``; none where it has none."""

    def opened(self) -> Store:
        """The record as it is now; FaultyDataset with all that is wrong with it."""

    def spoilt(self) -> list[Fault]:
        """What is wrong with it and is seen only when all of it is read."""

    def holds(self, stamp: Stamp) -> bool:
        """Whether what was opened at ``stamp`` can be asked still, whatever there is by now."""


@cache
def origin(text: str) -> Origin:
    """The origin at an address."""
    if text.startswith(SCHEME):
        return Tables(text)
    return Objects(text) if objects.is_address(text) else Files(Path(text))


class Files:
    """A folder of CSV files, or what was built of one."""

    def __init__(self, place: Path) -> None:
        """Read nothing yet."""
        self._place = place

    @property
    def shown(self) -> str:
        """See ``Origin``."""
        return str(self._place)

    def stamp(self) -> Stamp:
        """When each file last changed, and its size."""
        place = self._place
        try:
            if built.is_built(place):
                return _stamp(built.files(place))
            return _stamp([*sorted(place.glob("*.csv")), place / "datapackage.json"])
        except OSError:  # as ``opened`` says in full
            return {}

    def folders(self, *stamps: Stamp) -> list[int]:
        """See ``Origin``."""
        places = {Path(file).parent for stamp in stamps for file in stamp}
        return [when for when, _ in _stamp(places).values()]

    def opened(self) -> Store:
        """See ``Origin``."""
        try:
            return Store(Parquet(self._place) if built.is_built(self._place) else read(self._place))
        except OSError as error:
            name = Path(error.filename or self._place).name
            raise FaultyDataset([Fault(name, None, None, None, N_("this file, readable"))]) from None

    def spoilt(self) -> list[Fault]:
        """See ``Origin``; CSV files are read as a whole whenever they are opened."""
        return built.spoilt(self._place) if built.is_built(self._place) else []

    def holds(self, stamp: Stamp) -> bool:
        """See ``Origin``: what is read where it lies has to lie there as it was."""
        served = {file: found for file, found in stamp.items() if file.endswith(built.ENDING)}
        return _stamp(map(Path, served)) == served


class Distant(ABC):
    """An origin that another machine keeps. It is asked in the background: no visitor waits for it."""

    def __init__(self, text: str) -> None:
        """Connect to nothing yet."""
        self._text = text
        self._stamp: Stamp | None = None
        self._looked = 0.0

    @property
    def shown(self) -> str:
        """The address without who asks, and without what Spark is told of the connection."""
        return objects.without_secrets(self._text)

    def stamp(self) -> Stamp:
        """What changes with the record, as it was known a minute ago."""
        if self._stamp is None:
            self._look()
        elif time.monotonic() - self._looked >= FRESH:
            self._looked = time.monotonic()
            Thread(target=self._look_quietly, name="version", daemon=True).start()
        return self._stamp or {}

    def folders(self, *stamps: Stamp) -> list[int]:
        """See ``Origin``: what is put there is there at once."""
        return []

    @abstractmethod
    def opened(self) -> Store:
        """See ``Origin``."""

    def holds(self, stamp: Stamp) -> bool:
        """See ``Origin``: a version is put there once and never changed."""
        return True

    @abstractmethod
    def spoilt(self) -> list[Fault]:
        """See ``Origin``."""

    @abstractmethod
    def _asked(self) -> Stamp:
        """What changes with the record, now; FaultyDataset if nobody can be asked."""

    def _look(self) -> None:
        try:
            self._stamp = self._asked()
        except FaultyDataset:  # as ``opened`` says in full
            self._stamp = {}
        self._looked = time.monotonic()

    def _look_quietly(self) -> None:
        with suppress(Unanswered):  # logged where it failed; the record that is shown stays
            self._look()


class Objects(Distant):
    """What was built of a folder of CSV files, in a store of objects."""

    def opened(self) -> Store:
        """See ``Origin``."""
        return Store(Parquet(self._place))

    def spoilt(self) -> list[Fault]:
        """See ``Origin``."""
        return built.spoilt(self._place)

    @cached_property
    def _place(self) -> objects.Object:
        return objects.address(self._text)

    def _asked(self) -> Stamp:
        return _stamp(built.files(self._place))


class Tables(Distant):
    """A database in a Spark cluster."""

    def __init__(self, text: str) -> None:
        """See ``Distant``."""
        super().__init__(text)
        self._lock = Lock()
        self._cluster: Cluster | None = None

    def opened(self) -> Store:
        """See ``Origin``."""
        return Store(Spark(self._connected()))

    def spoilt(self) -> list[Fault]:
        """See ``Origin``; the cluster looks after its tables."""
        return []

    def _connected(self) -> Cluster:
        with self._lock:
            self._cluster = self._cluster or Cluster(address(self._text))
            return self._cluster

    def _asked(self) -> Stamp:
        # The tables of a version never change: its name says all.
        return {version(self._connected()): (0, 0)}


def _stamp(files: Iterable[built.Place]) -> Stamp:
    """When each file last changed, and its size."""
    stamp = {}
    for file in files:
        try:
            found = file.stat()
        except OSError:  # gone, or about to be replaced
            continue
        stamp[str(file)] = (found.st_mtime_ns, found.st_size)
    return stamp
