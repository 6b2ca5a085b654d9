"""Answers ready to be sent, kept as long as the record that they were made from.

A repeated question costs a look-up: its answer's bytes stand ready, plain and compressed, each with
a strong ETag of its own, since a tag names bytes and not what they mean (RFC 9110, section 8.8.1).
"""

import gzip
import pickle
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from starlette.datastructures import Headers
from starlette.responses import Response

from timeline.shelf import Shelf
from timeline.store import Store
from timeline.web.accepting import accepted, coded, holds, tag_of

FRESH = "public, max-age=60, must-revalidate"
# An answer counts twice: for the question as it was written, and in its one spelling.
KEPT_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Body:
    """What an endpoint answers, before it is packed."""

    body: bytes
    media: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Answer:
    """One packed answer, plain and compressed."""

    def __init__(self, made: Body) -> None:
        """Compress ``made`` and tag both forms."""
        shared = {
            "content-type": made.media,
            "cache-control": FRESH,
            "vary": "Accept-Encoding",
            **made.headers,
        }
        tag = tag_of(made.body)
        self._plain = _Form(made.body, {**shared, "etag": tag})
        packed = gzip.compress(made.body, compresslevel=6, mtime=0)
        self._packed = _Form(packed, {**shared, "etag": coded(tag, "gzip"), "content-encoding": "gzip"})
        self.size = len(made.body) + len(packed)

    def response(self, headers: Headers, *, head: bool = False) -> Response:
        """The response to a request with ``headers``: 304 if its sender holds these very bytes."""
        form = self._packed if accepted(headers.get("accept-encoding", ""), ["gzip"]) else self._plain
        if holds(headers, form.etag):
            return _Ready(b"", 304, form.unchanged)
        return _Ready(b"" if head else form.body, 200, form.headers)


class Answers:
    """The answers of each record, the least used dropped first; safe to share between threads."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        """Keep at most ``most_bytes`` for a record."""
        self.most_bytes = most_bytes
        self._kept: WeakKeyDictionary[Store, Shelf[Answer]] = WeakKeyDictionary()

    def find(self, store: Store, question: Hashable) -> Answer | None:
        """The answer that ``store`` gave to ``question``, if it is still kept."""
        shelf = self._kept.get(store)
        return shelf.find(question) if shelf else None

    def keep(self, store: Store, question: Hashable, answer: Answer) -> Answer:
        """Keep ``answer``, and drop others to make room for it."""
        shelf = self._kept.setdefault(store, Shelf(self.most_bytes))
        return shelf.keep(question, answer, answer.size + len(pickle.dumps(question)))


class _Form:
    """Bytes, and the headers that go with them, encoded once."""

    def __init__(self, body: bytes, headers: Mapping[str, str]) -> None:
        self.body = body
        self.etag = headers["etag"]
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        self.headers = [*encoded, (b"content-length", str(len(body)).encode())]
        self.unchanged = [pair for pair in encoded if pair[0] not in (b"content-type", b"content-encoding")]


class _Ready(Response):
    """A response of which nothing is left to work out."""

    def __init__(self, body: bytes, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.body = body
        self.status_code = status
        self.background = None
        self.raw_headers = list(headers)
