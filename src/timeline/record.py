"""The record that this server shows: read once, read anew when its files change, shared by every door.

Whoever edits the files must not take the record off the screen. Files are read once they have been
at rest for a moment, so that a half-written one is never the record; where the new ones are faulty,
the last record without fault stays, and ``trouble`` says what is wrong on the disk.
"""

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock

from timeline import built, logs, metrics
from timeline.dataset import read
from timeline.engine.parquet import Parquet
from timeline.faults import Fault, FaultyDataset
from timeline.home import HOME
from timeline.store import Store

SHIPPED = HOME / "data"
# How long files must lie unchanged before they are read: a program that writes one pauses for less.
REST = 0.3
_LOGGED = 100

Stamp = Mapping[str, tuple[int, int]]

_lock = Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _State:
    """What was read from files with this ``stamp``: their faults, and the last record without any."""

    stamp: Stamp
    store: Store | None
    faults: tuple[Fault, ...] = ()
    number: int = field(default_factory=count(1).__next__)


_kept: dict[Path, _State] = {}
# A stamp not yet read, and when it was first seen.
_seen: dict[Path, tuple[Stamp, float]] = {}


def folder() -> Path:
    """The dataset's folder: ``TIMELINE_DATA``, else the record that ships."""
    return Path(os.environ.get("TIMELINE_DATA") or SHIPPED)


def current() -> Store:
    """The Store of the latest record without fault; FaultyDataset if there never was one."""
    state = _state()
    if not state.store:
        raise FaultyDataset(state.faults)
    return state.store


def trouble() -> tuple[Fault, ...]:
    """The faults of the files on the disk, while an earlier record is shown; none if all is well."""
    state = _state()
    return state.faults if state.store else ()


def is_loaded() -> bool:
    """Whether the files have been read, so that ``current`` answers at once."""
    return folder() in _kept


def version() -> int:
    """A number that changes whenever ``current`` or ``trouble`` would answer otherwise."""
    return _state().number


def _state() -> _State:
    """What is shown now, read anew if the files have changed and lie still."""
    place = folder()
    kept = _kept.get(place)
    if kept and not _has_news(place, kept):
        return kept
    # While one visitor's look reads the new files, the others go on with the old record.
    if not _lock.acquire(blocking=kept is None) and kept:
        return kept
    try:
        kept = _kept.get(place)
        if kept is None or _has_news(place, kept):
            _kept[place] = kept = _read(place, kept)
        return kept
    finally:
        _lock.release()


def _has_news(place: Path, kept: _State) -> bool:
    stamp = _stamp(place)
    return stamp != kept.stamp and _at_rest(place, stamp, kept)


def _read(place: Path, kept: _State | None) -> _State:
    """Read the files, again if they change meanwhile; a faulty set of them leaves the kept record."""
    while True:
        stamp = _stamp(place)
        while not _at_rest(place, stamp, kept):
            time.sleep(REST / 4)
            stamp = _stamp(place)
        started = time.perf_counter()
        try:
            found = _State(stamp, _opened(place))
        except FaultyDataset as faulty:
            found = _State(stamp, kept.store if kept else None, faulty.faults)
        if _stamp(place) == stamp:
            break
    _tell(place, found, time.perf_counter() - started)
    return found


def _opened(place: Path) -> Store:
    """The record in ``place``: held in memory, or read where it lies if it was built for that."""
    return Store(Parquet(place) if built.is_built(place) else read(place))


def _tell(place: Path, found: _State, seconds: float) -> None:
    """Say to whoever runs the server what the files gave."""
    faults, events = len(found.faults), found.store.total if found.store else 0
    metrics.read(found.number, events, faults)
    version, ms = found.number, round(seconds * 1000)
    if faults:
        listed = "\n".join(map(str, found.faults[:_LOGGED]))
        words = f"{place} has {faults} faults and is not shown:\n{listed}"
        logs.tell(_log, logging.ERROR, "record faulty", words=words, version=version, faults=faults, ms=ms)
    else:
        logs.tell(_log, logging.INFO, "record read", version=version, events=events, ms=ms)


def _at_rest(place: Path, stamp: Stamp, kept: _State | None) -> bool:
    """Whether the files have not changed for a moment, by their own dates or by what was seen of them."""
    latest = max((changed for changed, _ in stamp.values()), default=0) / 1e9
    same_files = kept is None or set(stamp) == set(kept.stamp)
    if same_files and time.time() - latest >= REST:
        return True
    # A file that is gone has no date, and the clock of a network disk may be ahead of ours.
    seen, since = _seen.get(place, ({}, 0.0))
    if seen != stamp:
        _seen[place] = (stamp, time.monotonic())
        return False
    return time.monotonic() - since >= REST


def _stamp(place: Path) -> Stamp:
    """When each file of the dataset last changed, and its size."""
    stamp = {}
    written = [*sorted(place.glob("*.csv")), place / "datapackage.json"]
    for file in built.files(place) if built.is_built(place) else written:
        try:
            found = file.stat()
        except OSError:  # gone, or about to be replaced
            continue
        stamp[str(file)] = (found.st_mtime_ns, found.st_size)
    return stamp
