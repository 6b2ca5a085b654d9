"""Words in cells that a record keeps as codes: ``Phone call`` is ``phone-call``, ``Somalia`` is ``SOM``.

Only a name that stands in our own catalogues, in either language, or plainly means the same is taken
for its code; whatever else a cell says stays as it is written, and the rules judge it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from timeline.language import ENDONYMS, alpha3, language
from timeline.search import fold
from timeline.states import NAMES
from timeline.tags import apart
from timeline.vocabulary import COLUMNS

# In Arabic a visit or a call, as many others, has the feminine.
_STATUS = {
    "held": "took place, adopted, presented, جرى, جرت, تم, تمت, عقدت, اعتمد, قدمت",
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
    "role": {"contact": "بمشاركة الطرفين, لقاء, اتصال", "context": "من السياق, سياق"},
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
# Read in capitals alone: "us" is a word.
_SHORT = {"UK": "GBR", "UAE": "ARE", "DRC": "COD", "DPRK": "PRK", "ROK": "KOR", "KSA": "SAU"}
_TURNED = re.compile(r"([^()]+)\(([^()]+)\)")
# Without the spaces around a sign, which would be tried again from each of them.
_LISTED = re.compile(r"[;؛,،|\n]")
_BETWEEN = re.compile(r"\s*&\s*|\s+[-–/]\s+|(?<=\b[A-Z]{3})[-–/](?=[A-Z]{3}\b)|\s+(?i:and)\s+|\s+و\s*(?=\S)")
_SEVERAL = re.compile(r"[;؛\n]")


def listed(column: str, cell: str) -> str:
    """The id of the listed value that ``cell`` names in either language, else ``cell``."""
    if cell in COLUMNS[column]:
        return cell
    return _ids(column).get(fold(cell), cell)


def parties(cell: str) -> str:
    """The codes of the states that ``cell`` names, else ``cell``."""
    # A state may have an "and" or a dash in its name.
    parts = (" ".join(part.split()) for part in _LISTED.split(cell) if part.strip())
    found = [_code(name) for part in parts for name in ([part] if _code(part) else _BETWEEN.split(part))]
    return ";".join(found) if found and all(found) else cell


def state(name: str) -> str:
    """The code of the state of this ``name``, or of ``Iran (Islamic Republic of)``; ``""`` if it is none."""
    codes, turned = _codes(), _TURNED.fullmatch(name)
    return codes.get(fold(name)) or codes.get(fold(f"{turned[2]} {turned[1]}") if turned else "", "")


def several(cell: str) -> str:
    """Values of a cell with our separator between them: Arabic has a semicolon of its own."""
    return ";".join(part.strip() for part in _SEVERAL.split(cell) if part.strip())


def torn(cells: Iterable[str]) -> list[str]:
    """The cells of topics that may name several with commas between them: others have a part of theirs."""
    parts = {cell: [_LISTED.split(topic) for topic in _SEVERAL.split(cell)] for cell in cells}
    topics = {tuple(map(str.strip, topic)) for found in parts.values() for topic in found}
    known = Counter(part for topic in topics for part in set(topic))
    return [
        cell
        for cell, found in parts.items()
        if any(len(topic) > 1 and any(known[part.strip()] > 1 for part in topic) for topic in found)
    ]


def _code(name: str) -> str:
    """The code that ``name`` is or stands for, ``""`` if it is none of ours."""
    return name if name in _codes().values() else _short().get(name) or state(name)


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
    codes: dict[str, str] = {}
    for tag in ENDONYMS:
        for two, name in apart(Locale.parse(tag)).territories.items():
            if two in alpha3():
                for spelt in (name, name.replace("&", "and")):
                    codes.setdefault(fold(spelt), alpha3()[two])
    return codes | {fold(name): code for code, names in NAMES.items() for name in names.split(",")}


@cache
def _short() -> dict[str, str]:
    """The same by alpha-2 codes, and what stands for a name in papers."""
    return {**alpha3(), **_SHORT}
