"""The filtered record as a table, and as a file with its sources and licence."""

import streamlit as st

from timeline.formats import csv
from timeline.ui import answer, table, view

now = view.current()
answer.line(now)
if now.events.empty:
    answer.nothing(now)
else:
    table.show(now)
    st.download_button(
        now.language.gettext("Download these rows as CSV"),
        csv.to_csv(now.store, now.events),
        file_name=csv.file_name(now.asked),
        mime="text/csv",
        key="download",
        on_click="ignore",
        icon=":material/download:",
    )
    st.html(f'<p class="caption">{table.terms(now)}</p>')
