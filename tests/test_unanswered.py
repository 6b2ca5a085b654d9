"""A question that takes too long or too much is stopped, whoever asked is told, and the rest stays."""

import gc
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import MethodType
from typing import Any, cast

import duckdb
import narwhals as nw
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.datasets import ROOT, shipped_dataset
from tests.pages import Open, count, text
from timeline.engine.duck import connected
from timeline.engine.embedded import Embedded
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.tables import Row
from timeline.ui import charts
from timeline.unanswered import Unanswered
from timeline.web import api
from timeline.web.late import SECONDS, WORDS, Late, late

ENDLESS = "SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000) b"
ASKED = "SELECT current_setting('temp_directory') AS folder"
STOPPED = "This took too long and was stopped. Ask for fewer days, or choose a filter."


def answered(engine: Embedded, query: str) -> list[Row]:
    """What the engine answers to a query in SQL, in a question of its own."""
    with engine.question():
        return engine.rows(nw.from_native(engine.events().to_native().query("e", query)).lazy())


def test_a_question_over_its_limit_is_stopped_and_others_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TIMELINE_SECONDS", "0.2")
    engine = Embedded(shipped_dataset())
    with pytest.raises(Unanswered, match="slow"):
        answered(engine, ENDLESS)

    assert Store(engine).count(Selection()) == 9


def test_a_question_that_is_stopped_asks_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_SECONDS", "0.000001")
    engine = Embedded(shipped_dataset())
    with pytest.raises(Unanswered, match="slow"), engine.question():
        [engine.events() for _ in iter(int, 1)]


def test_a_question_that_is_over_leaves_no_cursor_to_its_clock() -> None:
    engine = Embedded(shipped_dataset())
    with engine.question() as stop:
        assert len(engine.rows(engine.ids())) == 9

    # A process that ends while another thread lets go of a cursor is aborted.
    held = gc.get_referents(cast(MethodType, stop).__self__)
    within = [one for some in held for one in (some, *gc.get_referents(some))]
    assert not any(isinstance(one, duckdb.DuckDBPyConnection) for one in within)


def test_what_a_late_question_begins_is_stopped_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_SECONDS", "0.1")
    engine = Embedded(shipped_dataset())

    def ask() -> None:
        with engine.question():
            found = nw.from_native(engine.events().to_native().query("e", ENDLESS)).lazy()
            time.sleep(0.3)
            engine.rows(found)

    with pytest.raises(Unanswered, match="slow"):
        ask()


def test_a_question_is_answered_within_the_memory_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_MEMORY", "64MB")
    engine = Embedded(shipped_dataset())
    with pytest.raises(Unanswered, match="large"):
        answered(engine, "SELECT list(range) FROM range(50000000)")


def test_what_does_not_fit_goes_to_the_folder_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_TEMP", str(tmp_path / "it's here"))
    engine = Embedded(shipped_dataset())
    [row] = answered(engine, ASKED)

    assert Path(row["folder"]).parent == tmp_path / "it's here"
    assert (tmp_path / "it's here").is_dir()


def test_no_room_for_what_does_not_fit_is_no_fault_of_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIMELINE_TEMP", str(tmp_path / "file" / "below"))
    monkeypatch.setenv("TIMELINE_MEMORY", "64MB")
    engine = Embedded(shipped_dataset())

    with pytest.raises(Unanswered, match="large"):
        answered(engine, "SELECT sum(i) FROM (SELECT random() AS i FROM range(20000000) ORDER BY i)")


@pytest.mark.parametrize("said", ["50%", "100%", "2.5 GiB", "300KB", "4gb"])
def test_a_setting_of_memory_is_what_duckdb_takes(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_MEMORY", said)

    connected().close()


@pytest.mark.parametrize(
    ("name", "value"),
    [*(("TIMELINE_MEMORY", said) for said in ("a lot", "200%", "4", "1GB; --")), ("TIMELINE_SECONDS", "-1")],
)
def test_a_setting_that_is_no_amount_says_what_is_wanted(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=f"{name}: want .*got '{value}'"):
        Embedded(shipped_dataset())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMELINE_MEMORY", "lots"),
        ("TIMELINE_SECONDS", "abc"),
        ("TIMELINE_FRAME_ANCESTORS", "'self'; script-src *"),
        ("TIMELINE_PUBLIC_URL", "timeline.example"),
        ("TIMELINE_PUBLIC_URL", "https://timeline.example javascript:x"),
        ("TIMELINE_PUBLIC_URL", "http://[bad"),
    ],
)
def test_a_server_with_such_a_setting_does_not_start(name: str, value: str) -> None:
    app = Path(__file__).resolve().parents[1] / "app.py"
    ended = subprocess.run(
        [sys.executable, str(app)],
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode != 0
    assert f"ValueError: {name}: want " in ended.stderr


def fail(*_: object, **__: object) -> None:
    raise Unanswered("slow")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_page_stands_without_the_part_that_took_too_long(
    app_at: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "places", fail)
    app = app_at(lang=lang)

    assert not app.exception
    assert language(lang).gettext(STOPPED) in text(app)
    assert (count(app), language(lang).gettext("What was said") in text(app)) == (4, True)
    monkeypatch.undo()
    app.button(key="again-map").click().run()
    assert language(lang).gettext(STOPPED) not in text(app)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("page", ["timeline.py", "story.py", "topics.py"])
def test_every_page_says_that_its_events_were_not_counted(
    app_at: Open, page: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "summary", fail)
    app = app_at(page, lang=lang)

    assert not app.exception
    assert language(lang).gettext(STOPPED) in text(app)


def test_a_page_whose_first_question_took_too_long_says_so(
    app_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "facets", fail)
    monkeypatch.setattr("timeline.record.current", lambda: Store(shipped_dataset()))
    app = app_at(lang="en")

    assert not app.exception
    assert STOPPED in text(app)


def test_a_program_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(request: Request) -> Response:
        fail()
        return PlainTextResponse("")

    app = Starlette(routes=[Route("/page", page)], middleware=[Middleware(Late)])
    monkeypatch.setattr(Store, "summary", fail)
    answers = [TestClient(app).get("/page"), TestClient(api.Api(Starlette())).get("/api/v1/events?q=talks")]

    assert [(answer.status_code, answer.headers["retry-after"]) for answer in answers] == [(504, SECONDS)] * 2
    assert all("took too long" in answer.text for answer in answers)


@pytest.mark.parametrize("reason", WORDS)
def test_no_question_counts_against_the_replica_that_was_asked(reason: Any) -> None:
    configuration = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    passed_on = re.findall("http_([0-9]+)", re.findall("proxy_next_upstream .*;", configuration)[0])
    answer = late(Unanswered(reason))

    assert answer.headers["retry-after"] == SECONDS
    assert passed_on == ["502", "503"]
    assert str(answer.status_code) not in passed_on
