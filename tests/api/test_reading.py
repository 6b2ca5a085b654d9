"""Reading a question may be one to the engine: it holds up nobody, and is not asked without end."""

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.datasets import store
from timeline.store import Store
from timeline.web.api import query


def test_reading_a_question_holds_up_nobody(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    on_loop: list[bool] = []

    def has(store: Store, id: str) -> bool:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            on_loop.append(False)
        else:
            on_loop.append(True)
        return False

    monkeypatch.setattr(Store, "has", has)
    answer = client.get("/api/v1/events?event=nothing-of-the-kind")

    assert answer.status_code == 422
    assert on_loop
    assert not any(on_loop)


def test_an_event_that_is_not_there_is_not_looked_for_without_end(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(Store, "has", lambda store, id: looked.append(id))
    answer = client.get("/api/v1/events?" + "&".join(f"event=not-{number}" for number in range(500)))

    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert len(errors) == 500
    assert {error["wanted"] for error in errors} == {"this parameter once"}
    assert looked == ["not-0", "not-1", "not-2"]


def test_more_values_than_a_question_can_hold_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"2025,Event {at},p{at}\n" for at in range(201))
    asked = "&".join(f"place=p{at}" for at in range(201))

    with pytest.raises(query.WrongQuestion) as wrong:
        query.read(asked.encode(), store(tmp_path, events=f"date,title,place\n{rows}"), query.SELECTING)

    assert wrong.value.faults == [query.fault("place", "p200", "at most 200 values")]
