"""The main page: when, where, in what order, and all that is known of one event."""

import streamlit as st

from timeline.ui import answer, charts, details, listing, view

now = view.current()
answer.line(now)
if now.events.empty:
    answer.nothing(now)
else:
    charts.timeline(now)
    with st.container(key="board"):
        listing.show(now)
        details.show(now)
        charts.places(now)
