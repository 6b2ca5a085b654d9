"""The record as a calendar that asks and answers over the web, to import or to subscribe to.

How many events were left out, and why, is said in the description of the calendar.
"""

from dataclasses import replace
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from timeline import tables
from timeline.cite import namespace
from timeline.dates import has_days, parse
from timeline.formats import ics
from timeline.plaintext import clean
from timeline.selection import EVERYTHING, Selection
from timeline.tables import Row
from timeline.view import View
from timeline.web.made import Made
from timeline.web.reply import reply, unusable, viewed
from timeline.web.request import link, own_address, public_url

PATH = "/calendar.ics"
# Calendars refuse files of many megabytes, and icalendar writes a thousand events in some seconds.
LATEST = 1000
_made = Made(2**24)


def routes() -> list[Route]:
    """The calendar of any selection, and that of one event."""
    return [Route(PATH, _calendar), Route("/events/{id}.ics", _event_calendar)]


def calendar(view: View, root: str, *, only: str | None = None) -> bytes:
    """The calendar of the view's events, or of the event ``only``; KeyError if there is no such event."""
    dated, rows, number, count = _chosen(view, only)
    file = ics.head(view, rows)
    file.add("REFRESH-INTERVAL", timedelta(days=1), {"VALUE": "DURATION"})
    if only is None:
        file.add("SOURCE", own_address(view, root, PATH), {"VALUE": "URI"})
        file.add("URL", link(root, "/", view.asked, lang=view.language.tag, event=""))
    ics.left_out(file, view, undated=count - number, earlier=number - LATEST)
    name = namespace(view.store.dataset)
    cited = view.store.cited(row["sources"] for row in dated)
    for row in dated:
        file.add_component(ics.event(view, row, f"{clean(row['id'])}@{name}", cited, root=root))
    written: bytes = file.to_ical()
    return written


def _chosen(view: View, only: str | None) -> tuple[list[Row], list[Row], int, int]:
    """The events that are told, one that changed last, how many have days, and how many there are."""
    if only is not None:
        row = view.store.event(only)
        dated = [row] if has_days(parse(row["date"])) else []
        return dated, [row], len(dated), 1
    latest, number = view.store.dated(view.asked, LATEST)
    return tables.rows(latest), tables.rows(view.store.latest_changes(view.asked, 1)), number, view.count


@viewed(focused=False)
def _calendar(request: Request, view: View) -> Response:
    return unusable(view) or _kept(request, view)


@viewed(focused=False)
def _event_calendar(request: Request, view: View) -> Response:
    id, say = request.path_params["id"], view.language.gettext
    if id not in view.store.known["event"]:
        return _missing(view, say("There is no such event."))
    if not has_days(parse(view.store.event(id)["date"])):
        return _missing(view, say("The day of this event is not known, so a calendar cannot show it."))
    return _kept(request, replace(view, selection=Selection(dates=EVERYTHING)), only=id)


def _kept(request: Request, view: View, only: str | None = None) -> Response:
    """The calendar; subscribers ask again and again, and mostly for the same."""
    tag, root = view.language.tag, public_url(request)
    body = _made.of(
        view.store, ("calendar", view.asked, tag, root, only), lambda: calendar(view, root, only=only)
    )
    return reply(request, body, "text/calendar", language=tag)


def _missing(view: View, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", 404, {"Content-Language": view.language.tag})
