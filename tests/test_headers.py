"""What a browser is told about everything that this server sends, and which scripts it may run."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.html.spoken import spoken
from timeline.html.story import WALKING
from timeline.language import language
from timeline.web import chunks, scripts
from timeline.web.headers import Headers, frame_ancestors, headers, policy
from timeline.web.shell import Shell

NAMES = {"content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"}
WANTED = "TIMELINE_FRAME_ANCESTORS: want *, 'self', 'none' or hosts (got {!r})"


class Scripts(HTMLParser):
    """The inline scripts of a page, as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inline = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inline = tag == "script" and "src" not in dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._inline:
            self.found.append(data)
            self._inline = False


@pytest.fixture(autouse=True)
def anyone_may_embed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that nobody has configured."""
    monkeypatch.delenv("TIMELINE_FRAME_ANCESTORS", raising=False)


def said(app: ASGIApp, *inline: str) -> dict[str, str]:
    """The headers that the browser is sent with the answer of ``app``."""
    client = TestClient(Headers(app, inline), raise_server_exceptions=False)
    return dict(client.get("/", follow_redirects=False).headers)


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("nobody expected this")


async def breaking_off(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("nobody expected this")


@pytest.mark.parametrize(
    "app",
    [
        pytest.param(HTMLResponse("<p>"), id="page"),
        pytest.param(Response(status_code=304), id="unchanged"),
        pytest.param(RedirectResponse("/data"), id="redirect"),
        pytest.param(Starlette(), id="not found"),
        pytest.param(failing, id="failure"),
    ],
)
def test_every_answer_has_the_headers(app: ASGIApp) -> None:
    sent = said(app, "1")

    assert {name: sent.get(name) for name in NAMES} == headers(["1"], "*")


def test_no_type_is_guessed_and_other_sites_learn_no_more_than_the_origin() -> None:
    sent = said(Response())

    assert sent["x-content-type-options"] == "nosniff"
    assert sent["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_failure_says_nothing_of_itself_to_the_visitor_and_all_to_the_log() -> None:
    answer = TestClient(Headers(failing), raise_server_exceptions=False).get("/")

    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    with pytest.raises(RuntimeError, match="nobody expected this"):
        TestClient(Headers(failing)).get("/")


def test_an_answer_that_breaks_off_is_not_begun_anew() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError):
        asyncio.run(Headers(breaking_off)({"type": "http"}, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["http.response.start"]


def test_a_websocket_passes_untouched() -> None:
    seen: list[tuple[object, ...]] = []

    async def app(*asked: object) -> None:
        seen.append(asked)

    asyncio.run(Headers(app)({"type": "websocket"}, None, None))  # type: ignore[arg-type]

    assert seen == [({"type": "websocket"}, None, None)]


def test_a_page_keeps_a_stricter_policy_of_its_own() -> None:
    own = {"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer"}
    sent = said(Response(headers=own))

    assert sent["content-security-policy"] == "default-src 'none'"
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["x-content-type-options"] == "nosniff"


def test_who_may_embed_is_said_once() -> None:
    sent = said(Response(headers={"X-Frame-Options": "DENY"}))

    assert "x-frame-options" not in sent
    assert sent["content-security-policy"].endswith("; frame-ancestors *")


def test_the_policy_allows_this_servers_own_and_no_more() -> None:
    assert policy([], "'self'") == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def test_no_page_may_ask_a_visitor_for_anything_but_to_copy() -> None:
    denied = re.findall(r"([\w-]+)=\(\)(?:, |$)", headers([], "*")["permissions-policy"])

    assert {"camera", "geolocation", "microphone", "payment", "usb"} < set(denied)
    assert not {"clipboard-read", "clipboard-write"} & set(denied)


@pytest.mark.parametrize("base_path", ["", "/here"])
def test_the_policy_names_the_scripts_of_the_real_page_and_no_other(base_path: str) -> None:
    page = (chunks.static() / "index.html").read_text(encoding="utf-8")
    client = TestClient(Shell(HTMLResponse(page), base_path), headers={"Accept": "text/html"})
    run = Scripts(client.get(f"{base_path}/").text).found

    inserted = {text for tag in ("en", "ar", "fr") for text in Scripts(spoken(language(tag))).found}
    inserted.add(WALKING)
    assert len(run) == 8
    assert hashes(policy(scripts.every(base_path), "*")) == {digest(text) for text in (*run, *inserted)}


def hashes(said: str) -> set[str]:
    """The hashes that a policy names."""
    return set(re.findall(r"'sha256-([^']+)'", said))


def digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


@pytest.mark.parametrize(
    ("value", "ancestors"),
    [
        (None, "*"),
        ("", "*"),
        ("  ", "*"),
        ("*", "*"),
        ("'none'", "'none'"),
        ("'self'  https://www.example.org", "'self' https://www.example.org"),
        ("https://*.example.net:8443 http://localhost:*", "https://*.example.net:8443 http://localhost:*"),
        ("www.example.org https:", "www.example.org https:"),
        ("https://xn--4gbrim.example", "https://xn--4gbrim.example"),
    ],
)
def test_who_may_embed_is_as_configured(value: str | None, ancestors: str) -> None:
    assert frame_ancestors({"TIMELINE_FRAME_ANCESTORS": value} if value is not None else {}) == ancestors


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("https://a.example; script-src *", "https://a.example;"),
        ("https://a.example\nX-Evil: 1", "https://a.example\nX-Evil:"),
        ("'self'\r\n", "'self'\r\n"),
        ("a.example\tb.example", "a.example\tb.example"),
        ("a.example,b.example", "a.example,b.example"),
        ("'unsafe-inline'", "'unsafe-inline'"),
        ("https://a.example/path", "https://a.example/path"),
        ("javascript:", "javascript:"),
        ("https://سفارة.example", "https://سفارة.example"),
    ],
)
def test_a_wrong_list_of_who_may_embed_is_named(value: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(WANTED.format(wrong))}$"):
        frame_ancestors({"TIMELINE_FRAME_ANCESTORS": value})


def test_a_wrong_list_stops_the_server_at_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_FRAME_ANCESTORS", "*;")

    with pytest.raises(ValueError, match="TIMELINE_FRAME_ANCESTORS"):
        Headers(Starlette())


def test_the_configured_list_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_FRAME_ANCESTORS", "'self' https://www.example.org")

    sent = said(Response())["content-security-policy"]
    assert sent.endswith("; frame-ancestors 'self' https://www.example.org")
