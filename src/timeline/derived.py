"""What is worked out of a record once, so that a question need not: its events as the engine holds them.

Beside the columns of events.csv an event has ``earliest`` and ``latest`` (dates, null where an end is
open), ``day_known``, ``words`` (all its text in all languages, folded), and the values of the columns
that hold several as lists, under the name of their facet.
"""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from timeline import dates, search
from timeline.dataset import Dataset
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


def derived(dataset: Dataset) -> pa.Table:
    """The events of ``dataset`` with the columns of ``DERIVED``, in the order of the file."""
    events = dataset.events
    table = pa.Table.from_pandas(events, preserve_index=False)
    parsed = {text: dates.parse(text) for text in events["date"].unique().tolist()}
    found = [parsed[text] for text in events["date"].tolist()]
    worked_out = {
        "earliest": [one.earliest for one in found],
        "latest": [one.latest for one in found],
        "day_known": [one.day_is_known for one in found],
        "words": _words(dataset),
        **{facet: _lists(events[column]) for facet, column in SEVERAL.items()},
    }
    for name, cells in worked_out.items():
        table = table.append_column(name, pa.array(cells, type=DERIVED[name]))
    return table


def _lists(cells: "pd.Series[str]") -> list[list[str]]:
    """The values of each cell, each once."""
    found = {cell: list(dict.fromkeys(split(cell))) for cell in cells.unique().tolist()}
    return [found[cell] for cell in cells.tolist()]


def _words(dataset: Dataset) -> list[str]:
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
    # Plain lists: Arrow would make each string anew at every look.
    found = [events[name].tolist() for name in ("id", *own)]
    if said:
        found.append([said.get(id, "") for id in found[0]])
    for column, known in names.items():
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
