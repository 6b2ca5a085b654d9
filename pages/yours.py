"""A visitor's own file: read, mended, seen at once, and downloaded; never written to the server."""

import streamlit as st

from timeline.ui import answer, charts, details, keep, listing, mending, upload, yours

now = yours.view()
held = yours.held()
upload.show(now)
if held is None:
    upload.example(now)
else:
    upload.understood(now, held)
    mending.show(now, held)
    keep.show(now, held)
    if now.store.total:
        answer.line(now)
    if len(now.events):
        charts.timeline(now)
        with st.container(key="board"):
            listing.show(now)
            details.show(now)
            charts.places(now)
    elif now.store.total:
        answer.nothing(now)
