"""What you run: ``streamlit run app.py``. The dashboard as an ASGI app, with the pages beside it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# A clone runs without being installed, as hosting services run it.
sys.path.insert(0, str(ROOT / "src"))

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from timeline import logs
from timeline.engine import limits
from timeline.ui import visits
from timeline.ui.alone import keep_to_itself
from timeline.web import (
    briefing,
    calendar_file,
    cards,
    chunks,
    crawlers,
    event_page,
    feed,
    health,
    kept,
    metrics,
    scripts,
)
from timeline.web.api import Api
from timeline.web.ending import end_in_time
from timeline.web.headers import Headers, frame_ancestors
from timeline.web.late import Late
from timeline.web.leaving import Leaving
from timeline.web.open_files import allow_many
from timeline.web.request import addresses, base_path
from timeline.web.shell import Shell
from timeline.web.thin import Thin

# Until a first page has run, Streamlit takes every file in pages/ for an app of its own: whoever opened
# one before anybody had opened the dashboard would see it bare.
PagesManager.uses_pages_directory = False

logs.start(os.environ)
# A setting that cannot be is refused here, and not by the first page.
limits.limit()
limits.memory()
frame_ancestors(os.environ)
addresses(os.environ)
visits.watch()
keep_to_itself()
allow_many()
end_in_time()

BASE = base_path(st.get_option("server.baseUrlPath"))
ROUTES = [
    *health.routes(),
    *metrics.routes(),
    *crawlers.routes(),
    *feed.routes(),
    *calendar_file.routes(),
    *cards.routes(),
    *briefing.routes(),
    *kept.routes(),
    *event_page.routes(),
]

app = st.App(
    ROOT / "dashboard.py",
    lifespan=health.lifespan,
    routes=ROUTES,
    middleware=[
        Middleware(Leaving),
        Middleware(metrics.Counted, routes=ROUTES, base_path=BASE),
        Middleware(Headers, scripts=scripts.every(BASE)),
        Middleware(Api, base_path=BASE),
        Middleware(Thin, base_path=BASE, first=chunks.needed()),
        Middleware(Shell, base_path=BASE),
        Middleware(Late),
    ],
)
