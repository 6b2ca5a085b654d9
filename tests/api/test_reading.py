"""Reading a question may be one to the engine: it holds up nobody, and is not asked without end."""

import asyncio

import pytest
from starlette.testclient import TestClient

from timeline.store import Store


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
