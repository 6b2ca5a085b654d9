"""What is asked for a client that has gone is stopped, and everybody else's requests pass as they came."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import nullcontext
from threading import Event

import pytest
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline import waited
from timeline.unanswered import Unanswered
from timeline.web.leaving import Leaving

WHOLE: Message = {"type": "http.request", "body": b"", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


def passed(app: ASGIApp, *said: Message, method: str = "GET", version: str = "2.4") -> list[Message]:
    """What ``app`` sends to a client that says this; what comes after the first answer it says after that."""
    sent: list[Message] = []
    messages = iter(said)

    async def ask() -> None:
        answered = asyncio.Event()

        async def receive() -> Message:
            message = next(messages, None)
            if message is None or (message is GONE and not answered.is_set()):
                await answered.wait()
            return message or await asyncio.get_running_loop().create_future()

        async def send(message: Message) -> None:
            sent.append(message)
            if message.get("body"):
                answered.set()

        scope = {
            "type": "http",
            "method": method,
            "path": "/",
            "headers": [],
            "asgi": {"spec_version": version},
        }
        await Leaving(app)(scope, receive, send)

    asyncio.run(asyncio.wait_for(ask(), 10))
    return sent


@pytest.mark.parametrize("version", ["2.3", "2.4"])
def test_a_download_that_was_left_ends_with_its_question(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waited, "GRACE", 0.1)
    stopped = Event()

    def parts() -> Iterator[bytes]:
        with waited.question(nullcontext(stopped.set)):
            yield b"one"
            assert stopped.wait(5)
            raise Unanswered("slow")

    sent = passed(StreamingResponse(parts()), WHOLE, GONE, version=version)

    assert [message["body"] for message in sent if message.get("body")] == [b"one"]
    assert stopped.is_set()


def test_a_request_that_was_left_asks_nothing_more() -> None:
    begun = []

    def parts() -> Iterator[bytes]:
        yield b"one"
        end = time.monotonic() + 5
        while not waited.is_left(waited.asker()) and time.monotonic() < end:
            time.sleep(0.01)
        with waited.question(nullcontext(lambda: None)):
            begun.append("another")

    passed(StreamingResponse(parts()), WHOLE, GONE)

    assert begun == []


def test_who_waits_hears_of_a_question_without_an_answer() -> None:
    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        raise Unanswered("slow")

    with pytest.raises(Unanswered):
        passed(late, WHOLE)


@pytest.mark.parametrize(("method", "more"), [("GET", True), ("POST", True), ("POST", False)])
def test_a_body_arrives_whole(method: str, more: bool) -> None:
    pieces = [b"one", b"two"] if more else [b"one"]
    said = [{**WHOLE, "body": piece, "more_body": piece != pieces[-1]} for piece in pieces]
    heard: list[Message] = []

    async def listen(scope: Scope, receive: Receive, send: Send) -> None:
        heard.extend([await receive() for _ in said])

    passed(listen, *said, method=method)
    assert heard == said


def test_that_the_client_has_gone_is_said_as_often_as_it_is_asked() -> None:
    heard: list[Message] = []

    async def listen(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.body", "body": b"one"})
        heard.extend([await receive(), await receive(), await receive()])

    passed(listen, WHOLE, GONE)
    assert heard == [WHOLE, GONE, GONE]
