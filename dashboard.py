"""The Streamlit script: the visitor's view, the filters beside every page, and the page itself."""

import sys
from pathlib import Path

# A clone runs without being installed, as hosting services run it.
sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

import streamlit as st

from timeline import record
from timeline.faults import FaultyDataset
from timeline.language import language
from timeline.package import Package
from timeline.ui import answer, faults, filters, header, live, style, view

st.set_page_config(page_icon="static/icon.svg", layout="wide", initial_sidebar_state=296)
drawn = record.version()
try:
    now = view.current()
except FaultyDataset as faulty:
    asked = language(view.asked_language())
    st.navigation([lambda: None], position="hidden")
    style.show(asked, Package())
    faults.show(faulty, asked)
    live.follow(drawn)
    st.stop()

say = now.language.gettext
pages = [
    st.Page("pages/timeline.py", title=say("Timeline"), default=True),
    st.Page("pages/data.py", title=say("Data")),
    st.Page("pages/about.py", title=say("About")),
]
page = st.navigation(pages, position="hidden")
style.show(now.language, now.store.dataset.package)
st.set_page_config(page_title=now.title)
header.pages(now, pages, page)
header.title(now)
live.banner(now)
answer.notices(now)
page.run()
# The filters come last: what a click asks for is on screen before the counts beside it.
with st.sidebar:
    filters.show(now)
live.follow(drawn)
