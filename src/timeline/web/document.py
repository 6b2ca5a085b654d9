"""A whole HTML page beside Streamlit's: its head, its style, and what other programs read of it."""

import json
import tomllib
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path

from timeline import html
from timeline.charts import sheet, svg
from timeline.home import HOME
from timeline.html.text import directions
from timeline.package import Package
from timeline.plaintext import one_line
from timeline.selection import Selection
from timeline.view import View
from timeline.web.request import link

_CONFIG = HOME / ".streamlit" / "config.toml"
_FOLDER = Path(__file__).parent
_HTML = Path(html.__file__).parent
_SHARED = (_HTML / "fragments.css", _HTML / "charts.css")
# Open Graph wants a language with a land, which other languages of a record do not name.
_LOCALES = {"en": "en_GB", "ar": "ar_AR"}
# Letters of a description; no chat and no search engine shows more.
_LONGEST = 300


@dataclass(frozen=True)
class Head:
    """Where a page is, and what it is called elsewhere; ``image`` is the address of its picture."""

    path: str
    title: str
    description: str
    image: str

    def written(self, view: View, root: str) -> str:
        """Title, description, canonical link, languages, and what a chat shows of a link to the page."""
        title, description = one_line(self.title), _short(one_line(self.description))
        # An event's page is the same whatever was asked of the record on the way to it.
        asked = Selection() if self.path.startswith("/events/") else view.selection
        here = link(root, self.path, asked, lang=view.language.tag)
        languages = "".join(
            f'<link rel="alternate" hreflang="{tag}" href="{escape(link(root, self.path, asked, lang=tag))}">'
            for tag in view.store.dataset.languages
        )
        default = link(root, self.path, asked, lang="")
        tags = {
            "og:type": "article" if self.path.startswith("/events/") else "website",
            "og:title": title,
            "og:description": description,
            "og:url": here,
            "og:image": self.image,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": title,
            "og:site_name": one_line(view.title),
        }
        if locale := _LOCALES.get(view.language.tag):
            tags["og:locale"] = locale
        cards = {
            "twitter:card": "summary_large_image",
            "twitter:title": title,
            "twitter:description": description,
            "twitter:image": self.image,
            "twitter:image:alt": title,
        }
        meta = "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items())
        meta += "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in cards.items())
        return (
            f'<title>{escape(title)}</title><meta name="description" content="{escape(description)}">'
            f'<link rel="canonical" href="{escape(here)}">{languages}'
            f'<link rel="alternate" hreflang="x-default" href="{escape(default)}">'
            f"{subscriptions(view, root)}{meta}"
        )


def document(
    view: View, root: str, head: Head, body: str, *, data: object = None, whole: bool = False
) -> str:
    """A page under ``root`` in the view's language; ``data`` becomes its JSON-LD.

    ``whole``: it fetches nothing, not even its fonts.
    """
    language = view.language
    known = json_block(data, "application/ld+json") if data else ""
    return (
        f'<!doctype html>\n<html lang="{language.tag}" dir="{language.direction}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{head.written(view, root)}"
        f"<style>{style(root, view, whole=whole)}</style>{known}</head>"
        f"<body>{body}</body></html>\n"
    )


def absent(title: str, view: View, root: str, found: str = "") -> str:
    """The page of an address where nothing is, as its ``title`` says; ``found`` is offered instead."""
    body = f'<main class="sheet">{home(view, root)}<h1>{title}</h1>{found}</main>'
    image = link(root, "/cards/view.png", Selection(lang=view.language.tag))
    return document(view, root, Head("/", title, title, image), body)


def home(view: View, root: str) -> str:
    """The way to the record, by its title."""
    return f'<a class="home" href="{escape(view_address(root, view))}">{escape(view.title)}</a>'


def _short(text: str) -> str:
    """``text`` up to a word's end, with a sign that it goes on; whole if it is short."""
    if len(text) <= _LONGEST:
        return text
    start = text[:_LONGEST]
    return f"{start.rpartition(' ')[0] or start}…"


def subscriptions(view: View, root: str) -> str:
    """Links to the feed and the calendar of the same view."""
    say, asked = view.language.gettext, replace(view.selection, event="", lang=view.language.tag)
    offers = (
        ("/feed.atom", "application/atom+xml", say("Changes to these events")),
        ("/calendar.ics", "text/calendar", say("These events as a calendar")),
    )
    return "".join(
        f'<link rel="alternate" type="{kind}" title="{escape(words)}" '
        f'href="{escape(link(root, path, asked))}">'
        for path, kind, words in offers
    )


def json_block(data: object, kind: str, id: str = "") -> str:
    """``data`` as JSON of the media type ``kind`` in the page, which nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    named = f' id="{id}"' if id else ""
    return f'<script type="{kind}"{named}>{text}</script>'


def style(root: str, view: View, *, whole: bool = False) -> str:
    """Fonts, colours, pictures and the shared pieces: one sheet, inline, so that a page is one request."""
    return f"{_fonts(None) if whole else fonts(root)}{_beside(view)}"


def fonts(root: str) -> str:
    """The faces that the dashboard's configuration names, from the server at ``root``."""
    return _fonts(root.split("://", 1)[-1].partition("/")[2])


def first(view: View) -> str:
    """The first paint's style, without the fonts."""
    return _beside(view) + _text(_FOLDER / "first.css")


def dashboard(package: Package) -> str:
    """The style of Streamlit's pages; Streamlit has the fonts."""
    return _shared(package) + _text(_FOLDER / "dashboard.css")


def _beside(view: View) -> str:
    shared = _shared(view.store.dataset.package)
    return f"{shared}{svg.rules()}{_text(_FOLDER / 'page.css')}{directions(view.language)}"


def _shared(package: Package) -> str:
    """Colours, and the pieces that every page is made of."""
    return sheet.sheet(package) + _text(*_SHARED)


def view_address(root: str, view: View, **changes: str) -> str:
    """The dashboard's address of ``view`` with everything spelled out that a default could change."""
    return link(root, "/", replace(view.asked, lang=view.language.tag), **changes)


@cache
def _text(*files: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in files)


@cache
def _fonts(base: str | None) -> str:
    """The faces, from the folder ``base`` of the server; None: inside the page."""
    if not _CONFIG.exists():
        return ""
    faces = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))["theme"]["fontFaces"]
    return "".join(
        f'@font-face{{font-family:"{face["family"]}";font-weight:{face["weight"]};font-style:{face["style"]};'
        f'font-display:swap;src:url("{_font(face["url"], base)}") format("woff2");'
        f"unicode-range:{face['unicodeRange']}}}"
        for face in faces
    )


def _font(url: str, base: str | None) -> str:
    if base is not None:
        return f"/{base}/{url}" if base else f"/{url}"
    file = _CONFIG.parents[1] / url.removeprefix("app/")
    return f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}"
