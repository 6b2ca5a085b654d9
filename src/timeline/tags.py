"""Tags of languages (BCP 47), as a record and the address of a page name them.

A record may be in any language of which Babel knows the script, the months and the countries (Unicode
CLDR). A tag has one spelling, ``pt-BR`` and not ``pt_br``, so that columns and links agree on it.
"""

import re
from copy import deepcopy
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError, localedata

# Language, script and region; nothing finer has words of its own in CLDR.
_FORM = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def locale(tag: str) -> Locale | None:
    """What Babel knows of a language; None if ``tag`` is none, or not its one spelling."""
    return _locale(tag) if _FORM.fullmatch(tag) else None


# A visitor's file may have any number of columns that end like a tag.
@lru_cache(maxsize=1024)
def _locale(tag: str) -> Locale | None:
    try:
        found = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    # Babel reads "iw" and "eng" too, which have the newer tags "he" and "en".
    return found if found.language == tag.split("-")[0] else None


def apart(locale: Locale) -> Locale:
    """The locale, with words that are not those of the one that was asked last.

    Babel keeps what a locale looks up in its parent's words where all of that parent's children find it
    (https://github.com/python-babel/babel/issues/1234): after Hebrew, Arabic months would be Hebrew.
    """
    _set_apart(str(locale))
    return locale


@cache
def _set_apart(name: str) -> None:
    localedata._cache[name] = deepcopy(localedata.load(name))


def is_tag(text: str) -> bool:
    """Whether ``text`` is the tag of a language."""
    return locale(text) is not None
