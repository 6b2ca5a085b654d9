"""What a question may take: how long, whichever engine is asked, and how much memory one over DuckDB has."""

import os
import re
from threading import TIMEOUT_MAX

# What it is where nobody says.
_SECONDS = 20.0
# Half of the memory, where nobody says, leaves room for pages and files.
MEMORY = "50%"
_AMOUNT = re.compile(r"\d+(\.\d+)? ?([KMGT]i?)?B|(100|\d{1,2}(\.\d+)?) ?%", re.IGNORECASE)


def limit() -> float:
    """After how many seconds a question is stopped: ``TIMELINE_SECONDS``; 0 lets it go on."""
    said = os.environ.get("TIMELINE_SECONDS") or str(_SECONDS)
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"TIMELINE_SECONDS: want a number of seconds, or 0 for no limit (got {said!r})")
    # A wait of more than some centuries is none that Python knows.
    return min(seconds, TIMEOUT_MAX)


def memory(otherwise: str = MEMORY) -> str:
    """How much a database may hold: ``TIMELINE_MEMORY``, else as much as is said here."""
    said = os.environ.get("TIMELINE_MEMORY") or otherwise
    if not _AMOUNT.fullmatch(said):
        raise ValueError(f"TIMELINE_MEMORY: want an amount such as 4GB or 50% (got {said!r})")
    return said
