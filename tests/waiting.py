"""What comes in its own time, waited for: on a page, in a thread or on another machine."""

import time
from collections.abc import Callable


def eventually(look: Callable[[], object], wanted: object, seconds: float = 30) -> None:
    """Look until what is seen is what is wanted; fail with the difference if that never comes."""
    end = time.monotonic() + seconds
    while (found := look()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted
