"""Every door of one running server: whatever a stranger asks, it answers, and it believes no forged host.

The requests go over a socket as they are written here: a client would mend most of them.
"""

import gzip
import re
import socket
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import quote_from_bytes, urlsplit
from xml.etree import ElementTree as ET

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_headers import Scripts, digest, hashes
from timeline.language import language
from timeline.web import scripts
from timeline.web.headers import headers

DOORS = (
    *("/", "/data", "/events/", "/cards/", "/cards/view.png", "/api/v1/", "/api/v1/events", "/briefing"),
    *("/feed.atom", "/calendar.ics", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/metrics"),
)
PLAIN, HTML, JSON = "text/plain; charset=utf-8", "text/html; charset=utf-8", "application/json"
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}
MISSING = language("ar").gettext("There is no such event.")


class Answer(NamedTuple):
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> tuple[int, str]:
        """Status and media type."""
        return self.status, self.headers.get("content-type", "")


def ask(server: str, target: str | bytes, method: str = "GET", **changed: str | bytes) -> Answer:
    """Send one request, byte by byte as told; a browser's headers unless changed."""
    parts = urlsplit(server)
    said = {"Host": parts.netloc, "Accept": "text/html,*/*", "Connection": "close", **changed}
    lines: list[str | bytes] = [b"%s %s HTTP/1.1" % (method.encode(), _bytes(target))]
    lines += [b"%s: %s" % (name.replace("_", "-").encode(), _bytes(value)) for name, value in said.items()]
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as wire:
        wire.sendall(b"\r\n".join(_bytes(line) for line in [*lines, "", ""]))
        response = HTTPResponse(wire, method=method)
        response.begin()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def security(answer: Answer) -> dict[str, str | None]:
    """What the answer says of the headers that every answer has."""
    return {name: answer.headers.get(name) for name in headers([], "*")}


doors = st.sampled_from(DOORS)
parts = st.sampled_from(["", "/", "?", "?lang=", "?dates=", "?q=", "?event=", "?topic=", "?x=1&limit="])
junk = st.one_of(
    st.binary(max_size=40).map(lambda some: quote_from_bytes(some, safe="")),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40),
    st.text("0123456789-/.?~%XYES", max_size=20),
)


@settings(max_examples=400, deadline=None)
@given(st.builds("".join, st.tuples(doors, parts, junk)))
def test_any_bytes_in_a_path_or_a_query_have_an_answer(served: str, target: str) -> None:
    answer = ask(served, target)

    assert answer.status < 500
    assert security(answer) == headers(scripts.every(), "*")


@settings(max_examples=100, deadline=None)
@given(doors, st.binary(min_size=1, max_size=40))
def test_what_is_no_request_at_all_is_refused(served: str, door: str, some: bytes) -> None:
    assert ask(served, door.encode() + some).status < 500


HOSTILE = (
    *("%", "%00", "%ff%fe", "%ED%A0%80", "%E2%80%AEgnp.exe", "%0d%0aSet-Cookie:%20stolen=1", "a" * 8000),
    *("..%2f..%2fapp.py", "%2e%2e/%2e%2e/app.py", "%5c%5chost%5cshare", "//evil.example", "../../app.py"),
    *("<script>alert(1)</script>", '"><img/src=x/onerror=alert(1)>', "%3C/title%3E%3Cscript%3Ealert(1)"),
    *("?" * 500, "&" * 500, "=&=&=", ";", "#", "'%20OR%201=1--", "{{7*7}}", "%25%32%35", "\\", "*"),
)


@pytest.mark.parametrize("part", ["", "?q=", "?dates=", "?lang=ar&event=", "?"])
@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_request_has_an_answer_without_a_script_of_its_own(
    served: str, door: str, part: str
) -> None:
    answers = {words: ask(served, f"{door}{part}{words}") for words in HOSTILE}

    assert {words: it.status for words, it in answers.items() if it.status >= 500} == {}
    assert [words for words, it in answers.items() if "stolen=1" in it.headers.get("set-cookie", "")] == []
    pages = {words: it.body for words, it in answers.items() if it.kind[1] == HTML}
    assert [words for words, body in pages.items() if re.search(b"<script>alert|<img/src=x", body)] == []


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/events", HTML, f"<h1>{MISSING}</h1>"),
        ("/events/", HTML, f"<h1>{MISSING}</h1>"),
        ("/events/call-2025", HTML, '<a href="http://localhost:'),
        ("/events/a/b.html", HTML, "<code>a/b.html</code>"),
        ("/events/%3Cb%3E", HTML, "<code>&lt;b&gt;</code>"),
        ("/events/none.ics", PLAIN, MISSING),
        ("/cards", PLAIN, MISSING),
        ("/cards/none.png", PLAIN, MISSING),
        ("/cards/call-2025-12-03.jpg", PLAIN, MISSING),
        ("/api", JSON, '{"detail":"want an address below /api/v1/","errors":[]}'),
        ("/api/v2/events", JSON, '{"detail":"want an address below /api/v1/","errors":[]}'),
        ("/api/v1/none", JSON, '{"detail":"Not Found","errors":[]}'),
        ("/api/v1/events/none", JSON, "\"want the id of an event (got 'none')\""),
    ],
)
def test_an_unknown_path_is_not_found_in_the_format_of_its_door(
    served: str, path: str, kind: str, said: str
) -> None:
    answer, head = ask(served, f"{path}?lang=ar"), ask(served, f"{path}?lang=ar", "HEAD")

    assert answer.kind == head.kind == (404, kind)
    assert said in answer.body.decode()
    assert head.body == b""


# What a program that makes a preview of a shared link is known to read of it.
READ = 32_768


@pytest.mark.parametrize(
    "said",
    [
        {"Accept": "*/*", "Range": f"bytes=0-{READ}"},
        {"Accept": "*/*", "Range": "bytes=0-524287", "Accept-Encoding": "gzip, deflate"},
        {"Accept": "*/*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Accept": "image/webp, */*;q=0.8"},
    ],
)
def test_whoever_makes_a_preview_of_a_link_finds_its_picture(served: str, said: dict[str, str]) -> None:
    answer = ask(served, "/?lang=ar&dates=2025-12", **said)
    page = UNPACKED.get(answer.headers.get("content-encoding", ""), bytes)(answer.body)

    assert answer.kind == (200, HTML)
    assert re.search(rb'property="og:image" content="[^"]*/cards/view.png[^"]*dates=2025-12', page[:READ])


@pytest.mark.parametrize(
    ("query", "accepted", "html"),
    [
        ("", "ar-EG,en;q=0.5", '<html lang="ar" dir="rtl">'),
        ("", "fr", '<html lang="en" dir="ltr">'),
        ("?lang=en", "ar", '<html lang="en" dir="ltr">'),
    ],
)
def test_a_missing_event_is_told_in_the_visitors_language(
    served: str, query: str, accepted: str, html: str
) -> None:
    assert html in ask(served, f"/events/none{query}", Accept_Language=accepted).body.decode()


FORGED = (
    *("evil.example", "evil.example:80", "localhost@evil.example", "evil.example#localhost", "[evil"),
    *("localhost:80@evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "\tevil.example"),
    *('localhost"><b>evil', "localhost/evil", "localhost:evil", "localhost, evil.example", b"\xffevil"),
)


@pytest.mark.parametrize("door", [*DOORS, "/events/none", "/events/call-2025-12-03", "/api/v1/openapi.json"])
def test_a_forged_host_reaches_nobody(served: str, door: str) -> None:
    answers = {host: ask(served, door, Host=host, X_Forwarded_Host="evil.example") for host in FORGED}

    assert {host: it.status for host, it in answers.items() if it.status >= 500} == {}
    assert [host for host, it in answers.items() if "evil" in f"{it.headers}{it.body!r}"] == []
    assert b"evil" not in ask(served, door).body


@pytest.mark.parametrize("door", ["/briefing/", "/data/", "/feed.atom/"])
def test_a_forged_host_is_not_redirected_to(served: str, door: str) -> None:
    answer = ask(served, door, Host="evil.example")

    assert (answer.status, answer.headers["location"]) == (301, door.rstrip("/"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *(("GET", door, 404 if door in ("/events/", "/cards/") else 200) for door in DOORS),
        ("GET", "/events/call-2025-12-03", 200),
        ("GET", "/events/call-2025-12-03.ics", 200),
        ("GET", "/app/static/basemap/land.geojson", 200),
        ("GET", "/app/static/none.js", 404),
        ("GET", "/static/none.js", 404),
        ("GET", "/_stcore/health", 200),
        ("GET", "/briefing/", 301),
        ("GET", "//evil.example", 400),
        ("GET", "/api/v1/events?limit=many", 422),
        ("HEAD", "/feed.atom", 200),
        ("POST", "/briefing", 405),
        ("POST", "/api/v1/events", 405),
        ("PUT", "/events/none", 405),
        ("STEAL", "/cards/none.png", 405),
        ("OPTIONS", "*", 404),
    ],
)
def test_every_answer_carries_the_headers(served: str, method: str, path: str, status: int) -> None:
    answer = ask(served, path, method)

    assert answer.status == status
    assert security(answer) == headers(scripts.every(), "*")
    assert "x-frame-options" not in answer.headers


@pytest.mark.parametrize("path", ["/?lang=ar", "/data", "/about", "/events/call-2025-12-03", "/briefing"])
def test_a_page_runs_no_inline_script_but_those_that_its_policy_names(served: str, path: str) -> None:
    answer = ask(served, path)
    run = Scripts(re.sub("<script type=.application/ld.*?</script>", "", answer.body.decode())).found

    assert {digest(script) for script in run} <= hashes(answer.headers["content-security-policy"])


def test_every_address_of_the_sitemap_opens(served: str) -> None:
    urls = ET.fromstring(ask(served, "/sitemap.xml").body)
    addresses = [url[0].text or "" for url in urls]

    answers = {it: ask(served, it.removeprefix(served)).kind for it in addresses}
    assert len(answers) > 18
    assert set(answers.values()) == {(200, HTML)}


@pytest.mark.parametrize("coding", UNPACKED)
@pytest.mark.parametrize("path", ["/?lang=ar", "/data", "/events/call-2025-12-03", "/briefing?lang=ar"])
def test_a_page_is_sent_compressed(served: str, path: str, coding: str) -> None:
    plain, packed = ask(served, path), ask(served, path, Accept_Encoding=coding)

    assert packed.headers["content-encoding"] == coding
    assert UNPACKED[coding](packed.body) == plain.body
    assert len(packed.body) == int(packed.headers["content-length"]) < len(plain.body) / 2
    assert set(packed.headers["vary"].split(", ")) == {"Accept-Language", "Accept-Encoding"}


def test_a_page_that_was_sent_compressed_is_not_sent_twice(served: str) -> None:
    first = ask(served, "/briefing", Accept_Encoding="br")
    again = ask(served, "/briefing", Accept_Encoding="br", If_None_Match=first.headers["etag"])

    assert first.headers["etag"].startswith('W/"')
    assert (again.status, again.body) == (304, b"")
