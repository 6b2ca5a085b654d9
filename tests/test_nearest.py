"""The events that a wrong name may have meant, found without looking at everything."""

import difflib
from collections.abc import Collection
from pathlib import Path

import pytest

from tests.datasets import store
from tests.views import view
from timeline.web.event_page import nearest


def test_a_misspelt_title_finds_its_event() -> None:
    found = nearest("telephone conversation of foreign ministers", view())

    assert found[0]["id"] == "call-2025-12-03"


def test_a_long_name_is_compared_with_few_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = store(tmp_path, events="date,title\n" + "".join(f"2025,Talks {at}\n" for at in range(700)))
    compared: list[tuple[int, int]] = []

    def close(word: str, names: Collection[str], *_: float) -> list[str]:
        compared.append((len(word), len(names)))
        return []

    monkeypatch.setattr(difflib, "get_close_matches", close)
    nearest("a" * 200, view(record=record))

    # Of each event its id and its title.
    assert compared == [(80, 600), (80, 600)]
