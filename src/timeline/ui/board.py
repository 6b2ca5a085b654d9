"""A view's events in time, as a list, in detail and on the map, in the order in which a click asks for them.

Streamlit's browser side draws what has arrived while the rest is on its way. So the timeline and the list
are sent first, wherever they stand on the page: they agree with the count before the map, which takes
longest to draw, is there.
"""

import streamlit as st

from timeline import turns
from timeline.ui import charts, details, listing
from timeline.ui.late import part
from timeline.view import View

# Seconds in which a browser draws the answer to a click. What else has come by then it draws with it, later.
DRAWING = 0.06
# The same where events are counted: there is more to draw, and of so many events every further answer takes
# all cores, which the browser needs. With 0.06 a click in a million takes a quarter longer, with 0.3 no less.
DRAWING_COUNTED = 0.15


def show(view: View) -> None:
    """Show the events of ``view``, of which there is at least one."""
    when, board = st.container(key="when"), st.container(key="board")
    language = view.language
    with when, part("timeline", language):
        charts.timeline(view)
    with board, part("events", language):
        listing.show(view)
    _let_draw(view)
    with when, part("record", language):
        charts.record(view)
    with board, part("details", language):
        details.show(view)
    with board, part("map", language):
        charts.places(view)


def beside_nothing(view: View) -> None:
    """Show the event that a link names though its view has none; nothing if it names none."""
    if view.selection.event:
        with part("details", view.language):
            details.show(view)


def _let_draw(view: View) -> None:
    """Send nothing for a moment, if another question is answered than before."""
    question = view.asked.question()
    answered = st.session_state.get("answered", question)
    st.session_state["answered"] = question
    if answered != question:
        turns.step_aside(DRAWING if view.are_drawn else DRAWING_COUNTED)
