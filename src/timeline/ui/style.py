"""What of the style changes while a page is open. The rest comes with the page (``web.shell``)."""

import streamlit as st

from timeline.charts.sheet import parties
from timeline.html.spoken import spoken
from timeline.html.text import directions
from timeline.language import Language
from timeline.package import Package


def show(language: Language, package: Package) -> None:
    """Tell the page the parties' colours and its own words, and the browser its language and direction."""
    # Streamlit owns the html element and offers no way to set its language but a script.
    words = {
        "filters": language.gettext("Filters"),
        "browse": language.gettext("Choose a file"),
        "skip": language.gettext("Skip to the record"),
        "hide": language.gettext("Hide the filters"),
        "menu": language.gettext("Menu"),
        "calendar": language.gettext("Choose the dates"),
    }
    said = "".join(f"--{name}:'{word}';" for name, word in words.items())
    st.html(
        f"<style>:root{{{parties(package)}{said}}}{directions(language)}</style>{spoken(language)}",
        unsafe_allow_javascript=True,
    )
