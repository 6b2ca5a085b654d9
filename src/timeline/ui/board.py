"""A view's events in time, as a list, in detail and on the map, in the order in which a click asks for them.

Streamlit's browser side draws what has arrived while the rest is on its way. So the timeline and the list
are sent first, wherever they stand on the page: they agree with the count before the map, which takes
longest to draw, is there.
"""

import streamlit as st

from timeline.ui import charts, details, listing
from timeline.ui.late import part
from timeline.view import View


def show(view: View) -> None:
    """Show the events of ``view``, of which there is at least one."""
    when, board = st.container(key="when"), st.container(key="board")
    language = view.language
    with when, part("timeline", language):
        charts.timeline(view)
    with board, part("events", language):
        listing.show(view)
    with when, part("record", language):
        charts.record(view)
    with board, part("details", language):
        details.show(view)
    with board, part("map", language):
        charts.places(view)
