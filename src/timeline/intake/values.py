"""Words in cells that a record keeps as codes: ``Phone call`` is ``phone-call``, ``Somalia`` is ``SOM``.

Only a name that stands in our own catalogues, in either language, or plainly means the same is taken
for its code; whatever else a cell says stays as it is written, and the rules judge it.
"""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

from timeline.language import ENDONYMS, language
from timeline.search import fold
from timeline.vocabulary import COLUMNS

# In Arabic a visit or a call, as many others, has the feminine.
_STATUS = {
    "held": "took place, جرى, جرت, تم, تمت, عقدت",
    "planned": "مقررة",
    "postponed": "مؤجلة, تأجل, تأجلت",
    "cancelled": "canceled, ملغاة, ألغي, ألغيت",
}
# Ordinary words beside the catalogues' own. A summit is none of them: it may be a meeting or a conference.
_ALIASES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "meeting": "talks, لقاء, مباحثات, محادثات",
        "phone-call": (
            "call, telephone call, telephone conversation, phone conversation, مكالمة, مكالمة هاتفية, "
            "محادثة هاتفية"
        ),
        "agreement": "memorandum of understanding, mou, اتفاقية, مذكرة تفاهم",
    },
    "role": {"contact": "بمشاركة الطرفين", "context": "من السياق"},
    "level": {
        "head-of-state": "رئيس الدولة",
        "head-of-government": "رئيس الحكومة, رئيس الوزراء",
        "foreign-minister": "وزير الخارجية",
        "deputy-foreign-minister": "نائب وزير الخارجية",
        "ambassador": "السفير",
        "official": "مسؤول",
    },
    "status": _STATUS,
    "status_reported": _STATUS,
}
_BETWEEN = re.compile(r"\s*[;؛,،|&\n]\s*|\s+[-–/]\s+|\s+and\s+|\s+و\s*(?=\S)", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;؛\n]\s*")


def listed(column: str, cell: str) -> str:
    """The id of the listed value that ``cell`` names in either language, else ``cell``."""
    if cell in COLUMNS[column]:
        return cell
    return _ids(column).get(fold(cell), cell)


def parties(cell: str) -> str:
    """The codes of the states that ``cell`` names, else ``cell``."""
    codes = _codes()
    names = [name for name in _BETWEEN.split(cell) if name]
    found = [name if _is_code(name) else codes.get(fold(name), "") for name in names]
    return ";".join(found) if found and all(found) else cell


def several(cell: str) -> str:
    """Values of a cell with our separator between them: Arabic has a semicolon of its own."""
    return ";".join(part for part in _SEVERAL.split(cell) if part)


def _is_code(name: str) -> bool:
    return name in _codes().values()


@cache
def _ids(column: str) -> dict[str, str]:
    """The values of ``column`` by their folded names and ids."""
    ids: dict[str, str] = {}
    for id, name in COLUMNS[column].items():
        ids |= {fold(id): id, **{fold(language(tag).gettext(name)): id for tag in ENDONYMS}}
        # "Contacts" names the value on a page; a cell says "contact".
        ids.setdefault(fold(name).removesuffix("s"), id)
    for id, words in _ALIASES.get(column, {}).items():
        ids |= {fold(word): id for word in words.split(",")}
    return ids


@cache
def _codes() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes by the folded name of the state, in both languages."""
    alpha3 = {
        two[0]: code
        for code, two in get_global("territory_aliases").items()
        if len(code) == 3 and code.isalpha() and len(two) == 1
    }
    codes: dict[str, str] = {}
    for tag in ENDONYMS:
        for alpha2, name in Locale.parse(tag).territories.items():
            if alpha2 in alpha3:
                codes.setdefault(fold(name), alpha3[alpha2])
    return codes
