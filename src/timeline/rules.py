"""The rules that a record's cells keep, checked all at once.

Each rule judges a distinct value once, however many rows carry it, so that a check costs about as
much as reading the file.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from urllib.parse import urlsplit

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline import dates
from timeline.faults import Fault
from timeline.keys import shared
from timeline.tables import cells_of, languages, split
from timeline.vocabulary import BASES, COLUMNS, N_, STATEMENT_KINDS

Frames = Mapping[str, pd.DataFrame | None]
# What a judge returns: None for a good value, else the message and its details.
Verdict = tuple[str, Mapping[str, str]] | None
Judge = Callable[[str], Verdict]
# The ids of a table, collected when the first of them is looked for.
Ids = Callable[[], Collection[str]]

EVIDENCE_WORDS = 12

# The nearest value is looked for among so many at most, and for so many wrong ones in a column.
_MOST_VALUES = 5000
_MOST_SEARCHES = 100
# What is spelt alike says the opposite here: "scheduled" and "not held" both look like "held".
_NOT_GUESSED = ("status", "status_reported", "verification")

# Whose ids stand in a column; of a table that is not there, any may.
_TABLES = {
    "event": "events",
    "topics": "topics",
    "sources": "sources",
    "source": "sources",
    "place": "places",
}

# What a pattern or a range can say of a good value: the contract for programs says it too.
ID = r"[\w.~-]+"
PARTY = r"[A-Z][A-Z0-9-]+"
# What turns the text around it, or is no sign to a browser, is in no address that anybody should follow.
LINK = r'[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"\\\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
_ID, _PARTY, _LINK = re.compile(ID), re.compile(PARTY), re.compile(LINK)
NUMBERS: Mapping[str, tuple[int, int]] = {"lat": (-90, 90), "lon": (-180, 180)}

_CALENDAR, _VIEW = ".ics", "view"
_TWO_WORDS = r"^\s*(?P<one>[^;\s]+)\s*;\s*(?P<other>[^;\s]+)\s*(?:;|$)"


def check(frames: Frames, faults: list[Fault], declared: Sequence[str] = ()) -> None:
    """Add to ``faults`` every cell of every frame that breaks a rule.

    ``declared`` are the languages that the record says it is in.
    """
    ids = {name: cache(partial(_ids, frame)) for name, frame in frames.items()}
    for name, frame in frames.items():
        # Without rows pandas may take the columns of a frame for numbers, which have no letters.
        if frame is None or not len(frame):
            continue
        for column, judge in _judges(name, ids).items():
            if frames[_TABLES.get(column, name)] is not None:
                faults.extend(_judged(f"{name}.csv", frame, column, judge))
        faults.extend(_across(name, frame, declared))


def _judges(name: str, ids: Mapping[str, Ids]) -> dict[str, Judge]:
    """Which rule holds for which column of the table ``name``."""
    position = {column: _number(*ends) for column, ends in NUMBERS.items()}
    if name == "events":
        listed = {
            column: _one_of(values, guess=column not in _NOT_GUESSED) for column, values in COLUMNS.items()
        }
        return {
            **listed,
            "id": _address,
            "date": _date,
            "parties": _each(party),
            "part_of": _known(ids["events"]),
            "source_url": link,
            "modified": _date,
            **position,
            "topics": _each(_known(ids["topics"])),
            "sources": _each(_known(ids["sources"])),
            "place": _known(ids["places"]),
        }
    if name == "statements":
        return {
            "id": _slug,
            "event": _known(ids["events"]),
            "event_basis": _one_of(BASES),
            "source": _known(ids["sources"]),
            "kind": _one_of(STATEMENT_KINDS),
            "topics": _each(_known(ids["topics"])),
            "evidence": _short,
        }
    if name == "places":
        return {"id": _slug, "country": party, **position}
    if name == "sources":
        return {"id": _slug, "url": link, "published": _date}
    return {"id": _slug, "unbis_uri": link, "eurovoc_uri": link}


def _judged(file: str, frame: pd.DataFrame, column: str, judge: Judge) -> Iterable[Fault]:
    if column not in frame:
        return
    cells = frame[column]
    plain = _PLAIN.get(judge)
    doubtful = cells[~cells.str.fullmatch(plain)] if plain else cells
    values = doubtful.unique().tolist()
    wrong = {value: verdict for value in values if value and (verdict := judge(value))}
    for row, value in cells[cells.isin(list(wrong))].items():
        message, details = wrong[value]
        yield Fault(file, int(str(row)), column, str(value), message, details)


def _across(name: str, frame: pd.DataFrame, declared: Sequence[str]) -> Iterable[Fault]:
    """Rules that need more than one cell: a duplicate id, half a position, a title, two sources."""
    file = f"{name}.csv"
    if "id" in frame:
        yield from _repeated(file, frame["id"][frame["id"] != ""])
        if name in ("topics", "places", "sources"):
            yield from _empty(file, frame, ["id"], "id")
    if {"lat", "lon"} & set(frame.columns):
        lat, lon = (cells_of(frame, column) for column in ("lat", "lon"))
        for column, has, lacks in (("lon", lat, lon), ("lat", lon, lat)):
            for row in frame.index[(has != "") & (lacks == "")]:
                yield Fault(file, int(row), column, "", N_("lat and lon together, or neither"))
    if name == "events":
        yield from _empty(file, frame, ["date"], "date")
        titles = [f"title_{tag}" for tag in languages(declared, frame.columns)]
        yield from _empty(file, frame, ["title", *titles], "title")
        yield from _lonely(file, frame)
        own = frame.index[
            (cells_of(frame, "part_of") != "") & (cells_of(frame, "part_of") == cells_of(frame, "id"))
        ]
        for row in own:
            yield Fault(file, int(row), "part_of", str(frame["part_of"][row]), N_("the id of another event"))
    if name == "statements":
        yield from _empty(file, frame, ["event"], "event")
        yield from _empty(file, frame, ["kind"], "kind")


def _repeated(file: str, given: "pd.Series[str]") -> Iterable[Fault]:
    given = given[shared(given)]
    again = given[given.duplicated()]
    known = given[given.isin(again)].drop_duplicates()
    first = dict(zip(known, known.index, strict=True))
    for row, value in again.items():
        message, details = N_("an id of its own; row {row} has it"), {"row": str(first[value])}
        yield Fault(file, int(str(row)), "id", value, message, details)


def _empty(file: str, frame: pd.DataFrame, columns: list[str], said: str) -> Iterable[Fault]:
    """A fault for each row in which all of ``columns`` are empty; a missing column is one already."""
    if not set(columns) & set(frame.columns):
        return
    cells = pd.concat([cells_of(frame, column) for column in columns], axis=1)
    for row in frame.index[(cells == "").all(axis=1)]:
        yield Fault(file, int(row), said, "", N_("a value"))


def _lonely(file: str, frame: pd.DataFrame) -> Iterable[Fault]:
    """One source is not two: what is corroborated or in conflict names both."""
    verification = cells_of(frame, "verification")
    judged = verification[verification.isin(["corroborated", "conflicting"])]
    sources = cells_of(frame, "sources")[judged.index]
    # Most cells begin with two different words; only the others are looked at one by one.
    opening = pc.extract_regex(pa.array(sources), _TWO_WORDS)
    differ = pc.not_equal(pc.struct_field(opening, "one"), pc.struct_field(opening, "other"))
    doubtful = sources[~differ.fill_null(False).to_numpy(zero_copy_only=False)]
    alone = {cell: len(set(split(cell))) < 2 for cell in doubtful.unique().tolist()}
    for row, cell in doubtful.items():
        if alone[cell]:
            value = str(judged[row])
            yield Fault(file, int(str(row)), "verification", value, N_("at least two sources for this"))


def _ids(frame: pd.DataFrame | None) -> Collection[str]:
    return set(cells_of(frame, "id")) if frame is not None else set()


def _slug(value: str) -> Verdict:
    return None if _ID.fullmatch(value) else (N_("letters, digits, hyphens, dots, without spaces"), {})


def _address(value: str) -> Verdict:
    """Judge the id of an event, which ends the address of its page.

    A browser takes ``..`` for a step back, what ends in ``.ics`` is the event's calendar, and the card called
    ``view`` is that of the whole view.
    """
    if not value.strip(".") or value.endswith(_CALENDAR) or value == _VIEW:
        return N_("an id that has more than dots, does not end in .ics and is not “view”"), {}
    return _slug(value)


def _date(value: str) -> Verdict:
    if value == "../..":
        return N_("a date with at least one end"), {}
    try:
        dates.parse(value)
    except ValueError as error:
        return str(error), {}
    return None


def link(value: str) -> Verdict:
    """Judge a web address: what a reader clicks never runs a script."""
    try:
        parts = urlsplit(value)
        # To ask for a port that cannot be is an error.
        good = _LINK.fullmatch(value) and parts.netloc and parts.port != 0
    except ValueError:
        good = False
    return None if good else (N_("a link that begins with https:// or http://"), {})


def party(value: str) -> Verdict:
    """Judge the code of a state or an organisation."""
    good = _PARTY.fullmatch(value)
    return None if good else (N_("an ISO 3166-1 alpha-3 code such as TKM, or an organisation’s code"), {})


def _short(value: str) -> Verdict:
    if len(value.split()) <= EVIDENCE_WORDS:
        return None
    return N_("at most {number} words of the source"), {"number": str(EVIDENCE_WORDS)}


def _number(lowest: float, highest: float) -> Judge:
    def judge(value: str) -> Verdict:
        try:
            good = lowest <= float(value) <= highest
        except ValueError:
            good = False
        if good:
            return None
        return N_("a number from {lowest} to {highest}"), {"lowest": str(lowest), "highest": str(highest)}

    return judge


def _one_of(values: Collection[str], *, guess: bool = True) -> Judge:
    searches = iter(range(_MOST_SEARCHES if guess else 0))
    otherwise = N_("one of: {values}"), {"values": ", ".join(sorted(values))}
    return lambda value: None if value in values else _nearest(value, values, searches) or otherwise


def _known(ids: Ids) -> Judge:
    searches = iter(range(_MOST_SEARCHES))
    otherwise: Verdict = (N_("an id that exists"), {})
    return lambda value: None if value in ids() else _nearest(value, ids(), searches) or otherwise


def _nearest(value: str, values: Collection[str], searches: Iterator[int]) -> Verdict:
    """Name the value that was probably meant, by its spelling or as a part of a longer one."""
    if len(values) > _MOST_VALUES or next(searches, None) is None:
        return None
    near = difflib.get_close_matches(value, values, n=1) or [one for one in values if value and value in one]
    return (N_("a listed value; nearest: {nearest}"), {"nearest": min(near, key=len)}) if near else None


def _each(judge: Judge) -> Judge:
    """Judge every value of a cell that holds several; the first bad one speaks for the cell."""
    return lambda cell: next((verdict for value in split(cell) if (verdict := judge(value))), None)


# Ids and links are nearly all distinct: these are good by their letters, as Arrow sees in a moment.
_PLAIN: Mapping[Judge, str] = {
    _slug: ID,
    # Those of four letters are looked at: "view" is one.
    _address: r"[\w~-]{1,3}|[\w~-]{5,}",
    link: r"https?://[\w.@-]+(?:[/?#][!#-;=?-\[\]-~]*)?",
}
