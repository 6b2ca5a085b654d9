"""Text from the data for formats that are no page: feeds, calendars, citations.

There nobody wraps a title in an element of its own, so what would change the text around it goes: control
characters, which XML 1.0 and RFC 5545 forbid, and the marks that turn the direction of all that follows.
"""

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Explicit embeddings, overrides and isolates (UAX #9); the harmless LRM and RLM stay.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """``text`` in lines that end in ``\\n``, without characters that act on what surrounds it."""
    return _TURNS.sub("", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """``text`` cleaned, every run of white space a single space."""
    return " ".join(clean(text).split())
