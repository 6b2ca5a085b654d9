"""What a Store answers that is more than a number or a name."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True)
class Summary:
    """How many events match, of how many the day is not known, the sources differ, the status is planned.

    ``first`` is the first day that is known of any; ``latest`` the id of the last contact, or of the last
    event if there is no contact; None and ``""`` where there is none. ``kinds`` are those of the events.
    """

    events: int
    vague: int
    conflicting: int
    planned: int
    first: date | None
    latest: str
    kinds: frozenset[str]


class Pair(NamedTuple):
    """How many calls the same ``parties`` (as the record writes them) had, and the first one's kind."""

    parties: str
    kind: str
    events: int
