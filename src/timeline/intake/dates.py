"""Dates as spreadsheets and people write them, as EDTF where they can only mean one thing.

``31/12/2025`` has one reading: there is no month 31. ``03/04/2025`` has two, and which of them is
meant only its writer knows: it stays as written, and the question is asked.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from babel import Locale

from timeline.dates import HIJRI, parse
from timeline.search import fold
from timeline.tags import apart
from timeline.vocabulary import N_

QUESTION = N_("{first} or {second}: which of them is meant?")
DIGITS = N_("Arabic digits")
YEAR_FIRST = N_("year, month, day")
ONE_ORDER = N_("the only order of day and month that there can be")
ANSWERED = N_("the order of day and month that you chose")
SERIAL = N_("a day number of a spreadsheet")
WORDS = N_("a month in words")
NO_TIME = N_("the time of day is left out")
MONTH = N_("a month and a year")

YEAR = N_("a year")

# Names of months and days in these, since Arabic has three sets of months.
_LOCALES = ("en", "ar", "ar_SY", "ar_DZ", "ar_MA")
# Names of months alone: a short name of a day in French is one of a month in English.
_OTHERS = ("fr", "ru", "tk", "so")
_FILLERS = {"of", "the", "in", "le", "de", "du", "г", "من", "م", "سنه", "عام", "يوم", "شهر", "في"}
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
# A spreadsheet makes of 2025.10, as of any number, 2025.1.
# Two signs mean two things: 2025-06/07 may be June and July.
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?!\.\d$)([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_HOUR = re.compile(
    r"\d{1,2}[:.h]\d{2}(:\d{2})?\s*([ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|([01]\d|2[0-3])[0-5]\d", re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# Day numbers from 1954 to 2119: a five-figure number is no year.
_SERIALS = range(20_000, 80_000)
_BETWEEN = re.compile(r"\s+-\s+|\s*[–—]\s*|\s+(?:to|إلى|الى|حتى)\s+")
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|around|حوالي|نحو|[~≈])\s*(?=\S)", re.IGNORECASE)
_FROM = re.compile(r"(?:from|من)\s+", re.IGNORECASE)
_DAYS = r"(\d{1,2})\s*(?:[-–—]|to|إلى|الى)\s*(\d{1,2})"
_DAYS_OF_ONE_MONTH = re.compile(rf"{_DAYS}(\s+\D.*)")
_MONTH_AND_ITS_DAYS = re.compile(rf"([^\d\s]+\s){_DAYS},?\s+(\d{{4}})")
# Signs of doubt or of an open end, which would be lost with the other signs of a date in words.
_MORE = re.compile(r"[^\w\s.,،;؛'’()/\u064b-\u0652–—-]|\.\.|^[\s–—-]*[–—-]|[–—/-]\s*$|^(?:من|منذ)\s")
# No date is longer; a cell may hold all that a file does.
_LONGEST = 100
# What comes along unseen with what is copied, most of it from Arabic text: signs, and pairs that enclose it.
SIGNS, PAIRS = "\u200b\u200e\u200f\ufeff", "\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
MARKS = SIGNS + PAIRS
_UNMARKED = dict.fromkeys(map(ord, MARKS))


@dataclass(frozen=True)
class Reading:
    """What a cell means: its EDTF text and the message that says how it was read, ``""`` if as written.

    ``readings`` are the two dates that an ambiguous cell could mean; its text stays as written.
    """

    text: str
    form: str = ""
    readings: tuple[str, ...] = ()


def reading(cell: str, *, day_first: bool | None = None, from_1904: bool = False) -> Reading:
    """Read a cell; ``day_first`` answers for every cell whether day or month comes first."""
    # What is looked up later stays in memory, so that long cells are not among it.
    return Reading(cell) if len(cell) > _LONGEST else _reading(cell, day_first, from_1904)


@lru_cache(maxsize=2**16)
def _reading(cell: str, day_first: bool | None, from_1904: bool) -> Reading:
    if is_edtf(cell):
        return Reading(cell)
    text = _western(cell)
    if is_edtf(text):
        return Reading(text, DIGITS)
    found = {order: _read(text, order, from_1904) for order in (True, False)}
    dates = list(dict.fromkeys(one[0] for one in found.values() if one))
    if len(dates) == 2:
        answer = found[day_first] if day_first is not None else None
        return Reading(answer[0], ANSWERED) if answer else Reading(cell, readings=tuple(dates))
    one = found[True] or found[False]
    return Reading(*one) if one else Reading(cell)


def is_hour(cell: str) -> bool:
    """Whether ``cell`` is a time of day: ``9:30``, ``10 am``, or ``1430``, a year that nobody means."""
    return bool(_HOUR.fullmatch(cell)) and not (cell.isdecimal() and int(cell) in range(1900, 2101))


def is_read(cell: str) -> bool:
    """Whether ``cell`` is a date, or one of two."""
    found = reading(cell)
    return is_edtf(found.text) or bool(found.readings)


def of_parts(year: str, month: str, day: str = "") -> str:
    """The cells of one date as one cell, to be read like any other; a month may be in words."""
    if year and month.isdecimal() and len(month) < 3:
        return "-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])])
    return " ".join(filter(None, (day, month, year)))


def question(cell: str) -> tuple[str, Mapping[str, str]] | None:
    """The message and details that ask for the meaning of an ambiguous cell; None for any other."""
    two = reading(cell).readings
    return (QUESTION, {"first": two[0], "second": two[1]}) if two else None


def has_no_such_day(cell: str) -> bool:
    """Whether ``cell`` is a date by its form, such as 31/02/2025, which no calendar has in any order."""
    if len(cell) > _LONGEST or reading(cell) != Reading(cell) or is_edtf(cell):
        return False
    return any(_is_no_day(end) for end in _BETWEEN.split(_western(cell)))


def may_be_hijri(cell: str) -> bool:
    """Whether the first year in ``cell`` is one that only the record's writer can tell from a Hijri one."""
    years = re.search(r"\d{4}", cell)
    return is_edtf(cell) and years is not None and int(years[0]) in HIJRI


def is_edtf(text: str) -> bool:
    """Whether ``text`` is a date in our own form already."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _read(text: str, day_first: bool, from_1904: bool) -> tuple[str, str] | None:
    """Return EDTF text and form, if ``text`` has a meaning in this order of day and month."""
    sign = text[-1] if text[-1:] in tuple("?~%") else ""
    plain = text.removesuffix(sign).strip()
    about = _ABOUT.match(plain)
    if about and not sign:
        plain, sign = plain[about.end() :], "~"
    one = _one(plain, day_first, from_1904) or _stretch(plain, day_first, from_1904)
    if not one and (sign and is_edtf(plain)):
        one = (plain, WORDS)
    if not one or not is_edtf(f"{one[0]}{sign}"):
        return None
    return f"{one[0]}{sign}", one[1]


def _one(text: str, day_first: bool, from_1904: bool) -> tuple[str, str] | None:
    timed = _TIME.search(text)
    if timed and timed.end() == len(text):
        bare = text[: timed.start()]
        inner = (bare, NO_TIME) if is_edtf(bare) else _one(bare, day_first, from_1904)
        return (inner[0], NO_TIME if inner[1] == YEAR_FIRST else inner[1]) if inner else None
    if form := _YEAR_FIRST.fullmatch(text):
        written = _iso(*form.group("year", "month", "day"))
        return (written, YEAR_FIRST) if written else None
    if form := _COMPACT.fullmatch(text):
        written = _iso(*form.groups())
        return (written, YEAR_FIRST) if written else None
    if form := YEAR_LAST.fullmatch(text):
        first, second, year = form.group("first", "second", "year")
        written = _iso(year, second, first) if day_first else _iso(year, first, second)
        return (written, ONE_ORDER) if written else None
    if form := _MONTH_YEAR.fullmatch(text):
        written = _iso(form[2], form[1], None)
        return (written, MONTH) if written else None
    if (form := _SERIAL.fullmatch(text)) and int(form[1]) in _SERIALS:
        start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return (start + timedelta(days=int(form[1]))).isoformat(), SERIAL
    return _in_words(text)


def _stretch(text: str, day_first: bool, from_1904: bool) -> tuple[str, str] | None:
    """Two dates with a dash or a word between them; what the first leaves out, the second says."""
    if begun := _FROM.match(text):
        text = text[begun.end() :]
    if days := _DAYS_OF_ONE_MONTH.fullmatch(text):
        text = f"{days[1]}{days[3]} – {days[2]}{days[3]}"
    elif days := _MONTH_AND_ITS_DAYS.fullmatch(text):
        text = f"{days[2]} {days[1]}{days[4]} – {days[3]} {days[1]}{days[4]}"
    ends = _BETWEEN.split(text)
    if len(ends) != 2:
        return None
    closing = _end(ends[1], day_first, from_1904)
    opening = _end(ends[0], day_first, from_1904)
    if not opening and closing and ends[0] and len(closing[0]) > len("2025"):
        opening = _end(f"{ends[0]} {closing[0][:4]}", day_first, from_1904)
    if not opening or not closing:
        return None
    if opening[0] == closing[0]:
        return opening
    return f"{opening[0]}/{closing[0]}", opening[1] or closing[1] or YEAR_FIRST


def _end(text: str, day_first: bool, from_1904: bool) -> tuple[str, str] | None:
    if text == "..":
        return text, ""
    return (text, "") if is_edtf(text) and "/" not in text else _one(text, day_first, from_1904)


def _is_no_day(text: str) -> bool:
    timed = _TIME.search(text)
    bare = text[: timed.start()] if timed and timed.end() == len(text) else text
    plain = bare.rstrip("?~%").strip()
    if form := YEAR_LAST.fullmatch(plain):
        first, second, year = form.group("first", "second", "year")
        return _is_of_ours(year) and not (_iso(year, second, first) or _iso(year, first, second))
    if form := _YEAR_FIRST.fullmatch(plain):
        return _is_of_ours(form["year"]) and not _iso(*form.group("year", "month", "day"))
    if form := _MONTH_YEAR.fullmatch(plain):
        return _is_of_ours(form[2]) and not _iso(form[2], form[1], None)
    named = _parts(plain)
    return bool(named and named[1] and _is_of_ours(named[0]) and not _iso(*named[:3]))


def _is_of_ours(year: str) -> bool:
    """Whether it is a year of our calendar; the second month of a Hijri one may have thirty days."""
    return year != "0000" and int(year) not in HIJRI


def _in_words(text: str) -> tuple[str, str] | None:
    """``3 December 2025``, ``Dec 2025``, ``الأربعاء 3 كانون الأول 2025``; a wrong weekday is no reading."""
    named = None if _MORE.search(text) else _parts(text)
    if not named:
        return None
    year, month, day, weekday = named
    if not month:
        return (year, YEAR) if not day and weekday is None else None
    written = _iso(year, month, day)
    if not written or (weekday is not None and day and date.fromisoformat(written).weekday() != weekday):
        return None
    return written, WORDS


def _parts(text: str) -> tuple[str, str, str | None, int | None] | None:
    """Year, month, day and weekday of a date in words; one that names a year alone has no month."""
    words = [re.sub(r"(?<=\d)(st|nd|rd|th|er|م)$", "", word) for word in fold(text).split()]
    years = [word for word in words if re.fullmatch(r"\d{4}", word)]
    days = [word for word in words if re.fullmatch(r"\d{1,2}", word)]
    months, weekdays = _names()
    rest = [word for word in words if word not in (*years, *days, *_FILLERS)]
    weekday = next((weekdays[word] for word in rest if word in weekdays), None)
    month = _month([word for word in rest if word not in weekdays], months)
    if len(years) != 1 or len(days) > 1 or month is None:
        return None
    return years[0], month, days[0] if days else None, weekday


def _month(words: list[str], months: Mapping[str, int]) -> str | None:
    """The number of the month that ``words`` name, be it twice, as the United Nations do in Arabic.

    ``""`` where there is no word, None where they name no month.
    """
    if not words:
        return ""
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    found = (
        months.get(first) for first, second in halves if not second or months.get(first) == months.get(second)
    )
    return next((str(number) for number in found if number), None)


@cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    """Months and weekdays by their folded names."""
    months: dict[str, int] = {"sept": 9}
    weekdays: dict[str, int] = {}
    for tag in _LOCALES:
        locale = apart(Locale.parse(tag))
        for width in ("wide", "abbreviated"):
            for forms in (locale.months["format"], locale.months["stand-alone"]):
                months |= {fold(name): number for number, name in forms[width].items()}
            weekdays |= {fold(name): number for number, name in locale.days["format"][width].items()}
    for tag in _OTHERS:
        for forms in apart(Locale.parse(tag)).months.values():
            for width in ("wide", "abbreviated"):
                months |= {fold(name): number for number, name in forms[width].items()}
    return months, weekdays


def _iso(year: str, month: str, day: str | None) -> str:
    """The parts as ISO 8601, ``""`` if the calendar has no such day."""
    try:
        first = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return first.isoformat() if day else first.isoformat()[:7]


def _western(cell: str) -> str:
    """``cell`` with Western digits and plain spaces, and without marks that nobody sees."""
    letters = (
        cell.translate(_UNMARKED).replace("\xa0", " ").replace("٫", ".").replace("؟", "?").replace("(?)", "?")
    )
    western = (
        str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in letters
    )
    return " ".join("".join(western).split())
