"""A record in a Spark cluster: shown, followed, and said to be away while it is."""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer
from typing import Any

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from tests import distant
from tests.clusters import Door
from tests.datasets import SHIPPED, write
from tests.pages import Open, count, text
from tests.waiting import eventually
from timeline import building, cli, origin, record
from timeline.engine.cluster import _GRACE, Cluster, address
from timeline.engine.spark import Spark
from timeline.faults import FaultyDataset
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.unanswered import Unanswered

ENDLESS = "SELECT count(*) FROM range(0, 1000000000000, 1, 2) WHERE id % 7 = 3"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record that ships, built."""
    target = tmp_path_factory.mktemp("built") / "record.parquet"
    building.build(SHIPPED, target)
    return target


@pytest.fixture(scope="module")
def shipped(cluster: str, built: Path) -> str:
    """The address of the record that ships in the cluster."""
    publish(built, f"{cluster}/shipped")
    return f"{cluster}/shipped"


@pytest.fixture
def door(shipped: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """The way on which the dashboard finds that record."""
    door = Door(int(shipped.rpartition(":")[2].partition("/")[0]))
    monkeypatch.setenv("TIMELINE_DATA", f"sc://127.0.0.1:{door.port}/shipped;user_id=hidden")
    monkeypatch.setattr(record, "AGAIN", 0.0)
    yield door
    door.open()
    left(record._place())
    door.close()


def publish(source: Path, target: str) -> str:
    done = CliRunner().invoke(cli.app, ["publish", str(source), target])
    assert done.exit_code == 0, done.output
    return done.output


def left(place: origin.Origin) -> None:
    """Have the cluster forget who asked it for a record."""
    assert isinstance(place, origin.Tables)
    if place._cluster:
        place._cluster.close()


def faults(place: str) -> list[str]:
    tables = origin.Tables(place)
    with pytest.raises(FaultyDataset) as caught:
        tables.opened()
    left(tables)
    return str(caught.value).splitlines()


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("page", ["timeline.py", "data.py"])
def test_a_page_shows_the_record(app_at: Open, page: str) -> None:
    distant.shows_the_record(app_at, page)


def test_a_new_version_is_shown_without_a_start(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, place = tmp_path / "record.parquet", f"{cluster}/followed"
    building.build(write(tmp_path / "one", events="id,date,title\none,2025,A\n"), target)
    assert publish(target, place) == f"{place}: 1 event\n"
    # What watches over open pages may look at any time.
    monkeypatch.setenv("TIMELINE_DATA", place)
    before = record.current()
    assert list(before.ids(Selection())) == ["one"]

    building.build(write(tmp_path / "two", events="id,date,title\none,2025,A\ntwo,2026,B\n"), target)
    publish(target, place)
    assert record.current() is before
    monkeypatch.setattr(origin, "FRESH", 0.0)
    eventually(lambda: list(record.current().ids(Selection())), ["one", "two"])
    # Who still reads the version before reads it to the end.
    assert before.summary(Selection(dates="2025")).events == 1
    left(record._place())


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_cluster_that_is_down_at_the_start_is_waited_for(app_at: Open, door: Door, lang: str) -> None:
    distant.is_waited_for(app_at, door, lang)


def test_a_cluster_that_goes_down_leaves_the_rest_of_the_page(app_at: Open, door: Door) -> None:
    words = language("ar").gettext(distant.DOWN)
    app = app_at(lang="ar")
    door.shut()
    app.text_input(key="q").set_value("awaza").run()
    assert not app.exception
    # In place of the events, of the counts beside the filters, and of those beside the dates.
    assert (text(app).count(words), app.text_input(key="q").value) == (3, "awaza")

    door.open()
    app.button(key="again-page").click().run()
    assert (app.exception.len, words in text(app), count(app)) == (0, False, 2)


def test_an_endless_question_is_stopped_in_the_cluster(shipped: str) -> None:
    cluster = Cluster(address(shipped), 2)
    started = time.monotonic()
    with pytest.raises(Unanswered, match="slow"):
        cluster.ask(lambda session: session.sql(ENDLESS).toArrow())
    assert 2 <= time.monotonic() - started < 10

    # It had all that the cluster has; this one would wait for it.
    patient = Cluster(address(shipped), 20)
    assert patient.ask(lambda session: session.range(5).count()) == 5
    cluster.close()
    patient.close()


def test_a_question_may_be_stopped_before_its_time(shipped: str) -> None:
    cluster = Cluster(address(shipped), 60)

    def ask() -> None:
        with cluster.question(), cluster.question() as stop:
            Timer(1, stop).start()
            cluster.session().sql(ENDLESS).toArrow()

    started = time.monotonic()
    with pytest.raises(Unanswered, match="slow"):
        ask()
    assert 1 <= time.monotonic() - started < 10
    assert cluster.ask(lambda session: session.range(5).count()) == 5
    cluster.close()


def test_who_leaves_a_question_leaves_the_connection_to_others(door: Door) -> None:
    cluster = Cluster(address(f"sc://127.0.0.1:{door.port}/shipped"), 60)
    session = cluster.session()
    door.stall()

    def ask() -> None:
        with cluster.question() as stop:
            Timer(0, stop).start()
            session.range(5).count()

    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(ask)
        # After this time a cluster that does not stop a question over its limit is given up.
        time.sleep(_GRACE + 1)
        assert not asked.done()
        assert cluster.session() is session
        door.open()
        # It is stopped then, or was answered on the way.
        asked.exception(30)
    cluster.close()


def test_a_cluster_that_says_nothing_is_given_up_and_found_again(door: Door) -> None:
    cluster = Cluster(address(f"sc://127.0.0.1:{door.port}/shipped"), 20)
    store = Store(Spark(cluster))
    cluster.seconds = 0.5
    door.stall()
    started = time.monotonic()
    with pytest.raises(Unanswered, match="slow"):
        store.summary(Selection(q="nobody has asked this"))
    assert time.monotonic() - started < 10

    door.open()
    cluster.seconds = 20
    assert store.count(Selection(q="nobody has asked this")) == 0
    cluster.close()


def test_a_selection_is_exported(shipped: str) -> None:
    done = CliRunner().invoke(cli.app, ["export", shipped, "json", "--select", "dates=2025-12-03"])

    assert [event["id"] for event in json.loads(done.stdout)["events"]] == ["call-2025-12-03"]
    left(origin.origin(shipped))


def test_what_was_not_built_is_not_published(cluster: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["publish", str(tmp_path), f"{cluster}/nothing"])

    wanted = "want a record that `timeline build` made; this file is not there"
    assert (done.exit_code, f"{tmp_path}/built.json: {wanted}" in done.output) == (1, True)


def test_tables_without_what_is_needed_are_faults(cluster: str, tmp_path: Path) -> None:
    target, place = tmp_path / "record.parquet", f"{cluster}/faulty"
    assert faults(place) == ["faulty.package: want a table of this name; `timeline publish` makes it"]
    building.build(write(tmp_path / "one", events="date,title\n2025,A\n"), target)
    publish(target, place)
    connection = Cluster(address(place), 60)
    tables = connection.ask(
        lambda session: {
            t.name.partition("_")[0]: f"faulty.{t.name}" for t in session.catalog.listTables("faulty")
        }
    )

    def spoil() -> None:
        session = connection.session()
        events = session.table(tables["events"]).selectExpr("* except (words)", "1 as more").toArrow()
        days = events.set_column(events.schema.get_field_index("at"), "at", events["at"].cast("int32"))
        session.createDataFrame(days).write.mode("overwrite").saveAsTable(tables["events"])
        session.sql(f"DROP TABLE {tables['places']}").collect()

    connection.ask(lambda session: spoil())
    connection.close()
    assert faults(place) == [
        f"{tables['events']}, at: want a column of the type int64 (got 'int32')",
        f"{tables['events']}, words: want a column of the type string",
        f"{tables['places']}: want a table of this name; `timeline publish` makes it",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, ", row 1: want JSON: Expecting value"),
        ("{broken", ", row 1: want JSON: Expecting property name enclosed in double quotes"),
        ("[1]", ": want a JSON object"),
    ],
)
def test_a_description_that_is_none_is_a_fault(
    cluster: str, built: Path, text: str | None, wanted: str
) -> None:
    place = f"{cluster}/undescribed"
    publish(built, place)
    connection = Cluster(address(place), 60)

    def spoil(session: Any) -> None:
        rows = [
            {**row.asDict(), "datapackage": text} for row in session.table("undescribed.package").collect()
        ]
        table = pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in rows[0]]))
        session.createDataFrame(table).write.mode("overwrite").saveAsTable("undescribed.package")

    connection.ask(spoil)
    connection.close()
    assert faults(place) == [f"package.datapackage{wanted}"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_without_the_extra_the_page_says_what_to_install(
    app_at: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    monkeypatch.setenv("TIMELINE_DATA", f"sc://{lang}.example/record;token=secret")
    app = app_at(lang=lang)

    distant.names_the_extra(app, "spark", lang)
    assert f"<code>sc://{lang}.example/record</code>" in text(app)


@pytest.mark.parametrize("wrong", ["sc://host:15002", "sc://host/a-b", "sc://host/a/b", "sc:///a"])
def test_an_address_says_what_it_should_be(wrong: str) -> None:
    wanted = "an address such as sc://spark.example:15002/my_record"

    assert faults(f"{wrong};token=secret") == [f"TIMELINE_DATA: want {wanted} (got '{wrong}')"]


@pytest.mark.parametrize(
    "place", ["sc://host/db?token=secret", "sc://user:secret@host/db", "sc://a@secret@b/c"]
)
def test_no_fault_of_an_address_repeats_a_key(place: str) -> None:
    assert "secret" not in "".join(faults(place))


def test_the_parameters_of_a_connection_are_sparks_alone() -> None:
    found = address("sc://host:15002/record;use_ssl=true;token=secret")

    assert found == ("sc://host:15002/;use_ssl=true;token=secret", "record", "sc://host:15002/record")


def test_no_other_record_loads_spark() -> None:
    assert not distant.loaded("pyspark", "grpc")
