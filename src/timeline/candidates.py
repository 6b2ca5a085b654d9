"""Contacts that GDELT may know of, for a person to accept or throw away.

A program read news reports and coded who did what to whom, often the same thing many times over, and
often wrongly. What it coded as cooperation between two parties becomes one candidate a day, pair and
kind, with the reports as sources. Nothing here says that an event took place: that is for a reader.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from timeline import vocabulary
from timeline.dataset import slug
from timeline.formats import cameo, gdelt
from timeline.formats.content import Content, Loss, frame
from timeline.language import language
from timeline.rules import link
from timeline.tables import Row

# Parts of a host name that say which edition it is, not who publishes it.
_EDITIONS = ("www", "m", "amp", "mobile", "edition", "english", "arabic", "news")
# `ab.co.uk` is a publisher, and `co.uk` is none.
_SECOND_LEVEL = ("co", "com", "org", "net", "gov", "gob", "gouv", "ac", "edu")


@dataclass
class _Group:
    """All reports of one day, one pair and one kind."""

    codes: Counter[str] = field(default_factory=Counter)
    visitors: Counter[str] = field(default_factory=Counter)
    # In the order in which they were met: ids of sources, and rows of places.csv by their id.
    sources: dict[str, Mapping[str, str]] = field(default_factory=dict)
    places: dict[str, Mapping[str, str]] = field(default_factory=dict)
    reports: int = 0


class Candidates:
    """Collects the rows of any number of event files."""

    def __init__(self, parties: Collection[str]) -> None:
        """Look for contacts between any two of ``parties``, ISO 3166-1 alpha-3 codes."""
        self._parties = tuple(dict.fromkeys(parties))
        self._groups: dict[tuple[str, str, str, str], _Group] = {}
        self._seen: set[str] = set()
        self.loss = Loss()

    def add(self, batch: Iterable[Row]) -> None:
        """Take the rows of ``batch`` that report cooperation between two of the parties."""
        for row in batch:
            actors = row["Actor1CountryCode"], row["Actor2CountryCode"]
            if actors[0] == actors[1] or not set(actors) <= set(self._parties):
                continue
            day = gdelt.day_of(row)
            if row["EventRootCode"] not in cameo.FAMILIES:
                self.loss["rows of other CAMEO families between the parties"] += 1
            elif not day:
                self.loss["rows without a day"] += 1
            elif row["GLOBALEVENTID"] in self._seen:
                self.loss["rows that were read before"] += 1
            else:
                self._seen.add(row["GLOBALEVENTID"])
                self._note(row, day, actors)

    def content(self, today: date) -> Content:
        """The candidates as a record, oldest first; ``today`` is the day on which its rows change."""
        events, sources, places = [], {}, {}
        for (day, one, other, what), group in sorted(self._groups.items()):
            event = _event(day, (one, other), what, group)
            events.append({**event, "modified": today.isoformat()})
            sources.update(group.sources)
            places.update({id: row for id, row in group.places.items() if id == event["place"]})
        frames = {
            "events": frame("events", events),
            "sources": frame("sources", sources.values()),
            "places": frame("places", places.values()),
        }
        return Content(frames, _about(self._parties))

    def _note(self, row: Row, day: str, actors: tuple[str, str]) -> None:
        said = cameo.meaning(row["EventCode"])
        one, other = sorted(actors)
        group = self._groups.setdefault((day, one, other, said.kind or row["EventRootCode"]), _Group())
        group.codes[row["EventCode"]] += 1
        group.reports += 1
        if said.visitor_first is not None:
            group.visitors[actors[0 if said.visitor_first else 1]] += 1
        source = _source(row["SOURCEURL"].strip())
        if source:
            group.sources.setdefault(source["id"], source)
        place = gdelt.place_of(row) if said.mode != "phone" else {}
        if place:
            group.places.setdefault(place["id"], place)


def publisher(url: str) -> str:
    """Who published a page: its host without ``www.``, ``m.`` or the language of an edition."""
    parts = (urlsplit(url).hostname or "").strip(".").split(".")
    while len(parts) > 2 and (parts[0] in _EDITIONS or len(parts[0]) == 2) and parts[1] not in _SECOND_LEVEL:
        parts = parts[1:]
    return ".".join(parts)


def _event(day: str, pair: tuple[str, str], what: str, group: _Group) -> dict[str, str]:
    publishers = {source["publisher"] for source in group.sources.values()}
    agreed = len(group.visitors) == 1
    parties = sorted(pair, key=lambda code: code not in group.visitors) if agreed else list(pair)
    code = group.codes.most_common(1)[0][0]
    mode = cameo.meaning(code).mode
    kind = what if what in vocabulary.KINDS else ""
    place = _place(group)
    return {
        "id": slug(f"candidate {day} {'-'.join(pair)} {what}"),
        "date": day,
        "date_basis": "stated",
        "role": "contact",
        "kind": kind,
        "mode": "" if group.visitors and not agreed else mode,
        "parties": ";".join(parties),
        "place": place,
        **{f"title_{tag}": _title(tag, parties, what) for tag in ("en", "ar")},
        "sources": ";".join(group.sources),
        "verification": ("", "single-source", "corroborated")[min(len(publishers), 2)],
        "cameo": code,
        **_notes(group, len(publishers), differ=bool(group.visitors) and not agreed, placed=bool(place)),
    }


def _place(group: _Group) -> str:
    """The place on which all reports agree; those that only name the country do not contradict a city."""
    cities = [id for id, place in group.places.items() if place["kind"] == "city"]
    named = cities or list(group.places)
    return named[0] if len(named) == 1 else ""


def _title(tag: str, parties: Iterable[str], what: str) -> str:
    spoken = language(tag)
    names = " – ".join(spoken.territory(code) for code in parties)
    if what in vocabulary.KINDS:
        label = spoken.gettext(vocabulary.KINDS[what])
    else:
        label = cameo.FAMILIES[what][tag == "ar"]
    return f"مرشّح للمراجعة: {label}، {names}" if tag == "ar" else f"Candidate: {label}, {names}"


def _notes(group: _Group, publishers: int, *, differ: bool, placed: bool) -> dict[str, str]:
    """What a reader should know before accepting the row, in both languages."""
    codes = sorted(group.codes)
    english = [
        "A candidate from GDELT, coded by a program and not yet checked by a person.",
        f"Reports: {group.reports}; publishers: {publishers}; CAMEO: {', '.join(codes)}.",
    ]
    arabic = [
        "مرشّح من GDELT رمّزه برنامج آلي ولم يتحقق منه أحد بعد.",
        f"عدد التقارير: {group.reports}؛ عدد الناشرين: {publishers}؛ رموز CAMEO: {'، '.join(codes)}.",
    ]
    if differ:
        english.append("The reports differ on who visited whom.")
        arabic.append("تختلف التقارير في تحديد الزائر.")
    if group.places and not placed:
        names = [place["name_en"] for place in group.places.values()]
        english.append(f"The reports give different places: {'; '.join(names)}.")
        arabic.append(f"تذكر التقارير أماكن مختلفة: {'؛ '.join(names)}.")
    return {"note_en": " ".join(english), "note_ar": " ".join(arabic)}


def _source(said: str) -> Mapping[str, str]:
    """A report as a row of sources.csv; older rows name a service instead of an address."""
    if not said:
        return {}
    if link(said):
        return {"id": slug(said), "publisher": said, "type": "news"}
    host = publisher(said)
    mark = sha256(said.encode()).hexdigest()[:8]
    return {"id": f"{slug(host)}-{mark}", "publisher": host, "url": said, "type": "news"}


def _about(parties: Collection[str]) -> dict[str, Any]:
    english, arabic = (" – ".join(language(tag).territory(code) for code in parties) for tag in ("en", "ar"))
    return {
        "name": "-".join([*(code.lower() for code in parties), "candidates"]),
        "title": f"{english}: candidate contacts from GDELT",
        "description": "Made from event files of the GDELT Project (https://www.gdeltproject.org/). "
        "No person has checked the events.",
        "timeline": {
            "titles": {
                "en": f"{english}: candidate contacts from GDELT",
                "ar": f"{arabic}: اتصالات مرشّحة من GDELT",
            },
            "parties": [{"code": code} for code in parties],
        },
    }
