"""Files compressed once, then served from memory.

Streamlit sends its JavaScript as it lies on the disk, 13 MB for a page with charts. The middleware here
sends it with brotli or gzip, whichever the browser takes. Streamlit stays the one who says which path is
which file: each request asks it for the headers, which cost it a look at the file's date, and only the body
comes from here. What nobody here compresses passes through as it is.
"""

import asyncio
import gzip
import logging
from collections.abc import Iterable, MutableMapping
from posixpath import normpath
from typing import Any, NamedTuple

import anyio
import brotli
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.shelf import Shelf
from timeline.web.accepting import accepted, coded, holds

# What compresses well. Fonts and pictures are compressed already.
SUFFIXES = (".js", ".mjs", ".css", ".svg", ".json", ".geojson", ".map")
# Quality 11 takes 15 s for the charts' chunk and saves a tenth; 9 takes 0.7 s.
BROTLI_QUALITY = 9
GZIP_LEVEL = 6
SMALLEST = 500
MOST = 64 * 2**20
# Files of the app's own may change under their name, but not while somebody reads a page.
APP_CACHING = "public, max-age=86400"

_log = logging.getLogger(__name__)


class File(NamedTuple):
    """One state of one file, as one way of compressing it."""

    path: str
    etag: str
    coding: str


class Thin:
    """ASGI middleware around Streamlit's and the app's static files.

    ``first`` names files of Streamlit's (``static/js/...``) that are compressed as soon as the server is up.
    """

    def __init__(self, app: ASGIApp, base_path: str = "", first: Iterable[str] = ()) -> None:
        """Wrap ``app``, which Streamlit serves under ``base_path``."""
        self.app = app
        self.own = f"{base_path}/app/static/"
        self.folders = (f"{base_path}/static/", self.own)
        self.first = [f"{base_path}/{name}" for name in first]
        self._kept: Shelf[bytes] = Shelf(MOST)
        self._making: dict[File, asyncio.Task[bytes]] = {}
        # One core is left for the visitors.
        self._workers = anyio.CapacityLimiter(1)
        self._warming: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that can be sent compressed; pass everything else on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, self._warming_up(scope, send))
        elif scope["type"] != "http" or not scope["path"].startswith(self.folders):
            await self.app(scope, receive, send)
        elif not await self._answered(scope, send):
            await self.app(scope, receive, self._marking(scope, send))

    async def _answered(self, scope: Scope, send: Send) -> bool:
        """Send the file compressed, unless this is not a file, a browser or a request for that."""
        asked = Headers(scope=scope)
        coding = accepted(asked.get("accept-encoding", ""))
        if (
            not coding
            or scope["method"] not in ("GET", "HEAD")
            or not scope["path"].endswith(SUFFIXES)
            # A range counts the bytes of the file itself.
            or "range" in asked
        ):
            return False
        status, headers, _ = await self._fetched({**scope, "method": "HEAD"})
        # Streamlit answers an unknown path with its page.
        is_file = status == 200 and not headers.get("content-type", "").startswith("text/html")
        if not is_file or int(headers.get("content-length", "0")) < SMALLEST:
            return False
        body = await self._compressed(scope, File(normpath(scope["path"]), headers.get("etag", ""), coding))
        if not body:
            return False
        headers["content-encoding"] = coding
        headers["content-length"] = str(len(body))
        headers["etag"] = coded(headers.get("etag", ""), coding)
        headers.add_vary_header("Accept-Encoding")
        self._keep_a_while(scope, headers)
        del headers["accept-ranges"]
        status = 200
        if holds(asked, headers["etag"]):
            status, body = 304, b""
            for name in ("content-length", "content-encoding", "content-type"):
                del headers[name]
        elif scope["method"] == "HEAD":
            body = b""
        await send({"type": "http.response.start", "status": status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})
        return True

    async def _compressed(self, scope: Scope, file: File) -> bytes:
        """The body of ``file``: kept, or made by the first who asks while the others wait.

        Empty if it went in the meantime.
        """
        if (kept := self._kept.find(file)) is not None:
            return kept
        if file not in self._making:
            making = asyncio.create_task(self._make(scope, file))
            self._making[file] = making
            making.add_done_callback(lambda _: self._making.pop(file, None))
        # A visitor who leaves does not take the work of the others with them.
        return await asyncio.shield(self._making[file])

    async def _make(self, scope: Scope, file: File) -> bytes:
        status, _, plain = await self._fetched({**scope, "method": "GET"})
        if status != 200:
            return b""
        body = await run_sync(compress, plain, file.coding, limiter=self._workers)
        return self._kept.keep(file, body, len(body))

    async def _fetched(self, scope: MutableMapping[str, Any]) -> tuple[int, MutableHeaders, bytes]:
        """What the app answers to a plain request for the file, whole and uncompressed."""
        status, headers, parts = 500, MutableHeaders(), []

        async def keep(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], MutableHeaders(raw=list(message["headers"]))
            else:
                parts.append(message.get("body", b""))

        plain = [pair for pair in scope["headers"] if pair[0] == b"host"]
        await self.app({**scope, "headers": plain, "extensions": {}}, _silence, keep)
        return status, headers, b"".join(parts)

    def _marking(self, scope: Scope, send: Send) -> Send:
        """Say of a file that passes through that it has other forms, and how long it keeps."""

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
                headers = MutableHeaders(raw=list(message["headers"]))
                if scope["path"].endswith(SUFFIXES):
                    headers.add_vary_header("Accept-Encoding")
                self._keep_a_while(scope, headers)
                message = {**message, "headers": headers.raw}
            await send(message)

        return marking

    def _keep_a_while(self, scope: Scope, headers: MutableHeaders) -> None:
        if scope["path"].startswith(self.own):
            headers.setdefault("cache-control", APP_CACHING)

    def _warming_up(self, scope: Scope, send: Send) -> Send:
        """Start to compress the first files when the server is up."""

        async def watching(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._warming = asyncio.create_task(self._warm(scope))

        return watching

    async def _warm(self, lifespan: Scope) -> None:
        base = {"type": "http", "http_version": "1.1", "scheme": "http", "root_path": "", "query_string": b""}
        for path in self.first:
            asked = {"path": path, "raw_path": path.encode(), "headers": [(b"accept-encoding", b"br")]}
            try:
                await self._answered({**lifespan, **base, **asked, "method": "HEAD"}, _nobody)
            except Exception:
                # A visitor who asks for the file will see what is wrong with it.
                _log.warning("could not compress %s beforehand", path, exc_info=True)


def compress(body: bytes, coding: str, quality: int = BROTLI_QUALITY) -> bytes:
    """``body`` in the content coding ``br`` or ``gzip``; the same bytes every time."""
    if coding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


async def _silence() -> Message:
    """Receive from a client that has asked and waits; whoever listens for its leaving is cancelled."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def _nobody(_: Message) -> None:
    """Send to no one."""
