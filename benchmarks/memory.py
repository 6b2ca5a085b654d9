"""What a visitor adds to the memory of the server, in a large record beside the one that ships.

Each figure is of a server of its own, and the mean of ten visitors about the tenth: the first ones pay for
what all share. A visitor holds a page, not the record, so that the record's size should not matter.
"""

from functools import partial

from benchmarks import crowd
from benchmarks.records import large, shipped
from benchmarks.report import Ratio, Row
from benchmarks.visits import in_turns

# A visitor costs the same however large the record is, within what is noise.
GROWTH_LIMIT = 1.2
# A pair is two servers and thirty visitors, and takes a minute.
MOST = 5


def rows(pairs: int) -> list[Row]:
    """The kibibytes that a tenth visitor adds: the megabytes are too few to compare."""
    record, small = large(), shipped()
    measures = partial(crowd.memory, record), partial(crowd.memory, small)
    added = [(mine * 1024, other * 1024) for mine, other in in_turns(min(pairs, MOST), *measures)]
    return [Ratio(f"memory added by a tenth, {record.name}", added, small.name, GROWTH_LIMIT, "KiB")]
