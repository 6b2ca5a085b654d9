"""All that one view is answered, beside one bare scan that counts what the same filter lets through.

The answers are the count, the density, the page of the list, the places and the facets, as the dashboard asks
for them. At each turn topics and days are others, so that none is known beforehand. The scan is one query of
DuckDB in SQL by hand: it reads the three columns of the filter and no more, the least that any answer costs.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import combinations, cycle, islice
from statistics import median
from typing import Any

import duckdb

from benchmarks.records import Record, large, shipped
from benchmarks.report import Ratio, Row
from benchmarks.visits import in_turns
from timeline import built, dates
from timeline.dataset import read
from timeline.derived import derived
from timeline.language import language
from timeline.origin import origin
from timeline.selection import Selection
from timeline.store import Store
from timeline.view import View

# Five kinds of answer: no dearer than a scan for each.
SCAN_LIMIT = 5.0
SCAN = """
    SELECT count(*) FROM events
    WHERE (list_contains(topic, $one) OR list_contains(topic, $other))
    AND (earliest <= $last OR earliest IS NULL) AND (latest >= $first OR latest IS NULL)
"""
# What a view is answered, in the order in which its page asks.
ANSWERS: dict[str, Callable[[View], object]] = {
    "count": lambda view: view.count,
    "density": lambda view: view.buckets,
    "page of the list": lambda view: view.listed(view.page),
    "places": lambda view: view.store.places(view.asked),
    "facets": lambda view: view.store.facets(view.asked),
}


@dataclass(frozen=True)
class Answers(Ratio):
    """``each`` says of every answer how long it took, in ms."""

    each: tuple[dict[str, float], ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """With it, whoever speeds them up knows where to look."""
        medians = {name: round(median(one[name] for one in self.each), 1) for name in ANSWERS}
        return {**super().record, "each": medians}


def rows(pairs: int) -> list[Row]:
    """The record that ships, which has no limit: it takes a scan no time at all."""
    return [beside_a_scan(shipped(), pairs)]


def large_rows(pairs: int) -> list[Row]:
    """The large record."""
    return [beside_a_scan(large(), pairs, SCAN_LIMIT)]


def beside_a_scan(record: Record, pairs: int, limit: float | None = None) -> Answers:
    """The answers for one view of ``record``, a different one at each turn."""
    store = origin(str(record.served)).opened()
    with bare(record) as base:
        asked = list(islice(selections(store), pairs + 1))
        ours, theirs = iter(asked), iter(asked)
        each: list[dict[str, float]] = []

        def answered() -> float:
            each.append(answer(View(store, next(ours), (), language("en"))))
            return sum(each[-1].values())

        def scanned() -> float:
            return _took(partial(scan, base, next(theirs)))

        # The first of each reads what stays in memory.
        answered(), scanned()
        found = [(mine, other) for mine, other in in_turns(pairs, answered, scanned)]
    return Answers(f"answers for one view, {record.name}", found, "bare scan", limit, each=tuple(each[1:]))


def selections(store: Store) -> Iterator[Selection]:
    """Questions that differ, each for two topics and almost all days."""
    first, last = store.extent()
    if not (first and last):
        raise ValueError("want a record with events")
    topics = combinations(sorted(store.facets(Selection())["topic"]), 2)
    for turn, pair in enumerate(cycle(topics)):
        days = dates.between(first + timedelta(days=1 + turn), last - timedelta(days=1 + turn))
        yield Selection(dates=days, topic=pair)


def scan(base: duckdb.DuckDBPyConnection, asked: Selection) -> int:
    """How many events the filter lets through."""
    span, (one, other) = dates.parse(asked.dates), asked.topic
    values = {"one": one, "other": other, "first": span.earliest, "last": span.latest}
    found: int = base.execute(SCAN, values).fetchall()[0][0]
    return found


@contextmanager
def bare(record: Record) -> Iterator[duckdb.DuckDBPyConnection]:
    """The events as the server holds them, and nothing around them."""
    with duckdb.connect() as base:
        if record.served == record.files:
            base.register("incoming", derived(read(record.files)))
            base.execute("CREATE TABLE events AS SELECT * FROM incoming")
        else:
            base.execute("SET parquet_metadata_cache = true")
            file = built.read(record.served).files["events"]
            base.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet('{file}')")
        yield base


def answer(view: View) -> dict[str, float]:
    """How long each of ``ANSWERS`` took, in ms."""
    return {name: _took(partial(ask, view)) for name, ask in ANSWERS.items()}


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000
