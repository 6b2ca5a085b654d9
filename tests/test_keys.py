"""Texts are told apart and found again by numbers, and never taken for each other."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import keys
from timeline.keys import Keys, firsts, shared

TEXTS = st.lists(st.sampled_from(["", "a", "b", "ab", "آب", "a\x00"]) | st.text(max_size=3), max_size=30)


def cells(texts: list[str]) -> "pd.Series[str]":
    """A column as files give it: its rows are not numbered from 0."""
    return pd.Series(texts, index=range(7, 7 + len(texts)), dtype="str")


@given(TEXTS)
def test_the_first_of_each_text_is_told(texts: list[str]) -> None:
    assert firsts(cells(texts)).tolist() == [text not in texts[:at] for at, text in enumerate(texts)]


@given(TEXTS)
def test_texts_that_are_repeated_are_told(texts: list[str]) -> None:
    assert shared(cells(texts)).tolist() == [texts.count(text) > 1 for text in texts]


@given(TEXTS, TEXTS)
def test_a_text_is_found_where_it_is(known: list[str], wanted: list[str]) -> None:
    known = list(dict.fromkeys(known))

    found = Keys(cells(known)).find(cells(wanted))

    assert found.tolist() == [known.index(text) if text in known else -1 for text in wanted]


@pytest.mark.parametrize("same", [1, 2, 9])
def test_texts_with_one_number_are_not_taken_for_each_other(
    monkeypatch: pytest.MonkeyPatch, same: int
) -> None:
    texts = ["one", "two", "three", "two", "four", "five"]
    monkeypatch.setattr(keys, "_marks", lambda some: np.array([len(x) % same for x in some], dtype="uint64"))
    different = cells(list(dict.fromkeys(texts)))

    assert firsts(cells(texts)).tolist() == [True, True, True, False, True, True]
    assert Keys(different).find(cells(["five", "two", "six", "one"])).tolist() == [4, 1, -1, 0]


def test_many_texts_are_looked_at_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_AT_ONCE", 2)
    texts = [*"abcde", "a"]

    assert shared(cells(texts)).tolist() == [True, False, False, False, False, True]
    assert Keys(cells(texts[:5])).find(cells(["e", "x", "a"])).tolist() == [4, -1, 0]
