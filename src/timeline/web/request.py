"""What a request asks, as the same ``View`` that the dashboard has of the same address.

An absolute link never repeats a Host header that nobody vouched for: ``TIMELINE_PUBLIC_URL`` names the
addresses under which the server is known, space between them; without it only this machine's own names count.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import URL
from starlette.requests import Request

from timeline import record
from timeline.language import language, preferred
from timeline.selection import EVERYTHING, Ignored, Selection
from timeline.store import Store
from timeline.view import View

_OWN_NAMES = ("localhost", "127.0.0.1", "::1")
_ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?(/[^\s?#]*)?")
_UNKNOWN = "http://localhost:8501"


def base_path(option: str) -> str:
    """``server.baseUrlPath`` as paths begin with it, however it is written: ``/folder``, or nothing."""
    path = option.strip("/")
    return f"/{path}" if path else ""


def addresses(environment: Mapping[str, str]) -> list[str]:
    """``TIMELINE_PUBLIC_URL`` without slashes at the ends; ValueError unless each is one of a server."""
    found = [address.rstrip("/") for address in environment.get("TIMELINE_PUBLIC_URL", "").split()]
    for address in found:
        if not _ADDRESS.fullmatch(address):
            wanted = "want addresses such as https://timeline.example or http://host:8501/folder"
            raise ValueError(f"TIMELINE_PUBLIC_URL: {wanted} (got {address!r})")
    return found


def view_of(request: Request, *, focused: bool) -> View:
    """The view that ``request`` asks for; FaultyDataset if there is no record to show.

    ``focused``: whether a query without dates means the dataset's focus (pages) or everything (data).
    """
    store = record.current()
    selection, ignored = asked(request, store)
    if not focused and not selection.dates:
        selection = replace(selection, dates=EVERYTHING)
    offered = store.dataset.languages
    tag = selection.lang or preferred(request.headers.get("accept-language"), offered)
    address = public_url(request) + _url(request).path
    return View(store, selection, ignored, language(tag), address, is_embedded=_is_embedded(request))


def asked(request: Request, store: Store) -> tuple[Selection, Ignored]:
    """The selection of the request's query, and what of it was ignored."""
    return Selection.from_query(_query(request), store.known)


def public_url(request: Request) -> str:
    """Scheme and host under which the server is known, with its base path and no slash at the end."""
    url = _url(request)
    base = f"{url.scheme}://{url.netloc}"
    if roots := addresses(os.environ):
        mine = [root for root in roots if _origin(root) == _origin(base)]
        return (mine or roots)[0]
    return base if url.hostname in _OWN_NAMES else _UNKNOWN


def link(root: str, path: str, selection: Selection, **changes: Any) -> str:
    """An absolute link to ``path`` that carries ``selection`` with ``changes``."""
    query = replace(selection, **changes).in_address()
    return f"{root}{path}{'?' if query else ''}{query}"


def _is_embedded(request: Request) -> bool:
    """Whether the address asks for Streamlit's embedded form."""
    asked = parse_qsl(_query(request))
    return any(name == "embed" and value.lower() == "true" for name, value in asked)


def _query(request: Request) -> str:
    return str(request.scope["query_string"].decode("utf-8", "replace"))


def own_address(view: View, root: str, path: str) -> str:
    """The address to subscribe to: language spelled out, dates only where they narrow the record."""
    dates = view.asked.dates if view.asked.dates != EVERYTHING else ""
    return link(root, path, view.asked, lang=view.language.tag, dates=dates, event="")


def _url(request: Request) -> URL:
    """The request's address without its query, whose bytes may be no text at all."""
    return URL(scope={**request.scope, "query_string": b""})


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
