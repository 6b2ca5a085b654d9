"""The record that this server shows: read once, read anew when it changes, shared by every door.

Whoever edits the files must not take the record off the screen. Files are read once they have been
at rest for a moment, so that a half-written one is never the record; where the new ones are faulty,
the last record without fault stays, and ``trouble`` says what is wrong on the disk. What is read where it
lies stays only if it lies there unchanged: whatever a spoilt file says is no record. A store or cluster
that is down when the server starts is asked again until it answers.
"""

import logging
import os
import time
from dataclasses import dataclass, field
from itertools import count
from threading import Lock

from timeline import logs, metrics
from timeline.faults import Fault, FaultyDataset, counted
from timeline.home import HOME
from timeline.origin import Origin, Stamp, origin
from timeline.store import Store
from timeline.unanswered import Unanswered

SHIPPED = HOME / "data"
# How long files must lie unchanged before they are read: a program that writes one pauses for less.
REST = 0.3
# Seconds until a store or cluster that was down is asked again.
AGAIN = 5.0
_LOGGED = 100

_lock = Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _State:
    """What was read from files with this ``stamp``: their faults, and the last record without any.

    That one was ``opened`` when the files had another stamp, if these have faults.
    """

    stamp: Stamp
    store: Store | None
    opened: Stamp
    faults: tuple[Fault, ...] = ()
    number: int = field(default_factory=count(1).__next__)


_kept: dict[Origin, _State] = {}
# A stamp not yet read, and when it was first seen.
_seen: dict[Origin, tuple[Stamp, float]] = {}
# Why there was no answer, and when to ask again.
_unanswered: dict[Origin, tuple[Unanswered, float]] = {}


def shown() -> str:
    """The address of the record as logs may have it: ``TIMELINE_DATA``, else of the one that ships."""
    return _place().shown


def current() -> Store:
    """The Store of the latest record without fault.

    FaultyDataset if there never was one, Unanswered if there is none yet because a store or cluster is down.
    """
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
    return _place() in _kept


def version() -> int:
    """A number that changes whenever ``current`` or ``trouble`` would answer otherwise."""
    try:
        return _state().number
    except Unanswered:
        return 0


def _place() -> Origin:
    return origin(os.environ.get("TIMELINE_DATA") or str(SHIPPED))


def _state() -> _State:
    """What is shown now, read anew if the files have changed and lie still."""
    place = _place()
    kept = _kept.get(place)
    if kept and not _has_news(place, kept):
        return kept
    # While one visitor's look reads the new files, the others go on with the old record.
    if not _lock.acquire(blocking=kept is None) and kept:
        return kept
    try:
        kept = _kept.get(place)
        if kept is None or _has_news(place, kept):
            _kept[place] = kept = _answered(place, kept)
        return kept
    finally:
        _lock.release()


def _answered(place: Origin, kept: _State | None) -> _State:
    """What is read now; while nobody answers, what was read before, and Unanswered for nothing."""
    error, again = _unanswered.get(place, (None, 0.0))
    if error is None or time.monotonic() >= again:
        try:
            return _read(place, kept)
        except Unanswered as failed:
            error = failed
            _unanswered[place] = (failed, time.monotonic() + AGAIN)
    if kept is None:
        raise Unanswered(error.reason) from None
    return kept


def _has_news(place: Origin, kept: _State) -> bool:
    stamp = place.stamp()
    return stamp != kept.stamp and _at_rest(place, stamp, kept)


def _read(place: Origin, kept: _State | None) -> _State:
    """Read the files, again if they change meanwhile; a faulty set of them leaves the kept record.

    So do files that go on changing: whoever reads them has a visitor who waits.
    """
    while True:
        stamp = place.stamp()
        while not _at_rest(place, stamp, kept):
            if kept:
                return kept
            time.sleep(REST / 4)
            stamp = place.stamp()
        started = time.perf_counter()
        try:
            found = _State(stamp, place.opened(), stamp)
        except FaultyDataset as faulty:
            last = kept if kept and place.holds(kept.opened) else None
            found = _State(stamp, last.store if last else None, last.opened if last else {}, faulty.faults)
        if place.stamp() == stamp:
            break
    _tell(place, found, time.perf_counter() - started)
    return found


def _tell(place: Origin, found: _State, seconds: float) -> None:
    """Say to whoever runs the server what the files gave."""
    faults, events = len(found.faults), found.store.total if found.store else 0
    metrics.read(found.number, events, faults)
    version, ms = found.number, round(seconds * 1000)
    if faults:
        listed = "\n".join(map(str, found.faults[:_LOGGED]))
        shown = "is shown as it was before" if found.store else "is not shown"
        words = f"{place.shown} has {counted(faults, 'fault')} and {shown}:\n{listed}"
        logs.tell(_log, logging.ERROR, "record faulty", words=words, version=version, faults=faults, ms=ms)
    else:
        logs.tell(_log, logging.INFO, "record read", version=version, events=events, ms=ms)


def _at_rest(place: Origin, stamp: Stamp, kept: _State | None) -> bool:
    """Whether the files have not changed for a moment, by their own dates or by what was seen of them."""
    changed = [when for when, _ in stamp.values()]
    if kept and set(stamp) != set(kept.stamp):
        # A file that is gone has no date, and one that was moved here an old one.
        changed += place.folders(kept.stamp, stamp)
    if time.time() - max(changed, default=0) / 1e9 >= REST:
        return True
    # The clock of a network disk may be ahead of ours.
    seen, since = _seen.get(place, ({}, 0.0))
    if seen != stamp:
        _seen[place] = (stamp, time.monotonic())
        return False
    return time.monotonic() - since >= REST
