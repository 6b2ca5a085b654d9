"""The readable list: every fact of the charts in text, and their accessible equivalent."""

import streamlit as st

from timeline.html import listing as html
from timeline.view import View


def show(view: View) -> None:
    """One card an event, oldest first, on pages; first the page of the selected event.

    All of them are one piece: a browser takes longer to put many together than to draw them.
    """
    page = page_of(view)
    with st.container(key="events"):
        st.html(html.events(view, page, href=lambda id: _address(view, id), key="st-key-event-"))
        if view.pages > 1:
            pager(view, page)
        else:
            # Takes the place of one from before at once: Streamlit would leave it until the script has run.
            st.empty()


def _address(view: View, id: str) -> str:
    """Where ``select`` leads, as a link: ``scripts.LINKS`` follows it."""
    return f"?{view.selection.with_(event=id).to_query()}"


def pager(view: View, page: int) -> None:
    """Which of the events these are, and the way to those before and after."""
    say = view.language.gettext
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
    """The page that was turned to, as long as neither the question nor the selected event is another.

    Another language asks for the same events. A record that got shorter may have lost the page.
    """
    of, page = st.session_state.get("listed", (None, 0))
    turned = of == (view.asked.question(), view.selected)
    return min(page, max(view.pages - 1, 0)) if turned else view.page


def _turn(view: View, page: int) -> None:
    # Not in the link, which names the selected event: whoever opens it sees that one's page.
    st.session_state["listed"] = (view.asked.question(), view.selected), page
