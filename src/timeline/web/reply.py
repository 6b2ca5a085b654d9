"""The answer of a route: a body that a client may keep, and need not fetch again while it is the same.

The tag is made from the bytes themselves, so it changes when, and only when, what is sent does
(RFC 9110, section 8.8.3). Whoever compresses a reply on its way out must mend the tag.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from timeline.faults import FaultyDataset
from timeline.plaintext import clean
from timeline.selection import FACETS
from timeline.view import View
from timeline.web.accepting import holds, tag_of
from timeline.web.request import view_of

NO_STORE = {"Cache-Control": "no-store"}
# What narrows a record; an address may carry names of others' for their own ends.
_NARROWING = (*FACETS, "dates", "match", "q")

Answering = Callable[[Request, View], Response]


def reply(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    language: str = "",
    status: int = 200,
    max_age: int = 300,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """``body`` to keep for ``max_age`` seconds; 304 without it if the client has these very bytes."""
    tag = tag_of(body)
    said = {"ETag": tag, "Cache-Control": f"public, max-age={max_age}", "Vary": "Accept-Language"}
    said |= {"Content-Language": language} if language else {}
    said |= dict(headers or {})
    if status == 200 and holds(request.headers, tag):
        return Response(status_code=304, headers=said)
    said["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, status, said, media_type)


def viewed(*, focused: bool) -> Callable[[Answering], Callable[[Request], Response]]:
    """Make a route's endpoint of what answers for a view (see ``view_of``), 503 while there is no record."""

    def endpoint(answer: Answering) -> Callable[[Request], Response]:
        @wraps(answer)
        def answered(request: Request) -> Response:
            try:
                view = view_of(request, focused=focused)
            except FaultyDataset as faulty:
                return unavailable(faulty)
            return answer(request, view)

        return answered

    return endpoint


def unavailable(error: FaultyDataset) -> Response:
    """503 with every fault of the record, a line each."""
    return PlainTextResponse(f"{error}\n", 503, NO_STORE)


def unusable(view: View) -> Response | None:
    """422 that names by what a program cannot narrow the record; None if there is nothing.

    Whoever subscribed to a topic that is no more is better served by that than by all the others.
    """
    wrong = [f"{name}={value[:80]}" for name, value in view.ignored if name in _NARROWING]
    if not wrong:
        return None
    words = view.language.gettext(
        "This address asks for what the record does not have: {names}.", names=view.language.listed(wrong)
    )
    headers = {**NO_STORE, "Content-Language": view.language.tag}
    return PlainTextResponse(f"{clean(words)}\n", 422, headers)
