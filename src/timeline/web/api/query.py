"""What a question to the API takes, and everything that is wrong with one.

A page shows what it can of a wrong address and says what it ignored; a program is better served by
no answer than by the answer to another question. So whatever ``Selection`` ignores is a fault here.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl

from timeline import dates
from timeline.periods import Unit
from timeline.selection import FACETS, LISTED, LONGEST_SEARCH, MOST_TIMES, MOST_VALUES, Selection
from timeline.store import Store

SELECTING = tuple(field.name for field in fields(Selection))
PAGING = ("limit", "offset")
MOST_EVENTS = 1000
LAST_OFFSET = 10**9
LONGEST_QUERY = 16_000
BUCKETS: tuple[Unit, ...] = ("month", "year")

# Ids of which there are more are not listed, neither in a fault nor in the documentation.
_LISTED_IDS = 200
_SHOWN = 80
_WORDS: Mapping[str, str] = {
    "lang": "Accepted, so that a dashboard's link can be asked as it is. Texts come in every language.",
    "dates": "EDTF date or interval: `2025`, `2025-08/2025-12`, `2025-09/..`. An event matches if its"
    " earliest to latest days overlap it. Without it: everything.",
    "topic": "Topic ids; repeat for any of them.",
    "kind": "Kinds of event; repeat for any of them.",
    "status": "Statuses; repeat for any of them.",
    "role": "`contact`: both parties took part; `context`: the setting.",
    "level": "Levels of those who met; repeat for any of them.",
    "party": "ISO 3166-1 alpha-3 or organisation codes; repeat for any of them.",
    "place": "Place ids; repeat for any of them.",
    "verification": "How well sources bear the event out; repeat for any of them.",
    "match": "`all`: an event must have every topic asked for.",
    "q": "Words, all of which must occur, in any language of the record; at least one letter or digit.",
    "event": "Accepted, so that a dashboard's link can be asked as it is. It is the event that the"
    " dashboard has open, and narrows nothing; for one event see `/events/{id}`.",
    "limit": "The most events to answer with.",
    "offset": "How many events to skip.",
    "by": "How long a bucket is.",
}
_EXAMPLES: Mapping[str, Any] = {"dates": "2025-08/2025-12", "q": "food security", "limit": 100, "offset": 0}

Fault = Mapping[str, str]


class WrongQuestion(ValueError):
    """A question that cannot be answered, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep ``faults``: parameter, value and what was wanted."""
        super().__init__(f"{len(faults)} parameter{' is' if len(faults) == 1 else 's are'} wrong")
        self.faults = faults


@dataclass(frozen=True)
class Question:
    """A selection, and which part of the answer is wanted; ``limit`` is None where none was given."""

    selection: Selection
    limit: int | None = None
    offset: int = 0
    by: Unit = "month"


def read(query: bytes, store: Store, takes: Collection[str]) -> Question:
    """Return what ``query`` asks; raise WrongQuestion unless all of it can be answered.

    ``takes`` are the parameters that the answer depends on, or that it lets pass.
    """
    faults: list[Fault] = []
    selecting: list[tuple[str, str]] = []
    own: dict[str, Any] = {}
    for name, value in parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True):
        if name not in takes:
            faults.append(fault(name, value, _unknown(name, takes)))
        elif name in SELECTING and not (name == "q" and len(value) > LONGEST_SEARCH):
            selecting.append((name, value))
        elif (good := _OWN[name](value) if name in _OWN else None) is None:
            faults.append(fault(name, value, _wanted(name, value, store)))
        elif own.setdefault(name, good) != good:
            faults.append(fault(name, value, "this parameter once"))
    selection, ignored = Selection.from_query(selecting, store.known)
    times = Counter(name for name, _ in selecting if name not in FACETS)
    for name, value in ignored:
        is_wrong = times[name] <= MOST_TIMES and Selection.from_query([(name, value)], store.known)[1]
        too_often = f"at most {MOST_VALUES} values" if name in FACETS else "this parameter once"
        faults.append(fault(name, value, _wanted(name, value, store) if is_wrong else too_often))
    if faults:
        raise WrongQuestion(list({tuple(one.items()): one for one in faults}.values()))
    # Neither changes the answer: a link from the dashboard shares it.
    return Question(replace(selection, lang="", event=""), **own)


def documented(store: Store, takes: Collection[str]) -> list[dict[str, Any]]:
    """The parameters ``takes`` as OpenAPI describes them, with the ids that this record has."""
    return [_documented(name, store) for name in takes]


def _documented(name: str, store: Store) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in _NUMBERS:
        least, most = _NUMBERS[name]
        schema = {"type": "integer", "minimum": least, "maximum": most}
    elif name == "q":
        # No pattern says the same of the letters of all scripts in JSON Schema and in Python.
        schema |= {"minLength": 1, "maxLength": LONGEST_SEARCH, "format": "words"}
    elif name == "dates":
        schema |= {"format": "edtf"}
    elif ids := _values(name, store):
        schema |= {"enum": ids}
    if name in FACETS:
        schema = {"type": "array", "items": schema}
    found = {"name": name, "in": "query", "required": False, "description": _WORDS[name], "schema": schema}
    return found | ({"example": _EXAMPLES[name]} if name in _EXAMPLES else {})


def _values(name: str, store: Store) -> list[str]:
    """Every value that ``name`` takes; nothing if they are too many to list, or no list at all."""
    fixed: Mapping[str, Collection[str]] = {
        **LISTED,
        "lang": store.known["lang"],
        "match": ("all",),
        "by": BUCKETS,
    }
    if name in fixed:
        return list(fixed[name])
    ids = store.known.get(name, ())
    return sorted(ids) if len(ids) <= _LISTED_IDS else []


def _wanted(name: str, value: str, store: Store) -> str:
    if name in _NUMBERS:
        least, most = _NUMBERS[name]
        return f"a whole number from {least} to {most}"
    if name == "q":
        return f"words, of letters or digits, at most {LONGEST_SEARCH} characters"
    if name == "dates":
        return _wanted_date(value)
    ids = _values(name, store)
    if ids:
        return ("one of: " if len(ids) > 1 else "") + ", ".join(ids)
    return f"the id of {'an' if name == 'event' else 'a'} {name} of this record"


def _wanted_date(value: str) -> str:
    try:
        dates.parse(value)
    except ValueError as error:
        return str(error)
    return dates.WANTED


def _unknown(name: str, takes: Collection[str]) -> str:
    near = difflib.get_close_matches(name[:_SHOWN], takes, n=1)
    return f"a parameter of this address{f', such as {near[0]}' if near else ''}: {', '.join(takes)}"


def fault(name: str, value: str, wanted: str) -> Fault:
    """What is wrong with one parameter."""
    return {"parameter": name[:_SHOWN], "value": value[:_SHOWN], "wanted": wanted}


def _number(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        # Longer ones cannot be right, and Python refuses to read thousands of digits.
        if not (text.isascii() and text.isdigit() and len(text) <= 10) or text != str(int(text)):
            return None
        return int(text) if least <= int(text) <= most else None

    return read


_NUMBERS = {"limit": (1, MOST_EVENTS), "offset": (0, LAST_OFFSET)}
_OWN: Mapping[str, Callable[[str], Any]] = {
    **{name: _number(*ends) for name, ends in _NUMBERS.items()},
    "by": lambda text: text if text in BUCKETS else None,
}
