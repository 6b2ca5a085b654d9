"""What becomes of a request whose client has gone: its question is stopped (``timeline.waited``).

Others wait for the thread that answers, and hear of it only when that is done.
"""

from asyncio import Event, create_task

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline import waited
from timeline.unanswered import Unanswered

_GONE: Message = {"type": "http.disconnect"}


class Leaving:
    """ASGI middleware around all that answers from the record."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and listen meanwhile."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        said, gone = [await receive()], Event()
        has_body = said[0].get("more_body", False)

        async def hear() -> Message:
            if said:
                return said.pop()
            if has_body:
                return await receive()
            await gone.wait()
            return _GONE

        with waited.request() as request:

            async def listen() -> None:
                # Behind the end of a request comes nothing but the end of its client.
                await receive()
                waited.leave(request)
                gone.set()

            listening = None if has_body else create_task(listen())
            try:
                await self.app(scope, hear, send)
            except Unanswered:
                if not waited.is_left(request):
                    raise
            finally:
                if listening:
                    listening.cancel()
