"""What holds the long tables of a record and answers narwhals expressions over them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import narwhals as nw
import pandas as pd

from timeline.outline import Outline
from timeline.tables import Row

Table = nw.LazyFrame[Any]


class Engine(ABC):
    """One version of a record, for any number of threads. Tables may be joined within one ``question``.

    See ``timeline.engine.arranged`` for what is in the tables.
    """

    # What is known of the record as a whole.
    outline: Outline

    @abstractmethod
    def question(self) -> AbstractContextManager[Callable[[], None]]:
        """Within it all that is asked belongs together: it raises Unanswered where that takes too long.

        It gives what stops it then and there, to be called by another thread.
        """

    def events(self) -> Table:
        """The columns of ``timeline.derived`` and ``at``: all that is known of each event."""
        return self.table("events")

    @abstractmethod
    def traits(self, words: Sequence[str] = ()) -> Table:
        """What is asked of events and counted, of those that have all of these folded words.

        To look through all texts takes longer than all else: an engine remembers what it found.
        """

    def ids(self) -> Table:
        """``id`` and ``at`` of every event."""
        return self.table("ids")

    def statements(self) -> Table:
        """The columns of statements.csv, ``event_at`` and ``at``."""
        return self.table("statements")

    def sources(self) -> Table:
        """The columns of sources.csv and ``at``."""
        return self.table("sources")

    @abstractmethod
    def table(self, name: str) -> Table:
        """A table to plan by, by its name."""

    @abstractmethod
    def rows(self, found: Table) -> list[Row]:
        """The rows of a small table that was made of these."""

    @abstractmethod
    def frame(self, found: Table) -> pd.DataFrame:
        """The same; days as pandas' moments, texts as Python's, since a page walks over them many times."""
