"""Answers that are too long to be held at once: sent as they are made, and not kept.

Each part of one takes a core and more, and somebody waits for a page meanwhile. So parts are made one after
the other, whoever asks, in a thread of their own.
"""

import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field

from anyio import CapacityLimiter, WouldBlock, fail_after, to_thread
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from timeline import logs, waited
from timeline.unanswered import Unanswered
from timeline.web.late import SECONDS

# Answers under way; each holds a part, some 20 MB.
MOST = 16
# Seconds for which a piece of one may lie untaken. A whole part would be too much for a slow line.
PATIENCE = 60.0
PIECE = 2**16

_open = CapacityLimiter(MOST)
_making = CapacityLimiter(1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stream:
    """The ``parts`` of one answer."""

    parts: Iterable[bytes]
    media: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, *, head: bool = False) -> Response:
        """The response to any request; it has no tag, which could be known only at its end."""
        headers = {**self.headers, "cache-control": "no-cache"}
        if head:
            answer = Response(b"", media_type=self.media, headers=headers)
            # How long it is nobody knows before its end.
            del answer.headers["content-length"]
            return answer
        return _Sending(_made(self.parts), media_type=self.media, headers=headers)


class _Sending(StreamingResponse):
    """A stream to one client; 429 where too many are under way: a proxy would take a 503 for our end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            _open.acquire_on_behalf_of_nowait(self)
        except WouldBlock:
            words = f"want fewer than {MOST} whole answers at a time: ask again later, or with a limit"
            raise HTTPException(429, words, {"retry-after": SECONDS}) from None
        try:
            await super().__call__(scope, receive, send)
        finally:
            _open.release_on_behalf_of(self)

    async def stream_response(self, send: Send) -> None:
        """Send it all; without its end, by which a client knows that it is whole, if that cannot be."""

        async def sending(message: Message) -> None:
            with fail_after(PATIENCE):
                await send(message)

        try:
            await super().stream_response(sending)
        except TimeoutError:
            logs.tell(_log, logging.WARNING, "answer broken off", reason="not taken")
        except Unanswered as error:
            if not waited.is_left(waited.asker()):
                logs.tell(_log, logging.WARNING, "answer broken off", reason=error.reason)


async def _made(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    made = iter(parts)
    while (part := await to_thread.run_sync(next, made, None, limiter=_making)) is not None:
        for at in range(0, len(part), PIECE):
            yield part[at : at + PIECE]
