"""What holds the events of a record and answers narwhals expressions over them."""

from typing import Any, Protocol

import duckdb
import narwhals as nw
import pyarrow as pa

Table = nw.LazyFrame[Any]

# An event's place in the record, oldest first, from 0.
AT = "at"
# The order of every list of events: an end that is not known comes after every known one.
_IN_ORDER = "row_number() OVER (ORDER BY earliest NULLS LAST, latest NULLS LAST, id) - 1"


class Engine(Protocol):
    """One version of the events of a record, for any number of threads."""

    def events(self) -> Table:
        """The columns of ``timeline.derived`` and ``at``. Tables of two calls may not be joined."""


class Embedded:
    """DuckDB in this process, with all events in memory."""

    def __init__(self, events: pa.Table) -> None:
        """Hold ``events``, with the columns of ``timeline.derived``."""
        self._base = duckdb.connect()
        self._base.register("incoming", events)
        self._base.execute(
            f'CREATE TABLE events AS SELECT *, {_IN_ORDER} AS "{AT}" FROM incoming ORDER BY "{AT}"'
        )
        self._base.unregister("incoming")

    def events(self) -> Table:
        """A table of this thread's own: threads share a database through cursors, never a connection."""
        return nw.from_native(self._base.cursor().table("events")).lazy()
