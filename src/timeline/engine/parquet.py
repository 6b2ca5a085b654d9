"""The engine for a record larger than memory: DuckDB over the Parquet files that ``timeline build`` made."""

from pathlib import Path

from timeline import built
from timeline.engine.duck import Duck, quoted


class Parquet(Duck):
    """The tables of one version of a built record, read where they lie whenever they are asked."""

    def __init__(self, place: Path) -> None:
        """Open the version that is shown in the folder ``place``; FaultyDataset if it cannot be read."""
        found = built.read(place)
        super().__init__()
        self.outline = found.outline
        # Which rows lie where in a file does not change; without this each question reads it again.
        self._base.execute("SET parquet_metadata_cache = true")
        for name, file in found.files.items():
            self._base.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({quoted(file)})")
