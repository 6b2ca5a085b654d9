"""The summary of mixtures of values: each part of it is of those that answer, and of no other."""

from datetime import date

import pytest

from timeline import counting
from timeline.answers import Summary
from timeline.selection import Selection
from timeline.tables import Row


def mixture(events: int, last: int, **values: str) -> Row:
    """So many events of one mixture, one of them of an unknown day; ``last`` is where the last one lies."""
    known = {"role": "contact", "kind": "visit", "status": "held", "level": "", "verification": ""}
    first = date(2000 + last, 1, 1)
    return {**known, **values, "events": events, "vague": 1, "first": first, "last": last}


MIXED = [
    mixture(5, 9),
    mixture(3, 20, status="planned", kind="meeting", role="context"),
    mixture(2, 4, verification="conflicting", kind=""),
    mixture(1, 1, status="planned", verification="conflicting", kind="forum"),
]


@pytest.mark.parametrize(
    ("asked", "said", "at"),
    [
        (
            Selection(),
            Summary(11, 4, 3, 4, date(2001, 1, 1), "", frozenset({"visit", "meeting", "forum"})),
            9,
        ),
        (Selection(status=("held",)), Summary(7, 2, 2, 0, date(2004, 1, 1), "", frozenset({"visit"})), 9),
        (Selection(kind=("visit",)), Summary(5, 1, 0, 0, date(2009, 1, 1), "", frozenset({"visit"})), 9),
        # Without a contact the last event of the setting.
        (Selection(role=("context",)), Summary(3, 1, 0, 3, date(2020, 1, 1), "", frozenset({"meeting"})), 20),
        (Selection(level=("official",)), Summary(0, 0, 0, 0, None, "", frozenset()), -1),
    ],
)
def test_a_summary_is_of_the_mixtures_that_answer(asked: Selection, said: Summary, at: int) -> None:
    assert counting.summary(MIXED, asked) == (said, at)
