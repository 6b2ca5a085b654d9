"""Put a record that ``timeline build`` made into a Spark cluster, whole or not at all.

The cluster reads the files itself, so that their path is one that it knows: of a disk that its machines
share, or of a store such as ``s3a://bucket/record.parquet``. All tables of the new version are written
before ``package`` names it; those of the one before stay for who still reads them.
"""

from typing import TYPE_CHECKING

from timeline import built
from timeline.derived import AT
from timeline.engine.cluster import Cluster, address
from timeline.engine.spark import PACKAGE, PACKAGE_COLUMNS, TABLES, names, version
from timeline.faults import Fault, FaultyDataset

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession


def publish(source: str, target: str) -> int:
    """Copy the version that is shown in ``source`` to the database of the address ``target``: its events.

    FaultyDataset if the source is no such record; Unanswered if the cluster is down. There is no limit of
    time: a hundred million events take theirs.
    """
    cluster = Cluster(address(target), 0)
    before = version(cluster)
    try:
        return cluster.ask(lambda session: _copied(session, source.rstrip("/"), cluster.place.name, before))
    finally:
        cluster.close()


def _copied(session: "SparkSession", source: str, database: str, before: str) -> int:
    faults: list[Fault] = []
    text = _text(session, f"{source}/{built.MANIFEST}")
    said = built.manifest(text, faults)
    if said is None:
        raise FaultyDataset(faults)
    folder, shown = f"{source}/{said['version']}", names(database, said["version"])
    session.sql(f"CREATE DATABASE IF NOT EXISTS {database}").collect()
    for name, table in shown.items():
        rows = session.read.parquet(f"{folder}/{name}{built.ENDING}")
        _write(_numbered(rows) if name in built.SHORT else rows, table)
    description = _text(session, f"{folder}/{built.DESCRIPTION}")
    row = session.createDataFrame([(said["version"], text, description)], list(PACKAGE_COLUMNS))
    _write(row, f"{database}.{PACKAGE}")
    _drop(session, database, {*shown.values(), *(names(database, before).values() if before else ())})
    return int(said["counts"]["events"])


def _numbered(rows: "DataFrame") -> "DataFrame":
    """With their place in the file, which a cluster does not keep."""
    from pyspark.sql.connect import functions

    return rows.coalesce(1).withColumn(AT, functions.monotonically_increasing_id())


def _write(rows: "DataFrame", table: str) -> None:
    rows.write.mode("overwrite").saveAsTable(table)


def _drop(session: "SparkSession", database: str, kept: set[str]) -> None:
    """Drop the tables of versions that nobody reads any more."""
    found = (f"{database}.{table.name}" for table in session.catalog.listTables(database))
    ours = tuple(f"{database}.{name}_" for name in TABLES)
    for table in found:
        if table.startswith(ours) and table not in kept:
            session.sql(f"DROP TABLE {table}").collect()


def _text(session: "SparkSession", file: str) -> str:
    """A file that the cluster reads, as one text; FaultyDataset if it finds none."""
    from pyspark.errors import AnalysisException

    try:
        rows = session.read.text(file, wholetext=True).head(1)
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        raise FaultyDataset([Fault(file, None, None, None, built.NOT_BUILT)]) from None
    return str(rows[0][0]) if rows else ""
