"""The readable list: every fact of the charts in text, and their accessible equivalent."""

import streamlit as st

from timeline import tables
from timeline.html import facts
from timeline.tables import Row, localised
from timeline.ui.text import plain
from timeline.ui.view import go
from timeline.view import View

PAGE = 50


def show(view: View) -> None:
    """One card an event, oldest first, the first ``PAGE`` of them until asked for more."""
    say = view.language.gettext
    with st.container(key="events"):
        st.html(
            f'<div class="sect"><h2>{say("The events, in order")}</h2>'
            f'<span class="muted small">{say("oldest first")}</span></div>'
        )
        rows = tables.rows(view.events)
        limit = max(st.session_state.get("listed", PAGE), _position(rows, view.selected) + 1)
        for number, row in enumerate(rows[:limit], start=1):
            _card(view, number, row)
        if len(rows) > limit:
            words = view.language.ngettext(
                "Show {number} more", "Show {number} more", min(PAGE, len(rows) - limit)
            )
            st.button(words, key="more-events", on_click=_list_more, args=(limit + PAGE,))
        _clear(min(len(rows), limit) + (len(rows) > limit))


def _card(view: View, number: int, row: Row) -> None:
    with st.container(key=f"event-{row['id']}"):
        st.html(facts.card_head(row, number, view))
        st.button(
            plain(localised(row, "title", view.language.tag)),
            key=f"open-{row['id']}",
            type="tertiary",
            on_click=select,
            args=(view, row["id"]),
        )
        st.html(facts.card_foot(row, view))


def _clear(filled: int) -> None:
    """Take what an earlier, longer list left below the first ``filled`` places of the list.

    Streamlit would take it only once the whole script has run, and until then the list would disagree with
    the count.
    """
    for _ in range(st.session_state.get("places-filled", 0) - filled):
        st.empty()
    st.session_state["places-filled"] = filled


def select(view: View, id: str) -> None:
    """Select an event everywhere."""
    go(view.selection.with_(event=id))


def _position(rows: list[Row], id: str) -> int:
    return next((at for at, row in enumerate(rows) if row["id"] == id), -1)


def _list_more(limit: int) -> None:
    st.session_state["listed"] = limit
