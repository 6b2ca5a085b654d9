"""The readable list as HTML: a page of events, each a link that selects it."""

import re
from collections.abc import Callable
from html import escape, unescape

from timeline import tables
from timeline.html.facts import card_foot, card_head
from timeline.html.text import own_words
from timeline.search import fold
from timeline.store import LISTED
from timeline.tables import Row
from timeline.view import View

# What Streamlit makes of a key's other characters where it stands as a class.
_NOT_IN_A_CLASS = re.compile(r"[^\w-]", re.ASCII)
_TAG = re.compile("<[^>]*>")


def events(view: View, page: int, *, href: Callable[[str], str], key: str = "") -> str:
    """One card an event, oldest first; ``href`` says where an event's id leads.

    With a ``key`` each has the class that Streamlit would make of the key and the event's id.
    """
    say = view.language.gettext
    rows = enumerate(tables.rows(view.listed(page)), start=page * LISTED + 1)
    cards = "".join(_card(view, number, row, href(row["id"]), key) for number, row in rows)
    return (
        f'<div class="sect"><h2>{say("The events, in order")}</h2>'
        f'<span class="muted small">{say("oldest first")}</span></div><ol class="cards">{cards}</ol>'
    )


def page(view: View, number: int) -> str:
    """``51 to 100 of 3,412``: which of the events a page of the list holds."""
    language = view.language
    first, last = number * LISTED + 1, min((number + 1) * LISTED, view.count)
    return language.gettext(
        "{first} to {last} of {total}",
        first=language.number(first),
        last=language.number(last),
        total=language.number(view.count),
    )


def _card(view: View, number: int, row: Row, href: str, key: str) -> str:
    """The title comes first, for who listens; who reads sees the day above it and the rest below."""
    name = f" {key}{_NOT_IN_A_CLASS.sub('-', row['id'])}" if key else ""
    chosen = " aria-current=true" if row["id"] == view.selected else ""
    link = f'<a href="{escape(href)}"{chosen}>{own_words(row, "title", view.language, view.hits)}</a>'
    facts = card_head(row, number, view) + card_foot(row, view)
    return f'<li class="card{name}">{link}{facts}{_found_elsewhere(link + facts, view)}</li>'


def _found_elsewhere(card: str, view: View) -> str:
    """Why an event is found whose ``card`` has not all of the words that are searched for."""
    read = fold(unescape(_TAG.sub(" ", card))) if view.hits else ""
    if all(word in read for word in view.hits):
        return ""
    return f'<div class="meta">{view.language.gettext("Found in its details or by another name")}</div>'
