"""The words for controlled values fit what they are said of."""

import pytest

from timeline.vocabulary import KINDS, STATUSES, status


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("meeting", "Held"),
        ("visit", "Took place"),
        ("phone-call", "Took place"),
        ("resolution", "Adopted"),
        ("credentials", "Presented"),
        ("", "Took place"),
    ],
)
def test_only_a_gathering_is_held(kind: str, word: str) -> None:
    assert status(kind, "held") == word


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_every_other_status_is_said_alike_of_every_kind(kind: str) -> None:
    assert {name: status(kind, name) for name in STATUSES if name != "held"} == {
        "planned": "Planned",
        "postponed": "Postponed",
        "cancelled": "Cancelled",
    }
    assert status(kind, "") == ""
