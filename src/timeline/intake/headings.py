"""Column names as people write them, in English and Arabic, and the columns they stand for.

A name says what a column holds more or less plainly. Every guess comes back by name, so that a
page can show it beside the column and let the reader choose another.
"""

import difflib
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from timeline.search import fold
from timeline.tables import COLUMNS, IN_EACH_LANGUAGE, in_language

# Two columns of ours that together are one: the first and the last day of an event.
ENDS = ("start", "end")
# Columns that only say how to write another one.
SOURCE, SOURCE_URLS = "source", "source_urls"
UNUSED = ""
# "Day" may be the day of the week, "Year" a part of the date beside it.
_PARTS_OF_DATES = ("day", "year", "اليوم", "السنة", "العام")
_YEAR_MONTH_DAY = (("year", "السنه", "العام"), ("month", "الشهر"), ("day", "اليوم"))
# What an event says in each language.
_TEXTS = ("title", "summary", "note")

_NAMES: Mapping[str, str] = {
    "date": (
        "date, dates, event date, date of event, when, day, year, التاريخ, تاريخ, تاريخ الحدث, اليوم, "
        "الموعد, السنة, العام"
    ),
    "start": (
        "start, start date, date start, from, begin, beginning, first day, from date, البداية, بداية, "
        "تاريخ البداية, تاريخ البدء, من, من تاريخ, البدء, اليوم الأول"
    ),
    "end": (
        "end, end date, date end, to, until, last day, finish, to date, النهاية, نهاية, تاريخ النهاية, "
        "تاريخ الانتهاء, إلى, إلى تاريخ, حتى, الانتهاء, اليوم الأخير"
    ),
    "title": (
        "title, event, name, headline, event title, event name, heading, العنوان, عنوان, الحدث, حدث, "
        "الفعالية, عنوان الحدث, اسم الحدث, المناسبة, الاسم"
    ),
    "topics": (
        "topics, topic, theme, themes, tags, tag, subjects, keywords, المواضيع, الموضوعات, المحاور, المحور, "
        "الكلمات المفتاحية"
    ),
    "subject": "subject, الموضوع, موضوع",
    "summary": (
        "summary, description, details, text, abstract, الوصف, وصف, الملخص, ملخص, التفاصيل, النص, الخلاصة"
    ),
    "note": "note, notes, comment, comments, remarks, remark, ملاحظة, ملاحظات, الملاحظات, تعليق",
    "place": "place, location, city, venue, where, المكان, مكان, الموقع, المدينة, مكان الانعقاد",
    "lat": "lat, latitude, خط العرض, دائرة العرض",
    "lon": "lon, lng, long, longitude, خط الطول",
    "kind": "kind, type, category, event type, kind of event, النوع, نوع, نوع الحدث, التصنيف, الفئة",
    "status": "status, state, الحالة, حالة, الوضع",
    "level": "level, rank, level of representation, المستوى, مستوى التمثيل",
    "mode": "mode, format, الصيغة, طريقة الانعقاد, الشكل",
    "parties": (
        "parties, party, countries, country, participants, actors, states, الأطراف, أطراف, الدول, الدولتان, "
        "الطرفان, المشاركون, الجهات, البلد, البلدان"
    ),
    "role": "role, الدور",
    "source": "source, sources, reference, references, المصدر, المصادر, مصدر, المرجع, المراجع",
    "source_url": (
        "source url, source link, url, link, web address, address of the source, الرابط, رابط, رابط المصدر"
    ),
    "source_urls": "source urls, links, urls, addresses of the sources, الروابط, روابط المصادر",
    "source_title": "source title, source name, title of the source, publication, عنوان المصدر, اسم المصدر",
    "verification": "verification, verified, التحقق, التوثيق",
    "part_of": "part of, parent, جزء من, ضمن",
    "cameo": "cameo, cameo code, رمز كاميو, رمز CAMEO",
    "modified": (
        "modified, updated, last modified, last updated, changed, last changed, تاريخ التعديل, آخر تحديث, "
        "آخر تعديل"
    ),
    "id": "id, identifier, key, no, number, المعرف, الرقم",
    "date_basis": "date basis, stated or worked out, مذكور أم مستنتج",
    "status_reported": "status reported, reported status, status as reported, الحالة كما وردت",
}
_TAGS = {
    "en": (
        "en, eng, english, in english, بالإنجليزية, الإنجليزية, إنجليزي, انكليزي, بالانكليزية, "
        "باللغة الإنجليزية, باللغة الانكليزية"
    ),
    "ar": "ar, ara, arabic, in arabic, بالعربية, العربية, عربي, باللغة العربية",
}
_LEAST_ALIKE = 0.85


def targets() -> tuple[str, ...]:
    """What a column of a file may be read as, in the order in which a page offers it."""
    localised = ((base, f"{base}_en", f"{base}_ar") for base in _TEXTS)
    texts = [column for columns in localised for column in columns]
    rest = [column for column in COLUMNS["events"] if column not in ("date", "sources", *texts)]
    return ("date", *ENDS, *texts, *rest, SOURCE, SOURCE_URLS)


def is_part(name: str) -> bool:
    """Whether a column of this name holds a date only where no other column does."""
    return fold(name) in _parts()


def in_parts(names: Sequence[str]) -> dict[str, list[str]]:
    """The columns of year, month and day, by what they are together; nothing where there are none."""
    folded = {fold(name): name for name in names}
    found = {}
    for ours, before in (("start", ""), ("end", "end ")):
        words = ([folded.get(f"{before}{word}") for word in part] for part in _YEAR_MONTH_DAY)
        parts = [next(filter(None, names), None) for names in words]
        if parts[0] and parts[1]:
            found[ours] = [part for part in parts if part]
    return found if len(found) == 2 else {"date": found["start"]} if "start" in found else {}


def recognised(row: Sequence[str]) -> int:
    """How many cells of ``row`` are a column's name, spelt without a slip."""
    return len({target for cell in row if (target := _exact(cell) or _named(cell))})


def guesses(names: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """What each of the columns ``names`` is read as, ``UNUSED`` for one that is not; ``chosen`` go first."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, target in (chosen or {}).items():
        if name in names:
            found[name] = target if target not in taken else UNUSED
            taken |= {target} - {UNUSED}
    open_ = [name for name in names if name not in found]
    # An exact name is surer than a variant of it, and a variant than a slip of the pen.
    for guess in (_exact, _named, _misspelt):
        wanted = {name: guess(name) for name in open_ if name not in found}
        for name, target in _told_apart(wanted, taken).items():
            if target and target not in taken:
                found[name] = target
                taken.add(target)
    return {name: found.get(name, UNUSED) for name in names}


def _exact(name: str) -> str:
    """The column of this very name; what follows a text may be any language."""
    return name if name in targets() or in_language(name)[0] in _TEXTS else UNUSED


def _told_apart(wanted: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Settle what depends on the other columns: two titles are two languages, a subject may be the title."""
    told = dict(wanted)
    for base in _TEXTS:
        rivals = [name for name, target in wanted.items() if target == base]
        if len(rivals) == 2 and len({_is_arabic(name) for name in rivals}) == 2:
            told |= {name: f"{base}_{'ar' if _is_arabic(name) else 'en'}" for name in rivals}
    rivals = [name for name, target in wanted.items() if target == "date"]
    if not all(map(is_part, rivals)):
        told |= {name: UNUSED for name in rivals if is_part(name)}
    titled = any(target.startswith("title") for target in (*told.values(), *taken))
    return {
        name: ("topics" if titled else "title") if target == "subject" else target
        for name, target in told.items()
    }


def _is_arabic(name: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in name)


def _named(name: str) -> str:
    """The column that a name is a known variant of, its language told by a word before or after."""
    words = fold(name)
    known = _variants()
    if words in known:
        return known[words]
    for tag, marks in _language_words().items():
        for mark in marks:
            rest = words.removesuffix(f" {mark}").removeprefix(f"{mark} ")
            base = known.get(rest, UNUSED)
            if rest != words and base in IN_EACH_LANGUAGE:
                return f"{base}_{tag}"
    return UNUSED


def _misspelt(name: str) -> str:
    words = fold(name)
    if words.removesuffix("s") in _parts():
        return UNUSED
    near = difflib.get_close_matches(words, _variants(), n=1, cutoff=_LEAST_ALIKE) if len(words) > 3 else []
    return _variants()[near[0]] if near else UNUSED


@cache
def _parts() -> set[str]:
    return set(map(fold, _PARTS_OF_DATES))


@cache
def _variants() -> dict[str, str]:
    return {fold(name): target for target, names in _NAMES.items() for name in names.split(",")}


@cache
def _language_words() -> dict[str, list[str]]:
    return {tag: [fold(word) for word in words.split(",")] for tag, words in _TAGS.items()}
