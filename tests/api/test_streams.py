"""Answers too long to be held at once: they keep nobody waiting, and none goes on for nobody."""

import asyncio
import logging
import time
from collections.abc import Iterator
from threading import Event

import pytest
from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.types import Message

from timeline import waited
from timeline.unanswered import Unanswered
from timeline.web.api import streams
from timeline.web.api.streams import Stream

SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": [], "asgi": {"spec_version": "2.4"}}


async def receive() -> Message:
    """A client that stays."""
    await asyncio.Event().wait()
    raise AssertionError


async def sent(parts: Iterator[bytes]) -> list[Message]:
    """What a client is sent of these parts."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    await Stream(parts, "text/csv").response()(SCOPE, receive, send)
    return messages


def held(until: Event) -> Iterator[bytes]:
    """One part that takes until then."""
    until.wait(20)
    yield b"part"


def bodies(messages: list[Message]) -> list[bytes]:
    return [message["body"] for message in messages if message["type"] == "http.response.body"]


def is_whole(messages: list[Message]) -> bool:
    return messages[-1]["type"] == "http.response.body" and not messages[-1]["more_body"]


def test_every_part_is_sent_and_the_end() -> None:
    messages = asyncio.run(sent(iter([b"one", b"", b"two"])))

    assert bodies(messages) == [b"one", b"two", b""]
    assert is_whole(messages)


def test_parts_are_made_one_after_the_other_whoever_asks() -> None:
    at_work, most = 0, 0

    def parts() -> Iterator[bytes]:
        nonlocal at_work, most
        for _ in range(3):
            at_work += 1
            most = max(most, at_work)
            time.sleep(0.01)
            at_work -= 1
            yield b"part"

    async def ask() -> list[list[Message]]:
        return await asyncio.gather(*(sent(parts()) for _ in range(5)))

    assert all(map(is_whole, asyncio.run(ask())))
    assert most == 1


def test_answers_that_take_long_leave_all_other_threads_to_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_open", CapacityLimiter(60))
    done = Event()

    async def ask() -> str:
        under_way = [asyncio.create_task(sent(held(done))) for _ in range(50)]
        await asyncio.sleep(0.05)
        try:
            return await asyncio.wait_for(to_thread.run_sync(lambda: "a page"), 5)
        finally:
            done.set()
            assert all(map(is_whole, await asyncio.gather(*under_way)))

    assert asyncio.run(ask()) == "a page"


def test_no_more_are_sent_at_once_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_open", CapacityLimiter(1))
    done = Event()

    async def ask() -> HTTPException:
        first = asyncio.create_task(sent(held(done)))
        await asyncio.sleep(0.05)
        with pytest.raises(HTTPException) as refused:
            await sent(iter([b"part"]))
        done.set()
        assert is_whole(await first)
        # Its room is free again.
        assert is_whole(await sent(iter([b"part"])))
        return refused.value

    refused = asyncio.run(ask())
    assert (refused.status_code, refused.headers) == (429, {"retry-after": "30"})
    assert refused.detail == "want fewer than 16 whole answers at a time: ask again later, or with a limit"


def test_a_client_that_takes_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.05)
    taken: list[Message] = []

    async def send(message: Message) -> None:
        if message.get("body") == b"two":
            await receive()
        taken.append(message)

    response = Stream(iter([b"one", b"two", b"three"]), "text/csv").response()
    asyncio.run(asyncio.wait_for(response(SCOPE, receive, send), 10))

    assert bodies(taken) == [b"one"]
    assert caplog.messages == ["answer broken off: reason not taken"]


def test_a_slow_line_is_given_time_for_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.5)
    taken: list[Message] = []

    async def send(message: Message) -> None:
        await asyncio.sleep(0.05)
        taken.append(message)

    # One part, which at this pace takes longer than anybody is waited for.
    part = bytes(20 * streams.PIECE)
    asyncio.run(Stream(iter([part]), "text/csv").response()(SCOPE, receive, send))

    assert is_whole(taken)
    assert b"".join(bodies(taken)) == part


@pytest.mark.parametrize("is_left", [False, True])
def test_an_answer_that_cannot_be_finished_ends_without_its_end(
    is_left: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    def parts() -> Iterator[bytes]:
        yield b"one"
        if is_left:
            waited.leave(waited.asker())
        raise Unanswered("gone")

    with waited.request():
        messages = asyncio.run(sent(parts()))

    assert bodies(messages) == [b"one"]
    assert not is_whole(messages)
    told = [] if is_left else ["answer broken off: reason gone"]
    assert [line.getMessage() for line in caplog.records if line.name == streams.__name__] == told
