"""The style of Streamlit's pages: the shared sheets, then page.css."""

from functools import cache
from pathlib import Path

import streamlit as st

from timeline import html
from timeline.charts.sheet import sheet
from timeline.html.spoken import spoken
from timeline.html.text import directions
from timeline.language import Language
from timeline.package import Package

_HTML = Path(html.__file__).parent
SHEETS = (_HTML / "fragments.css", _HTML / "charts.css", Path(__file__).with_name("page.css"))


def show(language: Language, package: Package) -> None:
    """Style the page, and tell the browser its language and direction."""
    st.html(f"<style>{sheet(package)}{_page()}</style>")
    # Streamlit owns the html element and offers no way to set its language but a script.
    words = {"filters": language.gettext("Filters"), "browse": language.gettext("Choose a file")}
    said = "".join(f"--{name}:'{word}';" for name, word in words.items())
    st.html(
        f"<style>:root{{{said}}}{directions(language)}</style>{spoken(language)}",
        unsafe_allow_javascript=True,
    )


@cache
def _page() -> str:
    return "".join(file.read_text(encoding="utf-8") for file in SHEETS)
