"""The mended record as files to keep."""

import streamlit as st

from timeline.intake.writing import csv_of_events, zip_of
from timeline.ui import yours
from timeline.ui.yours import Yours
from timeline.view import View


def show(view: View, held: Yours) -> None:
    """The whole record as a zip once it is without faults, and its events as CSV at any time."""
    say, frames = view.language.gettext, held.mending.frames
    title = yours.title(view.language)
    # A click that also runs the page again can throw the file away before the browser has fetched it.
    with st.container(key="keep", horizontal=True):
        if not held.mending.faults:
            st.download_button(
                say("Download the dataset"),
                lambda: zip_of(frames, title),
                file_name=f"{title}.zip",
                mime="application/zip",
                key="keep-zip",
                on_click="ignore",
                icon=":material/download:",
                type="primary",
            )
        st.download_button(
            say("Download the events as CSV"),
            lambda: csv_of_events(frames),
            file_name=f"{title}-events.csv",
            mime="text/csv",
            key="keep-csv",
            on_click="ignore",
            icon=":material/download:",
        )
    words = (
        say("The dataset has one fault or more; once they are mended it can be downloaded as a whole.")
        if held.mending.faults
        else say("The dataset is a folder that this dashboard, or one of your own, can show.")
    )
    st.html(f'<p class="caption">{words}</p>')
