"""The engine for a record that outgrows one machine: tables of a Spark cluster, where small answers are made.

The database that the address names has a table ``package`` of one row: ``version``, ``built`` and
``datapackage``, the texts of the two JSON files that ``timeline build`` made. The other tables have the
columns of its Parquet files, and the version in their names (``events_20261126t120000_052671``): whoever
reads the version before reads it to the end.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from timeline import built
from timeline.derived import AT
from timeline.engine import Engine, Table
from timeline.engine.cluster import Cluster
from timeline.faults import Fault, FaultyDataset
from timeline.package import description, package_of
from timeline.tables import Row
from timeline.vocabulary import N_

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

PACKAGE = "package"
# The ids of events are asked of the events: a cluster has no need of a shorter table.
LONG = ("events", "traits", "statements", "sources")
TABLES = (*LONG, *built.SHORT)
PACKAGE_COLUMNS = ("version", "built", "datapackage")
_DESCRIPTION = f"{PACKAGE}.datapackage"
# A database that is not there has no tables.
_NO_TABLE = ("TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND")
_TABLE = N_("a table of this name; `timeline publish` makes it")
_COLUMN = N_("a column of the type {wanted}")


class Spark(Engine):
    """The tables of one version of a record in a cluster."""

    def __init__(self, cluster: Cluster) -> None:
        """Open the version that the table ``package`` names; FaultyDataset if tables or columns are missing.

        Unanswered if the cluster is down.
        """
        self._cluster = cluster
        said, about = cluster.ask(lambda session: _package(session, cluster.place.name))
        self._names = names(cluster.place.name, said["version"])
        faults: list[Fault] = []
        package = package_of(about, _DESCRIPTION, faults)
        cluster.ask(lambda session: self._compare(session, tuple(said["languages"]), faults))
        if faults:
            raise FaultyDataset(sorted(faults, key=Fault.order))
        topics, places = (self._short(name) for name in built.SHORT)
        self.outline = built.outline(said, package, topics, places)

    def question(self) -> AbstractContextManager[Callable[[], None]]:
        """See ``Engine``."""
        return self._cluster.question()

    def traits(self, words: Sequence[str] = ()) -> Table:
        """See ``Engine``; nothing is remembered, since looking through texts is what a cluster is good at."""
        traits = self.table("traits")
        has_all = [nw.col("words").str.contains(word, literal=True) for word in words]
        if not has_all:
            return traits
        return traits.join(self.events().filter(*has_all).select(AT), on=AT, how="semi")

    def ids(self) -> Table:
        """See ``Engine``."""
        return self.table("events").select("id", AT)

    def table(self, name: str) -> Table:
        """See ``Engine``."""
        return nw.from_native(self._cluster.session().table(self._names[name])).lazy()

    def rows(self, found: Table) -> list[Row]:
        """See ``Engine``."""
        rows: list[Row] = _fetched(found).to_pylist()
        return rows

    def frame(self, found: Table) -> pd.DataFrame:
        """See ``Engine``."""
        table = _fetched(found)
        return pd.DataFrame({name: _column(table[name]) for name in table.column_names})

    def _short(self, name: str) -> pd.DataFrame:
        """A table whole, in the order of its file."""
        rows = self._cluster.ask(lambda session: session.table(self._names[name]).toArrow())
        frame: pd.DataFrame = rows.to_pandas()
        return frame.sort_values(AT, ignore_index=True).drop(columns=AT).astype("str")

    def _compare(self, session: "SparkSession", languages: tuple[str, ...], faults: list[Fault]) -> None:
        for name, table in self._names.items():
            schema = _schema(session, table)
            if schema is None:
                faults.append(Fault(table, None, None, None, _TABLE))
                continue
            for column, found, kind in built.differences(name, schema, languages):
                faults.append(Fault(table, None, column, found, _COLUMN, {"wanted": kind}))
            if AT not in schema.names and name in built.SHORT:
                faults.append(Fault(table, None, AT, None, _COLUMN, {"wanted": "int64"}))


def names(database: str, version: str) -> dict[str, str]:
    """The full name of each table of a version."""
    ending = re.sub("[^a-z0-9]", "_", version.lower())
    return {name: f"{database}.{name}_{ending}" for name in TABLES}


def version(cluster: Cluster) -> str:
    """The version that is shown, ``""`` if there is none; Unanswered if the cluster is down."""

    def asked(session: "SparkSession") -> str:
        name = f"{cluster.place.name}.{PACKAGE}"
        if not session.catalog.tableExists(name):
            return ""
        # A session remembers the files of a table that another one has written anew.
        session.catalog.refreshTable(name)
        rows = session.table(name).select("version").head(1)
        return str(rows[0][0]) if rows else ""

    return cluster.ask(asked)


def _fetched(found: Table) -> pa.Table:
    table: pa.Table = found.collect("pyarrow").to_native()
    return table


def _column(cells: pa.ChunkedArray) -> "pd.Series[Any]":
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        return pd.Series(cells.to_pylist(), dtype=object)
    moments = cells.cast(pa.timestamp("us")) if pa.types.is_date32(cells.type) else cells
    column: pd.Series[Any] = moments.to_pandas()
    return column


def _package(session: "SparkSession", database: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the two JSON texts say; FaultyDataset if there is no such table, or no row, or not these texts."""
    table = f"{database}.{PACKAGE}"
    schema = _schema(session, table)
    if schema is None:
        raise FaultyDataset([Fault(table, None, None, None, _TABLE)])
    missing = [column for column in PACKAGE_COLUMNS if column not in schema.names]
    if missing:
        raise FaultyDataset([Fault(table, None, one, None, _COLUMN, {"wanted": "string"}) for one in missing])
    faults: list[Fault] = []
    session.catalog.refreshTable(table)
    rows = session.table(table).limit(1).toArrow().to_pylist()
    said = built.manifest(rows[0]["built"] or "" if rows else "", faults)
    if said is None:
        raise FaultyDataset(faults)
    about = description((rows[0]["datapackage"] or "").encode(), _DESCRIPTION, faults)
    if about is None:
        raise FaultyDataset(faults)
    return {**said, "version": rows[0]["version"]}, about


def _schema(session: "SparkSession", table: str) -> pa.Schema | None:
    """The columns of a table as they arrive; None if there is no such table."""
    from pyspark.errors import AnalysisException
    from pyspark.sql.pandas.types import to_arrow_schema

    try:
        return to_arrow_schema(session.table(table).schema)
    except AnalysisException as error:
        if error.getCondition() in _NO_TABLE:
            return None
        raise
