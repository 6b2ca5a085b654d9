"""The engine for a record that fits into memory: DuckDB in this process."""

import duckdb
import narwhals as nw

from timeline.dataset import Dataset
from timeline.engine import Table
from timeline.engine.arranged import arrange


class Embedded:
    """All tables of a record in memory."""

    def __init__(self, dataset: Dataset) -> None:
        """Hold what is in ``dataset``, which may then go."""
        self.outline = dataset.outline
        self._base = duckdb.connect()
        arrange(self._base, dataset, self._keep)

    def events(self) -> Table:
        """See ``Engine``."""
        return self._table("events")

    def ids(self) -> Table:
        """See ``Engine``."""
        return self._table("ids")

    def statements(self) -> Table:
        """See ``Engine``."""
        return self._table("statements")

    def sources(self) -> Table:
        """See ``Engine``."""
        return self._table("sources")

    def _keep(self, name: str, query: str) -> None:
        self._base.execute(f"CREATE TABLE {name} AS {query}")

    def _table(self, name: str) -> Table:
        """A table of this thread's own: threads share a database through cursors, never a connection."""
        return nw.from_native(self._base.cursor().table(name)).lazy()
