"""The page of a dataset that is not shown: every fault, where it is and what is wanted."""

import streamlit as st

from timeline.faults import FaultyDataset
from timeline.html.faults import listed
from timeline.language import Language


def show(faulty: FaultyDataset, language: Language) -> None:
    """A table of the faults under a heading that counts them."""
    heading = language.ngettext(
        "The dataset has {number} fault and is not shown",
        "The dataset has {number} faults and is not shown",
        len(faulty.faults),
    )
    advice = language.gettext(
        "Nothing is drawn from a file that could be read wrongly. Correct these cells; "
        "this page follows the files."
    )
    with st.container(key="faults"):
        st.html(
            f'<div class="err" role="alert"><header><h2>{heading}</h2><p>{advice}</p></header>'
            f"{listed(faulty.faults, language)}</div>"
        )
