"""The visitors of the benchmark do what a visitor does; how long it takes is for the benchmark to say."""

import asyncio

import pytest

from benchmarks import crowd
from benchmarks.crowd import Crowd, Visitor, p95, resident, topic
from benchmarks.records import shipped


def test_a_visitor_clicks_topics_on_and_off(served: str) -> None:
    async def visit() -> list[str]:
        visitor = Visitor(f"{served}/", topic)
        await visitor.open()
        views = []
        for _ in range(4):
            await visitor.change()
            views.append(visitor.query)
        await visitor.close()
        return views

    first, off, second, _ = asyncio.run(visit())

    assert first.startswith("lang=en&topic=")
    assert second.startswith("lang=en&topic=")
    assert (off, first != second) == ("lang=en", True)


def test_a_click_that_changes_nothing_is_no_measurement(served: str) -> None:
    visitor = Visitor(served, topic)
    visitor.widgets["topic"], visitor.offered["topic"], visitor.clicks = "id", ["words"], 1

    with pytest.raises(RuntimeError, match="a click on a topic left 'lang=en'"):
        topic(visitor)


def test_a_crowd_clicks_as_often_as_it_was_told(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "VISITORS", 3)
    monkeypatch.setattr(crowd, "PERIOD", 0.5)

    async def load() -> list[float]:
        some = Crowd(f"{served}/", topic)
        await some.come()
        times = await some.click(2.0)
        await some.leave()
        return times

    # Each begins within a first period, and has a click in every one of the four.
    assert len(asyncio.run(load())) == 3 * 4


def test_a_crowd_that_nobody_answers_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(crowd, "_reruns", late)

    row = crowd.rerun(7, shipped(), "rerun", 0.2)

    assert (row.missed, row.cells[2]) == (True, "100 visitors were not answered in 300 s")


def test_a_server_says_what_it_holds(served: str) -> None:
    assert 50 < resident(f"{served}/") < 5000


def test_the_percentile_is_of_the_times_themselves() -> None:
    assert p95([float(number) for number in range(101)]) == 95.0
    with pytest.raises(ValueError, match="want at least 2 times"):
        p95([1.0])
