"""The record for programs: JSON, CSV and GeoJSON under ``/api/v1/``, described by its ``openapi.json``.

An endpoint takes the same Selection and Store as every page. There are no interactive documentation
pages: they would load foreign scripts.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import ref

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from timeline import record
from timeline.faults import FaultyDataset
from timeline.store import Store
from timeline.unanswered import Unanswered
from timeline.web.api import query
from timeline.web.api.answers import Answer, Answers
from timeline.web.api.docs import document, responses
from timeline.web.api.endpoints import ENDPOINTS, Asked, Endpoint, as_json
from timeline.web.api.streams import Stream
from timeline.web.late import SECONDS, STATUS, WORDS
from timeline.web.request import public_url

PREFIX = "/api/v1"
SECONDS_FRESH = 1.0

_ABOUT = """The record of dated diplomatic events that the dashboard shows, for programs to read.

Every parameter of a dashboard's address asks the same here. Ids are stable; texts come in every
language of the record; what no source states is null. A wrong parameter is refused with 422 and everything
that is wrong with the question, never answered in part. Answers carry a strong `ETag`, but for long ones,
which are sent as they are made."""

Answering = Callable[[Request], Awaitable[Response]]


class Api:
    """ASGI middleware: everything under ``/api`` is answered here, in JSON, before Streamlit sees it.

    A route comes too late: Streamlit refuses some paths without a word, and compresses what is compressed.
    """

    def __init__(self, others: ASGIApp, base_path: str = "") -> None:
        """Pass everything else on to ``others``; the API stands under ``base_path``."""
        self.others = others
        self.api = app()
        self.every, self.ours = f"{base_path}/api", f"{base_path}{PREFIX}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is below ``/api``."""
        path = _path(scope)
        if path.startswith(f"{self.ours}/"):
            root = scope.get("root_path", "") + self.ours
            await self.api({**scope, "root_path": root}, receive, send)
        elif path == self.every or path.startswith(f"{self.every}/"):
            await _problem(404, f"want an address below {PREFIX}/")(scope, receive, send)
        else:
            await self.others(scope, receive, send)


def app() -> FastAPI:
    """The API; wherever it is mounted, its links and its documentation follow."""
    api = FastAPI(
        title="A record of diplomatic events",
        version="1",
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={
            HTTPException: _refused,
            query.WrongQuestion: _wrong,
            FaultyDataset: _faulty,
            Unanswered: _late,
        },
    )
    answers = Answers()
    for endpoint in ENDPOINTS:
        _add(api, endpoint, answers)
    undocumented = Endpoint("/openapi.json", lambda asked: as_json(document(api, asked.store, asked.base)))
    _add(api, undocumented, answers, include_in_schema=False)
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link"],
        max_age=86400,
    )
    return api


def _add(api: FastAPI, endpoint: Endpoint, answers: Answers, *, include_in_schema: bool = True) -> None:
    handle = _handler(endpoint, answers)
    api.add_api_route(
        endpoint.path,
        handle,
        methods=["GET"],
        # The response is the endpoint's own: a model here would be filled and checked at every request.
        response_class=Response,
        responses=responses(endpoint),
        summary=endpoint.summary,
        description=endpoint.description,
        operation_id=endpoint.answer.__name__.strip("_"),
        include_in_schema=include_in_schema,
    )
    api.add_api_route(
        endpoint.path, handle, methods=["HEAD"], response_class=Response, include_in_schema=False
    )


def _handler(endpoint: Endpoint, answers: Answers) -> Answering:
    async def handle(request: Request) -> Response:
        store = await _latest()
        words: bytes = request.scope["query_string"]
        if len(words) > query.LONGEST_QUERY:
            wanted = f"want a query of at most {query.LONGEST_QUERY} bytes (got {len(words)})"
            raise HTTPException(414, wanted)
        # Bytes that are no text would keep Starlette from giving the address.
        root = public_url(Request({**request.scope, "query_string": b""}))
        # As it was asked: to read the question may be a question itself.
        asked = (
            endpoint.path,
            words,
            root,
            request.scope.get("root_path", ""),
            request.path_params.get("id", ""),
        )
        head = request.method == "HEAD"
        answer = answers.find(store, asked)
        if not answer:
            # A thread may take its time: the server has others to answer.
            made = await run_in_threadpool(answered, store, *asked[1:])
            if isinstance(made, Stream):
                return made.response(head=head)
            answer = answers.keep(store, asked, made)
        return answer.response(request.headers, head=head)

    def answered(store: Store, words: bytes, root: str, base: str, id: str) -> Answer | Stream:
        question = query.read(words, store, endpoint.takes)
        # One question has many spellings.
        key = (endpoint.path, question, root, base, id)
        if kept := answers.find(store, key):
            return kept
        made = endpoint.answer(Asked(store, question, root, base, id))
        return made if isinstance(made, Stream) else answers.keep(store, key, Answer(made))

    return handle


# Not the record itself: one that was replaced is to be forgotten.
_seen: tuple[float, str, ref[Store]] | None = None


async def _latest() -> Store:
    """The record as its files stood within the last second: to look at them takes longer than to answer."""
    global _seen
    seen, now = _seen, time.monotonic()
    store = seen[2]() if seen and now - seen[0] <= SECONDS_FRESH and seen[1] == record.shown() else None
    if store is None:
        store = await run_in_threadpool(record.current)
        _seen = now, record.shown(), ref(store)
    return store


async def _refused(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = "GET, HEAD, OPTIONS"
    return _problem(error.status_code, str(error.detail), headers=headers)


async def _wrong(request: Request, error: Any) -> Response:
    return _problem(422, str(error), error.faults)


async def _faulty(request: Request, error: Any) -> Response:
    return _problem(503, f"the record cannot be shown: {error}")


async def _late(request: Request, error: Any) -> Response:
    return _problem(STATUS, WORDS[error.reason], headers={"retry-after": SECONDS})


def _problem(
    status: int,
    detail: str,
    errors: list[query.Fault] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    content = {"detail": detail, "errors": errors or []}
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})})


def _path(scope: Scope) -> str:
    """The path of a request below the root that a proxy or a mount has; ``""`` for anything else."""
    path: str = scope["path"] if scope["type"] == "http" else ""
    return path.removeprefix(scope.get("root_path", ""))
