"""The engine for a record that fits into memory: DuckDB in this process."""

from functools import partial

from timeline.dataset import Dataset
from timeline.engine.arranged import arrange
from timeline.engine.duck import Duck


class Embedded(Duck):
    """All tables of a record in memory."""

    def __init__(self, dataset: Dataset, *, is_one_of_many: bool = False) -> None:
        """Hold what is in ``dataset``, which may then go; without threads of its own if there are many."""
        super().__init__(is_one_of_many=is_one_of_many)
        self.outline = dataset.outline
        arrange(self._base, dataset, partial(self._hold, "TABLE"))
