"""The record as a calendar (RFC 5545) to import or to subscribe to.

A calendar knows only whole days, so an event stands in it only if the sources give its days for sure. How
many were left out for that is said in a comment of the calendar.
"""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from icalendar import Calendar, Event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from timeline import tables
from timeline.cite import event_link, namespace
from timeline.dates import has_days, parse, shifted
from timeline.faults import FaultyDataset
from timeline.plaintext import clean, one_line, written_in
from timeline.selection import EVERYTHING, Selection
from timeline.tables import Row, localised
from timeline.view import View
from timeline.web import entry
from timeline.web.reply import reply, unavailable
from timeline.web.request import link, public_url, view_of

PATH = "/calendar.ics"
# Calendars refuse files of many megabytes, and icalendar writes a thousand events in some seconds.
LATEST = 1000
STATUSES = {
    "held": "CONFIRMED",
    "planned": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


def routes() -> list[Route]:
    """The calendar of any selection, and that of one event."""
    return [Route(PATH, _calendar), Route("/events/{id}.ics", _event_calendar)]


@lru_cache(maxsize=32)  # subscribers ask again and again, and mostly the same
def calendar(view: View, root: str, *, only: str | None = None) -> bytes:
    """The calendar of the view's events, or of the event ``only``; KeyError if there is no such event."""
    spoken = {"LANGUAGE": view.language.tag}
    rows = tables.rows(view.events) if only is None else [view.store.event(only)]
    dated = [row for row in rows if has_days(parse(row["date"]))]
    file = _head(view, rows)
    if only is None:
        file.add("SOURCE", entry.own_address(view, root, PATH), {"VALUE": "URI"})
        file.add("URL", link(root, "/", view.asked, lang=view.language.tag, event=""))
    for words in _left_out(view, undated=len(rows) - len(dated), earlier=len(dated) - LATEST):
        file.add("COMMENT", words, spoken)
    name = namespace(view.store.dataset)
    for row in dated[-LATEST:]:
        file.add_component(_event(view, row, root, f"{clean(row['id'])}@{name}"))
    written: bytes = file.to_ical()
    return written


def _calendar(request: Request) -> Response:
    try:
        view = view_of(request, focused=False)
    except FaultyDataset as error:
        return unavailable(error)
    body = calendar(replace(view, ignored=(), address=""), public_url(request))
    return reply(request, body, "text/calendar", language=view.language.tag)


def _event_calendar(request: Request) -> Response:
    try:
        view = view_of(request, focused=False)
    except FaultyDataset as error:
        return unavailable(error)
    id, say = request.path_params["id"], view.language.gettext
    if id not in view.store.known["event"]:
        return _missing(view, say("There is no such event."))
    if not has_days(parse(view.store.event(id)["date"])):
        return _missing(view, say("The day of this event is not known, so a calendar cannot show it."))
    whole = replace(view, selection=Selection(dates=EVERYTHING), ignored=(), address="")
    body = calendar(whole, public_url(request), only=id)
    return reply(request, body, "text/calendar", language=view.language.tag)


def _missing(view: View, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", 404, {"Content-Language": view.language.tag})


def _head(view: View, rows: list[Row]) -> Calendar:
    """A calendar without events."""
    dataset, spoken = view.store.dataset, {"LANGUAGE": view.language.tag}
    title = one_line(view.title)
    newest = max(
        (entry.changed(dataset, row["modified"]) for row in rows), default=entry.changed(dataset, "")
    )
    file = Calendar()
    file.add("VERSION", "2.0")
    file.add("PRODID", "-//Diplomatic timeline//EN")
    file.add("NAME", title, spoken)
    # What most calendars read instead of NAME (RFC 7986).
    file.add("X-WR-CALNAME", title)
    file.add("LAST-MODIFIED", newest)
    file.add("REFRESH-INTERVAL", timedelta(days=1), {"VALUE": "DURATION"})
    return file


def _event(view: View, row: Row, root: str, uid: str) -> Event:
    """One event on whole days; the day after the last one closes it (RFC 5545, 3.6.1)."""
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
    event.add("DESCRIPTION", _description(view, row), {"LANGUAGE": tag})
    event.add("URL", event_link(root, row["id"], tag))
    labels = list(entry.topics(view, row).values())
    if labels:
        event.add("CATEGORIES", labels, {"LANGUAGE": tag})
    _locate(event, view, row)
    return event


def _locate(event: Event, view: View, row: Row) -> None:
    """Name the place; give its position only where that is the place's own, not a larger one's."""
    place = view.store.dataset.by_id["places"].get(row["place"], {})
    name = one_line(localised(place, "name", view.language.tag) or row["place"])
    if not name:
        return
    country = view.language.territory(place["country"]) if place.get("country") else ""
    full = view.language.gettext(", ").join(part for part in (name, country) if part)
    event.add("LOCATION", full, {"LANGUAGE": view.language.tag})
    if place.get("coord_precision") == "city" and place["lat"]:
        event.add("GEO", (float(place["lat"]), float(place["lon"])))


def _description(view: View, row: Row) -> str:
    """Date, kind and status; the summary; each source with its address."""
    summary = clean(localised(row, "summary", view.language.tag))
    cited = [
        " ".join(part for part in (one_line(source["title"] or source["publisher"]), source["url"]) if part)
        for source in entry.sources(view, row)
    ]
    listed = "\n".join([view.language.gettext("Sources"), *cited]) if cited else ""
    return "\n\n".join(part for part in (entry.headline(view, row), summary, listed) if part)


def _left_out(view: View, *, undated: int, earlier: int) -> list[str]:
    """How many events the calendar lacks, and why."""
    say = view.language.ngettext
    days = say(
        "{number} event is left out: its day is not known.",
        "{number} events are left out: their days are not known.",
        undated,
    )
    past = say("{number} earlier event is left out.", "{number} earlier events are left out.", earlier)
    return [words for words, number in ((days, undated), (past, earlier)) if number > 0]
