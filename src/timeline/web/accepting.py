"""What a client says of the bytes that it takes: how they may be packed, and which it holds already."""

import re
from collections.abc import Sequence
from hashlib import sha256

from starlette.datastructures import Headers

from timeline.weights import weights

_TAG = re.compile(r'"[^"]*"')


def accepted(header: str, offered: Sequence[str] = ("br", "gzip")) -> str:
    """The first of the ``offered`` codings that an Accept-Encoding ``header`` allows, ``""`` if none."""
    asked = weights(header)
    return next((name for name in offered if asked.get(name, asked.get("*", 0.0))), "")


def tag_of(body: bytes) -> str:
    """The strong ETag of ``body`` (RFC 9110, section 8.8.3)."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def coded(tag: str, coding: str) -> str:
    """The tag of what ``coding`` makes of the bytes that ``tag`` names."""
    return f'"{tag.strip(chr(34))}-{coding}"'


def holds(headers: Headers, tag: str) -> bool:
    """Whether a request's If-None-Match names ``tag``, weakly compared (RFC 9110, section 13.1.2)."""
    held = ", ".join(headers.getlist("if-none-match"))
    return held.strip() == "*" or tag in _TAG.findall(held)
