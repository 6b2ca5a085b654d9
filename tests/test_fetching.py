"""A visitor's address never reaches what only the server can, and no answer is kept at any length."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pytest

from timeline.intake import fetching
from timeline.intake.fetching import Refused, fetch, is_allowed, public_address

Answers = dict[str, tuple[int, dict[str, str], bytes]]


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], list[str]]:
    """Hosts that answer without a network; returns the list of addresses that were asked."""

    def of(answers: Answers) -> list[str]:
        asked: list[str] = []

        class Connection:
            def __init__(self, host: str, port: int, address: str) -> None:
                self.host = host

            def request(self, method: str, path: str, headers: dict[str, str]) -> None:
                self.address = f"https://{self.host}{path}"
                asked.append(self.address)

            def getresponse(self) -> Any:
                status, headers, body = answers[self.address]
                reply = BytesIO(body)
                reply.status = status  # type: ignore[attr-defined]
                reply.headers = headers  # type: ignore[attr-defined]
                return reply

            def cut(self) -> None:
                pass

            end = cut

        monkeypatch.setattr(fetching, "_Vetted", Connection)
        resolves(monkeypatch, "93.184.216.34")
        return asked

    return of


def resolves(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    ("value", "allowed"), [("", False), ("off", False), ("1", False), ("on", True), ("ON ", True)]
)
def test_fetching_is_off_until_it_is_switched_on(value: str, allowed: bool) -> None:
    assert is_allowed({"TIMELINE_FETCH": value}) is allowed
    assert not is_allowed({})


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "fe80::1%eth0",
            "fc00::1",
            "::ffff:127.0.0.1",
            "2002:7f00:1::",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fec0::1",
            "4000::1",
        ),
    ],
)
def test_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolves(monkeypatch, "93.184.216.34", address)

    with pytest.raises(Refused, match="not on the public internet"):
        public_address("sheet.example", 443)


def test_a_name_that_nobody_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Refused, match="No server"):
        fetch("https://none.example/")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://a.example/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://",
            "a.example/x.csv",
            "https://[/",
        ),
        *(
            "https://user:word@a.example/",
            "https://a.example:8443/",
            "https://a.example/a b",
            "https://a.example:x/",
        ),
        *("https://a.example/\r\nHost: b.example", "javascript:alert(1)", ""),
    ],
)
def test_only_plain_https_is_asked(internet: Callable[[Answers], list[str]], address: str) -> None:
    asked = internet({})

    with pytest.raises(Refused, match="begins with https"):
        fetch(address)
    assert asked == []


def test_a_published_sheet_is_read_through_its_redirect(internet: Callable[[Answers], list[str]]) -> None:
    first, second = "https://docs.example/pub?output=csv", "https://files.example/sheet.csv?x=1"
    asked = internet({first: (307, {"location": second}, b""), second: (200, {}, b"date,title\n")})

    assert fetch(first) == ("sheet.csv", b"date,title\n")
    assert asked == [first, second]


def test_a_redirect_is_judged_like_an_address(internet: Callable[[Answers], list[str]]) -> None:
    asked = internet({"https://a.example/": (302, {"location": "http://127.0.0.1/"}, b"")})

    with pytest.raises(Refused, match="begins with https"):
        fetch("https://a.example/")
    assert asked == ["https://a.example/"]


def test_a_redirect_to_no_address_is_refused(internet: Callable[[Answers], list[str]]) -> None:
    internet({"https://a.example/": (302, {"location": "https://["}, b"")})

    with pytest.raises(Refused, match="gives no file"):
        fetch("https://a.example/")


def test_a_redirect_to_a_private_host_is_refused(
    internet: Callable[[Answers], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = internet({"https://a.example/": (302, {"location": "https://inner.example/"}, b"")})

    def found(host: str, *_: object, **__: object) -> list[Any]:
        return [(0, 0, 6, "", ({"inner.example": "10.0.0.1"}.get(host, "93.184.216.34"), 443))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(Refused, match="not on the public internet"):
        fetch("https://a.example/")
    assert asked == ["https://a.example/"]


def test_a_host_is_asked_at_the_address_that_was_judged_and_proves_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[object] = []

    def connect(address: object, *_: object) -> Mock:
        opened.append(address)
        return Mock()

    def wrap(self: ssl.SSLContext, plain: object, *, server_hostname: str) -> None:
        opened.extend((server_hostname, self.verify_mode, self.check_hostname))
        raise ssl.SSLError

    resolves(monkeypatch, "93.184.216.34")
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with pytest.raises(Refused, match="does not answer"):
        fetch("https://a.example/")
    assert opened == [("93.184.216.34", 443), "a.example", ssl.CERT_REQUIRED, True]


def test_redirects_come_to_an_end(internet: Callable[[Answers], list[str]]) -> None:
    asked = internet({"https://a.example/": (302, {"location": "/"}, b"")})

    with pytest.raises(Refused, match="gives no file"):
        fetch("https://a.example/")
    assert len(asked) == fetching.MOST_STEPS


def test_a_large_file_is_left(internet: Callable[[Answers], list[str]]) -> None:
    internet({"https://a.example/": (200, {}, b"x" * 1001)})

    with pytest.raises(Refused, match="too large"):
        fetch("https://a.example/", most_bytes=1000)


def test_another_answer_than_a_file_is_refused(internet: Callable[[Answers], list[str]]) -> None:
    internet({"https://a.example/": (404, {}, b"")})

    with pytest.raises(Refused, match="gives no file"):
        fetch("https://a.example/")


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionRefusedError(), http.client.BadStatusLine("x")])
def test_a_server_that_fails_is_refused(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    resolves(monkeypatch, "93.184.216.34")
    monkeypatch.setattr(fetching._Vetted, "connect", fail)
    with pytest.raises(Refused, match="does not answer"):
        fetch("https://a.example/")


@pytest.mark.parametrize("said", ["HTTP/1.1 200 OK\r\nx: ", "HTTP/1.1 200 OK\r\n\r\ndate,title\n"])
def test_a_server_that_says_little_at_a_time_is_left(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    ours, theirs = socket.socketpair()
    over = threading.Event()

    def trickle() -> None:
        theirs.sendall(said.encode())
        with suppress(OSError):
            while not over.wait(0.05):
                theirs.sendall(b"x")

    def connect(self: Any) -> None:
        self.sock, self._plain = ours, ours.dup()

    resolves(monkeypatch, "93.184.216.34")
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    monkeypatch.setattr(fetching._Vetted, "connect", connect)
    server = threading.Thread(target=trickle, daemon=True)
    server.start()
    started = time.monotonic()
    try:
        with pytest.raises(Refused, match="does not answer"):
            fetch("https://a.example/sheet.csv")
        assert time.monotonic() - started < 5
    finally:
        over.set()
        theirs.close()
