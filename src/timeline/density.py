"""How many events each day, month or year may hold.

A month is not a day: an event whose date is not known to the month counts in every month that it may
lie in, and one that lasts in every month that it lasts in, so that the counts of all buckets can add up to
more than the events.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from timeline.dates import parse
from timeline.periods import Calendar, Period
from timeline.selection import EVERYTHING
from timeline.vocabulary import ROLES

Ends = tuple[date | None, date | None]
# Role, kind, and whether they may lie in another period instead.
Sort = tuple[str, str, bool]
# How many more events of a sort a period may hold than the one before: by the number of the period.
Changes = dict[Sort, Counter[int]]


@dataclass(frozen=True)
class Bucket:
    """A period and how many events it may hold: all, and by role.

    ``sure`` counts by role and kind those that lie in it for certain; ``vague`` by role those that may lie
    in another period instead.
    """

    period: Period
    events: int
    roles: dict[str, int] = field(default_factory=dict)
    sure: dict[tuple[str, str], int] = field(default_factory=dict)
    vague: dict[str, int] = field(default_factory=dict)

    @property
    def upper(self) -> int:
        """What stands above a line: contacts, and events without a role."""
        return self.events - self.lower

    @property
    def lower(self) -> int:
        """What hangs below it: the context."""
        return self.roles["context"]


def ends(asked: str, extent: Ends) -> Ends:
    """The days between which EDTF dates ``asked`` are counted, ``""`` being all that there are.

    An open end is the record's, but never on the wrong side of the other end.
    """
    span = parse(asked or EVERYTHING)
    first = span.earliest or min((day for day in (extent[0], span.latest) if day), default=None)
    last = span.latest or max((day for day in (extent[1], first) if day), default=None)
    return first, last


def buckets(changes: Changes, calendar: Calendar) -> Iterator[Bucket]:
    """The periods of a calendar that hold any events, oldest first."""
    held = dict.fromkeys(changes, 0)
    turning = sorted({number for change in changes.values() for number in change})
    for at, number in enumerate(turning[:-1]):
        for key, change in changes.items():
            held[key] += change[number]
        if any(held.values()):
            # Nothing turns before the next number: the buckets up to there are alike.
            alike = _bucket(calendar.period(number), held)
            for like in range(number, turning[at + 1]):
                yield replace(alike, period=calendar.period(like))


def deepest(events: pd.DataFrame, shortest: float) -> int:
    """How many of ``events`` lie at one moment, if each takes ``shortest`` days or more.

    ``events`` have ``earliest`` and ``latest``; an open end is NaT.
    """
    begin, end = _days(events["earliest"], -np.inf), _days(events["latest"], np.inf) + 1
    more = np.maximum(shortest - (end - begin), 0) / 2
    begun, over = np.sort(begin - more), np.sort(end + more)
    there = np.arange(1, len(begun) + 1) - np.searchsorted(over, begun, side="right")
    return int(there.max(initial=0))


def _days(dates: "pd.Series[pd.Timestamp]", unknown: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Days since 1970."""
    days = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), unknown, days.astype(float))


def _bucket(period: Period, held: dict[Sort, int]) -> Bucket:
    roles: Counter[str] = Counter(dict.fromkeys(ROLES, 0))
    sure: Counter[tuple[str, str]] = Counter()
    vague: Counter[str] = Counter()
    for (role, kind, is_vague), events in held.items():
        roles[role] += events
        if is_vague:
            vague[role] += events
        else:
            sure[role, kind] += events
    return Bucket(period, sum(held.values()), dict(roles), dict(+sure), dict(+vague))
