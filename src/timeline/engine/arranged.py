"""The long tables of a record in the order in which they are asked for, whoever holds them.

``events`` lie by date, so that a question about some days need not look at the others; ``ids`` by id, to
find one of them; ``statements`` by their events, and those of one event as in their file; ``sources`` by
id, with their place in the file.
"""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from timeline.dataset import Dataset
from timeline.derived import derived
from timeline.engine import AT, EVENT_AT

# Each from the tables before it. The events come in their order.
_QUERIES = {
    "events": "SELECT * FROM incoming",
    "ids": f'SELECT id, "{AT}" FROM events ORDER BY id',
    "statements": (
        f'SELECT incoming.* EXCLUDE (line), ids."{AT}" AS "{EVENT_AT}", '
        f'row_number() OVER (ORDER BY ids."{AT}", line) - 1 AS "{AT}" '
        f'FROM incoming JOIN ids ON incoming.event = ids.id ORDER BY "{AT}"'
    ),
    "sources": f'SELECT * EXCLUDE (line), line AS "{AT}" FROM incoming ORDER BY id',
}
NAMES = tuple(_QUERIES)

# Makes the table that a query gives known to the database under a name.
Keep = Callable[[str, str], None]


def arrange(base: duckdb.DuckDBPyConnection, dataset: Dataset, keep: Keep) -> None:
    """Have each table of ``NAMES`` kept, by its query over ``base``."""
    for name, query in _QUERIES.items():
        if name != "ids":
            base.register("incoming", _incoming(dataset, name))
        keep(name, query)
    base.unregister("incoming")


def _incoming(dataset: Dataset, name: str) -> pa.Table | pa.RecordBatchReader:
    if name == "events":
        return derived(dataset)
    frame = getattr(dataset, name)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.append_column("line", pa.array(range(len(frame)), pa.int64()))
