"""The HTML page that Streamlit fills, sent in the visitor's language and readable before any script runs.

Streamlit serves one fixed page: always English, titled "Streamlit", empty until its scripts have run, with
a font that this dashboard replaces, and with a script that looks for its server under every folder of
the address. The middleware here mends the page on its way out; the dashboard works without it.
"""

import re
from html import escape

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.faults import FaultyDataset
from timeline.html.answer import limits, plain_sentence
from timeline.language import language, preferred
from timeline.package import Package
from timeline.unanswered import Unanswered
from timeline.view import View
from timeline.web.accepting import accepted
from timeline.web.chunks import hints
from timeline.web.crawlers import PAGES
from timeline.web.document import Head, absent, dashboard
from timeline.web.first_paint import first_paint
from timeline.web.request import link, public_url, view_of
from timeline.web.scripts import BOOT, IN_HEAD, server
from timeline.web.thin import SMALLEST, compress

_FONT = re.compile(r'<link\s+rel="preload"[^>]*\.woff2"[^>]*/?>')
# "You need to enable JavaScript", in English.
_NOTICE = re.compile("<noscript>.*?</noscript>", re.DOTALL)
_ROOT = '<div id="root">'
# What a client may say that holds of the file that Streamlit has, and not of the page that is made of it:
# that is another one when the record or the reader's language is.
_OF_THE_FILE = (b"accept-encoding", b"range", b"if-range", b"if-modified-since")
_SCRIPTS = re.compile(r'<script type="module"[^>]*></script>|<link rel="modulepreload"[^>]*>')
_STYLES = re.compile(r'<link rel="stylesheet"[^>]*>')
# What the first words of the dashboard wait for; the charts' chunks, hinted too, would delay them.
FIRST = ("Html", "Button")
# A page is made for one visitor, who waits: a file's quality would save a hundredth and take 12 ms, not 1.
_QUALITY = 5


class Shell:
    """ASGI middleware around Streamlit."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        """Wrap ``app``, which Streamlit serves under ``base_path``."""
        self.app = app
        self.base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; rewrite a response that is an HTML page of Streamlit's."""
        if scope["type"] != "http" or not _may_be_page(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        coding = accepted(Headers(scope=scope).get("accept-encoding", ""))
        # The page must arrive whole and uncompressed to be rewritten; it leaves compressed.
        plain = [pair for pair in scope["headers"] if pair[0] not in _OF_THE_FILE]
        start: Message = {}
        body = b""

        async def rewriting(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
                return
            if not start:
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            if scope["method"] == "HEAD" and _is_file(start):
                start["headers"] = _headers(start)
                start["status"] = self._status(scope["path"])
            elif _ROOT.encode() in body:
                request = Request(scope)
                start["status"] = self._status(scope["path"])
                body = await to_thread.run_sync(mended, body.decode("utf-8"), request, self.base_path)
                start["headers"] = _headers(start, body)
            if coding and len(body) >= SMALLEST:
                body = await to_thread.run_sync(compress, body, coding, _QUALITY)
                start["headers"] = _compressed(start, body, coding)
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app({**scope, "headers": plain}, receive, rewriting)

    def _status(self, path: str) -> int:
        """Streamlit answers with its page at any address."""
        return 200 if _is_ours(path.removeprefix(self.base_path)) else 404


def mended(page: str, request: Request, base_path: str = "") -> bytes:
    """Streamlit's ``page`` for ``request``: its language, its head, and on the main page its first paint."""
    # Without this the page asks for its server under /data/ and /about/ first, and logs two errors.
    ours = [f"<script>{text}</script>\n    " for text in (server(base_path), *IN_HEAD)]
    page = _FONT.sub("", page).replace("<script>", f"{hints(FIRST)}{''.join(ours)}<script>", 1)
    try:
        view = view_of(request, focused=True)
        path, root = request.scope["path"].removeprefix(base_path) or "/", public_url(request)
        if not _is_ours(path):
            return absent(view.language.gettext("There is no such page."), view, root).encode()
        return shell(page, view, root, path).encode()
    except (FaultyDataset, Unanswered):  # the dashboard itself will say it
        tag = preferred(request.headers.get("accept-language"))
        return _dressed(_spoken(page, tag), Package()).encode()


def shell(page: str, view: View, root: str, path: str) -> str:
    """``page`` as the page of ``view`` at ``path`` under ``root``."""
    page = _spoken(page, view.language.tag)
    words = " ".join(part for part in (plain_sentence(view), limits(view)) if part)
    image = link(root, "/cards/view.png", view.asked, lang=view.language.tag)
    title = view.page_title(path.strip("/"))
    head = Head(path, title, words, image)
    page = page.replace("<title>Streamlit</title>", head.written(view, root), 1)
    notice = "" if path == "/" else _unscripted(view)
    page = _NOTICE.sub(lambda _: notice, page)
    if path == "/":
        page = _readable_first(page, first_paint(view, root))
    return _dressed(page, view.store.dataset.package)


def _unscripted(view: View) -> str:
    """What a page that scripts fill says without them: where the same events can be read."""
    say, record = view.language.gettext, escape(view.link(view.language.tag, to_record=True))
    way = f'<a href="{record}">{say("Read the record without it")}</a>'
    return f'<noscript><p class="unscripted">{say("This page needs JavaScript.")} {way}</p></noscript>'


def _readable_first(page: str, first: str) -> str:
    """``page`` with ``first`` in it, and Streamlit's own style and scripts held back until that is drawn."""
    scripts, styles = ("".join(kind.findall(page)) for kind in (_SCRIPTS, _STYLES))
    page = _STYLES.sub("", _SCRIPTS.sub("", page))
    boot = f'<template id="boot">{scripts}</template><script>{BOOT}</script>'
    return page.replace(_ROOT, f"{first}{boot}{styles}{_ROOT}", 1)


def _dressed(page: str, package: Package) -> str:
    """``page`` with the dashboard's style: after Streamlit's, which it changes, and after the first paint."""
    return page.replace(_ROOT, f"<style>{dashboard(package)}</style>{_ROOT}", 1)


def _spoken(page: str, tag: str) -> str:
    spoken = language(tag)
    return page.replace('<html lang="en">', f'<html lang="{spoken.tag}" dir="{spoken.direction}">', 1)


def _is_ours(path: str) -> bool:
    return (path.rstrip("/") or "/") in PAGES


def _may_be_page(asked: Headers) -> bool:
    """Whether HTML is wanted: by name, or by a program that takes anything.

    Those that make a preview of a shared link do; in a browser scripts and pictures are asked for like that,
    with a word for what they are (https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header).
    """
    accept = asked.get("accept", "*/*")
    return "text/html" in accept or ("*/*" in accept and "sec-fetch-dest" not in asked)


def _is_page(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith(
        "text/html"
    )


def _is_file(start: Message) -> bool:
    """Whether it is the page as Streamlit has it: of what is made here nobody knows when it last changed."""
    return "last-modified" in Headers(raw=start["headers"])


def _headers(start: Message, body: bytes | None = None) -> list[tuple[bytes, bytes]]:
    """Those of the page, without its length if that is not known; the file's own tag and day are not its."""
    headers = MutableHeaders(raw=list(start["headers"]))
    for name in ("etag", "last-modified", "accept-ranges", "content-length"):
        del headers[name]
    if body is not None:
        headers["content-length"] = str(len(body))
    headers["vary"] = "Accept-Language"
    return headers.raw


def _compressed(start: Message, body: bytes, coding: str) -> list[tuple[bytes, bytes]]:
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-encoding"] = coding
    headers["content-length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    if "etag" in headers:
        # The tag names the page, no longer its very bytes (RFC 9110, 8.8.1).
        headers["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
    return headers.raw
