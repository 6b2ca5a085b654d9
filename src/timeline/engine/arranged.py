"""The long tables of a record in the order in which they are asked for, whoever holds them.

``events`` lie by date, so that a question about some days need not look at the others, and ``traits`` as
they do: only what events are chosen and counted by, which is a tenth of all; ``ids`` by id, to find one of
them; ``statements`` by their events, and those of one event as in their file; ``sources`` by
id, with their place in the file.
"""

import re
from collections.abc import Callable

import duckdb
import pyarrow as pa

from timeline.dataset import Dataset
from timeline.derived import AT, EVENT_AT, SEVERAL, derived
from timeline.traits import AROUND, BETWEEN, FEW, MIXTURE, TRAITS

_NUMBER = "[0-9]+"
_OWN = ", ".join(f'"{name}"' for name in (AT, *TRAITS) if name not in (*SEVERAL, MIXTURE))
_HELD = ", ".join(
    f"concat('{AROUND}', array_to_string({facet}, '{AROUND}'), '{AROUND}') AS {facet}" for facet in SEVERAL
)
_MIXED = f"concat_ws(chr({ord(BETWEEN)}), " + ", ".join(f'"{facet}"' for facet in FEW) + f") AS {MIXTURE}"

# Each from the tables before it. In every list events lie by first day, last day and id, unknown ends last.
_QUERIES = {
    "events": (
        f'SELECT *, row_number() OVER () - 1 AS "{AT}" FROM '
        "(FROM incoming ORDER BY earliest NULLS LAST, latest NULLS LAST, id)"
    ),
    "traits": f'SELECT {_OWN}, {_HELD}, {_MIXED} FROM events ORDER BY "{AT}"',
    "ids": f'SELECT id, "{AT}" FROM events ORDER BY id',
    "statements": (
        f'SELECT incoming.* EXCLUDE (line), ids."{AT}" AS "{EVENT_AT}", '
        f'row_number() OVER (ORDER BY ids."{AT}", line) - 1 AS "{AT}" '
        f'FROM incoming JOIN ids ON incoming.event = ids.id ORDER BY "{AT}"'
    ),
    "sources": f'SELECT * EXCLUDE (line), line AS "{AT}" FROM incoming ORDER BY id',
}
# Every word that is written, and where. Words of one shape lie together, so that who looks for letters passes
# over the numbers: of these there are as many as events, of other words few. To gather the places of a word
# before they are sorted would be sooner done, but takes memory for all of them.
WORDS = (
    f"SELECT regexp_replace(word, '{_NUMBER}', '0', 'g') AS shape, word, \"{AT}\" FROM ("
    f"SELECT unnest(list_distinct(string_split(words, ' '))) AS word, \"{AT}\" FROM events"
    f') ORDER BY shape, word, "{AT}"'
)

# Makes the table that a query gives known to the database under a name.
Keep = Callable[[str, str], None]


def arrange(base: duckdb.DuckDBPyConnection, dataset: Dataset, keep: Keep) -> None:
    """Have each table kept under its name, by its query over ``base``."""
    for name, query in _QUERIES.items():
        if name not in ("traits", "ids"):
            base.register("incoming", _incoming(dataset, name))
        keep(name, query)
    base.unregister("incoming")


def shape(word: str) -> str:
    """A word with 0 for each number in it. A part of the word has a part of the shape."""
    return re.sub(_NUMBER, "0", word)


def _incoming(dataset: Dataset, name: str) -> pa.Table | pa.RecordBatchReader:
    if name == "events":
        return derived(dataset)
    frame = getattr(dataset, name)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.append_column("line", pa.array(range(len(frame)), pa.int64()))
