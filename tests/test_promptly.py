"""An answer leaves at once: the sockets that wait for visitors, and what they accept, hold nothing back."""

import asyncio
import socket
import weakref
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from timeline.web import health
from timeline.web.promptly import send_promptly

FAMILIES = [(socket.AF_INET, "127.0.0.1")]
if socket.has_dualstack_ipv6():
    FAMILIES.append((socket.AF_INET6, "::1"))


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """Sockets put here are closed after the test."""
    with ExitStack() as stack:
        yield stack


def waiting(opened: ExitStack, family: int = socket.AF_INET, host: str = "127.0.0.1") -> socket.socket:
    """A socket as Streamlit binds it: it names no protocol, which is what keeps asyncio from helping."""
    one = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
    one.bind((host, 0))
    one.listen()
    return one


def connected(opened: ExitStack, to: socket.socket) -> tuple[socket.socket, socket.socket]:
    """Both ends of a connection: the visitor's and the server's."""
    visitor = opened.enter_context(socket.create_connection(to.getsockname()[:2]))
    return visitor, opened.enter_context(to.accept()[0])


def prompt(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_a_proxy_of_what_is_gone_is_in_nobodys_way() -> None:
    class Gone:
        pass

    thing = Gone()
    proxies = [weakref.proxy(thing)]
    del thing

    send_promptly()
    assert len(proxies) == 1


@pytest.mark.parametrize(("family", "host"), FAMILIES)
def test_what_is_accepted_is_sent_without_delay(opened: ExitStack, family: int, host: str) -> None:
    server = waiting(opened, family, host)
    before = prompt(server)
    send_promptly()

    assert (before, prompt(server)) == (False, True)
    assert prompt(connected(opened, server)[1])


def test_a_socket_that_is_bound_but_does_not_listen_yet_counts(opened: ExitStack) -> None:
    server = opened.enter_context(socket.socket())
    server.bind(("127.0.0.1", 0))
    send_promptly()

    assert prompt(server)


def test_sockets_of_other_kinds_are_left_alone(opened: ExitStack) -> None:
    unbound, closed = opened.enter_context(socket.socket()), socket.socket()
    closed.close()
    datagrams = opened.enter_context(socket.socket(type=socket.SOCK_DGRAM))
    datagrams.bind(("127.0.0.1", 0))
    pair = [opened.enter_context(one) for one in socket.socketpair()]
    send_promptly()

    assert not prompt(unbound)
    assert [one.fileno() >= 0 for one in (datagrams, *pair)] == [True] * 3


def test_a_connection_that_stands_is_left_alone(opened: ExitStack) -> None:
    both = connected(opened, waiting(opened))
    send_promptly()

    assert [prompt(one) for one in both] == [False, False]


def test_the_servers_sockets_are_ready_by_the_time_it_starts(
    opened: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_load", lambda: None)
    server = waiting(opened)

    async def start() -> tuple[dict[str, object], bool]:
        async with health.lifespan(object()) as state:
            return state, prompt(server)

    assert asyncio.run(start()) == ({}, True)
