"""The page's language: its words, its direction, its dates and numbers.

Messages live in gettext catalogues under ``locale/`` and are read by Babel as they are written, so
that no compiled file can fall behind its source. English is the language of the message ids.
Arabic keeps Western digits (BCP 47 ``ar-u-nu-latn``), as the sources do.

A record may be in more languages than the page has words in. There the words are English; direction,
dates, numbers and the names of states are the language's own, which Babel knows.
"""

import gettext
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from unicodedata import bidirectional

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from timeline import tags
from timeline.dates import EdtfDate, parse
from timeline.weights import weights

CATALOGUES = Path(__file__).with_name("locale")

# The languages that the page has words in, by their own names.
ENDONYMS = {"en": "English", "ar": "العربية"}

# A left-to-right canvas (Plotly) shows Arabic rightly between these two (UAX #9).
_RLI, _PDI = "\u2067", "\u2069"
# Where the words around it must not decide the direction of a text.
_FSI = "\u2068"
# States of the past that one of today has taken up whole, by their alpha-3 codes.
_PARTS = ("DDR", "FXX", "YMD")
# Earlier codes of states, or such as ISO 3166-1 never gave, beside which Babel has the right ones.
_WITHDRAWN = ("BUR", "QUU", "TMP", "XAA", "XBB", "XKK", "ZAR")


@dataclass(frozen=True)
class Language:
    """One language: BCP 47 tag, Babel locale, and the catalogue that its words come from."""

    tag: str
    locale: Locale
    catalogue: gettext.NullTranslations

    @property
    def endonym(self) -> str:
        """Its own name, so that a reader finds their own language whatever the page speaks."""
        name = ENDONYMS.get(self.tag) or str(self.locale.display_name or self.tag)
        return name[:1].upper() + name[1:]

    @property
    def is_rtl(self) -> bool:
        """Whether the script runs from right to left."""
        return self.locale.text_direction == "rtl"

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as the ``dir`` attribute wants it."""
        return self.locale.text_direction

    @property
    def is_mixed(self) -> bool:
        """Whether the page's words, being English, run against the direction of the page."""
        return self.is_rtl and self.locale.language not in ENDONYMS

    def gettext(self, message: str, **values: object) -> str:
        """Return ``message`` in this language with ``{names}`` filled in."""
        said = self.catalogue.gettext(message) if message else ""
        return said.format(**values) if values else said

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form for ``number``, with ``{number}`` and the other names filled in."""
        return self.catalogue.ngettext(one, many, number).format(number=self.number(number), **values)

    def number(self, number: int) -> str:
        """Return ``number`` in Western digits, grouped as the language groups them."""
        return format_decimal(number, locale=self.locale, numbering_system="latn")

    def day(self, day: date) -> str:
        """``3 December 2025``, or in the order of another language."""
        return format_date(day, self._pattern("yMMMMd", "d MMMM y"), locale=self.locale)

    def weekday(self, day: date) -> str:
        """``Wednesday 3 December 2025``."""
        return format_date(day, self._pattern("yMMMMEEEEd", "EEEE d MMMM y"), locale=self.locale)

    def month(self, day: date, *, short: bool = False, year: bool = True) -> str:
        """``December 2025``, or shorter."""
        skeleton, name = ("yMMM", "LLL") if short else ("yMMMM", "LLLL")
        pattern = self._pattern(skeleton, f"{name} y") if year else name
        return format_date(day, pattern, locale=self.locale)

    def span(self, first: date | None, last: date | None) -> str:
        """``1 Aug – 31 Dec 2025``; an open end is said in words."""
        if first and last:
            return self._between(first, last, "MMM")
        if first:
            return self.gettext("since {day}", day=self.day(first))
        if last:
            return self.gettext("until {day}", day=self.day(last))
        return self.gettext("all dates")

    def when(self, when: EdtfDate) -> str:
        """Say a date with the precision that it has: ``5–8 August 2025``, ``August 2025``, ``2025``."""
        words = self._ends(when) if when.precision == "interval" else self._one(when)
        if when.uncertain and when.approximate:
            return self.gettext("perhaps about {date}", date=words)
        if when.uncertain:
            return self.gettext("perhaps {date}", date=words)
        return self.gettext("about {date}", date=words) if when.approximate else words

    def territory(self, code: str) -> str:
        """Name an ISO 3166-1 alpha-3 code or an organisation's code; an unknown code stays as it is."""
        return str(self.locale.territories.get(alpha2(code), code))

    def language_name(self, tag: str) -> str:
        """Name a BCP 47 language tag; an unknown one stays as it is."""
        return str(self.locale.languages.get(tag.split("-")[0], tag))

    def listed(self, items: Iterable[str]) -> str:
        """``a, b and c``."""
        return format_list(list(items), locale=self.locale)

    def isolate(self, text: str) -> str:
        """Wrap each line so that a left-to-right canvas shows it in the page's direction."""
        if not self.is_rtl:
            return text
        return "<br>".join(f"{_RLI}{line}{_PDI}" for line in text.split("<br>"))

    def embedded(self, text: str) -> str:
        """Keep ``text`` and the words around it from turning each other: 2025-08-05 is not 05-08-2025."""
        turns = self.is_rtl or any(bidirectional(letter) in ("R", "AL") for letter in text)
        return f"{_FSI}{text}{_PDI}" if text and turns else text

    def _one(self, when: EdtfDate) -> str:
        first = when.earliest or when.latest
        assert first is not None  # a date that is no interval has both ends
        if when.precision == "day":
            return self.day(first)
        return self.month(first) if when.precision == "month" else f"{first.year:04d}"

    def _ends(self, when: EdtfDate) -> str:
        if when.earliest and when.latest and when.ends_are_days:
            return self._between(when.earliest, when.latest, "MMMM")
        opening, closing = (
            self._one(parse(end.rstrip("?~%"))) if end != ".." else None for end in when.text.split("/")
        )
        if opening and closing:
            return f"{opening} – {closing}"
        if opening:
            return self.gettext("from {date}, end not known", date=opening)
        return (
            self.gettext("until {date}, start not known", date=closing) if closing else self.span(None, None)
        )

    def _between(self, first: date, last: date, month: str) -> str:
        """Say two days without repeating a month or year that they share."""
        if self.tag not in ENDONYMS:
            return format_interval(first, last, f"y{month}d", locale=self.locale)
        opening, closing = (format_date(day, f"d {month} y", locale=self.locale) for day in (first, last))
        if first == last:
            return closing
        if first.year != last.year:
            return f"{opening} – {closing}"
        if first.month != last.month:
            return f"{format_date(first, f'd {month}', locale=self.locale)} – {closing}"
        return f"{format_date(first, 'd', locale=self.locale)}–{closing}"

    def _pattern(self, skeleton: str, ours: str) -> str:
        """How the language writes a date of these parts (Unicode CLDR); ``ours`` in those of the pages."""
        if self.tag in ENDONYMS:
            return ours
        whole = {"yMMMMd": "long", "yMMMMEEEEd": "full"}.get(skeleton)
        formats = self.locale.date_formats if whole else self.locale.datetime_skeletons
        found = formats.get(whole or skeleton)
        return str(found.pattern) if found else ours


@cache
def language(tag: str) -> Language:
    """Return the language for a BCP 47 ``tag``; raise KeyError for one that Babel does not know."""
    locale = tags.locale("en-GB" if tag == "en" else tag)
    if locale is None:
        raise KeyError(tag)
    file = CATALOGUES / locale.language / "LC_MESSAGES" / "messages.po"
    words = _catalogue(file) if file.exists() else gettext.NullTranslations()
    return Language(tag, tags.apart(locale), words)


def preferred(browser: str | None, offered: Collection[str] = tuple(ENDONYMS)) -> str:
    """The one of ``offered`` that a browser would rather have, as ``ar-EG`` or ``so,ar;q=0.5``; else ``en``.

    The lookup of RFC 4647: whoever reads Somali and then Arabic gets Arabic where there is no Somali.
    """
    asked = weights((browser or "").replace("_", "-"))
    for wish in sorted((name for name in asked if asked[name]), key=asked.__getitem__, reverse=True):
        found = [tag for tag in offered if tag.lower() == wish]
        found += [tag for tag in offered if tag.lower().split("-")[0] == wish.split("-")[0]]
        if found:
            return found[0]
    return "en"


def _catalogue(file: Path) -> gettext.GNUTranslations:
    compiled = BytesIO()
    with file.open("rb") as po:
        write_mo(compiled, read_po(po))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def alpha2(code: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country by its alpha-3 code; any other code as it is.

    CLDR gives the heirs of a state of the past. It is none of them if it has several, or was a part of one.
    """
    found = get_global("territory_aliases").get(code, ())
    return str(found[0]) if len(found) == 1 and code not in _PARTS else code


@cache
def alpha3() -> dict[str, str]:
    """The ISO 3166-1 alpha-3 codes of countries by their alpha-2 codes."""
    codes = [code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()]
    return {alpha2(code): code for code in codes if alpha2(code) != code and code not in _WITHDRAWN}
