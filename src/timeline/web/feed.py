"""What changed in the record, as an Atom feed (RFC 4287), newest change first.

``updated`` is when the row changed, never when the event took place: that stands in the summary. The
names of feed and entries depend on the record, the question and the event alone, so a reader that moves
to another host or language is not shown everything anew.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline import tables
from timeline.cite import event_link, namespace, question
from timeline.formats import entry
from timeline.plaintext import clean, one_line
from timeline.tables import Row, localised, written_in
from timeline.view import View
from timeline.web.made import Made
from timeline.web.reply import reply, unusable, viewed
from timeline.web.request import link, own_address, public_url

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
PATH = "/feed.atom"
# A feed is news, not the archive; the archive is a link away.
LATEST = 500
_made = Made(2**24)


def routes() -> list[Route]:
    """The feed of any selection."""
    return [Route(PATH, _feed)]


def atom(view: View, root: str) -> bytes:
    """The feed of the view's events; ``root`` is the public address of the dashboard, without a slash."""
    dataset, tag = view.store.dataset, view.language.tag
    name, rows = namespace(dataset), _newest_first(view)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": tag})
    _text(feed, "id", uuid5(name, f"feed?{question(view)}").urn)
    _text(feed, "title", entry.title(view))
    if len(rows) > LATEST:
        words = view.language.gettext("The {number} latest changes", number=view.language.number(LATEST))
        _text(feed, "subtitle", words)
    newest = rows[0]["modified"] if rows else ""
    _text(feed, "updated", _rfc3339(entry.changed(dataset, newest)))
    _text(ET.SubElement(feed, "author"), "name", one_line(view.title))
    _link(feed, "self", own_address(view, root, PATH), type="application/atom+xml")
    _link(feed, "alternate", link(root, "/", view.asked, lang=tag, event=""), type="text/html", hreflang=tag)
    _rights(feed, view)
    cited = view.store.cited(row["sources"] for row in rows[:LATEST])
    for row in rows[:LATEST]:
        _entry(feed, view, row, entry.sources(row, cited), root, name)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


@viewed(focused=False)
def _feed(request: Request, view: View) -> Response:
    if refused := unusable(view):
        return refused
    root = public_url(request)
    # Readers ask again and again, and mostly the same.
    body = _made.of(view.store, ("feed", view.asked, view.language.tag, root), lambda: atom(view, root))
    return reply(request, body, MEDIA_TYPE, language=view.language.tag)


def _newest_first(view: View) -> list[Row]:
    """The rows by their change, newest first; of those changed on one day the latest event first.

    One more than the feed takes, by which it knows that there are others.
    """
    rows, dataset = tables.rows(view.store.latest_changes(view.asked, LATEST + 1)), view.store.dataset
    moments = {text: entry.changed(dataset, text) for text in {row["modified"] for row in rows}}
    return sorted(rows, key=lambda row: moments[row["modified"]], reverse=True)


def _entry(feed: ET.Element, view: View, row: Row, sources: Iterable[Row], root: str, name: UUID) -> None:
    tag = view.language.tag
    item = ET.SubElement(feed, "entry")
    _text(item, "id", uuid5(name, row["id"]).urn)
    title = _text(item, "title", one_line(localised(row, "title", tag)))
    _speaks(title, written_in(row, "title", tag), tag)
    _text(item, "updated", _rfc3339(entry.changed(view.store.dataset, row["modified"])))
    _link(item, "alternate", event_link(root, row["id"], tag), type="text/html", hreflang=tag)
    for source in sources:
        if source["url"]:
            _link(item, "via", source["url"], title=one_line(source["title"] or source["publisher"]))
    for topic, label in entry.topics(view, row).items():
        ET.SubElement(item, "category", {"term": topic, "label": label})
    said = clean(localised(row, "summary", tag))
    _text(
        item, "summary", " — ".join(part for part in (entry.headline(view, row), said) if part), type="text"
    )


def _rights(feed: ET.Element, view: View) -> None:
    package = view.store.dataset.package
    if package.licence:
        words = view.language.gettext(
            "Our own text is under {licence}; the sources keep their own rights.",
            licence=one_line(package.licence),
        )
        _text(feed, "rights", words)
    if package.licence_url:
        _link(feed, "license", package.licence_url)  # RFC 4946


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def _link(parent: ET.Element, rel: str, href: str, **attributes: str) -> None:
    said = {name: value for name, value in attributes.items() if value}
    ET.SubElement(parent, "link", {"rel": rel, "href": clean(href), **said})


def _speaks(element: ET.Element, really: str, tag: str) -> None:
    """Name the language of a text that the record has only in another one."""
    if really != tag:
        element.set("xml:lang", really)


def _rfc3339(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat()}Z"
