"""A record without what may be long: what is known of it as a whole, its topics and its places.

The events, the statements and the sources are asked for by name (``timeline.store``), so that a record of
any size can be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from timeline import tables
from timeline.package import Package
from timeline.tables import Row


@dataclass(frozen=True)
class Outline:
    """``name`` is that of the folder, ``modified`` the latest day on which an event changed, or ``""``.

    ``languages`` are the tags of those that its pages are offered in; ``written`` is when its files
    changed, in seconds since 1970; ``columns`` are those of events.csv in which anything is written;
    ``counts`` says how many rows each table has. ``topics`` and ``places`` are frames of text.
    """

    name: str
    package: Package
    languages: tuple[str, ...]
    modified: str
    written: float
    columns: tuple[str, ...]
    counts: Mapping[str, int]
    topics: pd.DataFrame
    places: pd.DataFrame

    @cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Row]]:
        """The rows of ``topics`` and ``places``: table name -> id -> row."""
        frames = {"topics": self.topics, "places": self.places}
        return {name: {row["id"]: row for row in tables.rows(frame)} for name, frame in frames.items()}
