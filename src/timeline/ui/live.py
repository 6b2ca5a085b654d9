"""What keeps an open page in step with the files on the server's disk."""

import streamlit as st

from timeline import record
from timeline.html.faults import listed
from timeline.view import View

# The files lie still for a third of a second before they are read: together under two seconds.
EVERY = 0.9


@st.fragment(run_every=EVERY)
def follow(drawn: int) -> None:
    """Draw the whole page anew once the record is another than version ``drawn``."""
    if record.version() != drawn:
        st.rerun()


def banner(view: View) -> None:
    """Say that the data on the disk has faults and that an earlier record is shown."""
    faults = record.trouble()
    if not faults:
        return
    words = view.language.ngettext(
        "The data on the server’s disk has {number} fault. What you see is the last record without any.",
        "The data on the server’s disk has {number} faults. What you see is the last record without any.",
        len(faults),
    )
    with st.container(key="stale"):
        st.html(
            f'<p role="status"><i class="warn" aria-hidden="true"></i><span>{words}</span></p>'
            f"<details><summary>{view.language.gettext('Show the faults')}</summary>"
            f'<div class="err">{listed(faults, view.language)}</div></details>'
        )
