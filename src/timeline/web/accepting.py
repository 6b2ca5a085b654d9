"""What a client says of the bytes that it takes: how they may be packed, and which it holds already."""

import re
from collections.abc import Sequence

_TAG = re.compile(r'"[^"]*"')


def accepted(header: str, offered: Sequence[str] = ("br", "gzip")) -> str:
    """The first of the ``offered`` codings that an Accept-Encoding ``header`` allows, ``""`` if none."""
    parts = (part.partition(";") for part in header.lower().split(","))
    weights = {name.strip(): _weight(parameters) for name, _, parameters in parts}
    return next((name for name in offered if weights.get(name, weights.get("*", 0.0))), "")


def holds(header: str, tag: str) -> bool:
    """Whether an If-None-Match ``header`` names ``tag``, weakly compared (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or tag in _TAG.findall(header)


def _weight(parameters: str) -> float:
    """The quality value of a coding (RFC 9110, 12.4.2); what cannot be read is not wanted."""
    name, _, value = parameters.replace(" ", "").partition("=")
    try:
        weight = float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
    return weight if 0 < weight <= 1 else 0.0
