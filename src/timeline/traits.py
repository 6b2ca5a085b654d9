"""What events are chosen and counted by: a narrow table beside the wide one, in the same order.

But for the id, every value is a text that many events share, since an engine that reads columns looks at
such a text once for thousands of events: so several values of one event are one text, and so are its values
of the facets of which there are few.
"""

import pyarrow as pa

from timeline.derived import SEVERAL
from timeline.selection import LISTED

# The facets whose values are a fixed list.
FEW = tuple(LISTED)
# An event's values of FEW, in that order; what lies between them stands in no value.
MIXTURE = "mixture"
BETWEEN = "\x1f"
# Around each of several values; stands in none, since the cells of a record are cut at it.
AROUND = ";"
# Every column, beside an event's place in the record, with its type.
TRAITS: dict[str, pa.DataType] = {
    "id": pa.large_string(),
    "earliest": pa.date32(),
    "latest": pa.date32(),
    "day_known": pa.bool_(),
    **dict.fromkeys((*FEW, "place", *SEVERAL, "mode", "parties", MIXTURE), pa.large_string()),
}


def around(value: str) -> str:
    """One of several values as it stands in their text."""
    return f"{AROUND}{value}{AROUND}"
