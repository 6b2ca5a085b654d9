"""``/healthz`` and ``/readyz``: whether the process answers, and whether it has a record to show.

A supervisor restarts a process that is not well; a balancer sends nobody to one that is not ready. A
faulty record is no reason to restart: it is mended in its files.
"""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from timeline import logs, record
from timeline.faults import FaultyDataset, counted
from timeline.selection import Selection
from timeline.unanswered import Unanswered
from timeline.web.apart import apart
from timeline.web.late import late
from timeline.web.promptly import send_promptly
from timeline.web.reply import NO_STORE, unavailable

READY = "/readyz"
_log = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The two addresses that those who watch over a server ask."""
    return [Route("/healthz", _alive), Route(READY, apart(_ready))]


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[dict[str, Any]]:
    """For ``st.App``: the record is read from the start, not from the first visitor on."""
    # The server's socket is bound by now, nobody was accepted, and it has a log of its own.
    send_promptly()
    logs.in_one_form()
    logs.tell(_log, logging.INFO, "started", record=record.shown())
    Thread(target=_load, name="load", daemon=True).start()
    yield {}
    logs.tell(_log, logging.INFO, "stopped")


def _load() -> None:
    while True:
        try:
            record.current()
        except Unanswered:  # a store or cluster that is down; nobody is sent here who could ask again
            time.sleep(record.AGAIN)
        except FaultyDataset:  # logged where it was read
            return
        else:
            return


async def _alive(request: Request) -> Response:
    """Answered by the event loop itself: whoever waits for a thread may wait for a long question."""
    return PlainTextResponse("ok\n", headers=NO_STORE)


def _ready(request: Request) -> Response:
    if not record.is_loaded():
        return PlainTextResponse("the record is being read\n", 503, NO_STORE)
    try:
        # What every page asks first; an engine that cannot answer this can answer nobody.
        record.current().facets(Selection())
    except FaultyDataset as faulty:
        return unavailable(faulty)
    except Unanswered as missing:
        # What was answered before is known: a store that goes down later takes no replica away.
        return late(missing, 504 if missing.reason in ("slow", "large") else 503)
    words, faults = f"ok: version {record.version()} of the record\n", record.trouble()
    if faults:
        words = f"{words}the files have {counted(len(faults), 'fault')} since, and are not shown\n"
    return PlainTextResponse(words, headers=NO_STORE)
