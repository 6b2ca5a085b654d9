"""What a program is told whose question was not answered, and to come again.

It is a 504, whatever the reason: a proxy that asks another replica at a 503 does not pass the question on to
be worked at once more, nor take this replica, which has a record and other answers, for one that is down.
"""

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.unanswered import Unanswered
from timeline.web.reply import NO_STORE

SECONDS = "30"
WORDS = {
    "slow": "this took too long and was stopped; ask for fewer days",
    "large": "this needs more memory than the server has; ask for fewer days",
    "gone": "the files of the record have changed or gone while they were read",
    "failed": "the store or cluster that holds the record could not answer this",
    "down": "the store or cluster that holds the record does not answer",
}
STATUS = 504


def late(missing: Unanswered, status: int = STATUS) -> Response:
    """The reason in words."""
    headers = {**NO_STORE, "Retry-After": SECONDS}
    return PlainTextResponse(f"{WORDS[missing.reason]}\n", status, headers)


class Late:
    """Answers for whatever has no answer, unless it has begun to give one."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ``late`` for what becomes of it."""
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Unanswered as missing:
            if has_begun or scope["type"] != "http":
                raise
            await late(missing)(scope, receive, send)
