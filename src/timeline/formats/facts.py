"""One event as other programs get it: the columns of events.csv, with lists as lists and gaps as null.

Texts come in every language, under the names that they have in the file. Nothing is worked out here
but what a date cannot hide: the first and the last day that it may mean.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from timeline.cite import event_link
from timeline.outline import Outline
from timeline.rules import NUMBERS
from timeline.schema import SEVERAL
from timeline.store import Store
from timeline.tables import Row, columns, split

Facts = dict[str, Any]
# Rows by their id.
Known = Mapping[str, Row]

# Columns that only stand in for a table that the dataset does not have.
STAND_INS = ("lat", "lon", "source_url", "source_title")


def event_facts(row: Row, dataset: Outline, cited: Known, root: str) -> Facts:
    """The facts of a row of ``Store.events``; ``cited`` are its sources, ``root`` is the server's address."""
    plain = (one for one in columns("events", dataset.languages) if one not in STAND_INS)
    facts = row_facts(row, plain)
    return {
        "id": facts.pop("id"),
        "url": event_link(root, row["id"]),
        "date": facts.pop("date"),
        "earliest": _day(row["earliest"]),
        "latest": _day(row["latest"]),
        **facts,
        "source_urls": source_urls(row, cited),
    }


def event_details(row: Row, store: Store, root: str) -> Facts:
    """The facts of an event with its statements, and every row of other tables that it names."""
    dataset, said = store.dataset, store.said([row["id"]]).get(row["id"], ())
    known = dataset.by_id
    cited = store.cited([row["sources"], *(one["source"] for one in said)])
    sources = dict.fromkeys([*split(row["sources"]), *(one["source"] for one in said)])
    topics = dict.fromkeys([*split(row["topics"]), *(id for one in said for id in split(one["topics"]))])
    place, offered = known["places"].get(row["place"]), dataset.languages
    return {
        **event_facts(row, dataset, cited, root),
        "statements": _details(said, "statements", offered, without="event"),
        "source_details": _details((cited.get(id) for id in sources), "sources", offered),
        "topic_details": _details(
            (known["topics"].get(id) for id in topics), "topics", offered, without="aliases"
        ),
        "place_details": next(iter(_details([place], "places", offered, without="aliases")), None),
    }


def row_facts(row: Row, told: Iterable[str]) -> Facts:
    """The cells of a row, typed: a list where a column holds several, null where a cell is empty."""
    return {column: _cell(column, row[column]) for column in told}


def source_urls(row: Row, cited: Known) -> list[str]:
    """The addresses of an event's sources, in their order; one without an address is left out."""
    found = (cited.get(id, {}).get("url") for id in split(row["sources"]))
    return [str(url) for url in found if url]


def _details(
    rows: Iterable[Row | None], table: str, languages: tuple[str, ...], *, without: str = ""
) -> list[Facts]:
    told = [column for column in columns(table, languages) if column != without]
    return [row_facts(row, told) for row in rows if row]


def _cell(column: str, text: str) -> list[str] | float | str | None:
    if column in SEVERAL:
        return split(text)
    if not text:
        return None
    return float(text) if column in NUMBERS else text


def _day(day: pd.Timestamp) -> str | None:
    return None if pd.isna(day) else day.date().isoformat()
