"""Where a time axis is marked and what its marks say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from timeline.dates import shifted
from timeline.language import Language

# Steps in months, finest first; below the first one the axis counts days.
_MONTHS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_DAYS = (1, 2, 7, 14)


@lru_cache
def ticks(
    first: date, last: date, language: Language, *, most: int = 14, edge: int = 20
) -> Sequence[tuple[date, str]]:
    """Return at most about ``most`` days of ``first``..``last`` to mark, each with its label.

    In the last ``edge``-th part of the axis a mark has none.

    A label's second line (after ``<br>``) gives the year, at the first mark and where a year begins.
    """
    marks = _marks(first, last, language, most)
    # A label at the very end would hang over the edge of the chart: its mark stays, its words go.
    end = last.toordinal() - (last - first).days // edge
    return tuple((day, label if day.toordinal() <= end else "") for day, label in marks)


def _marks(first: date, last: date, language: Language, most: int) -> list[tuple[date, str]]:
    length = (last - first).days + 1
    for step in _DAYS:
        if length <= step * most and length <= 45:
            days = [first + timedelta(days=past) for past in range(0, length, step)]
            return [(day, _day(day, days[0], language)) for day in days]
    for step in _MONTHS:
        months = list(_months(first, last, step))
        if len(months) <= most:
            break
    if step >= 12:
        return [(day, f"{day.year:04d}") for day in months]
    return [(day, _month(day, months[0], language)) for day in months]


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """The first days of months in the window, at whole multiples of ``step``."""
    number = first.year * 12 + first.month - 1
    number = -(-(number + (first.day > 1)) // step) * step
    while number // 12 <= 9999 and (day := date(max(number // 12, 1), number % 12 + 1, 1)) <= last:
        yield day
        number += step


def _day(day: date, opening: date, language: Language) -> str:
    words = language.month(day, short=True, year=False)
    if day == opening or day.day == 1 or shifted(day, -7).month != day.month:
        return f"{day.day} {words}<br>{day.year:04d}" if day == opening else f"{day.day} {words}"
    return str(day.day)


def _month(day: date, opening: date, language: Language) -> str:
    words = language.month(day, short=True, year=False)
    return f"{words}<br>{day.year:04d}" if day == opening or day.month == 1 else words
