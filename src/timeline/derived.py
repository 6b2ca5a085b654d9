"""What is worked out of a record once, so that a question need not: its events as the engine holds them.

Beside the columns of events.csv an event has ``earliest`` and ``latest`` (dates, null where an end is
open), ``day_known``, ``words`` (all its text in all languages, folded), and the values of the columns
that hold several as lists, under the name of their facet.
"""

from collections.abc import Iterator, Sequence

import pandas as pd
import pyarrow as pa

from timeline import dates, search
from timeline.dataset import Dataset
from timeline.keys import Keys
from timeline.language import language
from timeline.states import NAMES
from timeline.tables import split, texts

# An event's place in the record, oldest first, from 0; that of any other row in its own table.
AT = "at"
# The place of the event that a statement was made at.
EVENT_AT = "event_at"
# Facets that an event may have several values of, and the column that holds them.
SEVERAL = {"topic": "topics", "party": "parties"}
# Every column that is worked out, with its type.
DERIVED: dict[str, pa.DataType] = {
    "earliest": pa.date32(),
    "latest": pa.date32(),
    "day_known": pa.bool_(),
    "words": pa.large_string(),
    **dict.fromkeys(SEVERAL, pa.list_(pa.string())),
}

# Events that are worked out at once.
_AT_ONCE = 50_000


def derived(dataset: Dataset) -> pa.RecordBatchReader:
    """The events of ``dataset`` with the columns of ``DERIVED``, as they are in their file.

    They come some at a time: Python's texts of all at once would take several times the room of the record.
    """
    columns = {name: pa.large_string() for name in dataset.events.columns}
    schema = pa.schema({**columns, **DERIVED})
    return pa.RecordBatchReader.from_batches(schema, _batches(dataset, schema))


def _batches(dataset: Dataset, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    words = _Words(dataset)
    for start in range(0, len(dataset.events), _AT_ONCE):
        events = dataset.events.iloc[start : start + _AT_ONCE]
        parsed = {text: dates.parse(text) for text in events["date"].unique().tolist()}
        found = [parsed[text] for text in events["date"].tolist()]
        worked_out = {
            "earliest": [one.earliest for one in found],
            "latest": [one.latest for one in found],
            "day_known": [one.day_is_known for one in found],
            "words": words.of(events),
            **{facet: _lists(events[column]) for facet, column in SEVERAL.items()},
        }
        cells = {name: events[name] if name in events else worked_out[name] for name in schema.names}
        columns = [pa.array(cells[name], schema.field(name).type) for name in schema.names]
        yield from pa.table(columns, schema=schema).combine_chunks().to_batches()


def _lists(cells: "pd.Series[str]") -> list[list[str]]:
    """The values of each cell, each once."""
    found = {cell: list(dict.fromkeys(split(cell))) for cell in cells.unique().tolist()}
    return [found[cell] for cell in cells.tolist()]


class _Words:
    """All the text of events in all languages, folded: titles, places, topics, parties, statements."""

    def __init__(self, dataset: Dataset) -> None:
        self._said = _said(dataset.statements)
        self._sources, self._keys = dataset.sources, Keys(dataset.sources["id"])
        spoken = dataset.languages
        self._names = {
            "place": _texts(dataset.places, *texts(dataset.places.columns, "name"), "aliases"),
            "topics": _texts(dataset.topics, *texts(dataset.topics.columns, "label"), "aliases"),
            "parties": {
                code: " ".join([*(language(tag).territory(code) for tag in spoken), NAMES.get(code, "")])
                for code in {code for cell in dataset.events["parties"].unique() for code in split(cell)}
            },
        }

    def of(self, events: pd.DataFrame) -> list[str]:
        """The words of each of these events."""
        own = (*texts(events.columns, "title"), *texts(events.columns, "summary"))
        # Plain lists: Arrow would make each string anew at every look.
        found = [events[name].tolist() for name in ("id", *own)]
        if self._said:
            found.append([self._said.get(id, "") for id in found[0]])
        for column, known in {**self._names, "sources": self._cited(events["sources"])}.items():
            cells = {
                cell: " ".join(known.get(value, value) for value in split(cell))
                for cell in events[column].unique().tolist()
            }
            found.append([cells[cell] for cell in events[column].tolist()])
        return [search.fold(" ".join(row)) for row in zip(*found, strict=True)]

    def _cited(self, cells: "pd.Series[str]") -> dict[str, str]:
        """The texts of the sources that these cells name; there may be as many sources as events."""
        named = list(dict.fromkeys(id for cell in cells.unique().tolist() for id in split(cell)))
        places = self._keys.find(pd.Series(named, dtype="str"))
        return _texts(self._sources.iloc[places[places >= 0]], "title", "publisher")


def _texts(frame: pd.DataFrame, *columns: str) -> dict[str, str]:
    return dict(
        zip(frame["id"].tolist(), _joined([frame[column] for column in columns]).tolist(), strict=True)
    )


def _said(statements: pd.DataFrame) -> dict[str, str]:
    words = _joined([statements[column] for column in (*texts(statements.columns, "text"), "evidence")])
    return dict(words.groupby(statements["event"]).agg(" ".join))


def _joined(columns: Sequence["pd.Series[str]"]) -> "pd.Series[str]":
    """The cells of each row in one text; pandas' own way fails where there is no row."""
    cells = [" ".join(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return pd.Series(cells, index=columns[0].index, dtype="str")
