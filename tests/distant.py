"""What a record promises that another machine keeps, be that a store of objects or a cluster."""

import subprocess
import sys

from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.clusters import Door
from tests.datasets import ROOT
from tests.pages import Open, count, text
from tests.waiting import eventually
from timeline import record
from timeline.language import language
from timeline.web import health

DOWN = "The store or cluster that holds the record does not answer."


def shows_the_record(app_at: Open, page: str) -> None:
    """The page shows the record that ships, and what is asked of it."""
    app = app_at(page, lang="ar")
    assert (app.exception.len, count(app)) == (0, 4)

    asked = app_at(page, dates="../..", topic=["trade"], q="awaza")
    assert (asked.exception.len, count(asked)) == (0, 1)


def is_waited_for(app_at: Open, door: Door, lang: str) -> None:
    """What is down at the start is said to be so, and shown once it is up."""
    door.shut()
    app = app_at(lang=lang)
    assert not app.exception
    for words in (DOWN, "The server asks again every few seconds, and this page follows."):
        assert language(lang).gettext(words) in text(app)
    assert (record.version(), record.is_loaded()) == (0, False)
    assert TestClient(Starlette(routes=health.routes())).get("/readyz").status_code == 503

    # What watches over the open pages runs them again when there is another version.
    door.open()
    eventually(lambda: record.version() > 0, True, 10)


def names_the_extra(app: AppTest, name: str, lang: str) -> None:
    """The page says what to install."""
    wanted = f"the extra [{name}] of this program, which the server does not have installed"

    assert not app.exception
    assert language(lang).gettext(wanted) in text(app)


def loaded(*modules: str) -> bool:
    """Whether the record that ships, in files on this machine, loads any of the modules."""
    look = f"record.current().total; print(bool({set(modules)} & {{*sys.modules}}))"
    script = f"import sys; sys.path.insert(0, 'src'); from timeline import record; {look}"
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return found.stdout != "False\n"
