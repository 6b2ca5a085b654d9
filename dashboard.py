"""The Streamlit script: the visitor's view, the filters beside every page, and the page itself."""

import sys
from contextlib import suppress
from pathlib import Path

# A clone runs without being installed, as hosting services run it.
sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

import streamlit as st

from timeline.faults import FaultyDataset
from timeline.language import language
from timeline.package import Package
from timeline.story import told
from timeline.ui import answer, faults, filters, header, late, live, story, style, view, wishes, yours
from timeline.unanswered import Unanswered
from timeline.vocabulary import PAGES

st.set_page_config(page_icon="static/icon.svg", layout="wide", initial_sidebar_state=296)
live.follow()
try:
    now = view.current()
except (FaultyDataset, Unanswered) as missing:
    asked = language(view.asked_language())
    st.navigation([lambda: None], position="hidden")
    style.show(asked, Package())
    if isinstance(missing, FaultyDataset):
        faults.show(missing, asked)
    else:
        late.page(missing, asked)
    st.stop()

say = now.language.gettext
pages = [
    st.Page(f"pages/{name or 'timeline'}.py", title=say(title), default=not name)
    for name, title in PAGES.items()
]
page = st.navigation(pages, position="hidden")
shown = yours.view() if page.url_path == yours.PAGE else now
if page.url_path == story.PAGE:
    # Without an answer the page says so in its place.
    with suppress(Unanswered):
        shown = told(now)
else:
    story.stop()
style.show(shown.language, shown.store.dataset.package)
st.set_page_config(
    page_title=now.page_title(page.url_path),
    initial_sidebar_state="collapsed" if now.is_embedded else 296,
)
if not now.is_embedded:
    header.pages(now, pages, page)
header.title(shown)
live.banner(now)
# A link's filters ask for nothing of a record that only its owner has.
if not shown.is_private:
    answer.notices(shown)
with late.part("page", shown.language):
    page.run()
wishes.theme(shown)
# The filters come last: what a click asks for is on screen before the counts beside it.
with st.sidebar:
    if shown.store.total or not shown.is_private:
        filters.show(shown)
