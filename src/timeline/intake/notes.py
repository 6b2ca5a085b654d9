"""What was worked out about a file, in words that both languages have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from timeline.vocabulary import N_

# What a cell says, and what it was read as.
PAIR = N_("“{cell}” as “{meaning}”")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Note:
    """One thing that the file did not state plainly and that was understood all the same.

    ``message`` is a message id; values of ``details`` may be message ids too. Where it has a place for
    ``{pairs}``, ``pairs`` are cells and their meanings, beside which there are ``more``.
    """

    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    more: int = 0

    def __str__(self) -> str:
        """The note in English."""
        pairs = [PAIR.format(cell=cell, meaning=meaning) for cell, meaning in self.pairs]
        rest = ["…"] if self.more else []
        return self.message.format(**self.details, pairs=", ".join([*pairs, *rest]))
