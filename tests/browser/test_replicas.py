"""Two replicas behind nginx, with the configuration that the documentation hands out.

A link is all the state that a view has: when the replica that serves a visitor dies, the other one
rebuilds the view.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from running.servers import PATIENCE, ROOT, Server, dashboard, free_port, has_answered
from tests.browser.helpers import expect_events, expect_selected, open_view
from tests.test_metrics import figures
from tests.waiting import eventually

CONFIGURATION = ROOT / "docs" / "nginx.conf"
# A filtered view with a selected event. The last word is searched for, so no log may have it.
VIEW = "/?lang=en&dates=2025-08/2025-12&role=contact&q=ministers&event=awaza-2025-08"
SHOWN = ["awaza-2025-08", "call-2025-12-03"]


@pytest.fixture
def public() -> str:
    """The address that visitors know."""
    return f"http://localhost:{free_port()}"


@pytest.fixture
def replicas(public: str) -> Iterator[list[Server]]:
    """Two of them, which know each other's visitors by nothing."""
    with ExitStack() as running:
        settings = {"TIMELINE_LOG": "json", "TIMELINE_PUBLIC_URL": public}
        yield [running.enter_context(dashboard(None, **settings)) for _ in range(2)]


@pytest.fixture
def balanced(public: str, replicas: list[Server], tmp_path: Path) -> Iterator[str]:
    """The address of both replicas, as nginx serves them."""
    with _nginx(public, replicas, tmp_path):
        yield public


def test_a_view_outlives_its_replica(
    balanced: str, replicas: list[Server], visitor: Page, tmp_path: Path
) -> None:
    open_view(visitor, f"{balanced}{VIEW}")
    expect_events(visitor, SHOWN)
    expect_selected(visitor, "awaza-2025-08", "en")
    visitor.evaluate("() => { window.notReloaded = true }")
    (home,) = [one for one in replicas if figure(one, "timeline_sessions")]
    (other,) = [one for one in replicas if one is not home]
    assert figure(other, "timeline_rerun_seconds_count") == 0
    home.process.kill()

    # Streamlit connects anew by itself, and the other replica draws the view from its link.
    eventually(lambda: figure(other, "timeline_sessions"), 1)
    eventually(lambda: figure(other, "timeline_rerun_seconds_count") > 0, True)
    expect_events(visitor, SHOWN)
    expect_selected(visitor, "awaza-2025-08", "en")
    # The visitor goes on where they were.
    visitor.locator(".st-key-event-call-2025-12-03 a").click()
    expect_selected(visitor, "call-2025-12-03", "en")
    assert visitor.evaluate("() => window.notReloaded")
    visitor.reload()
    expect_events(visitor, SHOWN)
    expect_selected(visitor, "call-2025-12-03", "en")

    told = [line for one in replicas for line in log_of(one)]
    assert sorted(line["event"] for line in told if line["level"] == "info") == [
        *("record read", "record read", "started", "started", "stopped")
    ]
    everything = f"{told}{(tmp_path / 'nginx.log').read_text('utf-8')}"
    assert re.findall("ministers|127.0.0.1", everything) == []


def test_what_only_operators_read_does_not_pass(balanced: str) -> None:
    answers = {path: status(f"{balanced}{path}") for path in ("/healthz", "/metrics", "/_stcore/metrics")}

    assert answers == {"/healthz": 200, "/metrics": 404, "/_stcore/metrics": 404}


def test_a_replica_without_a_record_leaves_the_answer_to_the_others(public: str, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("date,title\n2025-13,A\n", encoding="utf-8")
    with dashboard(tmp_path) as faulty, dashboard(None) as good, _nginx(public, [faulty, good], tmp_path):
        eventually(lambda: [status(f"{one.address}/readyz") for one in (faulty, good)], [503, 200])

        # So many visitors are sent to either of them.
        assert {ready_for(public, f"127.0.0.{number}") for number in range(1, 31)} == {200}


def test_a_question_that_is_too_long_is_asked_of_one_replica_only(public: str, tmp_path: Path) -> None:
    settings = {"TIMELINE_SECONDS": "0.000001"}
    with dashboard(None, **settings) as one, dashboard(None, **settings) as other:
        with _nginx(public, [one, other], tmp_path):
            answers = [status(f"{public}/api/v1/density?q=talks{number}") for number in range(12)]
        asked = [
            figure(replica, "timeline_requests_total", "/api/v1/density", "504") for replica in (one, other)
        ]

    # One or the other may be answered before its clock has struck.
    assert set(answers) <= {200, 504}
    assert sorted(asked) == [0, answers.count(504)]
    assert max(asked)


def test_a_long_question_takes_no_replica_away(balanced: str) -> None:
    # Each page names its neighbours, and Streamlit leads from an address with a slash to the one without.
    words = quote(" ".join(["تركمانستان"] * 18))
    paths = [f"/api/v1/events?q={words}&limit=1&offset=1", f"/about/?x={'a' * 4000}"]
    answers = [status(f"{balanced}{path}") for path in (*paths, "/api/v1/dataset")]

    assert answers == [200, 200, 200]


def figure(replica: Server, name: str, *labels: str) -> float:
    """One of the figures of a replica, asked of itself; 0 if it has none with these labels yet."""
    with urlopen(f"{replica.address}/metrics") as answer:
        found = figures(answer.read().decode())
    return found[name, labels] if not labels else found.get((name, labels), 0)


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def ready_for(public: str, visitor: str) -> int:
    """The status of ``/readyz`` for a visitor from the address ``visitor``."""
    port = int(_port(public))
    with closing(HTTPConnection("127.0.0.1", port, PATIENCE, source_address=(visitor, 0))) as connection:
        connection.request("GET", "/readyz")
        return connection.getresponse().status


def log_of(replica: Server) -> list[dict[str, Any]]:
    """End the replica; the events that it logged. Streamlit's greeting is no event."""
    said = replica.end(PATIENCE)
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


@contextmanager
def _nginx(public: str, replicas: list[Server], folder: Path) -> Iterator[None]:
    """Run the documentation's configuration with nothing changed but ports."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/bin:/opt/homebrew/bin") or shutil.which("nginx")
    assert found, "want nginx (make .venv/nginx installs it)"
    text = CONFIGURATION.read_text(encoding="utf-8")
    ports = {":8501 ": _port(replicas[0].address), ":8502 ": _port(replicas[1].address)}
    for written, port in ports.items():
        assert text.count(written) == 1
        text = text.replace(written, f":{port} ")
    assert text.count("listen 80;") == 1
    text = text.replace("listen 80;", f"listen {_port(public)};")
    temporary = "".join(f"{kind}_temp_path {kind};" for kind in ("client_body", *_PASSING))
    file = folder / "nginx.conf"
    file.write_text(f"daemon off; pid nginx.pid; events {{}} http {{ {temporary}\n{text}\n}}", "utf-8")
    with (folder / "nginx.log").open("w") as log:
        command = [found, "-p", str(folder), "-c", str(file), "-e", "stderr"]
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                assert has_answered(f"{public}/healthz", process), (folder / "nginx.log").read_text("utf-8")
                yield
            finally:
                process.terminate()


# Its folders for answers that are larger than its memory for them.
_PASSING = ("proxy", "fastcgi", "uwsgi", "scgi")


def _port(address: str) -> str:
    return address.rpartition(":")[2]
