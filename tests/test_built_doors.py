"""Every page and every door on a built record: they say what they say of its folder."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import SHIPPED, write
from tests.pages import PAGES, Open, faults, text
from timeline import built, record
from timeline.building import build
from timeline.faults import FaultyDataset
from timeline.selection import Selection
from timeline.ui import live
from timeline.web import api, briefing, calendar_file, cards, crawlers, event_page, feed, kept
from timeline.web.api import endpoints

ADDRESSES = (
    *("/feed.atom", "/calendar.ics", "/briefing?dates=../..", "/briefing.html", "/sitemap.xml"),
    *("/events/call-2025-12-03", "/events/awaza-2025-08.json", "/events/nothing", "/cards/view.png"),
    *("/api/v1/events", "/api/v1/events?topic=trade&offset=1", "/api/v1/events/awaza-2025-08"),
    *("/api/v1/events.csv", "/api/v1/events.geojson", "/api/v1/facets", "/api/v1/density", "/api/v1/dataset"),
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record that ships, built."""
    target = tmp_path_factory.mktemp("built") / "data.parquet"
    build(SHIPPED, target)
    return target


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Whoever asks a server that has its own machine's clock for what changed last."""
    monkeypatch.setattr(api, "SECONDS_FRESH", 0)
    modules = (feed, calendar_file, briefing, kept, event_page, crawlers, cards)
    routes = [route for module in modules for route in module.routes()]
    with TestClient(api.Api(Starlette(routes=routes)), base_url="http://localhost:8501") as client:
        yield client


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_says_of_the_folder(
    app_at: Open, shipped: Path, page: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = text(app_at(page, lang=lang, dates="../.."))
    monkeypatch.setenv("TIMELINE_DATA", str(shipped))
    app = app_at(page, lang=lang, dates="../..")

    assert not app.exception
    assert text(app) == folder


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_door_says_what_it_says_of_the_folder(
    client: TestClient, shipped: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = client.get(address)
    monkeypatch.setenv("TIMELINE_DATA", str(shipped))
    answer = client.get(address)

    assert (answer.status_code, answer.content) == (folder.status_code, folder.content)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small record that is built and served."""
    write(tmp_path / "record", events="id,date,title\none,2025,A\n")
    build(tmp_path / "record", tmp_path / "record.parquet")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path / "record.parquet"))
    return tmp_path / "record.parquet"


def soon(happens: Callable[[], bool]) -> bool:
    """Whether it happens while files come to rest."""
    end = time.monotonic() + 30
    while not happens() and time.monotonic() < end:
        time.sleep(0.05)
    return happens()


def test_a_new_version_is_shown_and_the_old_one_answers_until_then(served: Path) -> None:
    before, number = record.current(), record.version()
    write(served.with_suffix(""), events="id,date,title\none,2025,A\ntwo,2026,B\n")
    build(served.with_suffix(""), served)

    assert before.count(Selection(dates="2025")) == 1
    assert soon(lambda: record.current().total == 2)
    assert (before.total, record.version() > number, record.trouble()) == (1, True, ())


def test_a_server_that_is_asked_seldom_shows_each_new_version_at_once(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pages that other tests opened are looked after by a thread, which asks often.
    monkeypatch.setattr(live, "_rerun", lambda: None)
    totals = [record.current().total]
    for number in (2, 3):
        rows = "".join(f"{at},2025,A\n" for at in range(number))
        write(served.with_suffix(""), events=f"id,date,title\n{rows}")
        build(served.with_suffix(""), served)
        time.sleep(2 * record.REST)
        totals.append(record.current().total)

    assert totals == [1, 2, 3]


def test_a_faulty_version_leaves_the_record_of_before(served: Path) -> None:
    before = record.current()
    manifest = served / built.MANIFEST
    said = json.loads(manifest.read_text("utf-8"))
    shutil.copytree(served / said["version"], served / "another")
    (served / "another" / "events.parquet").write_bytes(b"PAR1")
    for version in ("another", "a-third"):
        number = record.version()
        manifest.write_text(json.dumps({**said, "version": version}), "utf-8")
        assert soon(partial(is_another_than, number))
        # What becomes of a faulty version says nothing of the one before.
        shutil.rmtree(served / version, ignore_errors=True)

    assert record.trouble()
    assert record.current() is before
    assert list(before.events(Selection())["id"]) == ["one"]


def test_a_version_that_is_changed_where_it_lies_is_no_record(served: Path) -> None:
    record.current()
    events = built.files(served)[1]
    whole = events.read_bytes()
    events.write_bytes(whole[:-1])

    assert soon(lambda: not is_shown())
    with pytest.raises(FaultyDataset, match="want the whole file"):
        record.current()
    events.write_bytes(whole)
    assert soon(is_shown)


def is_another_than(number: int) -> bool:
    """Whether there is news since the record had this number."""
    return record.version() != number


def is_shown() -> bool:
    """Whether there is a record."""
    try:
        record.current()
    except FaultyDataset:
        return False
    return True


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_folder_that_was_not_built_shows_its_fault(
    app_at: Open, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path / "record.parquet"))
    app = app_at(lang=lang)

    assert not app.exception
    assert [fault[0] for fault in faults(app)] == ["built.json"]


@pytest.mark.parametrize("name", ["events.csv", "events.geojson"])
def test_a_file_that_is_sent_in_pieces_is_the_same_file(
    client: TestClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:
        small.setattr(endpoints, "BATCH", 2)
        small.setattr("timeline.store.BATCH", 2)
        pieces = client.get(f"/api/v1/{name}")
    whole = client.get(f"/api/v1/{name}")

    assert ("etag" in pieces.headers, "etag" in whole.headers) == (False, True)
    assert pieces.content == whole.content
