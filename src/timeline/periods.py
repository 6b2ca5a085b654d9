"""Stretches of the calendar that events are counted by: days, months, years, or rounds of years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from timeline.dates import month_end

Unit = Literal["day", "month", "year"]

# As many bars of a chart 900 px long are seven pixels wide each: enough to be met by a pointer.
MOST = 130
_ROUNDS = (1, 10, 100, 1000)


@dataclass(frozen=True)
class Period:
    """A day, a month, a year, or a round of years such as 1990 to 1999."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """The period as an EDTF date, or as an interval where it is a round of years."""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return self.first.isoformat()[:7]
        years = f"{self.first.year:04d}", f"{self.last.year:04d}"
        return years[0] if years[0] == years[1] else "/".join(years)


@dataclass(frozen=True)
class Calendar:
    """The calendar cut into periods of one ``unit``; years in rounds of ``years``."""

    unit: Unit
    years: int = 1

    def number(self, day: date) -> int:
        """Which period ``day`` lies in, counted so that the next one has the next number."""
        if self.unit == "day":
            return day.toordinal()
        return day.year * 12 + day.month - 1 if self.unit == "month" else day.year // self.years

    def period(self, number: int) -> Period:
        """The period with this number."""
        if self.unit == "day":
            day = date.fromordinal(number)
            return Period(day, day)
        if self.unit == "month":
            first = date(number // 12, number % 12 + 1, 1)
            return Period(first, month_end(first))
        year = number * self.years
        return Period(date(max(year, 1), 1, 1), date(min(year + self.years - 1, 9999), 12, 31))

    def between(self, first: date, last: date) -> Iterator[Period]:
        """The periods that any of the days lies in, oldest first."""
        return map(self.period, range(self.number(first), self.number(last) + 1))


def fitting(first: date, last: date) -> Calendar:
    """The finest calendar that cuts the days from ``first`` to ``last`` into at most ``MOST`` periods."""
    days = (last - first).days + 1
    if days <= MOST:
        return Calendar("day")
    if days <= MOST * 30:
        return Calendar("month")
    years = last.year - first.year + 1
    return Calendar("year", next(round for round in _ROUNDS if years <= MOST * round))
