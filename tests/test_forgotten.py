"""What a visitor brings is forgotten: nothing that outlives it holds its long cells."""

import gc
import tracemalloc
from weakref import ref

import pytest

from tests.datasets import shipped_dataset
from tests.files import SIMPLE
from timeline.intake import read_bytes
from timeline.selection import Selection
from timeline.store import Store

CELLS = 100
LETTERS = 20_000


@pytest.mark.parametrize("column", ["date", "title", "topics", "place", "source"])
def test_the_cells_of_a_file_that_is_gone_are_not_kept(column: str) -> None:
    read_bytes("a.csv", SIMPLE.encode())
    long = (f"{at}{'a' * LETTERS}" for at in range(CELLS))
    rows = [{"date": "2025", "title": "Talks"} | {column: cell} for cell in long]
    raw = "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)])
    tracemalloc.start()
    try:
        read_bytes("a.csv", raw.encode())
        gc.collect()
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most > CELLS * LETTERS
    assert kept < CELLS * LETTERS / 2


def test_a_record_that_was_replaced_is_gone_at_once() -> None:
    store = Store(shipped_dataset())
    asked = Selection.from_query("topic=trade&event=call-2025-12-03&q=talks", store.known)[0]
    store.summary(asked)
    store.facets(asked)
    assert "call-2025-12-03" in store.known["event"]
    gone = ref(store)
    gc.disable()
    try:
        del store
        # A full collection may be long in coming, and a large record takes gigabytes.
        assert gone() is None
    finally:
        gc.enable()
