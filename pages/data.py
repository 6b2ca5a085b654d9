"""The filtered record as a table, and as a file with its sources and licence."""

import streamlit as st

from timeline.ui import answer, table, view

now = view.current()
answer.line(now)
if not now.count:
    answer.nothing(now)
else:
    st.html(table.paper(now))
    table.show(now)
    table.download(now)
    st.html(f'<p class="caption">{table.terms(now)}</p>')
