"""The pane of the selected event, and the way to its neighbours."""

import streamlit as st

from timeline.cite import event_link
from timeline.html.event import article
from timeline.html.facts import kind_and_role
from timeline.html.share import cited, of_event
from timeline.tables import Row
from timeline.ui import story
from timeline.ui.view import select
from timeline.view import View


def show(view: View) -> None:
    """The pane of the selected event; nothing if the record is empty."""
    row = view.chosen
    if not row:
        return
    with st.container(key="details", border=True):
        _bar(view, row)
        st.html(article(row, view))
        if not view.is_private:
            _doors(view, row["id"])


def _bar(view: View, row: Row) -> None:
    """The kind, where the event stands in the view, and the way to its neighbours."""
    language = view.language
    say = language.gettext
    at = view.store.position(view.asked, row["id"])
    where = (
        say("{number} of {total}", number=language.number(at + 1), total=language.number(view.count))
        if at is not None
        else say("outside this view")
    )
    with st.container(key="details-bar", horizontal=True):
        st.html(
            f'<div class="bar"><span class="kind">{kind_and_role(row, language)}</span>'
            f'<span class="muted">{where}</span></div>'
        )
        before, after = _neighbours(view, row["id"], at)
        _step(view, "previous", before, "chevron_left", say("Previous event"))
        _step(view, "next", after, "chevron_right", say("Next event"))


def _doors(view: View, id: str) -> None:
    """The event's own address, its entry for a calendar, and how to cite it."""
    say = view.language.gettext
    with st.container(key="acts", horizontal=True):
        with st.popover(say("Copy link"), icon=":material/link:", key="copy-event"):
            st.html(f"<p class='small'>{say('The page of this event, to read, print and send on.')}</p>")
            st.code(event_link(view.root, id, view.language.tag), language=None, wrap_lines=True)
        with st.popover(say("Cite"), icon=":material/format_quote:", key="cite-event"):
            for name, text in cited(view, id).items():
                st.html(f"<h3>{name}</h3>")
                with st.container(key=f"cite-{name.lower()}"):
                    st.code(text, language=None, wrap_lines=True)
        st.html(of_event(id, view))
        # A frame of somebody else's page shows this one alone.
        if not view.is_embedded and view.store.position(view.asked, id) is not None:
            story.link(view)


def _neighbours(view: View, id: str, at: int | None) -> tuple[str, str]:
    """The events before and after; of one outside the view the last one that is inside."""
    if at is not None:
        return view.store.neighbours(view.asked, id)
    if not view.count:
        return "", ""
    return str(view.store.events(view.asked, offset=view.count - 1, limit=1)["id"].iloc[0]), ""


def _step(view: View, key: str, id: str, icon: str, words: str) -> None:
    st.button(
        words,
        icon=f":material/{icon}:",
        key=key,
        disabled=not id,
        on_click=select,
        args=(view, id),
    )
