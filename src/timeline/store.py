"""Answer a Selection: which events, how many of each value, where.

The record sits in an embedded DuckDB; questions are narwhals expressions, which also run on other
engines. There is one filter, written once, in ``_matching``. Answers are kept, since they depend on
nothing but the question: a Store is made anew when its dataset changes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from timeline import dates, metrics, search
from timeline.dataset import Dataset
from timeline.language import language
from timeline.selection import FACETS, Selection
from timeline.tables import Row, split, texts

Table = nw.LazyFrame[duckdb.DuckDBPyRelation]

# Facets that an event may have several values of, and the column that holds them.
SEVERAL = {"topic": "topics", "party": "parties"}


class Store:
    """A dataset that can be asked. Safe to share between threads."""

    def __init__(self, dataset: Dataset) -> None:
        """Load ``dataset`` into an engine of its own."""
        self.dataset = dataset
        # Threads share a DuckDB database through cursors, never through one connection.
        self._engine = duckdb.connect()
        events = _derived(dataset)
        _load(self._engine, "events", events)
        for facet, column in SEVERAL.items():
            _load(self._engine, facet, _links(events, column))
        self.known: Mapping[str, Collection[str]] = {
            "topic": set(dataset.topics["id"]),
            "place": set(events["place"]) - {""},
            "party": {code for cell in events["parties"] for code in split(cell)},
            "event": set(events["id"]),
            "lang": dataset.languages,
        }
        self.total = len(events)
        self._kept_events = lru_cache(maxsize=512)(self._events)
        self._kept_facets = lru_cache(maxsize=512)(self._facets)

    @metrics.asked("events")
    def events(self, selection: Selection) -> pd.DataFrame:
        """The matching events, oldest first; every column of events.csv, and ``earliest``, ``latest``.

        An open end is NaT. Do not change the frame: it is shared.
        """
        return self._kept_events(_question(selection))

    def count(self, selection: Selection) -> int:
        """How many events match."""
        return len(self.events(selection))

    @metrics.asked("facets")
    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """How many events each value of each facet would show, given every other filter.

        Values are ordered by count, largest first; those that would show nothing are left out.
        """
        return self._kept_facets(_question(selection))

    def event(self, id: str) -> Row:
        """The row of one event; KeyError if there is none."""
        found = self.events(Selection())
        place = self._places_in_order.get(id)
        if place is None:
            raise KeyError(id)
        row: Row = found.iloc[place].to_dict()
        return row

    @cached_property
    def _places_in_order(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.events(Selection())["id"])}

    def extent(self) -> tuple[date | None, date | None]:
        """The first and the last day that any event may have; None for both if there is no event."""
        events = self.events(Selection())
        days = pd.concat([events["earliest"], events["latest"]]).dropna()
        return (days.min().date(), days.max().date()) if len(days) else (None, None)

    @metrics.queried("events")
    def _events(self, asked: Selection) -> pd.DataFrame:
        found = _matching(self._engine.cursor(), asked).sort("earliest", "latest", "id", nulls_last=True)
        events: pd.DataFrame = found.drop("words").collect("pandas").to_native()
        # Plain Python strings: a page walks over its rows many times, Arrow's would be made anew each time.
        return events.astype(dict.fromkeys(events.select_dtypes("str").columns, object))

    @metrics.queried("facets")
    def _facets(self, asked: Selection) -> dict[str, dict[str, int]]:
        cursor = self._engine.cursor()
        base = _matching(cursor, asked)
        tallies = []
        for facet in FACETS:
            own = getattr(asked, facet)
            found = _matching(cursor, asked.with_(**{facet: ()})) if own else base
            tallies.append(_tally(cursor, facet, found))
        counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        # One query for all of them: planning costs more than counting.
        answer = nw.concat(tallies).sort("events", "value", descending=[True, False])
        for row in answer.collect("pyarrow").to_native().to_pylist():
            counts[row["facet"]][row["value"]] = row["events"]
        return counts


def _tally(cursor: duckdb.DuckDBPyConnection, facet: str, found: Table) -> Table:
    """Columns ``facet``, ``value``, ``events``: how many of the events found have each value."""
    if facet in SEVERAL:
        found = found.join(_table(cursor, facet), on="id")
    rows = found.filter(nw.col(facet) != "").select(facet=nw.lit(facet), value=nw.col(facet))
    return rows.group_by("facet", "value").agg(events=nw.len())


def _matching(cursor: duckdb.DuckDBPyConnection, asked: Selection) -> Table:
    """The one filter: events of which every condition of ``asked`` holds."""
    conditions = [*_dated(asked.dates)]
    for facet in FACETS:
        values = getattr(asked, facet)
        if values and facet not in SEVERAL:
            conditions.append(nw.col(facet).is_in(values))
    conditions += [nw.col("words").str.contains(word, literal=True) for word in search.words(asked.q)]
    found = _table(cursor, "events")
    if conditions:
        found = found.filter(nw.all_horizontal(*conditions, ignore_nulls=False))
    for facet in SEVERAL:
        for some in _groups(facet, getattr(asked, facet), asked.match):
            links = _table(cursor, facet).filter(nw.col(facet).is_in(some))
            found = found.join(links, on="id", how="semi")
    return found


def _dated(text: str) -> list[nw.Expr]:
    """Conditions for overlapping the EDTF interval ``text``; an open end reaches any day."""
    if not text:
        return []
    span = dates.parse(text)
    starts = (nw.col("earliest") <= span.latest) | nw.col("earliest").is_null() if span.latest else None
    ends = (nw.col("latest") >= span.earliest) | nw.col("latest").is_null() if span.earliest else None
    return [condition for condition in (starts, ends) if condition is not None]


def _table(cursor: duckdb.DuckDBPyConnection, name: str) -> Table:
    return nw.from_native(cursor.table(f'"{name}"')).lazy()


def _question(selection: Selection) -> Selection:
    """The part of a selection that decides which events match."""
    return replace(selection, lang="", event="").canonical()


def _groups(facet: str, values: tuple[str, ...], match: str) -> list[tuple[str, ...]]:
    """The sets of values of which an event needs one each."""
    if not values:
        return []
    return [(value,) for value in values] if facet == "topic" and match == "all" else [values]


def _load(engine: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    engine.register("incoming", pa.Table.from_pandas(frame, preserve_index=False))
    engine.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
    engine.unregister("incoming")


def _links(events: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row for each event and each value that it has in ``column``."""
    facet = next(facet for facet, of in SEVERAL.items() if of == column)
    values = events[column].map(lambda cell: list(dict.fromkeys(split(cell))))
    return pd.DataFrame({"id": events["id"], facet: values}).explode(facet).dropna().astype("str")


def _derived(dataset: Dataset) -> pd.DataFrame:
    """The events with what is worked out from them: their days, and the words that find them."""
    events = dataset.events
    parsed = {text: dates.parse(text) for text in events["date"].unique()}
    return events.assign(
        earliest=pd.array([parsed[text].earliest for text in events["date"]], dtype="date32[pyarrow]"),
        latest=pd.array([parsed[text].latest for text in events["date"]], dtype="date32[pyarrow]"),
        words=_words(dataset),
    )


def _words(dataset: Dataset) -> "pd.Series[str]":
    """For each event, all its text in all languages, folded: titles, places, topics, parties, statements."""
    events = dataset.events
    names = {
        "place": _texts(dataset.places, *texts(dataset.places.columns, "name"), "aliases"),
        "topics": _texts(dataset.topics, *texts(dataset.topics.columns, "label"), "aliases"),
        "sources": _texts(dataset.sources, "title", "publisher"),
        "parties": {
            code: " ".join(language(tag).territory(code) for tag in dataset.languages)
            for code in {code for cell in events["parties"].unique() for code in split(cell)}
        },
    }
    said = _said(dataset.statements)
    own = (*texts(events.columns, "title"), *texts(events.columns, "summary"))
    found = [events[name] for name in ("id", *own)]
    found.append(events["id"].map(lambda id: said.get(id, "")))
    for column, known in names.items():
        cells = {
            cell: " ".join(known.get(value, value) for value in split(cell))
            for cell in events[column].unique()
        }
        found.append(events[column].map(cells))
    return _joined(found).map(search.fold)


def _texts(frame: pd.DataFrame, *columns: str) -> dict[str, str]:
    return dict(zip(frame["id"], _joined([frame[column] for column in columns]), strict=True))


def _said(statements: pd.DataFrame) -> dict[str, str]:
    words = _joined([statements[column] for column in (*texts(statements.columns, "text"), "evidence")])
    return dict(words.groupby(statements["event"]).agg(" ".join))


def _joined(columns: Sequence["pd.Series[str]"]) -> "pd.Series[str]":
    """The cells of each row in one text; pandas' own way fails where there is no row."""
    cells = [" ".join(row) for row in zip(*columns, strict=True)]
    return pd.Series(cells, index=columns[0].index, dtype="str")
