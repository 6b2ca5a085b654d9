"""Which events have the words of a search: found once, and then looked up for each question.

They are kept as the shorter of two tables: a bit for each event, many to a block, or the places of the few
that have the words. DuckDB copies what is constant in a query for every few thousand rows that it looks at,
so that one text of bits for a whole record would cost the square of its length.
"""

import numpy as np
import pyarrow as pa

from timeline.derived import AT

# Events of one block; their bits are whole bytes.
_BITS = 14
_EVENTS = 2**_BITS


def blocks(source: str) -> str:
    """A query for the blocks, ``block`` and ``bits``, of the events at the places that ``source`` gives.

    ``source`` begins with FROM.
    """
    bits = f'bitstring_agg("{AT}" % {_EVENTS}, 0, {_EVENTS - 1})'
    return f'SELECT "{AT}" >> {_BITS} AS block, {bits} AS bits {source} GROUP BY block'


def every(queries: list[str]) -> str:
    """A query for the blocks of the events that are in those of each of these queries."""
    together = f"SELECT block, bit_and(bits) AS bits FROM ({' UNION ALL '.join(queries)})"
    return f"{together} GROUP BY block HAVING count(*) = {len(queries)}"


def fetched(query: str) -> str:
    """The same blocks, as ``shorter`` takes them."""
    return f"SELECT block, bits::BLOB AS bits FROM ({query})"


def shorter(found: pa.Table) -> pa.Table:
    """The blocks that a query gave, or the places of their events where that is less to keep."""
    bits = np.frombuffer(b"".join(found["bits"].to_pylist()), np.uint8)
    if np.bitwise_count(bits).sum() * np.int64().nbytes >= bits.nbytes:
        return found
    row, bit = np.divmod(np.flatnonzero(np.unpackbits(bits)), _EVENTS)
    return pa.table({AT: found["block"].to_numpy()[row] * _EVENTS + bit})


def looked_up(name: str, found: pa.Table) -> str:
    """A query for the traits of the events found, which are known to the database under this name."""
    if found.column_names == [AT]:
        return f'SELECT * FROM traits WHERE "{AT}" IN (SELECT "{AT}" FROM {name})'
    one = f"SELECT block, bits::BIT AS bits FROM {name}"
    joined = f'SELECT traits.* FROM traits JOIN ({one}) AS found ON found.block = traits."{AT}" >> {_BITS}'
    return f'{joined} WHERE get_bit(found.bits, (traits."{AT}" % {_EVENTS})::INTEGER) = 1'
