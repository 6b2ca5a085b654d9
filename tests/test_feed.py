"""The Atom feed, read by feedparser."""

import asyncio
import csv
import os
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

from tests.datasets import shipped, store, write
from tests.views import ROOT, of_all_dates
from timeline import dataset
from timeline.store import Store
from timeline.web import feed
from timeline.web.feed import ATOM, LATEST, atom

HOSTILE = "]]> </script><b>&amp; \u202egnp.exe \x07\x0b\x7f end"


def read(record: Store, lang: str = "en", root: str = ROOT, **asked: Any) -> Any:
    parsed = feedparser.parse(atom(of_all_dates(record, lang, **asked), root))
    assert not parsed.bozo
    return parsed


def table(*rows: dict[str, str]) -> str:
    """Rows as a CSV file."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


async def status(app: ASGIApp, path: str, query: bytes) -> int:
    """The status of an answer to a query in bytes that no client would send as they are."""
    sent: list[Message] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return int(sent[0]["status"])


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=feed.routes()), base_url="http://localhost")


def test_the_feed_says_what_it_is() -> None:
    said = read(shipped(), topic=("trade",)).feed

    assert said.title == "Turkmenistan – Somalia: the record of contacts · Trade"
    assert said.author == "Turkmenistan – Somalia: the record of contacts"
    assert said.language == "en"
    assert said.updated == "2026-11-30T00:00:00Z"
    assert said.rights.startswith("Our own text is under Creative Commons Attribution 4.0")
    assert {link.rel: link.href for link in said.links} == {
        "self": f"{ROOT}/feed.atom?lang=en&topic=trade",
        "alternate": f"{ROOT}/?lang=en&dates=../..&topic=trade",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_an_entry_says_what_happened_and_leads_to_its_page_and_sources() -> None:
    [entry] = read(shipped(), q="credentials").entries

    assert entry.link == f"{ROOT}/events/credentials-2024-08-27?lang=en"
    assert entry.updated == "2026-11-24T00:00:00Z"
    assert entry.summary.startswith("27 August 2024 · Credentials · Presented · Single source — ")
    assert [link.href for link in entry.links if link.rel == "via"] == [
        "https://orient.tm/en/post/74977/new-ambassador-somalia-ashgabat-officially-takes-office"
    ]
    assert ("diplomatic-relations", "Diplomatic relations") in [(tag.term, tag.label) for tag in entry.tags]


def test_an_arabic_feed_is_arabic() -> None:
    said = read(shipped(), "ar", q="credentials")

    assert said.feed.language == "ar"
    assert said.entries[0].summary.startswith("27 أغسطس 2024 · أوراق اعتماد")


def test_names_are_the_same_in_every_language_and_on_every_host() -> None:
    english, arabic = read(shipped()), read(shipped(), "ar", "http://localhost:8501")

    assert english.feed.id == arabic.feed.id
    assert [entry.id for entry in english.entries] == [entry.id for entry in arabic.entries]
    assert len({english.feed.id, *(entry.id for entry in english.entries)}) == 10


def test_another_question_is_another_feed_of_the_same_entries() -> None:
    whole, some = read(shipped()), read(shipped(), topic=("trade",))

    assert whole.feed.id != some.feed.id
    assert {entry.id for entry in some.entries} < {entry.id for entry in whole.entries}


def test_the_event_in_the_details_makes_no_other_feed() -> None:
    chosen = of_all_dates(shipped(), event="awaza-2025-08")

    assert atom(chosen, ROOT) == atom(of_all_dates(shipped()), ROOT)


def test_the_newest_change_comes_first(tmp_path: Path) -> None:
    rows = [
        ("2020", "old, changed last", "2026-03"),
        ("2024", "new", "2026-01-05"),
        ("2022", "mid", "2026-01-05"),
    ]
    record = store(
        tmp_path, events=table(*({"date": day, "title": title, "modified": on} for day, title, on in rows))
    )
    said = read(record)

    assert [entry.title for entry in said.entries] == ["old, changed last", "new", "mid"]
    assert [entry.updated for entry in said.entries] == ["2026-03-01T00:00:00Z"] + [
        "2026-01-05T00:00:00Z"
    ] * 2
    assert said.feed.updated == "2026-03-01T00:00:00Z"


def test_a_record_without_days_of_change_takes_that_of_its_file(tmp_path: Path) -> None:
    write(tmp_path, events="date,title\n2020,one\n")
    os.utime(tmp_path / "events.csv", (1_000_000_000, 1_000_000_000))
    said = read(Store(dataset.read(tmp_path)))

    assert said.feed.updated == said.entries[0].updated == "2001-09-09T01:46:40Z"


def test_a_month_is_not_a_day_in_a_feed() -> None:
    [entry] = read(shipped(), event="", q="awaza", kind=("meeting",)).entries

    assert entry.summary.startswith("August 2025 (day not reported) · Meeting · Held")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    event = {"date": "2020", "title": HOSTILE, "summary": HOSTILE * 200, "topics": HOSTILE.replace(";", "")}
    package = '{"title": "\\u0000<b>]]>\\u202e"}'
    body = atom(of_all_dates(store(tmp_path, events=table(event), datapackage=package)), ROOT)
    entry = ET.fromstring(body).find(f"{{{ATOM}}}entry")

    assert entry is not None
    assert entry.findtext(f"{{{ATOM}}}title") == "]]> </script><b>&amp; gnp.exe end"
    assert len(list(entry)) == 6
    assert b"<b>" not in body
    assert "\u202e" not in body.decode()


def test_text_in_another_language_than_the_feed_says_so(tmp_path: Path) -> None:
    record = store(tmp_path, events="date,title_ar\n2020,اجتماع\n")

    assert read(record).entries[0].title_detail.language == "ar"


def test_an_empty_view_is_a_feed_without_entries() -> None:
    said = read(shipped(), q="nothing of the kind")

    assert said.entries == []
    assert said.feed.updated == "2026-11-30T00:00:00Z"


def test_a_long_feed_says_that_it_holds_the_latest(tmp_path: Path) -> None:
    record = store(tmp_path, events=table(*({"date": "2020", "title": str(i)} for i in range(LATEST + 1))))
    said = read(record)

    assert len(said.entries) == LATEST
    assert said.feed.subtitle == "The 500 latest changes"


def test_a_reader_fetches_an_unchanged_feed_once(client: TestClient) -> None:
    first = client.get("/feed.atom?lang=ar")
    again = client.get("/feed.atom?lang=ar", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})

    assert first.status_code == 200
    assert first.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert first.headers["content-language"] == "ar"
    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/feed.atom?lang=en").headers["etag"] != first.headers["etag"]


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    head, got = client.head("/feed.atom"), client.get("/feed.atom")

    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    "query",
    [
        "colour=red&topik=tourism",
        "%",
        "&&==",
        "lang=xx",
    ],
)
def test_what_is_asked_in_vain_is_left_out(client: TestClient, query: str) -> None:
    got = client.get(f"/feed.atom?{query}")

    assert got.status_code == 200
    assert not feedparser.parse(got.content).bozo


@pytest.mark.parametrize("query", [b"q=talks\xff\xfe", "q=عشق".encode(), b"\x00=\x80"])
def test_raw_bytes_in_the_query_give_a_feed(query: bytes) -> None:
    assert asyncio.run(status(Starlette(routes=feed.routes()), "/feed.atom", query)) == 200


def test_a_forged_host_reaches_no_feed(client: TestClient) -> None:
    got = client.get("/feed.atom", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert b"evil" not in got.content


def test_faults_are_said_instead_of_a_feed(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, events="date,title\n2025-13,one\n2025,\n")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    got = client.get("/feed.atom")

    assert got.status_code == 503
    assert got.headers["content-type"].startswith("text/plain")
    assert [line.split(":")[0] for line in got.text.splitlines()] == [
        "events.csv, row 2, date",
        "events.csv, row 3, title",
    ]


@pytest.mark.parametrize("wrong", ["topic=gone", "dates=2025-12/2025-08", "match=ALL", "q=؟"])
def test_a_feed_of_what_is_no_more_is_not_that_of_the_whole_record(client: TestClient, wrong: str) -> None:
    answer = client.get(f"/feed.atom?lang=ar&topic=trade&{wrong}&event=gone")

    assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-store")
    assert answer.text == f"يطلب هذا العنوان ما ليس في السجل: {wrong}.\n"
    assert client.get("/feed.atom?event=gone").status_code == 200
