"""How many events each month or year may hold.

A month is not a day: an event whose date is not known to the month counts in every month that it may
lie in, so that the counts of all buckets can add up to more than the events.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from timeline import tables
from timeline.vocabulary import ROLES

By = Literal["month", "year"]
Ends = tuple[date | None, date | None]


@dataclass(frozen=True)
class Bucket:
    """A month (``2025-08``) or year (``2025``), and how many events it may hold: all, and by role."""

    name: str
    events: int
    roles: dict[str, int] = field(default_factory=dict)


def density(events: pd.DataFrame, asked: Ends, extent: Ends, by: By) -> list[Bucket]:
    """The buckets that may hold any of ``events`` (from ``Store.events``), oldest first.

    Only buckets within the dates ``asked`` count; an event with an open end, or a question with one,
    reaches to the end of the record's ``extent``.
    """
    first, last = _ends(asked, extent)
    if first is None or last is None:
        return []
    # Where a bucket begins or ceases to hold an event: what lies between costs nothing.
    changes: dict[str, Counter[int]] = {"": Counter(), **{role: Counter() for role in ROLES}}
    for row in tables.rows(events[["role", "earliest", "latest"]]):
        opening: date = first if pd.isna(row["earliest"]) else max(first, row["earliest"].date())
        closing: date = last if pd.isna(row["latest"]) else min(last, row["latest"].date())
        if opening <= closing:
            for role in {"", row["role"]}:
                changes[role][_number(opening, by)] += 1
                changes[role][_number(closing, by) + 1] -= 1
    return list(_buckets(changes, by))


def _ends(asked: Ends, extent: Ends) -> Ends:
    """The days ``asked``; an open end is the record's, but never on the wrong side of the other end."""
    first = asked[0] or min((day for day in (extent[0], asked[1]) if day), default=None)
    last = asked[1] or max((day for day in (extent[1], first) if day), default=None)
    return first, last


def _buckets(changes: dict[str, Counter[int]], by: By) -> Iterator[Bucket]:
    held = dict.fromkeys(changes, 0)
    numbers = changes[""]
    for number in range(min(numbers, default=0), max(numbers, default=0)):
        for role, change in changes.items():
            held[role] += change[number]
        if held[""]:
            yield Bucket(_name(number, by), held[""], {role: held[role] for role in ROLES})


def _number(day: date, by: By) -> int:
    return day.year if by == "year" else day.year * 12 + day.month - 1


def _name(number: int, by: By) -> str:
    return f"{number:04d}" if by == "year" else f"{number // 12:04d}-{number % 12 + 1:02d}"
