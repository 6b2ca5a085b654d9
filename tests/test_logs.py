"""Lines that a machine collects: one JSON object each, with nothing in it that a visitor said."""

import io
import json
import logging
import re
from collections.abc import Iterator
from copy import copy

import pytest

from timeline import logs

LOG = logging.getLogger("timeline.somewhere")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged; the loggers, and the forms in which they write, are afterwards as they were."""
    ours, handlers = logging.getLogger("timeline"), list(logging.root.handlers)
    loggers = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    forms = {handler: handler.formatter for one in (logging.root, *loggers) for handler in one.handlers}
    level = ours.level
    yield io.StringIO()
    logging.root.handlers[:] = handlers
    for handler, form in forms.items():
        handler.setFormatter(form)
    ours.setLevel(level)


@pytest.fixture
def other(stream: io.StringIO) -> Iterator[logging.Logger]:
    """A library that has a handler of its own, as Streamlit has."""
    logger = logging.getLogger("some.library")
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)
    logger.propagate = True


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_facts(stream: io.StringIO) -> None:
    logs.start({"TIMELINE_LOG": "json"}, stream)
    logs.tell(LOG, logging.INFO, "record read", version=2, events=9, ms=31)

    (line,) = lines(stream)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line.pop("time")))
    assert line == {"level": "info", "event": "record read", "version": 2, "events": 9, "ms": 31}


def test_words_of_many_lines_are_one_line(stream: io.StringIO) -> None:
    logs.start({"TIMELINE_LOG": "json"}, stream)
    logs.tell(LOG, logging.ERROR, "record faulty", words="data has 1 faults:\nrow 2", faults=1)

    (line,) = lines(stream)
    assert (line["event"], line["faults"]) == ("record faulty", 1)
    assert line["message"] == "data has 1 faults:\nrow 2"


def test_other_libraries_log_in_the_same_form(stream: io.StringIO, other: logging.Logger) -> None:
    logs.start({"TIMELINE_LOG": "json"}, stream)
    other.warning("a %s", "word")

    (line,) = lines(stream)
    assert (line["level"], line["logger"], line["message"]) == ("warning", "some.library", "a word")


def test_a_failure_is_told_by_its_kind_and_place_and_not_by_its_words(stream: io.StringIO) -> None:
    logs.start({"TIMELINE_LOG": "json"}, stream)
    try:
        raise KeyError("what a visitor searched for")
    except KeyError:
        LOG.exception("the page failed")

    (line,) = lines(stream)
    assert line["error"] == "KeyError"
    assert re.search(rf"{re.escape(__file__)}:\d+ test_a_failure", str(line["at"]))
    assert "searched" not in stream.getvalue()


@pytest.mark.parametrize("said", [{}, {"TIMELINE_LOG": "text"}, {"TIMELINE_LOG": " "}])
def test_text_is_as_it_would_be_without_us(stream: io.StringIO, said: dict[str, str]) -> None:
    before = list(logging.root.handlers)
    logs.start(said, stream)
    logs.tell(LOG, logging.INFO, "record read", version=2)

    assert (logging.root.handlers, stream.getvalue()) == (before, "")


def test_text_lists_the_facts(caplog: pytest.LogCaptureFixture) -> None:
    logs.tell(LOG, logging.WARNING, "slow query", answer="events", ms=1200)

    assert caplog.messages == ["slow query: answer events, ms 1200"]


def test_a_wrong_setting_stops_the_server(stream: io.StringIO) -> None:
    with pytest.raises(ValueError, match=r"TIMELINE_LOG: want text or json \(got 'xml'\)"):
        logs.start({"TIMELINE_LOG": "xml"}, stream)


def test_who_begins_to_log_later_is_brought_into_the_same_form(
    stream: io.StringIO, other: logging.Logger
) -> None:
    logs.start({"TIMELINE_LOG": "json"}, stream)
    other.handlers[0].setFormatter(logging.Formatter("its own form: %(message)s"))
    logs.in_one_form()
    other.warning("late")

    (line,) = lines(stream)
    assert (line["logger"], line["message"]) == ("some.library", "late")


def test_what_nobody_logs_is_brought_into_the_same_form(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "lastResort", copy(logging.lastResort))
    logs.start({"TIMELINE_LOG": "json"}, stream)
    nobodys = logging.getLogger("uvicorn.of_nobody")
    nobodys.propagate = False
    try:
        raise KeyError("what a visitor sent")
    except KeyError:
        nobodys.exception("Exception in ASGI application")

    (line,) = lines(io.StringIO(capsys.readouterr().err))
    assert (line["message"], line["error"]) == ("Exception in ASGI application", "KeyError")
    assert "a visitor" not in str(line)


def test_a_log_in_words_stays_as_each_has_it(stream: io.StringIO, other: logging.Logger) -> None:
    logs.start({}, stream)
    logs.in_one_form()
    other.warning("as ever")

    assert stream.getvalue() == "as ever\n"
