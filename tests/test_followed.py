"""Which open pages are followed when the record changes."""

import pytest

from timeline.ui import live


def test_a_visitor_who_comes_while_others_are_looked_for_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = {"left": 1}

    def sessions() -> dict[str, object]:
        drawn["new"] = 1
        return {}

    monkeypatch.setattr(live, "_drawn", drawn)
    monkeypatch.setattr(live, "_sessions", sessions)
    live._rerun()

    assert list(drawn) == ["new"]
