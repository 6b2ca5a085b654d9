"""Answers for those who watch over a server: no visitor's question keeps them waiting."""

from collections.abc import Awaitable, Callable
from functools import partial, wraps

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

# Threads of their own: those that all others share may wait for long answers, every one of them.
_THREADS = CapacityLimiter(4)


def apart(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """``answer`` as a route's endpoint, in a thread that no other route has."""

    @wraps(answer)
    async def answered(request: Request) -> Response:
        return await to_thread.run_sync(partial(answer, request), limiter=_THREADS)

    return answered
