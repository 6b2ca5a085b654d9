"""Ways out of a view without events: those that lead anywhere, and few questions to find them."""

from pathlib import Path

import pytest

from tests.datasets import store
from tests.views import of_all_dates
from timeline.selection import Selection
from timeline.store import Store
from timeline.ui.answer import ways_out
from timeline.view import View


@pytest.fixture
def record(tmp_path: Path) -> Store:
    rows = "".join(f"2025,Event {at},p{at},t{at}\n" for at in range(100))
    return store(tmp_path, events=f"date,title,place,topics\n{rows}")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Selection]:
    """What is tried."""
    found: list[Selection] = []
    would_show = View.would_show

    def tried(view: View, selection: Selection) -> int:
        found.append(selection)
        return would_show(view, selection)

    monkeypatch.setattr(View, "would_show", tried)
    return found


def test_one_of_many_places_is_never_in_the_way(record: Store, asked: list[Selection]) -> None:
    places = tuple(f"p{at}" for at in range(100))
    ways = ways_out(of_all_dates(record, place=places, q="zzzz"))

    assert [(selection.q, selection.place == places, events) for _, selection, events in ways] == [
        ("", True, 100)
    ]
    assert len(asked) == 1


def test_of_many_topics_that_are_all_wanted_few_are_tried(record: Store, asked: list[Selection]) -> None:
    topics = tuple(f"t{at}" for at in range(100))

    assert ways_out(of_all_dates(record, topic=topics, match="all")) == []
    assert len(asked) == 24


def test_each_of_two_topics_that_are_both_wanted_may_go(record: Store) -> None:
    ways = ways_out(of_all_dates(record, topic=("t1", "t2"), match="all"))

    assert [(selection.topic, events) for _, selection, events in ways] == [(("t2",), 1), (("t1",), 1)]
