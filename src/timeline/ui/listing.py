"""The readable list: every fact of the charts in text, and their accessible equivalent."""

import streamlit as st

from timeline import tables
from timeline.html import facts
from timeline.html import listing as html
from timeline.store import LISTED
from timeline.tables import Row, localised
from timeline.ui.text import plain
from timeline.ui.view import go
from timeline.view import View


def show(view: View) -> None:
    """One card an event, oldest first, on pages; first the page of the selected event."""
    say = view.language.gettext
    with st.container(key="events"):
        st.html(
            f'<div class="sect"><h2>{say("The events, in order")}</h2>'
            f'<span class="muted small">{say("oldest first")}</span></div>'
        )
        page = page_of(view)
        rows = tables.rows(view.listed(page))
        for number, row in enumerate(rows, start=page * LISTED + 1):
            _card(view, number, row)
        pager(view, page)
        _clear(len(rows) + (view.pages > 1))


def pager(view: View, page: int) -> None:
    """Which of the events these are, and the way to those before and after; nothing if it is all of them."""
    say = view.language.gettext
    if view.pages < 2:
        return
    with st.container(key="pager", horizontal=True):
        st.html(f'<span class="muted small">{html.page(view, page)}</span>')
        st.button(
            say("Earlier events"),
            key="page-back",
            icon=":material/chevron_left:",
            disabled=not page,
            on_click=_turn,
            args=(view, page - 1),
        )
        st.button(
            say("Later events"),
            key="page-on",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=page + 1 >= view.pages,
            on_click=_turn,
            args=(view, page + 1),
        )


def page_of(view: View) -> int:
    """The page that was turned to, as long as neither the question nor the selected event is another."""
    of, page = st.session_state.get("listed", (None, 0))
    return page if of == (view.asked, view.selected) else view.page


def _turn(view: View, page: int) -> None:
    # Not in the link, which names the selected event: whoever opens it sees that one's page.
    st.session_state["listed"] = (view.asked, view.selected), page


def _card(view: View, number: int, row: Row) -> None:
    with st.container(key=f"event-{row['id']}"):
        st.button(
            plain(localised(row, "title", view.language.tag)),
            key=f"open-{row['id']}",
            type="tertiary",
            on_click=select,
            args=(view, row["id"]),
        )
        st.html(f"{facts.card_head(row, number, view)}{facts.card_foot(row, view)}")


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
