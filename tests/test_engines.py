"""One Store: in memory, built, in a store of objects, in a Spark cluster, a record gives the same answers."""

import random
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow.parquet as pq
import pytest

from benchmarks import synthetic
from tests.datasets import write
from tests.stores import CLOSED, allow
from timeline import building, objects, search
from timeline.building import build, keep_file
from timeline.dataset import read
from timeline.engine import Engine
from timeline.engine.cluster import Cluster, address
from timeline.engine.embedded import Embedded
from timeline.engine.parquet import Parquet
from timeline.engine.spark import Spark
from timeline.matching import matching
from timeline.periods import Calendar
from timeline.publishing import publish
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store

SEED = 20251203
ASKED = 1_000
# Filters in one question: a cluster takes most of a second for each question, however little it asks.
AT_ONCE = 100
# All answers are compared for one selection in so many: a cluster takes a second for each.
EVERY = {"parquet": 21, "objects": 42, "spark": 63}
SIZES = [*EVERY]
EVENTS = 400
# Rows of a row group. DuckDB writes 2,048 at least, which is all of these tables.
ROWS = 64

# What engines might take for more than it is: wildcards, quotes, marks, capitals, a line's end, open ends.
ODD = (
    "o1,0001-01-01,100%_a,\\d+ .* ^,a;b,TKM,Awaza,,",
    'o2,9999-12-31,"it\'s ""quoted""",`tick` $1 {x},b,SOM;TKM,awaza,phone,2025-01-01',
    "o3,../1999,İstanbul ẞ ﬁ,Ａｗａｚａ,a,,,,",
    'o4,2000/..,"two\nlines",back\\slash,,UN,,online,2024-02-29',
    "o5,2025-08,أووازا,آوازا,é;é,SOM;UN,,phone,",
    "o6,2025-08,same day,as the one before,B,TKM;SOM,AWAZA,,2025-01-01",
)
WORDS = (
    "water",
    "المياه",
    "100%_a",
    "%",
    "_",
    "\\d+",
    "it's",
    "tick",
    "istanbul",
    "awaza",
    "آوازا",
    "two lines",
    "e7",
    "77",
)


class Sizes(NamedTuple):
    """The engines over one record."""

    embedded: Engine
    parquet: Engine
    objects: Engine
    spark: Engine


@pytest.fixture(scope="module")
def engines(cluster: str, store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sizes]:
    """The same record in each."""
    folder = record(tmp_path_factory.mktemp("record"))
    target = tmp_path_factory.mktemp("built") / "record.parquet"
    with pytest.MonkeyPatch.context() as given:
        given.setattr(building, "keep_file", keep_in_groups)
        build(folder, target)
        publish(str(target), f"{cluster}/engines")
        connection = Cluster(address(f"{cluster}/engines"), 60)
        allow(given, store)
        away = objects.address(f"s3://{CLOSED}/engines.parquet")
        build(folder, away)
        yield Sizes(Embedded(read(folder)), Parquet(target), Parquet(away), Spark(connection))
    connection.close()


def keep_in_groups(base: duckdb.DuckDBPyConnection, folder: Path, name: str, query: str) -> None:
    """Have the file of a table written as a build does, and then anew, in row groups as small as these."""
    keep_file(base, folder, name, query)
    file = folder / f"{name}.parquet"
    table = pq.read_table(file)
    pq.write_table(table, file, row_group_size=ROWS, compression="zstd", write_page_index=True)


@pytest.fixture(scope="module")
def stores(engines: Sizes) -> dict[str, Store]:
    """A Store over each."""
    return {name: Store(engine) for name, engine in engines._asdict().items()}


def record(folder: Path) -> Path:
    """Events of a fixed seed and some odd ones, with statements, topics, places and sources."""
    synthetic.folder(folder, EVENTS, places=12)
    events = pd.read_csv(folder / "events.csv", dtype=str, keep_default_na=False)
    names = ["id", "date", "title_en", "summary_en", "topics", "parties", "place", "mode", "modified"]
    odd = pd.read_csv(StringIO("\n".join([",".join(names), *ODD])), dtype=str, keep_default_na=False)
    odd["title_pt-BR"] = "Reunião"
    places = pd.read_csv(folder / "places.csv", dtype=str, keep_default_na=False)
    more = [name for name in odd["place"].unique() if name and name not in set(places["id"])]
    added = pd.DataFrame({"id": more, "name_en": more})
    pd.concat([places, added]).fillna("").to_csv(folder / "places.csv", index=False)
    pd.concat([events, odd]).fillna("").to_csv(folder / "events.csv", index=False)
    said = [f"s{at},e{at * 7 % EVENTS},{('fact', 'position')[at % 2]},,Said {at}" for at in range(60)]
    return write(folder, statements="\n".join(["id,event,kind,topics,text", *said]) + "\n")


@pytest.fixture(scope="module")
def asked(stores: dict[str, Store]) -> list[Selection]:
    """Questions of a fixed seed: any days, values of any facets, and words."""
    chance = random.Random(SEED)
    values = {
        facet: sorted(counts) for facet, counts in stores["embedded"].facets(Selection()).items() if counts
    }
    found: dict[Selection, None] = {}
    while len(found) < ASKED:
        year = chance.randrange(1994, 2027)
        spans = ("", f"{year}", f"{year}-0{chance.randrange(1, 9)}/{year + 1}", f"{year}/..", f"../{year}")
        words = chance.choice(WORDS) if chance.random() < 0.3 else ""
        one = Selection(dates=chance.choice(spans), q=words, match=chance.choice(("", "all")))
        for facet in chance.sample(sorted(values), chance.randrange(3)):
            one = one.with_(**{facet: chance.sample(values[facet], min(2, len(values[facet])))})
        found[one.canonical()] = None
    return list(found)


def found(engine: Engine, asked: list[Selection]) -> pd.DataFrame:
    """The ``id`` of each event that each selection finds, by the ``number`` of that selection.

    Each is a filter of its own over the engine's tables, which passes over the row groups it has no need of.
    """
    frames = []
    for start in range(0, len(asked), AT_ONCE):
        with engine.question():
            some = [
                matching(engine.traits(search.words(one.q)), one).select("id", number=nw.lit(number))
                for number, one in enumerate(asked[start : start + AT_ONCE], start)
            ]
            frames.append(engine.frame(nw.concat(some)))
    return pd.concat(frames).astype({"number": "int64"}).sort_values(["number", "id"], ignore_index=True)


@pytest.fixture(scope="module")
def right(engines: Sizes, asked: list[Selection]) -> pd.DataFrame:
    """What is found in memory."""
    return found(engines.embedded, asked)


@pytest.mark.parametrize("name", SIZES)
def test_a_thousand_selections_find_the_same_events(
    engines: Sizes, asked: list[Selection], right: pd.DataFrame, name: str
) -> None:
    assert len(asked) == ASKED
    assert 0.3 < right["number"].nunique() / ASKED < 1
    pd.testing.assert_frame_equal(found(getattr(engines, name), asked), right)


def of_frame(events: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return events.astype("object").to_dict("records")


# Each answers a question in a form that can be compared.
ANSWERS: dict[str, Callable[[Store, Selection], object]] = {
    "summary": lambda store, one: store.summary(one),
    "facets": lambda store, one: {name: list(counts.items()) for name, counts in store.facets(one).items()},
    "ids": lambda store, one: list(store.events(one)["id"]),
    "page": lambda store, one: of_frame(store.events(one, offset=3, limit=5)),
    "places": lambda store, one: list(store.places(one).items()),
    "density": lambda store, one: store.density(one, Calendar("month")),
    "pairs": lambda store, one: store.pairs(one),
    "position": lambda store, one: store.position(one, "e77"),
    "dated": lambda store, one: (of_frame(store.dated(one, 3)[0]), store.dated(one, 3)[1]),
    "changes": lambda store, one: of_frame(store.latest_changes(one, 3)),
}


@pytest.mark.parametrize("name", SIZES)
def test_every_answer_is_the_same(stores: dict[str, Store], asked: list[Selection], name: str) -> None:
    right, found = stores["embedded"], stores[name]
    questions = [(kind, one) for one in asked[:: EVERY[name]] for kind in ANSWERS]
    # A Store is shared between threads.
    with ThreadPoolExecutor(3) as threads:
        answers = threads.map(lambda question: ANSWERS[question[0]](found, question[1]), questions)
        for (kind, one), answer in zip(questions, answers, strict=True):
            assert answer == ANSWERS[kind](right, one), (kind, one)


@pytest.mark.parametrize("name", SIZES)
def test_the_whole_record_is_the_same(stores: dict[str, Store], name: str) -> None:
    right, found = stores["embedded"], stores[name]
    whole = right.events(Selection(dates=EVERYTHING))

    pd.testing.assert_frame_equal(found.events(Selection(dates=EVERYTHING)), whole)
    parts = list(found.batches(Selection(), offset=2))
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole[2:].reset_index(drop=True))
    for calendar in (Calendar("year"), Calendar("year", 10)):
        assert found.density(Selection(), calendar) == right.density(Selection(), calendar) != ()
    by_day = Selection(dates="2025"), Calendar("day")
    assert found.density(*by_day) == right.density(*by_day) != ()
    assert found.said(whole["id"]) == right.said(whole["id"]) != {}
    assert found.cited(whole["sources"]) == right.cited(whole["sources"]) != {}
    assert found.first_sources(5) == right.first_sources(5)
    assert of_frame(found.changed(9)) == of_frame(right.changed(9))
    assert (found.extent(), found.neighbours(Selection(), "o5")) == (
        right.extent(),
        right.neighbours(Selection(), "o5"),
    )
    assert (found.event("o2"), found.has("nobody")) == (right.event("o2"), False)


@pytest.mark.parametrize("name", SIZES)
def test_what_is_known_of_the_record_is_the_same(stores: dict[str, Store], name: str) -> None:
    right, found = stores["embedded"].dataset, stores[name].dataset

    assert found.package == right.package
    facts = ("name", "languages", "modified", "written", "columns", "counts", "by_id")
    assert {fact: getattr(found, fact) for fact in facts} == {fact: getattr(right, fact) for fact in facts}
    pd.testing.assert_frame_equal(found.topics, right.topics)
    pd.testing.assert_frame_equal(found.places, right.places)
