"""What is built of a record answers as its folder does, is whole or not there, and says what is wrong."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import synthetic
from tests.datasets import write
from timeline import built
from timeline.building import build
from timeline.dataset import read
from timeline.engine.parquet import Parquet
from timeline.selection import Selection
from timeline.store import Store

EVENTS = "id,date,title\none,2025-08,A\ntwo,2026,B\n"
SEED = 20251203
ASKED = 1_000

Stores = tuple[Store, Store]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """The same record in memory, and as it was built."""
    folder = synthetic.folder(tmp_path_factory.mktemp("record"), 3_000, places=40)
    kinds, topics = ("fact", "position"), synthetic.TOPICS
    statements = [f"s{at},e{at * 7 % 3_000},{kinds[at % 2]},{topics[at % 8]},Said" for at in range(500)]
    write(folder, statements="id,event,kind,topics,text\n" + "\n".join(statements) + "\n")
    target = tmp_path_factory.mktemp("built") / "record.parquet"
    build(folder, target)
    return Store(read(folder)), Store(Parquet(target))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A small record, built."""
    folder = write(tmp_path / "record", events=EVENTS)
    build(folder, tmp_path / "record.parquet")
    return tmp_path / "record.parquet"


def version(record: Path) -> Path:
    """The folder of the version that is shown."""
    return built.files(record)[-1].parent


def selections(store: Store) -> list[Selection]:
    """Questions of a fixed seed: any days, values of any facets, and words."""
    chance = random.Random(SEED)
    values = {facet: sorted(counts) for facet, counts in store.facets(Selection()).items()}
    found: dict[Selection, None] = {}
    while len(found) < ASKED:
        year = chance.randrange(1994, 2027)
        spans = ("", f"{year}", f"{year}-0{chance.randrange(1, 9)}/{year + 1}", f"{year}/..", f"../{year}")
        asked = Selection(
            dates=chance.choice(spans), q=chance.choice(("", "", "", "water", "المياه fish", "e7"))
        )
        for facet in chance.sample([facet for facet in values if values[facet]], chance.randrange(3)):
            asked = asked.with_(**{facet: chance.sample(values[facet], min(2, len(values[facet])))})
        found[asked.with_(match=chance.choice(("", "all")))] = None
    return list(found)


# Each answers a question in a form that can be compared.
ANSWERS: dict[str, Callable[[Store, Selection], object]] = {
    "events": lambda store, asked: store.events(asked, offset=3, limit=5).astype("object").to_dict("records"),
    "summary": lambda store, asked: store.summary(asked),
    "facets": lambda store, asked: store.facets(asked),
    "places": lambda store, asked: store.places(asked),
    "turns": lambda store, asked: store.turns(asked, date(1995, 1, 1), date(2026, 12, 31), "month"),
    "pairs": lambda store, asked: store.pairs(asked),
    "position": lambda store, asked: store.position(asked, "e77"),
    "changes": lambda store, asked: list(store.latest_changes(asked, 3)["id"]),
}


def test_what_is_built_answers_as_the_folder_does(both: Stores) -> None:
    folder, record = both
    names = list(ANSWERS)

    for number, one in enumerate(selections(folder)):
        # Each answer is asked for by more than a hundred questions.
        name = names[number % len(names)]
        assert ANSWERS[name](record, one) == ANSWERS[name](folder, one), (name, one)


def test_what_is_built_knows_what_the_folder_knows(both: Stores) -> None:
    folder, record = both
    ids = list(folder.events(Selection(), limit=400)["id"])

    assert list(record.ids(Selection())[:70]) == ids[:70]
    assert record.said(ids) == folder.said(ids) != {}
    cited = folder.events(Selection(), limit=50)["sources"]
    assert record.cited(cited) == folder.cited(cited) != {}
    assert record.first_sources(5) == folder.first_sources(5)
    assert (record.extent(), record.known["topic"]) == (folder.extent(), folder.known["topic"])
    assert record.dataset.package == folder.dataset.package
    assert record.dataset.by_id == folder.dataset.by_id
    pd.testing.assert_frame_equal(record.dataset.places, folder.dataset.places)
    facts = ("name", "languages", "modified", "written", "columns", "counts")
    assert [getattr(record.dataset, name) for name in facts] == [
        getattr(folder.dataset, name) for name in facts
    ]
