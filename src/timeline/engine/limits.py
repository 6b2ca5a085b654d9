"""How long a question may take, whichever engine is asked."""

import os

# What it is where nobody says.
_SECONDS = 20.0


def limit() -> float:
    """After how many seconds a question is stopped: ``TIMELINE_SECONDS``; 0 lets it go on."""
    said = os.environ.get("TIMELINE_SECONDS") or str(_SECONDS)
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"TIMELINE_SECONDS: want a number of seconds, or 0 for no limit (got {said!r})")
    return seconds
