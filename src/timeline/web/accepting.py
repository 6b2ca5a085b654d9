"""What a client says of the bytes that it takes: how they may be packed, and which it holds already."""

import re
from collections.abc import Sequence

from timeline.weights import weights

_TAG = re.compile(r'"[^"]*"')


def accepted(header: str, offered: Sequence[str] = ("br", "gzip")) -> str:
    """The first of the ``offered`` codings that an Accept-Encoding ``header`` allows, ``""`` if none."""
    asked = weights(header)
    return next((name for name in offered if asked.get(name, asked.get("*", 0.0))), "")


def holds(header: str, tag: str) -> bool:
    """Whether an If-None-Match ``header`` names ``tag``, weakly compared (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or tag in _TAG.findall(header)
