"""The engine for a record larger than memory: DuckDB over the Parquet files that ``timeline build`` made."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from timeline import built, logs
from timeline.engine.arranged import shape
from timeline.engine.duck import Duck, table
from timeline.engine.found import blocks, every
from timeline.faults import Fault, FaultyDataset
from timeline.objects import Object
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

if TYPE_CHECKING:
    from timeline.engine.ranges import Ranges

# Where nobody says: what is asked again and again of ten million events takes half of it.
_MEMORY = "1GB"
# What is wrong with a question, whatever the files are.
_MISTAKES = (duckdb.ParserException, duckdb.SyntaxException, duckdb.BinderException, duckdb.CatalogException)

_log = logging.getLogger(__name__)


class Parquet(Duck):
    """The tables of one version of a built record, read where they lie whenever they are asked."""

    def __init__(self, place: built.Place) -> None:
        """Open the version that is shown in ``place``; FaultyDataset if it cannot be read.

        Unanswered if it lies in a store that is down.
        """
        found = built.read(place)
        super().__init__(_MEMORY)
        self.outline = found.outline
        self._ranges = _ranges(place, found.files.values())
        if self._ranges:
            self._base.register_filesystem(self._ranges)
        # Which rows lie where in a file does not change; without this each question reads it again.
        self._base.execute("SET parquet_metadata_cache = true")
        with self.question():
            for name, file in found.files.items():
                self._hold("VIEW", name, f"SELECT * FROM {table(file)}")

    def _unanswered(self, error: duckdb.Error, since: float) -> Unanswered | None:
        """See ``Duck``; DuckDB says of a store no more than that it raised something."""
        lost = self._ranges.failure(since) if self._ranges else None
        missing = lost or super()._unanswered(error, since)
        if missing or isinstance(error, _MISTAKES):
            return missing
        # Of a spoilt file it says one thing or another, by where it stumbles: none is about the question.
        logs.tell(_log, logging.WARNING, "no answer", error=type(error).__name__)
        return Unanswered("gone")

    def _search(self, words: tuple[str, ...]) -> tuple[str, list[str]]:
        # No word asked for reaches over a space, so that it stands within one that is written.
        one = blocks("FROM words WHERE contains(shape, ?) AND contains(word, ?)")
        return every([one] * len(words)), [text for word in words for text in (shape(word), word)]


def _ranges(place: built.Place, files: Iterable[built.Place]) -> "Ranges | None":
    """What DuckDB reads a store by, None for a disk; FaultyDataset without the library for it."""
    if isinstance(place, Path):
        return None
    try:
        from timeline.engine.ranges import Ranges
    except ImportError:
        wanted = N_("the extra [store] of this program, which the server does not have installed")
        raise FaultyDataset([Fault("TIMELINE_DATA", None, None, str(place), wanted)]) from None
    return Ranges(file for file in files if isinstance(file, Object))
