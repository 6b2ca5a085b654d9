"""The API as a server among others: addresses, raw bytes, what is kept and for how long, other origins."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.apis import FORMATS, LOCAL, V1, mounted
from tests.datasets import shipped
from timeline.store import Store
from timeline.web import api
from timeline.web.api import models
from timeline.web.api.answers import Answer, Answers, Body


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2/events", "/api/v1", "/api/v1/no", "/api/v1/events/"]
)
def test_an_unknown_path_is_a_404_in_json(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)

    assert answer.status_code == 404
    assert models.Problem.model_validate(answer.json()).errors == []


def test_an_unknown_event_is_a_404_that_repeats_its_id(client: TestClient) -> None:
    answer = client.get(f"{V1}/events/nothing-here")

    assert answer.status_code == 404
    assert answer.json() == {"detail": "want the id of an event (got 'nothing-here')", "errors": []}


def test_writing_is_not_allowed(client: TestClient) -> None:
    answer = client.post(f"{V1}/events")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert models.Problem.model_validate(answer.json())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (b"q=%00", 422),
        (b"q=%ff%fe", 422),
        (b"q=\xff\xfe", 422),
        (b"\xff=1", 422),
        (b"&&==&%", 422),
        (b"q=" + b"%41" * 34_000, 414),
        (b"&" * 16_000, 200),
        (b"&" * 16_001, 414),
    ],
    ids=["nul", "escaped", "raw", "name", "signs", "words", "longest", "too long"],
)
@pytest.mark.parametrize("path", ["events", "events.csv", "events.geojson", "facets", "density", "dataset"])
def test_no_bytes_in_a_query_break_it(path: str, query: bytes, wanted: int) -> None:
    assert status(f"{V1}/{path}", query) == wanted


@pytest.mark.parametrize(
    "id", ["\x00", "\n", "a\nb", "\udcff", "../../etc", "a" * 100_000, "%", "<script>", "\u202e"]
)
def test_no_text_in_a_path_breaks_it(id: str) -> None:
    assert status(f"{V1}/events/{id}", b"") == 404


def status(path: str, query: bytes) -> int:
    """The status of a request that no client would send, made of raw bytes."""
    found: list[int] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": quote(path, errors="surrogateescape").encode(),
        "query_string": query,
        "headers": [(b"host", b"localhost:8501")],
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        found.append(message.get("status", 0))

    asyncio.run(mounted()(scope, receive, send))
    return found[0]


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    whole = client.get(f"{V1}/events")

    head = client.head(f"{V1}/events")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("path", [*FORMATS, "events/call-2025-12-03", "facets", "dataset", "openapi.json"])
def test_whoever_holds_the_answer_is_not_sent_it_again(client: TestClient, path: str) -> None:
    tag = client.get(f"{V1}/{path}").headers["etag"]

    again = client.get(f"{V1}/{path}", headers={"if-none-match": f'"other", W/{tag}'})
    other = client.get(f"{V1}/{path}", headers={"if-none-match": '"other"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_a_compressed_answer_is_the_same_under_another_tag(client: TestClient) -> None:
    plain = client.get(f"{V1}/events")

    packed = client.get(f"{V1}/events", headers={"accept-encoding": "br, gzip;q=0.5"})
    refused = client.get(f"{V1}/events", headers={"accept-encoding": "gzip;q=0"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in refused.headers


def test_answers_may_be_kept_for_a_while_but_refusals_not(client: TestClient) -> None:
    assert "max-age=60" in client.get(f"{V1}/events").headers["cache-control"]
    assert client.get(f"{V1}/events?kind=x").headers["cache-control"] == "no-store"


def test_a_changed_record_gives_another_answer(
    showing: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "SECONDS_FRESH", 0)
    client = showing({"date": "2025", "title": "Before"})
    before = client.get(f"{V1}/events").headers["etag"]
    showing({"date": "2025", "title": "Afterwards"})

    after = client.get(f"{V1}/events")

    assert after.json()["events"][0]["title_en"] == "Afterwards"
    assert after.headers["etag"] != before


def test_a_faulty_record_is_a_503_that_lists_its_faults(showing: Callable[..., TestClient]) -> None:
    answer = showing({"date": "soon", "title": "Talks"}).get(f"{V1}/events")

    assert answer.status_code == 503
    assert "events.csv, row 2, date" in answer.json()["detail"]


def test_a_page_of_another_origin_may_read(client: TestClient) -> None:
    origin = {"origin": "https://example.org"}

    answer = client.get(f"{V1}/events", headers=origin)
    asked = client.options(f"{V1}/events", headers=origin | {"access-control-request-method": "GET"})
    writing = client.options(f"{V1}/events", headers=origin | {"access-control-request-method": "DELETE"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Link" in answer.headers["access-control-expose-headers"]
    assert asked.status_code == 200
    assert writing.status_code == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8501", '"><script>']
)
def test_a_forged_host_reaches_no_link(client: TestClient, host: str) -> None:
    answer = client.get(f"{V1}/events?limit=1", headers={"host": host})

    assert host not in answer.text + answer.headers["link"]
    assert answer.json()["events"][0]["url"] == f"{LOCAL}/events/unga-50-80"


def test_links_lead_to_the_public_address(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_PUBLIC_URL", "https://example.org/record")

    answer = client.get(f"{V1}/events?limit=1")

    assert answer.links["next"]["url"] == "https://example.org/record/api/v1/events?limit=1&offset=1"
    assert answer.json()["events"][0]["url"] == "https://example.org/record/events/unga-50-80"


def test_a_repeated_question_is_not_answered_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"{V1}/events?kind=meeting&role=contact")
    monkeypatch.setattr(Store, "events", lambda self, *asked, **page: pytest.fail("asked again"))

    again = client.get(f"{V1}/events?role=contact&kind=meeting&lang=ar")

    assert again.content == first.content


def test_kept_answers_make_room_for_new_ones() -> None:
    answers = Answers(most_bytes=3000)
    for number in range(10):
        answers.keep(shipped(), number, Answer(Body(b"x" * 900, "text/plain")))

    kept = [number for number in range(10) if answers.find(shipped(), number)]
    assert kept == [7, 8, 9]


def test_long_questions_take_room_too() -> None:
    answers = Answers(most_bytes=30_000)
    for number in range(10):
        answers.keep(shipped(), f"{number}{'q' * 9000}", Answer(Body(b"x", "text/plain")))

    assert len([one for one in range(10) if answers.find(shipped(), f"{one}{'q' * 9000}")]) == 3
