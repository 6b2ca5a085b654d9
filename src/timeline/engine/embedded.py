"""The engine for a record that fits into memory: DuckDB in this process."""

from functools import partial

import duckdb

from timeline.dataset import Dataset
from timeline.engine.arranged import arrange
from timeline.engine.duck import ROOM, Duck
from timeline.faults import Fault, FaultyDataset


class Embedded(Duck):
    """All tables of a record in memory."""

    def __init__(self, dataset: Dataset, *, is_one_of_many: bool = False) -> None:
        """Hold what is in ``dataset``, which may then go; without threads of its own if there are many.

        FaultyDataset if there is no room for it.
        """
        super().__init__(is_one_of_many=is_one_of_many)
        self.outline = dataset.outline
        try:
            arrange(self._base, dataset, partial(self._hold, "TABLE"))
        except (duckdb.OutOfMemoryException, duckdb.IOException):
            raise FaultyDataset([Fault(dataset.outline.name, None, None, None, ROOM)]) from None
