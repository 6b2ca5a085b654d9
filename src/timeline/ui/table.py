"""The matching events as a sortable table in the reader's words."""

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from timeline import tables, vocabulary
from timeline.dates import parse
from timeline.formats import csv
from timeline.formats.terms import file_name
from timeline.tables import localised, split
from timeline.ui import listing
from timeline.view import View
from timeline.vocabulary import N_

# The grid stays left to right, where Arabic begins at the far end of its column. So long texts take more
# lines, not more width: date and title are seen together on a phone. Streamlit wraps only in rows this high.
_TITLE, _TOPICS = 220, 320
FOUR_LINES = 88
ICON = ":material/download:"


def show(view: View) -> None:
    """One row an event, on pages; the columns sort at a click, the date by its first possible day."""
    say = view.language.gettext
    page = listing.page_of(view)
    link = st.column_config.LinkColumn(say("First source"), display_text=r"https?://(?:www\.)?([^/]+)")
    st.dataframe(
        frame(view, view.events if view.are_few else view.listed(page)),
        key="table",
        hide_index=True,
        width="stretch",
        row_height=FOUR_LINES,
        column_config={
            "when": say("Date"),
            "title": st.column_config.TextColumn(say("Event"), width=_TITLE),
            "kind": say("Kind"),
            "role": say("Role"),
            "status": say("Status"),
            "parties": say("Parties"),
            "place": say("Place"),
            "topics": st.column_config.TextColumn(say("Topics"), width=_TOPICS),
            "verification": say("Verification"),
            "earliest": st.column_config.DateColumn(say("Earliest day"), format="YYYY-MM-DD"),
            "latest": st.column_config.DateColumn(say("Latest day"), format="YYYY-MM-DD"),
            "source": link,
        },
        alt=say("The events shown, one row each"),
    )
    if not view.are_few:
        listing.pager(view, page)


def download(view: View) -> None:
    """The matching events as a file; what is too long to wait for is sent as it is made, by the API."""
    words = view.language.gettext("Download these rows as CSV")
    if view.are_few:
        body = csv.to_csv(view.store, view.events)
        name = file_name(view.asked, "csv")
        st.download_button(
            words, body, file_name=name, mime="text/csv", key="download", on_click="ignore", icon=ICON
        )
    else:
        query = replace(view.asked, event="").in_address()
        st.link_button(words, f"{view.root}/api/v1/events.csv?{query}", icon=ICON, key="download")


# Of one event, where the headings of the list are of several.
_ROLES = {"contact": N_("Contact"), "context": N_("Context")}


def frame(view: View, events: pd.DataFrame) -> pd.DataFrame:
    """The table's cells for ``events``: words in the view's language, days as dates."""
    language, known = view.language, view.store.dataset.by_id
    places = {id: localised(row, "name", language.tag) for id, row in known["places"].items()}
    topics = {id: localised(row, "label", language.tag) for id, row in known["topics"].items()}
    urls = {id: row["url"] for id, row in view.store.cited(events["sources"]).items()}
    rows = tables.rows(events)
    cells = {
        "when": [language.when(parse(row["date"])) for row in rows],
        "title": [localised(row, "title", language.tag) for row in rows],
        "kind": [language.gettext(vocabulary.KINDS.get(row["kind"], "")) for row in rows],
        "role": [language.gettext(_ROLES.get(row["role"], "")) for row in rows],
        "status": [language.gettext(vocabulary.status(row["kind"], row["status"])) for row in rows],
        "parties": [
            language.gettext(", ").join(map(language.territory, split(row["parties"]))) for row in rows
        ],
        "place": [places.get(row["place"], row["place"]) for row in rows],
        "topics": [
            language.gettext(", ").join(topics.get(id, id) for id in split(row["topics"])) for row in rows
        ],
        "verification": [
            language.gettext(vocabulary.VERIFICATIONS.get(row["verification"], "")) for row in rows
        ],
        "earliest": events["earliest"],
        "latest": events["latest"],
        "source": [next((urls[id] for id in split(row["sources"]) if urls.get(id)), None) for row in rows],
    }
    return pd.DataFrame(cells)


def paper(view: View) -> str:
    """Where the same events are laid out for paper, on which the grid has no room, as HTML."""
    query = replace(view.asked, event="", lang=view.language.tag).in_address()
    address = escape(f"{view.root}/briefing?{query}")
    words = view.language.gettext("The table is too wide for paper. This view as a page for paper:")
    return f'<p class="on-paper">{words} <a href="{address}"><bdi dir="ltr">{address}</bdi></a></p>'


def terms(view: View) -> str:
    """What the file holds and on which terms, as HTML."""
    say, package = view.language.gettext, view.store.dataset.package
    words = say("The file holds exactly these rows, with the addresses of their sources.")
    if not package.licence:
        return words
    address, name = escape(package.licence_url), escape(package.licence)
    licence = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{name}</a>'
    return f"{words} {say('Licence of our own text: {licence}.', licence=licence)}"
