"""A question without an answer: nothing is wrong with the record, and to ask again may help."""

from typing import Literal


class Unanswered(RuntimeError):
    """A question without an answer.

    It was too ``slow`` or too ``large`` for the memory, its files are ``gone``, or the store or cluster that
    has them is ``down`` or ``failed`` at it.
    """

    def __init__(self, reason: Literal["slow", "large", "gone", "down", "failed"]) -> None:
        """Say why; to ask again may help."""
        super().__init__(reason)
        self.reason = reason
