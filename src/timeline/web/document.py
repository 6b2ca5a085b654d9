"""A whole HTML page beside Streamlit's: its head, its style, and what other programs read of it."""

import json
import tomllib
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from timeline import html
from timeline.charts import sheet, svg
from timeline.home import HOME
from timeline.language import ENDONYMS
from timeline.selection import Selection
from timeline.view import View
from timeline.web.request import link

_CONFIG = HOME / ".streamlit" / "config.toml"
_FOLDER = Path(__file__).parent
_SHEETS = (Path(html.__file__).with_name("fragments.css"), _FOLDER / "page.css", _FOLDER / "first.css")


def document(
    view: View,
    root: str,
    path: str,
    *,
    title: str,
    description: str,
    body: str,
    image: str,
    data: object = None,
) -> str:
    """A page at ``path`` under ``root`` in the view's language; ``data`` becomes its JSON-LD."""
    language = view.language
    return (
        f'<!doctype html>\n<html lang="{language.tag}" dir="{language.direction}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{head(view, root, path, title=title, description=description, image=image)}"
        f"<style>{style(root, view)}</style>{json_ld(data) if data else ''}</head>"
        f"<body>{body}</body></html>\n"
    )


def head(view: View, root: str, path: str, *, title: str, description: str, image: str) -> str:
    """Title, description, canonical link, languages, and what a chat shows of a link to the page."""
    # An event's page is the same whatever was asked of the record on the way to it.
    asked = Selection() if path.startswith("/events/") else view.selection
    here = link(root, path, asked, lang=view.language.tag)
    languages = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{escape(link(root, path, asked, lang=tag))}">'
        for tag in ENDONYMS
    )
    default = link(root, path, asked, lang="")
    tags = {
        "og:type": "article" if path.startswith("/events/") else "website",
        "og:title": title,
        "og:description": description,
        "og:url": here,
        "og:image": image,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:locale": {"en": "en_GB"}.get(view.language.tag, view.language.tag),
        "og:site_name": view.title,
    }
    cards = {
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": description,
        "twitter:image": image,
    }
    meta = "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items())
    meta += "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in cards.items())
    return (
        f'<title>{escape(title)}</title><meta name="description" content="{escape(description)}">'
        f'<link rel="canonical" href="{escape(here)}">{languages}'
        f'<link rel="alternate" hreflang="x-default" href="{escape(default)}">'
        f"{subscriptions(view, root)}{meta}"
    )


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


def json_ld(data: object) -> str:
    """``data`` as a JSON-LD block that nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return f'<script type="application/ld+json">{text}</script>'


def style(root: str, view: View) -> str:
    """Fonts, colours, pictures and the shared pieces: one sheet, inline, so that a page is one request."""
    base = root.split("://", 1)[-1].partition("/")[2]
    return f"{_fonts(base)}{sheet.sheet(view.store.dataset.package)}{svg.rules()}{_sheets()}"


def view_address(root: str, view: View, **changes: str) -> str:
    """The dashboard's address of ``view`` with everything spelled out that a default could change."""
    return link(root, "/", replace(view.asked, lang=view.language.tag), **changes)


def event_address(root: str, id: str, view: View) -> str:
    """The address of an event's own page in the view's language."""
    return link(root, f"/events/{id}", Selection(lang=view.language.tag))


@cache
def _sheets() -> str:
    return "".join(file.read_text(encoding="utf-8") for file in _SHEETS)


@cache
def _fonts(base: str) -> str:
    """The faces that the dashboard's configuration names, for a page outside it."""
    if not _CONFIG.exists():
        return ""
    faces = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))["theme"]["fontFaces"]
    prefix = f"/{base}/" if base else "/"
    return "".join(
        f'@font-face{{font-family:"{face["family"]}";font-weight:{face["weight"]};font-style:{face["style"]};'
        f'font-display:swap;src:url("{prefix}{face["url"]}") format("woff2");'
        f"unicode-range:{face['unicodeRange']}}}"
        for face in faces
    )
