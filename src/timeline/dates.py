"""Dates as a source gives them: a day, a month, a year, or a stretch between two of these.

A source may give the month of a meeting and not the day. An EDTF date keeps what is known and
says which days it could mean, so that a chart can draw the gap and a filter can find it.

Level 0 of EDTF (https://www.loc.gov/standards/datetime/) is supported, and in addition the
following features of level 1: qualification of a whole date (``?``, ``~``, ``%``), open interval
end (``..``), and unspecified days and months (``2025-08-XX``, ``2025-XX-XX``).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from timeline.vocabulary import N_

Precision = Literal["day", "month", "year", "interval"]

WANTED = N_("a year, month or day such as 2025, 2025-08, 2025-08-05, or two of them with / between")
NO_SUCH_DAY = N_("a date of the calendar, which has no such day or month")
ORDERED = N_("a closing date that is not before the opening one")

# The Hijri years since 1882 by the calendar of the moon, since 1921 by that of the sun, and some to come.
HIJRI = range(1300, 1501)

_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%]?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """What one EDTF text says: the days it may mean, how precise it is, how sure.

    ``earliest`` or ``latest`` is None where an interval is open at that end.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    uncertain: bool = False
    approximate: bool = False

    @property
    def day_is_known(self) -> bool:
        """Whether the first and the last day are both stated."""
        if self.earliest is None or self.latest is None:
            return False
        return self.precision == "day" or (self.precision == "interval" and self.ends_are_days)

    @property
    def ends_are_days(self) -> bool:
        """Whether every stated end of the text is a whole day."""
        return all(len(end.rstrip("?~%")) == 10 for end in self.text.split("/") if end not in ("", ".."))


@lru_cache(maxsize=65536)
def parse(text: str) -> EdtfDate:
    """Read an EDTF date or interval; raise ValueError saying what is wanted."""
    if "/" not in text:
        return _single(text)
    opening, slash, closing = text.partition("/")
    start = None if opening == ".." else _single(opening)
    end = None if closing == ".." else _single(closing)
    first = start.earliest if start else None
    last = end.latest if end else None
    if first and last and first > last:
        raise ValueError(ORDERED)
    parts = [part for part in (start, end) if part]
    return EdtfDate(
        f"{start.text if start else '..'}{slash}{end.text if end else '..'}",
        first,
        last,
        "interval",
        uncertain=any(part.uncertain for part in parts),
        approximate=any(part.approximate for part in parts),
    )


def between(first: date | None, last: date | None) -> str:
    """Return the EDTF interval from ``first`` to ``last``, None standing for an open end."""
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def has_days(when: EdtfDate) -> bool:
    """Whether a calendar can hold the date: first and last day are known, and neither is in doubt."""
    return bool(
        when.day_is_known and when.earliest and when.latest and not (when.uncertain or when.approximate)
    )


def shifted(day: date, days: int) -> date:
    """Return the day that is ``days`` after ``day``, or the last or first that the calendar has."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def month_end(day: date) -> date:
    """Return the last day of the month that ``day`` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=65536)  # The end of one stretch is the day of another event.
def _single(text: str) -> EdtfDate:
    form = _FORM.fullmatch(text)
    if not form:
        raise ValueError(WANTED)
    year, month, day = (form[part] if form[part] != "XX" else None for part in ("year", "month", "day"))
    if month is None and day is not None:
        raise ValueError(WANTED)
    try:
        first = date(int(year or 0), int(month or 1), int(day or 1))
    except ValueError:
        # The form is right; only of a year 0 this calendar has no day at all.
        raise ValueError(WANTED if year == "0000" else NO_SUCH_DAY) from None
    sign = form["qualifier"]
    known = "-".join(part for part in (year, month, day) if part)
    precision: Precision = "day" if day else "month" if month else "year"
    last = first if day else month_end(first) if month else first.replace(month=12, day=31)
    return EdtfDate(known + sign, first, last, precision, sign in tuple("?%"), sign in tuple("~%"))
