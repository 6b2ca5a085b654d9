"""What is worked out of a record once, so that a question need not: its events as the engine holds them.

Beside the columns of events.csv an event has ``earliest`` and ``latest`` (dates, null where an end is
open), ``day_known``, ``words`` (all its text in all languages, folded), and the values of the columns
that hold several as lists, under the name of their facet.
"""

from collections.abc import Iterator, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline import dates, search
from timeline.dataset import Dataset
from timeline.engine import AT
from timeline.language import language
from timeline.tables import split, texts

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
    """The events of ``dataset`` with the columns of ``DERIVED`` and ``at``, in the order of the record.

    They come some at a time: Python's texts of all at once would take several times the room of the record.
    """
    columns = {name: pa.large_string() for name in dataset.events.columns}
    schema = pa.schema({**columns, **DERIVED, AT: pa.int64()})
    return pa.RecordBatchReader.from_batches(schema, _batches(dataset, schema))


def _batches(dataset: Dataset, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    words, order = _Words(dataset), _order(dataset.events)
    # One piece a column: to pick rows out of many pieces takes longer.
    written = {name: pa.array(dataset.events[name], pa.large_string()) for name in dataset.events.columns}
    for start in range(0, len(order), _AT_ONCE):
        table = pa.table(
            {name: cells.take(order[start : start + _AT_ONCE]) for name, cells in written.items()}
        )
        events = table.to_pandas()
        parsed = {text: dates.parse(text) for text in events["date"].unique().tolist()}
        found = [parsed[text] for text in events["date"].tolist()]
        worked_out = {
            "earliest": [one.earliest for one in found],
            "latest": [one.latest for one in found],
            "day_known": [one.day_is_known for one in found],
            "words": words.of(events),
            **{facet: _lists(events[column]) for facet, column in SEVERAL.items()},
            AT: range(start, start + len(found)),
        }
        cells = [pa.array(column, schema.field(name).type) for name, column in worked_out.items()]
        yield from pa.table([*table.columns, *cells], schema=schema).combine_chunks().to_batches()


def _order(events: pd.DataFrame) -> pa.Array:
    """The rows in the order of every list of events: by first day, last day and id, unknown ends last."""
    codes, texts = pd.factorize(events["date"])
    parsed = [dates.parse(text) for text in texts]
    ends = {
        name: pa.array([getattr(one, name) for one in parsed], pa.date32()).take(pa.array(codes))
        for name in ("earliest", "latest")
    }
    table = pa.table({**ends, "id": pa.array(events["id"], pa.large_string())})
    keys = [(name, "ascending") for name in table.column_names]
    return pc.sort_indices(table, sort_keys=keys)


def _lists(cells: "pd.Series[str]") -> list[list[str]]:
    """The values of each cell, each once."""
    found = {cell: list(dict.fromkeys(split(cell))) for cell in cells.unique().tolist()}
    return [found[cell] for cell in cells.tolist()]


class _Words:
    """All the text of events in all languages, folded: titles, places, topics, parties, statements."""

    def __init__(self, dataset: Dataset) -> None:
        self._said = _said(dataset.statements)
        self._names = {
            "place": _texts(dataset.places, *texts(dataset.places.columns, "name"), "aliases"),
            "topics": _texts(dataset.topics, *texts(dataset.topics.columns, "label"), "aliases"),
            "sources": _texts(dataset.sources, "title", "publisher"),
            "parties": {
                code: " ".join(language(tag).territory(code) for tag in dataset.languages)
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
        for column, known in self._names.items():
            cells = {
                cell: " ".join(known.get(value, value) for value in split(cell))
                for cell in events[column].unique().tolist()
            }
            found.append([cells[cell] for cell in events[column].tolist()])
        return [search.fold(" ".join(row)) for row in zip(*found, strict=True)]


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
