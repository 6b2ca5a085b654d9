"""What keeps open pages in step with the record, wherever it is.

Streamlit's own way is a fragment in every page that runs each second. Its timer runs through clicks: a
fragment that starts just as a click's run has ended can make Streamlit drop what that run had still to
say (see ``AppSession.request_rerun``). So the pages lie still. One thread looks at the files for all of
them, and runs those again that were drawn from an earlier record.
"""

import logging
import time
from datetime import timedelta
from threading import Lock, Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timeline import record
from timeline.html.faults import listed
from timeline.ui.text import notice
from timeline.view import View

# The files lie still for a third of a second before they are read: together well under two seconds.
EVERY = 0.5

# Nothing has to run as seldom as this.
_NEVER = timedelta(days=1)

# Held by whoever began to look, for good.
_begun = Lock()
# The version of the record from which each visitor's page was drawn.
_drawn: dict[str, int] = {}
# When to draw the page of a visitor again whose question had no answer.
_again: dict[str, float] = {}
_log = logging.getLogger(__name__)


def follow() -> None:
    """From now on, draw this visitor's page anew whenever there is another record than now."""
    context = get_script_run_ctx()
    if context and runtime.exists():
        _drawn[context.session_id] = record.version()
        _again.pop(context.session_id, None)
        _watch()
        _draw_after_losing_touch()


def again() -> None:
    """Draw this visitor's page anew in a moment, when what holds the record may answer."""
    context = get_script_run_ctx()
    if context and runtime.exists():
        _again[context.session_id] = time.monotonic() + record.AGAIN


@st.fragment(run_every=_NEVER)
def _draw_after_losing_touch() -> None:
    """Have the page ask for a run whenever it has found its server, or another replica, again.

    Streamlit's page does that only if some fragment runs by the clock. Otherwise a server that does not
    know the visitor knows none of the widgets either, and the first click would come to nothing.
    """


def _watch() -> None:
    """Begin to look, unless somebody has: the first two visitors may come at the same moment."""
    if _begun.acquire(blocking=False):
        Thread(target=_look, name="live", daemon=True).start()


def _look() -> None:
    while True:
        time.sleep(EVERY)
        try:
            _rerun()
        except Exception:  # whatever it is, the next look may be luckier, and the pages stay as they are
            _log.exception("the pages could not be brought in step with the files")


def _rerun() -> None:
    """Run the pages that show an earlier record or lack a part; a busy one has its turn at the next look."""
    # Who comes between the two looks is among the sessions, and not taken for one that has left.
    drawn, sessions = list(_drawn), _sessions()
    version, now = record.version(), time.monotonic()
    for id in drawn:
        if id not in sessions:
            del _drawn[id]
            _again.pop(id, None)
            continue
        is_due = _drawn[id] != version or _again.get(id, now) < now
        if is_due and sessions[id]._state is AppSessionState.APP_NOT_RUNNING:
            # As Streamlit does when a file of the script has changed.
            sessions[id].request_rerun(sessions[id]._client_state)


def _sessions() -> dict[str, AppSession]:
    """Every visitor with an open page; Streamlit's stand-in for a server, in tests, has none."""
    known = getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
    return {info.session.id: info.session for info in known.list_active_sessions()} if known else {}


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
            f"{notice(words)}<details><summary>{view.language.gettext('Show the faults')}</summary>"
            f'<div class="err">{listed(faults, view.language)}</div></details>'
        )
