"""How much a Store keeps of what it has answered: no more bytes than it may, and frames count."""

import numpy as np
import pandas as pd
import pytest

from tests.datasets import shipped_dataset
from timeline import store
from timeline.once import Once
from timeline.selection import Selection
from timeline.store import Store

MEGABYTE = 2**20


def frame(bytes: int) -> pd.DataFrame:
    return pd.DataFrame({"cells": np.zeros(bytes, np.int8)})


def taken(found: Once) -> int:
    """Bytes of the frames that are kept, counted without the help of who keeps them."""
    kept = [answer for answer, _ in found._shelf._kept.values()]
    frames = [one[0] for one in kept if isinstance(one, tuple) and isinstance(one[0], pd.DataFrame)]
    return sum(int(one.memory_usage(deep=True).sum()) for one in frames)


def test_many_pages_take_no_more_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT_BYTES", 100_000)
    fresh = Store(shipped_dataset())
    pages = [fresh.events(Selection(), offset=at, limit=limit) for at in range(9) for limit in range(1, 9)]

    assert sum(page.memory_usage(deep=True).sum() for page in pages) > 200_000
    assert 50_000 < taken(fresh._answers) <= 100_000


def test_a_store_keeps_at_most_64_megabytes() -> None:
    fresh = Store(shipped_dataset())
    for name in ("first", "second"):
        fresh._answers.answer((name,), lambda: frame(40 * MEGABYTE))

    assert [fresh._answers.find((name,)) is None for name in ("first", "second")] == [True, False]


def test_a_frame_counts_as_all_of_its_cells() -> None:
    few = Once(10_000)
    assert len(few.answer(("large",), lambda: frame(10_001))) == 10_001
    assert few.find(("large",)) is None

    for name in "abc":
        few.answer((name,), lambda: frame(4_000))
    assert [few.find((name,)) is None for name in "abc"] == [True, False, False]


def test_a_text_counts_as_its_letters() -> None:
    texts = pd.DataFrame({"title": pd.Series(["x" * 20_000], dtype=object)})
    few = Once(10_000)
    few.answer(("text",), lambda: texts)

    assert few.find(("text",)) is None


def test_what_is_asked_of_many_ids_is_asked_and_not_kept() -> None:
    record = Store(shipped_dataset())
    few, many = [f"x{number}" for number in range(1_000)], [f"y{number}" for number in range(1_001)]

    def kept() -> int:
        return len(record._answers._shelf)

    for ask in (record.cited, record.said):
        before = kept()
        assert ask(many) == {}
        assert kept() == before
        assert ask(few) == {}
        assert kept() == before + 1


def test_what_was_asked_takes_room_too() -> None:
    found = Once(MEGABYTE)
    for number in range(20):
        found.keep(("event", f"{number}{'x' * 100_000}"), 1)

    assert 5 < len(found._shelf) < 11


def test_a_question_with_many_values_takes_their_room() -> None:
    found = Once(MEGABYTE)
    for number in range(20):
        places = tuple(f"{number}-{at}-{'x' * 500}" for at in range(200))
        found.keep(("count", Selection(place=places)), 1)

    assert 5 < len(found._shelf) < 11
