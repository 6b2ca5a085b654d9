"""The record as a calendar file (RFC 5545), and a calendar as a record.

A calendar knows only whole days, so an event stands in it only if the sources give its days for sure.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from timeline import tables
from timeline.cite import event_link, namespace
from timeline.dataset import slug
from timeline.dates import between, has_days, parse, shifted
from timeline.faults import Fault, FaultyDataset
from timeline.formats import entry
from timeline.formats.content import Content, Loss, dataset_of, frame, in_each_language, unheld
from timeline.language import ENDONYMS, language
from timeline.plaintext import clean, one_line
from timeline.rules import link
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store
from timeline.tables import Row, localised, point_is_own, written_in
from timeline.view import View

STATUSES = {
    "held": "CONFIRMED",
    "planned": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
_PRODUCER = "-//Diplomatic timeline//EN"


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events of known days as a calendar, in one language."""
    store = Store(dataset_of(content))
    view = View(store, Selection(lang=lang, dates=EVERYTHING), (), language(lang))
    written = tables.rows(view.events)
    dated = [row for row in written if has_days(parse(row["date"]))]
    file, name = head(view, written), namespace(store.dataset)
    left_out(file, view, undated=len(written) - len(dated))
    cited = store.cited(row["sources"] for row in dated)
    for row in dated:
        file.add_component(event(view, row, f"{clean(row['id'])}@{name}", cited))
    texts = [f"title_{lang}", f"summary_{lang}"]
    held = {
        "events": (
            "id",
            "date",
            "status",
            "place",
            "topics",
            "sources",
            "source_url",
            "source_title",
            *texts,
        ),
        "topics": ("id", f"label_{lang}"),
        "places": ("id", f"name_{lang}", "lat", "lon", "coord_precision", "country"),
        "sources": ("id", "title", "url"),
    }
    loss = unheld(content, held, about=("title",))
    loss["events whose day is not known, left out"] = len(written) - len(dated)
    places = store.dataset.by_id["places"]
    points = [place for row in dated if (place := places.get(row["place"], {})).get("lat")]
    loss["points that are not the place's own"] = sum(not point_is_own(place) for place in points)
    loss["events that are postponed, as tentative"] = sum(row["status"] == "postponed" for row in dated)
    body: bytes = file.to_ical()
    return body, +loss


def read(file: Path) -> tuple[Content, Loss]:
    """The events of a calendar; a time of day, and all but the first of a series, are counted as lost."""
    try:
        calendar = Calendar.from_ical(file.read_bytes())
    except (ValueError, IndexError, KeyError) as error:
        wanted = "an iCalendar file: {reason}"
        details = {"reason": str(error)[:200]}
        raise FaultyDataset([Fault(file.name, None, None, None, wanted, details)]) from None
    ours = str(calendar.get("PRODID", "")) == _PRODUCER
    loss, written = Loss(), []
    others: dict[str, dict[str, dict[str, str]]] = {"topics": {}, "places": {}, "sources": {}}
    for component in calendar.walk("VEVENT"):
        row = _row(component, others, loss, ours=ours)
        if row:
            written.append(row)
    frames = {"events": frame("events", written)}
    frames |= {name: frame(name, found.values()) for name, found in others.items() if found}
    title = str(calendar.get("NAME") or calendar.get("X-WR-CALNAME") or "")
    return Content(frames, {"title": title} if title else {}, origin=file), +loss


def head(view: View, rows: list[Row]) -> Calendar:
    """A calendar without events."""
    dataset, spoken = view.store.dataset, {"LANGUAGE": view.language.tag}
    title = entry.title(view)
    newest = max(
        (entry.changed(dataset, row["modified"]) for row in rows), default=entry.changed(dataset, "")
    )
    file = Calendar()
    file.add("VERSION", "2.0")
    file.add("PRODID", _PRODUCER)
    file.add("NAME", title, spoken)
    # What most calendars read instead of NAME (RFC 7986).
    file.add("X-WR-CALNAME", title)
    file.add("LAST-MODIFIED", newest)
    return file


def event(view: View, row: Row, uid: str, cited: Mapping[str, Row], *, root: str = "") -> Event:
    """One event on whole days; the day after the last one closes it (RFC 5545, 3.6.1).

    ``cited`` are its sources; ``root`` is the address of the dashboard, if it has one.
    """
    tag, when = view.language.tag, parse(row["date"])
    assert when.earliest is not None  # see has_days
    assert when.latest is not None
    changed, close = entry.changed(view.store.dataset, row["modified"]), shifted(when.latest, 1)
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("DTSTART", when.earliest)
    if close > when.earliest:
        event.add("DTEND", close)
    # The reader of a record is not busy on its days.
    event.add("TRANSP", "TRANSPARENT")
    if row["status"]:
        event.add("STATUS", STATUSES[row["status"]])
    title = one_line(localised(row, "title", tag))
    event.add("SUMMARY", title, {"LANGUAGE": written_in(row, "title", tag)})
    event.add("DESCRIPTION", _description(view, row, cited), {"LANGUAGE": tag})
    if root:
        event.add("URL", event_link(root, row["id"], tag))
    labels = list(entry.topics(view, row).values())
    if labels:
        event.add("CATEGORIES", labels, {"LANGUAGE": tag})
    _locate(event, view, row)
    return event


def left_out(file: Calendar, view: View, *, undated: int, earlier: int = 0) -> None:
    """Have the calendar's description say how many events it lacks, and why (RFC 7986, 5.2)."""
    say = view.language.ngettext
    days = say(
        "{number} event is left out: its day is not known.",
        "{number} events are left out: their days are not known.",
        undated,
    )
    past = say("{number} earlier event is left out.", "{number} earlier events are left out.", earlier)
    if said := [words for words, number in ((days, undated), (past, earlier)) if number > 0]:
        file.add("DESCRIPTION", " ".join(said), {"LANGUAGE": view.language.tag})


def _locate(event: Event, view: View, row: Row) -> None:
    """Name the place; give its position only where that is the place's own, not a larger one's."""
    place = view.store.dataset.by_id["places"].get(row["place"], {})
    name = one_line(localised(place, "name", view.language.tag) or row["place"])
    if not name:
        return
    country = view.language.territory(place["country"]) if place.get("country") else ""
    full = view.language.gettext(", ").join(part for part in (name, country) if part)
    event.add("LOCATION", full, {"LANGUAGE": view.language.tag})
    if place.get("lat") and point_is_own(place):
        event.add("GEO", (float(place["lat"]), float(place["lon"])))


def _description(view: View, row: Row, cited: Mapping[str, Row]) -> str:
    """Date, kind and status; the summary; each source with its address."""
    summary = clean(localised(row, "summary", view.language.tag))
    sources = [
        " ".join(part for part in (one_line(source["title"] or source["publisher"]), source["url"]) if part)
        for source in entry.sources(row, cited)
    ]
    listed = "\n".join([view.language.gettext("Sources"), *sources]) if sources else ""
    return "\n\n".join(part for part in (entry.headline(view, row), summary, listed) if part)


def _row(
    component: Any, others: Mapping[str, dict[str, dict[str, str]]], loss: Loss, *, ours: bool
) -> dict[str, str] | None:
    when = _date(component, loss)
    if not when:
        loss["events without a date, left out"] += 1
        return None
    loss["series of which only the first is kept"] += "RRULE" in component or "RDATE" in component
    for name in ("ATTENDEE", "ORGANIZER", "ATTACH", "CLASS", "PRIORITY"):
        loss[f"{name}: left out"] += name in component
    status, uid = str(component.get("STATUS", "")), str(component.get("UID", ""))
    summary, cited = _told(str(component.get("DESCRIPTION", "")), ours=ours)
    url = str(component.get("URL", ""))
    if url and not ours and not link(url):
        cited.append(("", url))
    for title, address in cited:
        id = slug(address.partition("://")[2] or title)
        others["sources"].setdefault(id, {"id": id, "title": title, "url": address})
    return {
        "id": (uid.rpartition("@")[0] or uid) if ours else slug(uid) if uid else "",
        "date": when,
        # In anyone else's calendar a confirmed event is one that will take place.
        "status": {"CANCELLED": "cancelled", "TENTATIVE": "planned"}.get(status, "")
        or ("held" if ours and status == "CONFIRMED" else ""),
        "place": _place(component, others["places"]),
        "topics": ";".join(_topics(component, others["topics"])),
        "sources": ";".join(dict.fromkeys(slug(url.partition("://")[2] or title) for title, url in cited)),
        **in_each_language("title", one_line(str(component.get("SUMMARY", "")))),
        **in_each_language("summary", summary),
    }


def _date(component: Any, loss: Loss) -> str:
    """The days of an event as EDTF; DTEND is the day after the last one."""
    start, end = _when(component, "DTSTART"), _when(component, "DTEND")
    if not isinstance(start, date):
        return ""
    loss["times of day: left out"] += isinstance(start, datetime)
    first = start.date() if isinstance(start, datetime) else start
    last = first
    if isinstance(end, datetime):
        last = end.date()
    elif isinstance(end, date):
        last = shifted(end, -1)
    return between(first, last) if last > first else first.isoformat()


def _when(component: Any, name: str) -> Any:
    try:
        return getattr(component.get(name), "dt", None)
    except ValueError:  # it is written, and is no date
        return None


def _told(description: str, *, ours: bool) -> tuple[str, list[tuple[str, str]]]:
    """The summary and the sources of a description; of anyone else's all of it is the summary."""
    text = clean(description).strip()
    if not ours:
        return text, []
    # What we write begins with a paragraph of date, kind and status.
    parts = text.split("\n\n")[1:]
    headings = {language(tag).gettext("Sources") for tag in ENDONYMS}
    lines = parts[-1].split("\n") if parts else []
    if not lines or lines[0] not in headings:
        return "\n\n".join(parts).strip(), []
    return "\n\n".join(parts[:-1]).strip(), [_cited(line) for line in lines[1:]]


def _cited(line: str) -> tuple[str, str]:
    """Title and address of a source."""
    title, _, url = line.rpartition(" ")
    return (title, url) if not link(url) else (line, "")


def _place(component: Any, places: dict[str, dict[str, str]]) -> str:
    name = one_line(str(component.get("LOCATION", "")))
    if not name:
        return ""
    place = {"id": slug(name), **in_each_language("name", name)}
    geo = component.get("GEO")
    if geo is not None:
        place |= {"lat": str(geo.latitude), "lon": str(geo.longitude), "coord_precision": "city"}
    places.setdefault(place["id"], place)
    return place["id"]


def _topics(component: Any, topics: dict[str, dict[str, str]]) -> Iterable[str]:
    said = component.get("CATEGORIES", [])
    for categories in said if isinstance(said, list) else [said]:
        for label in map(one_line, map(str, categories.cats)):
            if label:
                topics.setdefault(slug(label), {"id": slug(label), **in_each_language("label", label)})
                yield slug(label)
