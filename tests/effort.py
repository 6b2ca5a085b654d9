"""What something costs the processor. That other programs have it in the meantime makes it no more."""

import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


def effort(action: Callable[[], Made]) -> tuple[float, Made]:
    """Seconds of the processor that the action takes in this thread, and what it makes."""
    started = time.thread_time()
    made = action()
    return time.thread_time() - started, made
