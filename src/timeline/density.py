"""How many events each day, month or year may hold.

A month is not a day: an event whose date is not known to the month counts in every month that it may
lie in, and one that lasts in every month that it lasts in, so that the counts of all buckets can add up to
more than the events.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from timeline import dates
from timeline.periods import Calendar, Period, fitting
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store
from timeline.vocabulary import ROLES

Ends = tuple[date | None, date | None]


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
    def name(self) -> str:
        """``2025-08``, or another EDTF date."""
        return self.period.text


def density(store: Store, selection: Selection, calendar: Calendar) -> list[Bucket]:
    """The buckets that may hold any of the events that match ``selection``, oldest first.

    Only buckets within its dates count; an event with an open end, or a question with one, reaches to the
    end of the record.
    """
    span = dates.parse(selection.dates or EVERYTHING)
    first, last = _ends((span.earliest, span.latest), store.extent())
    if first is None or last is None:
        return []
    # Where a bucket begins or ceases to hold events: what lies between costs nothing.
    changes: dict[tuple[str, str, bool], Counter[int]] = {}
    for turn in store.turns(selection, first, last, calendar.unit):
        change = changes.setdefault((turn.role, turn.kind, turn.vague), Counter())
        change[calendar.number(turn.day) + (turn.events < 0)] += turn.events
    return list(_buckets(changes, calendar))


def whole(store: Store) -> tuple[list[Bucket], Ends]:
    """How many events of the whole record each period may hold, and the days between which they lie."""
    first, last = store.extent()
    if first is None or last is None:
        return [], (first, last)
    return density(store, Selection(), fitting(first, last)), (first, last)


def _ends(asked: Ends, extent: Ends) -> Ends:
    """The days ``asked``; an open end is the record's, but never on the wrong side of the other end."""
    first = asked[0] or min((day for day in (extent[0], asked[1]) if day), default=None)
    last = asked[1] or max((day for day in (extent[1], first) if day), default=None)
    return first, last


def _buckets(changes: dict[tuple[str, str, bool], Counter[int]], calendar: Calendar) -> Iterator[Bucket]:
    held = dict.fromkeys(changes, 0)
    turning = sorted({number for change in changes.values() for number in change})
    for at, number in enumerate(turning[:-1]):
        for key, change in changes.items():
            held[key] += change[number]
        if any(held.values()):
            # Nothing turns before the next number: the buckets up to there are alike.
            for like in range(number, turning[at + 1]):
                yield _bucket(calendar.period(like), held)


def _bucket(period: Period, held: dict[tuple[str, str, bool], int]) -> Bucket:
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
