"""What the tests of the API share: a program that asks it, of the record that ships or of another."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.apis import LOCAL, mounted
from timeline import record


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A program on the server's own machine that asks for the record that ships."""
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    monkeypatch.delenv("TIMELINE_PUBLIC_URL", raising=False)
    with TestClient(mounted(), base_url=LOCAL) as client:
        client.headers["accept-encoding"] = "identity"
        yield client


@pytest.fixture
def showing(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """Serve a record made of rows, each a dictionary."""

    def show(*rows: dict[str, str]) -> TestClient:
        with (tmp_path / "events.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
        monkeypatch.setattr(record, "REST", 0)
        return client

    return show
