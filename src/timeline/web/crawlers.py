"""``/robots.txt`` and ``/sitemap.xml``: what a search engine may read, and where everything is.

A page in two languages is two addresses, and each names all of them (https://www.sitemaps.org,
https://developers.google.com/search/docs/specialty/international/localized-versions).
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline import record, tables, vocabulary
from timeline.cite import event_link
from timeline.faults import FaultyDataset
from timeline.store import Store
from timeline.web.made import Made
from timeline.web.reply import reply, unavailable
from timeline.web.request import public_url

PAGES = tuple(f"/{page}" for page in vocabulary.PAGES)
# The protocol's own limits for one file.
MOST = 50_000
MOST_BYTES = 50 * 2**20
_made = Made(2**26)
_BEFORE = (
    b"<?xml version='1.0' encoding='utf-8'?>\n"
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)
_AFTER = b"</urlset>"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Page(NamedTuple):
    """One page: its address in each language, and the day on which it last changed, or ``""``."""

    addresses: dict[str, str]
    modified: str


def routes() -> list[Route]:
    """The two addresses that every crawler tries."""
    return [Route("/robots.txt", _robots), Route("/sitemap.xml", _sitemap)]


def robots(root: str) -> str:
    """Everything may be read but the wires between Streamlit's page and its server."""
    return f"User-agent: *\nDisallow: /_stcore/\n\nSitemap: {root}/sitemap.xml\n"


def sitemap(store: Store, root: str) -> bytes:
    """The dashboard's pages and every event's, in each language; the latest if there are too many."""
    written, size = [_BEFORE], len(_BEFORE + _AFTER)
    for page in islice(pages(store, root), MOST // len(store.dataset.languages)):
        urls = b"".join(_urls(page))
        size += len(urls)
        if size > MOST_BYTES:
            break
        written.append(urls)
    return b"".join([*written, _AFTER])


def pages(store: Store, root: str) -> Iterator[Page]:
    """The dashboard's pages, then the events', latest change first."""
    dataset, offered = store.dataset, store.dataset.languages
    for path in PAGES:
        yield Page({tag: f"{root}{path}?lang={tag}" for tag in offered}, dataset.modified)
    for row in tables.rows(store.changed(MOST)):
        id = str(row["id"])
        yield Page({tag: event_link(root, id, tag) for tag in offered}, str(row["modified"]))


def _urls(page: Page) -> Iterator[bytes]:
    """The elements of a page, one in each language."""
    for address in page.addresses.values():
        url = ET.Element("url")
        ET.SubElement(url, "loc").text = address
        if _DAY.fullmatch(page.modified):
            ET.SubElement(url, "lastmod").text = page.modified
        for tag, other in page.addresses.items():
            ET.SubElement(url, "xhtml:link", rel="alternate", hreflang=tag, href=other)
        yield ET.tostring(url, encoding="utf-8")


def _robots(request: Request) -> Response:
    return reply(request, robots(public_url(request)).encode(), "text/plain; charset=utf-8")


def _sitemap(request: Request) -> Response:
    try:
        store = record.current()
    except FaultyDataset as faulty:
        return unavailable(faulty)
    root = public_url(request)
    body = _made.of(store, ("sitemap", root), lambda: sitemap(store, root))
    return reply(request, body, "application/xml; charset=utf-8")
