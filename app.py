"""What you run: ``streamlit run app.py``. The dashboard as an ASGI app, with the pages beside it."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# A clone runs without being installed, as hosting services run it.
sys.path.insert(0, str(ROOT / "src"))

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from timeline.web import briefing, calendar_file, cards, chunks, crawlers, event_page, feed, kept, scripts
from timeline.web.api import Api
from timeline.web.headers import Headers
from timeline.web.promptly import lifespan
from timeline.web.shell import Shell
from timeline.web.thin import Thin

# Until a first page has run, Streamlit takes every file in pages/ for an app of its own: whoever opened
# one before anybody had opened the dashboard would see it bare.
PagesManager.uses_pages_directory = False

BASE = st.get_option("server.baseUrlPath")

app = st.App(
    ROOT / "dashboard.py",
    lifespan=lifespan,
    routes=[
        *crawlers.routes(),
        *feed.routes(),
        *calendar_file.routes(),
        *cards.routes(),
        *briefing.routes(),
        *kept.routes(),
        *event_page.routes(),
    ],
    middleware=[
        Middleware(Headers, scripts=scripts.every(BASE)),
        Middleware(Api, base_path=BASE),
        Middleware(Thin, base_path=BASE, first=chunks.needed()),
        Middleware(Shell, base_path=BASE),
    ],
)
