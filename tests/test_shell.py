"""The page that Streamlit fills, on its way out; everything else passes as it is."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.datasets import write
from timeline.web.crawlers import PAGES
from timeline.web.request import base_path
from timeline.web.shell import Shell

PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title><script>1</script></head>'
    b'<body><div id="root"></div></body></html>'
)
HTML = {
    "content-type": "text/html; charset=utf-8",
    "content-length": str(len(PAGE)),
    "accept-ranges": "bytes",
    "last-modified": "Wed, 05 Aug 2026 08:00:00 GMT",
    "etag": '"a"',
}


def answering(*parts: bytes, status: int = 200, headers: Mapping[str, str] = HTML) -> ASGIApp:
    """An app that answers anything with ``parts`` of a body, and notes what it was asked."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        for at, part in enumerate(parts, start=1):
            await send({"type": "http.response.body", "body": part, "more_body": at < len(parts)})

    return app


def ask(
    app: ASGIApp,
    query: str = "",
    method: str = "GET",
    base_path: str = "",
    path: str = "/",
    **headers: str | None,
) -> list[Message]:
    """All messages that the browser is sent; a header that is None is left out."""
    sent: list[Message] = []
    named = {"host": "localhost", "accept": "text/html", **headers}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": query.encode(),
        "server": ("localhost", 8501),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in named.items()
            if value is not None
        ],
    }
    asyncio.run(Shell(app, base_path)(scope, receive, send))
    return sent


def page_of(sent: list[Message]) -> str:
    return b"".join(part.get("body", b"") for part in sent[1:]).decode()


def headers_of(sent: list[Message]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    ("query", "accepted", "html"),
    [
        ("", "", '<html lang="en" dir="ltr">'),
        ("lang=ar", "en-GB", '<html lang="ar" dir="rtl">'),
        ("lang=ar&lang=en", "", '<html lang="ar" dir="rtl">'),
        ("lang=en", "ar-EG", '<html lang="en" dir="ltr">'),
        ("", "ar-EG,en;q=0.5", '<html lang="ar" dir="rtl">'),
        ("", "ar,en;q=0.5", '<html lang="ar" dir="rtl">'),
        ("", "fr,ar;q=0.5", '<html lang="ar" dir="rtl">'),
        ("lang=%3Cb%3E&lang=", "ar", '<html lang="ar" dir="rtl">'),
    ],
)
def test_the_page_says_its_language_and_direction(query: str, accepted: str, html: str) -> None:
    page = page_of(ask(answering(PAGE), query, accept_language=accepted))

    assert html in page
    assert '<html lang="en">' not in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Showing 4 of 9 events, 1 Aug – 31 Dec 2025. For one the day is not known."),
        ("ar", "عرض 4 من أصل 9 أحداث، 1 أغسطس – 31 ديسمبر 2025. حدث واحد يومه غير محدد."),
    ],
)
def test_a_preview_says_in_sentences_what_the_link_shows(lang: str, words: str) -> None:
    page = page_of(ask(answering(PAGE), f"lang={lang}"))

    assert f'<meta name="description" content="{words}' in page
    assert f'<meta property="og:description" content="{words}' in page


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_hostile_title_stays_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    package = '{"title": "</title><script>alert(1)</script>\\" onload=\\"x"}'
    monkeypatch.setenv(
        "TIMELINE_DATA", str(write(tmp_path, events="date,title\n2025,A\n", datapackage=package))
    )
    page = page_of(ask(answering(PAGE), f"lang={lang}"))

    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert '" onload="x' not in page


def test_a_broken_record_still_has_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    sent = ask(answering(PAGE), accept_language="ar")

    assert sent[0]["status"] == 200
    assert '<html lang="ar" dir="rtl">' in page_of(sent)


@pytest.mark.parametrize("path", ["/", "/about"])
@pytest.mark.parametrize("data", ["", "faulty"])
def test_the_dashboards_style_comes_after_streamlits_and_before_its_pages(
    path: str, data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if data:
        monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    sheet = b'<link rel="stylesheet" crossorigin href="./static/css/index.css">'
    page = page_of(ask(answering(PAGE.replace(b"</head>", sheet + b"</head>")), path=path))
    theirs, style, root = page.index(sheet.decode()), page.rindex("<style>"), page.index('<div id="root">')

    assert theirs < style < root
    assert page[style:root].endswith("</style>")
    # Colours, the shared pieces and Streamlit's own elements.
    assert all(rule in page[style:root] for rule in ("--phone-call:", ".badge{", ".st-key-board{"))


def test_the_length_is_that_of_the_page_sent() -> None:
    sent = ask(answering(PAGE), "lang=ar")

    assert headers_of(sent)["content-length"] == str(len(page_of(sent).encode()))
    assert headers_of(sent)["vary"] == "Accept-Language"
    assert not {"etag", "last-modified", "accept-ranges"} & set(headers_of(sent))


def test_a_page_sent_in_parts_is_put_together() -> None:
    whole, parts = ask(answering(PAGE)), ask(answering(PAGE[:40], PAGE[40:90], PAGE[90:], b""))

    assert page_of(parts) == page_of(whole)
    assert len(parts) == 2


@pytest.mark.parametrize(
    ("body", "status", "headers"),
    [
        (b"{}", 200, {"content-type": "application/json", "etag": '"a"'}),
        (b"\x00\xff", 200, {"content-type": "font/woff2"}),
        (PAGE, 404, HTML),
        (b"", 304, {"etag": '"a"'}),
        (b"", 307, {"location": "/data"}),
        (b'<html lang="en"><head><title>Streamlit</title></head></html>', 200, HTML),
        (b"x", 200, {}),
    ],
)
def test_what_is_no_page_of_streamlits_passes_untouched(
    body: bytes, status: int, headers: dict[str, str]
) -> None:
    sent = ask(answering(body, status=status, headers=headers), "lang=ar")

    assert (sent[0]["status"], headers_of(sent)) == (status, headers)
    assert b"".join(part["body"] for part in sent[1:]) == body


@pytest.mark.parametrize(
    "asked", [{"accept": "application/json"}, {"accept": "*/*", "sec_fetch_dest": "script"}]
)
def test_whoever_does_not_want_html_gets_what_there_is(asked: dict[str, str]) -> None:
    sent = ask(answering(PAGE), "lang=ar", **asked)

    assert (page_of(sent), headers_of(sent)) == (PAGE.decode(), HTML)


@pytest.mark.parametrize("accept", ["*/*", "image/webp, */*;q=0.8", None])
def test_whoever_takes_anything_gets_the_page(accept: str | None) -> None:
    assert '<html lang="ar" dir="rtl">' in page_of(ask(answering(PAGE), "lang=ar", accept=accept))


def test_head_sends_no_page_and_says_nothing_of_the_file() -> None:
    sent = ask(answering(b""), "lang=ar", "HEAD")

    assert (sent[0]["status"], page_of(sent)) == (200, "")
    assert headers_of(sent) == {"content-type": HTML["content-type"], "vary": "Accept-Language"}


def test_head_leaves_what_is_said_of_other_pages() -> None:
    said = {"content-type": "text/html", "content-length": "3", "etag": '"b"'}

    assert headers_of(ask(answering(b"", headers=said), "lang=ar", "HEAD")) == said


def test_a_websocket_passes_untouched() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    scope = {"type": "websocket", "headers": [(b"accept", b"text/html")]}
    asyncio.run(Shell(app)(scope, None, None))  # type: ignore[arg-type]

    assert seen == [scope]


def test_the_page_is_asked_for_whole_and_uncompressed() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await answering(PAGE)(scope, receive, send)

    ask(
        app,
        accept_encoding="gzip, br",
        range="bytes=0-99",
        if_range='"a"',
        if_modified_since=HTML["last-modified"],
    )

    assert [name for name, _ in seen[0]["headers"]] == [b"host", b"accept"]


@pytest.mark.parametrize(("option", "path"), [("", ""), ("/", ""), ("here", "/here"), ("/a/b/", "/a/b")])
def test_a_base_path_is_one_however_it_is_written(option: str, path: str) -> None:
    assert base_path(option) == path


def test_a_base_path_is_where_the_page_looks_for_its_server() -> None:
    assert '"/here/"' in page_of(ask(answering(PAGE), base_path="/here"))
    assert '"/"' in page_of(ask(answering(PAGE)))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "base_path", "status"),
    [
        *((path, "", 200) for path in (*PAGES, "/story/")),
        *(
            (path, "/base", status)
            for path, status in (("/base", 200), ("/base/data", 200), ("/base/no", 404))
        ),
        *((path, "", 404) for path in ("/nothere", "/story/1", "/base", "/index.php")),
    ],
)
def test_an_address_of_no_page_is_not_found(method: str, path: str, base_path: str, status: int) -> None:
    body = (PAGE,) if method == "GET" else (b"",)
    [start, _] = ask(Shell(answering(*body), base_path), method=method, path=path, base_path=base_path)

    assert start["status"] == status


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "There is no such page."), ("ar", "لا توجد صفحة بهذا العنوان.")]
)
@pytest.mark.parametrize("path", ["/nothere", "/topics/x", "/event/call-2025-12-03"])
def test_an_address_of_no_page_says_so_and_leads_to_the_record(path: str, lang: str, words: str) -> None:
    page = page_of(ask(answering(PAGE), f"lang={lang}", path=path))

    assert f"<h1>{words}</h1>" in page
    assert f'<html lang="{lang}"' in page
    assert "<script" not in page
    assert re.search(rf'<a class="home" href="http://[^/"]+/\?lang={lang}', page)


def test_a_page_that_is_not_streamlits_keeps_its_status() -> None:
    [start, *_] = ask(Shell(answering(b"<p>a briefing")), path="/briefing")

    assert start["status"] == 200
