"""``/events/<id>``: one event as a page that can be read, printed, kept and understood by a program."""

import difflib
import re
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from timeline import tables
from timeline.charts import svg
from timeline.cite import event_link
from timeline.dates import has_days, parse
from timeline.formats import entry
from timeline.html.event import article
from timeline.html.facts import kind_and_role
from timeline.html.text import own_words
from timeline.language import alpha2, language
from timeline.plaintext import one_line
from timeline.search import fold
from timeline.selection import EVERYTHING, Selection
from timeline.tables import Row, localised, point_is_own, split
from timeline.view import View, closed
from timeline.web.document import Head, absent, document, home, view_address
from timeline.web.reply import reply, viewed
from timeline.web.request import link, public_url

NEAREST = 3
COMPARED = 300
# Letters of an id that is asked for in vain: a program may ask for any, and each is compared.
LONGEST_NAME = 80

# schema.org knows no date in doubt, and no stretch of days, as EDTF does.
_ISO_DATE = re.compile("[0-9-]+")


def routes() -> list[Route]:
    """The routes of every event's page; whatever else is asked for under them is no event."""
    return [Route("/events", page), Route("/events/{id:path}", page)]


@viewed(focused=False)
def page(request: Request, view: View) -> Response:
    """The page of one event, or a 404 that offers the nearest ones."""
    id, root = request.path_params.get("id", ""), public_url(request)
    known = view.store.known["event"]
    is_slashed = id not in known and id.removesuffix("/") in known
    # A way up from an escaped slash would lead elsewhere.
    if is_slashed and request.scope["raw_path"].endswith(b"/"):
        address = link("..", f"/{id.removesuffix('/')}", Selection(lang=view.selection.lang))
        return RedirectResponse(address, status_code=308)
    if id not in known:
        body = missing(id, view, root).encode()
        return reply(request, body, "text/html", language=view.language.tag, status=404, max_age=60)
    body = event_page(view.store.event(id), view, root).encode()
    return reply(request, body, "text/html", language=view.language.tag, max_age=60)


def event_page(row: Row, view: View, root: str) -> str:
    """The whole page of ``row``: all facts, statements and sources, and its place in time."""
    id, tag = row["id"], view.language.tag
    body = (
        f'<main class="sheet">{home(view, root)}'
        f'<p class="kind">{kind_and_role(row, view.language)}</p>'
        f"<article>{article(row, view, level=1, whole=True)}</article>"
        f'<div class="place-in-time">{_place_in_time(row, view)}</div>'
        f"{_doors(row, view, root)}{_steps(id, view, root)}</main>"
    )
    head = Head(
        event_link("", id),
        title=f"{localised(row, 'title', tag)} – {view.title}",
        description=f"{view.language.when(parse(row['date']))}. {localised(row, 'summary', tag)}",
        image=link(root, f"/cards/{quote(id, safe='')}.png", Selection(lang=view.language.tag)),
    )
    return document(view, root, head, body, data=json_ld(row, view, root))


def json_ld(row: Row, view: View, root: str) -> dict[str, Any]:
    """The event as schema.org knows it, and nothing that no source gives.

    Only a day that is known and in no doubt becomes a ``startDate``; sources are ``subjectOf``, since
    ``citation`` belongs to works and not to events (https://schema.org/citation). A held event and a
    planned one are both ``EventScheduled``, as that word is defined. An event's own ``inLanguage`` would
    be that of the talks.
    """
    tag, when, dataset = view.language.tag, parse(row["date"]), view.store.dataset
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event_link(root, row["id"]),
        "url": event_link(root, row["id"], tag),
        "mainEntityOfPage": {"@type": "WebPage", "@id": event_link(root, row["id"], tag), "inLanguage": tag},
        "identifier": row["id"],
        "name": one_line(localised(row, "title", tag)),
        "description": one_line(" ".join(localised(row, text, tag) for text in ("summary", "note"))),
    }
    if status := _STATUSES.get(row["status"]):
        data["eventStatus"] = f"https://schema.org/{status}"
    if has_days(when) and when.earliest:
        data["startDate"] = when.earliest.isoformat()
        if when.latest and when.latest != when.earliest:
            data["endDate"] = when.latest.isoformat()
    place = dataset.by_id["places"].get(row["place"])
    if place:
        data["location"] = _place(place, tag)
    if row["part_of"]:
        data["superEvent"] = {"@type": "Event", "@id": event_link(root, row["part_of"])}
    parties = split(row["parties"])
    if parties:
        data["attendee"] = [
            {"@type": "Organization", "name": view.language.territory(code)} for code in parties
        ]
    topics = [dataset.by_id["topics"].get(topic, {}) for topic in split(row["topics"])]
    data["keywords"] = [localised(topic, "label", tag) for topic in topics if topic]
    cited = entry.sources(row, view.store.cited([row["sources"]]))
    data["subjectOf"] = [_source(source) for source in cited]
    return {name: value for name, value in data.items() if value}


def missing(id: str, view: View, root: str) -> str:
    """The page of an id that is not in the record, with those that it may have meant."""
    say = view.language.gettext
    items = "".join(_offer(row, view, root) for row in nearest(id, view))
    asked = f"<code>{escape(id[:80])}</code>"
    words = say("The record has no event of this name: {name}", name=asked)
    found = f"<p>{words}</p><h2>{say('Perhaps one of these')}</h2><ul>{items}</ul>"
    return absent(say("There is no such event."), view, root, found)


def nearest(id: str, view: View) -> list[Row]:
    """The events whose ids or titles come nearest to what was asked for; the latest if none does."""
    # Of a large record only the latest: to compare with each of a million takes longer than anybody waits.
    start = max(view.store.total - COMPARED, 0)
    rows = tables.rows(view.store.events(Selection(dates=EVERYTHING), offset=start, limit=COMPARED))
    names = {row["id"]: row for row in rows}
    offered = view.store.dataset.languages
    names |= {fold(localised(row, "title", tag)): row for row in rows for tag in offered}
    asked = fold(id[:LONGEST_NAME])
    close = difflib.get_close_matches(asked.replace(" ", "-"), names, NEAREST, 0.4)
    close += difflib.get_close_matches(asked, names, NEAREST, 0.4)
    found = {names[name]["id"]: names[name] for name in close}
    return (list(found.values()) or rows[::-1])[:NEAREST]


_STATUSES = {
    "held": "EventScheduled",
    "planned": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}


def _place(place: Row, tag: str) -> dict[str, Any]:
    """A schema.org Place; a position only where it is the place's own."""
    found: dict[str, Any] = {"@type": "Place", "name": localised(place, "name", tag)}
    if place["country"]:
        found["address"] = {"@type": "PostalAddress", "addressCountry": alpha2(place["country"])}
    if place["lat"] and point_is_own(place):
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(place["lat"]),
            "longitude": float(place["lon"]),
        }
    return found


def _source(source: Row) -> dict[str, Any]:
    found = {
        "@type": "NewsArticle" if source["type"] == "news" else "WebPage",
        "name": source["title"],
        "url": source["url"],
        "inLanguage": source["lang"],
        "datePublished": source["published"] if _ISO_DATE.fullmatch(source["published"]) else "",
        "publisher": {"@type": "Organization", "name": source["publisher"]} if source["publisher"] else "",
    }
    return {name: value for name, value in found.items() if value}


def _offer(row: Row, view: View, root: str) -> str:
    when, tag = escape(view.language.when(parse(row["date"]))), view.language.tag
    address, title = escape(event_link(root, row["id"], tag)), own_words(row, "title", view.language)
    comma = view.language.gettext(", ")
    return f'<li><a href="{address}">{title}</a>{comma}{when}</li>'


def _place_in_time(row: Row, view: View) -> str:
    window, when = closed(row["date"], view.store.extent()), view.language.when(parse(row["date"]))
    return svg.strip(view, window, when, only=row["id"])


def _doors(row: Row, view: View, root: str) -> str:
    """Where else the event can be seen: in the record, in the other languages, in a calendar."""
    say, id, mine = view.language.gettext, row["id"], view.language.tag
    doors = [(view_address(root, view, event=id), say("Show it in the record"), mine)]
    doors += [
        (event_link(root, id, tag), escape(language(tag).endonym), tag)
        for tag in view.store.dataset.languages
        if tag != mine
    ]
    if has_days(parse(row["date"])):
        doors.append((event_link(root, f"{id}.ics", mine), say("Add to calendar"), mine))
    items = "".join(f'<li><a href="{escape(to)}" lang="{tag}">{words}</a></li>' for to, words, tag in doors)
    return f'<ul class="doors">{items}</ul>'


def _steps(id: str, view: View, root: str) -> str:
    before, after = view.store.neighbours(Selection(), id)
    say = view.language.gettext
    steps = []
    if before:
        steps.append(("prev", say("Previous event"), view.store.event(before)))
    if after:
        steps.append(("next", say("Next event"), view.store.event(after)))
    items = "".join(
        f'<a rel="{rel}" href="{escape(event_link(root, row["id"], view.language.tag))}">{words}: '
        f"{own_words(row, 'title', view.language)}</a>"
        for rel, words, row in steps
    )
    return f'<nav class="steps">{items}</nav>'
