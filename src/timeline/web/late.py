"""What a program is told whose question was not answered, and to come again.

It is 504 for a question that is too much: a proxy that asks another replica at a 503 does not pass it on to
be worked at once more, nor take this replica for one that is down.
"""

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.engine import Unanswered

SECONDS = "30"
WORDS = {
    "slow": "this took too long and was stopped; ask for fewer days",
    "large": "this needs more memory than the server has; ask for fewer days",
    "gone": "the files of the record have changed or gone while they were read",
    "failed": "the store or cluster that holds the record could not answer this",
    "down": "the store or cluster that holds the record does not answer",
}
_TOO_MUCH = ("slow", "large")


def status(missing: Unanswered) -> int:
    """The status of an answer without one."""
    return 504 if missing.reason in _TOO_MUCH else 503


def late(missing: Unanswered) -> Response:
    """The reason in words."""
    headers = {"Cache-Control": "no-store", "Retry-After": SECONDS}
    return PlainTextResponse(f"{WORDS[missing.reason]}\n", status(missing), headers)


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
