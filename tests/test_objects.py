"""A built record in a store of objects: served where it lies, followed, and said to be away while it is."""

import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from typer.testing import CliRunner, Result

from benchmarks import synthetic
from tests import distant, stores
from tests.clusters import Door
from tests.datasets import SHIPPED, write
from tests.pages import Open, count, text
from tests.waiting import eventually
from timeline import building, built, cli, origin, record
from timeline.engine.parquet import Parquet
from timeline.engine.ranges import Ranges
from timeline.faults import FaultyDataset
from timeline.language import language
from timeline.objects import Object, address
from timeline.selection import Selection
from timeline.store import Store
from timeline.unanswered import Unanswered

ONE = "id,date,title\none,2025,A\n"
TWO = f"{ONE}two,2026,B\n"
# An event whose texts nobody has fetched by then.
UNREAD = "e20000"
ANEW = "build the record anew with `timeline build`"


@pytest.fixture
def place(store: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address at which nothing is yet, for who may write there."""
    stores.allow(monkeypatch, store)
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)
    return f"s3://{stores.CLOSED}/{name}/record.parquet"


@pytest.fixture(scope="module")
def shipped(store: str) -> str:
    """The address of the record that ships."""
    with pytest.MonkeyPatch.context() as given:
        stores.allow(given, store)
        done = CliRunner().invoke(cli.app, ["build", str(SHIPPED), f"s3://{stores.CLOSED}/shipped.parquet"])
    assert (done.exit_code, done.output) == (0, f"s3://{stores.CLOSED}/shipped.parquet: 9 events\n")
    return f"s3://{stores.CLOSED}/shipped.parquet"


@pytest.fixture(scope="module")
def built_large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record so large that its first answers read a part of it only."""
    folder = tmp_path_factory.mktemp("large")
    building.build(synthetic.folder(folder / "record", 45_000), folder / "built.parquet")
    return folder / "built.parquet"


@pytest.fixture
def large(store: str, built_large: Path, request: pytest.FixtureRequest) -> str:
    """The address of a copy of it of which nobody has read anything yet."""
    place = f"s3://{stores.CLOSED}/{request.node.originalname}.parquet"
    with pytest.MonkeyPatch.context() as given:
        stores.allow(given, store)
        for file in built.files(built_large):
            name = str(file.relative_to(built_large))
            Object(address(place).client, f"{address(place).path}/{name}").write_from(file)
    return place


@pytest.fixture
def door(store: str, shipped: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """The way on which the dashboard finds the store."""
    door = Door(int(store.rpartition(":")[2]))
    stores.allow(monkeypatch, f"http://127.0.0.1:{door.port}")
    monkeypatch.setenv("TIMELINE_DATA", shipped)
    monkeypatch.setattr(record, "AGAIN", 0.0)
    origin.origin.cache_clear()
    yield door
    door.close()


def build(folder: Path, place: str, events: str) -> Object:
    """Build a record of these events at the address."""
    building.build(write(folder, events=events), address(place))
    return address(place)


def faults(place: str) -> list[str]:
    with pytest.raises(FaultyDataset) as caught:
        origin.Objects(place).opened()
    return str(caught.value).splitlines()


def put(target: Object, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "content").write_bytes(content)
    target.write_from(tmp_path / "content")


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("page", ["timeline.py", "data.py"])
def test_a_page_shows_the_record(app_at: Open, page: str) -> None:
    distant.shows_the_record(app_at, page)


def test_the_command_checks_and_exports_what_is_there(door: Door, shipped: str) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(cli.app, [*words])

    checked, exported = run("check", shipped), run("export", shipped, "json", "--select", "dates=2025-12-03")
    door.shut()
    unanswered = run("check", shipped)

    assert checked.stdout.splitlines()[-1] == f"{shipped}: 9 events, 0 faults, 0 warnings"
    assert [event["id"] for event in json.loads(exported.stdout)["events"]] == ["call-2025-12-03"]
    assert (unanswered.exit_code, "no answer: down" in unanswered.stderr) == (2, True)


def test_only_what_is_asked_for_is_fetched(door: Door, large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    events = next(file for file in built.files(address(large)) if file.name == "events.parquet")
    fetch, fetched = Ranges.fetch, Counter[str]()

    def counted(ranges: Ranges, file: Object, source: object, place: int, count: int) -> bytes:
        fetched[file.name] += count
        return fetch(ranges, file, source, place, count)

    monkeypatch.setattr(Ranges, "fetch", counted)
    shown = origin.Objects(large).opened()

    # What is counted stands in a file of its own; of the texts only those of a page are fetched.
    assert shown.summary(Selection(dates="1999")).events > 0
    assert 0 < fetched["events.parquet"] < events.stat().st_size / 50
    assert shown.event("e77")["id"] == "e77"
    assert events.stat().st_size / 50 < fetched["events.parquet"] < events.stat().st_size / 2

    # Another question about the same columns.
    fetched.clear()
    assert shown.summary(Selection(dates="2001")).events > 0
    assert fetched["traits.parquet"] == 0


def test_files_that_are_cut_off_or_spoilt_are_named(place: str, tmp_path: Path) -> None:
    target = build(tmp_path / "record", place, ONE)
    files = {file.name: file for file in built.files(target)}
    size = files["events.parquet"].stat().st_size
    put(files["events.parquet"], files["events.parquet"].read_bytes()[:-9], tmp_path)
    put(files["ids.parquet"], b"x" * files["ids.parquet"].stat().st_size, tmp_path)

    assert faults(place) == [
        f"events.parquet: want the whole file, {size} bytes; {ANEW} (got '{size - 9}')",
        "ids.parquet: want a Parquet file",
    ]


def test_a_record_of_another_version_of_the_program_says_so(place: str, tmp_path: Path) -> None:
    target = build(tmp_path / "record", place, ONE)
    said = json.loads((target / built.MANIFEST).read_bytes())
    put(target / built.MANIFEST, json.dumps({**said, "format": 0}).encode(), tmp_path)

    wanted = "want a record built by this version of the program; build it anew with `timeline build`"
    assert faults(place) == [f"built.json, format: {wanted} (got '0')"]


def test_a_fault_is_noticed_and_its_end_too(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = build(tmp_path / "record", place, ONE)
    monkeypatch.setenv("TIMELINE_DATA", place)
    before, file = record.current(), built.files(target)[1]
    monkeypatch.setattr(origin, "FRESH", 0.0)
    whole = file.read_bytes()
    put(file, whole[:-1], tmp_path)
    eventually(lambda: [fault.file for fault in record.trouble()], ["events.parquet"])
    assert record.current() is before

    put(file, whole, tmp_path)
    eventually(lambda: list(record.trouble()), [])


def test_what_is_not_there_or_not_allowed_is_a_fault(
    place: str, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = "built.json: want a record that `timeline build` made; this file is not there"
    assert faults(place) == [wanted]
    assert faults("s3://nobody-made-this/record.parquet") == [
        "built.json: want a bucket of this name (got 'nobody-made-this')"
    ]

    may_not = ["built.json: want a file that the server may read"]
    for who, secret in ((stores.OWNER, "guessed"), ("somebody", stores.SECRET)):
        stores.allow(monkeypatch, store, who, secret)
        assert faults(place) == may_not
    assert faults(place.replace("s3://", "s3://anonymous@")) == may_not


def test_a_bucket_that_everybody_may_read_needs_no_key(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.allow(monkeypatch, store)
    build(tmp_path / "record", f"s3://{stores.OPEN}/record.parquet", ONE)
    stores.allow(monkeypatch, store, secret="for another store")
    place = origin.Objects(f"s3://anonymous@{stores.OPEN}/record.parquet")

    assert place.opened().total == 1
    assert place.shown == f"s3://{stores.OPEN}/record.parquet"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_store_that_is_down_at_the_start_is_waited_for(app_at: Open, door: Door, lang: str) -> None:
    distant.is_waited_for(app_at, door, lang)


def test_a_store_that_goes_down_leaves_the_rest_of_the_page(
    app_at: Open, door: Door, large: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = language("ar").gettext(distant.DOWN)
    monkeypatch.setenv("TIMELINE_DATA", large)
    app = app_at(lang="ar", dates="1999")
    door.shut()
    app.text_input(key="q").set_value("water trade").run()
    assert not app.exception
    assert (words in text(app), app.text_input(key="q").value) == (True, "water trade")
    # Not the lines: how these look is as the tests of the logs left it.
    said = "\n".join(caplog.messages)
    assert f"no answer: store {large}/" in said
    assert "error OSError, condition NETWORK_CONNECTION" in said

    door.open()
    app.button(key="again-events").click().run()
    assert (app.exception.len, words in text(app)) == (0, False)
    assert count(app) > 0


def test_a_store_that_says_nothing_is_given_up_and_found_again(door: Door, large: str) -> None:
    shown = Store(Parquet(address(large)))
    door.stall()
    started = time.monotonic()
    with pytest.raises(Unanswered, match="down"):
        shown.event(UNREAD)
    assert time.monotonic() - started < 20

    door.open()
    assert shown.event(UNREAD)["id"] == UNREAD


def test_a_store_that_is_slow_is_not_waited_for_longer_than_is_allowed(
    door: Door, large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Store(Parquet(address(large)))
    monkeypatch.setattr(shown._engine, "_limit", 0.3)
    door.stall()
    later = Timer(1.0, door.open)
    later.start()

    with pytest.raises(Unanswered, match="slow"):
        shown.event(UNREAD)
    later.join()


def test_a_key_that_is_taken_back_while_it_is_served_is_no_answer(
    door: Door, store: str, large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Store(Parquet(address(large)))
    stores.allow(monkeypatch, store, secret="another")

    with pytest.raises(Unanswered, match="failed"):
        shown.event(UNREAD)


def test_files_that_go_while_they_are_served_are_no_answer(
    store: str, large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.allow(monkeypatch, store)
    shown = Store(Parquet(address(large)))
    address(large).remove()

    with pytest.raises(Unanswered, match="gone"):
        shown.event(UNREAD)


def test_no_secret_is_told(
    store: str, shipped: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stores.allow(monkeypatch, store.replace("127.0.0.1", "127.0.0.2"))
    with caplog.at_level(logging.DEBUG), pytest.raises(Unanswered, match="down") as caught:
        origin.Objects(shipped).stamp()
    told = f"{caught.value} {caplog.messages} {caplog.text} {origin.Objects(shipped).shown}"
    assert "no answer: store s3://closed/shipped.parquet/built.json, error OSError" in told
    assert (stores.SECRET in told, stores.OWNER in told) == (False, False)


@pytest.mark.parametrize(
    "place",
    [
        "s3://key:secret@bucket/record.parquet",
        "s3://key:sec/ret@bucket/record.parquet",
        "s3://key@bucket/record.parquet",
        "s3://bucket/record.parquet?access_key=key",
    ],
)
def test_an_address_with_a_key_in_it_is_refused_and_not_repeated(place: str) -> None:
    wanted = "want an address such as s3://bucket/record.parquet"

    assert faults(place) == [f"TIMELINE_DATA: {wanted} (got 's3://bucket/record.parquet')"]
    assert origin.Objects(place).shown == "s3://bucket/record.parquet"


@pytest.mark.parametrize("wrong", ["s3://bucket", "s3:///record.parquet", "gopher://bucket/record.parquet"])
def test_an_address_says_what_it_should_be(wrong: str) -> None:
    wanted = "want an address such as s3://bucket/record.parquet"

    assert faults(f"{wrong}?secret=1") == [f"TIMELINE_DATA: {wanted} (got '{wrong}')"]


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.usefixtures("door")
def test_without_the_extra_the_page_says_what_to_install(
    app_at: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "timeline.engine.ranges", None)

    distant.names_the_extra(app_at(lang=lang), "store", lang)


def test_no_other_record_loads_what_stores_need() -> None:
    assert not distant.loaded("fsspec", "timeline.engine.ranges")
