"""What was worked out about a file, in words that both languages have."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One thing that the file did not state plainly and that was understood all the same.

    ``message`` is a message id; values of ``details`` may be message ids too.
    """

    message: str
    details: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The note in English."""
        return self.message.format(**self.details)
