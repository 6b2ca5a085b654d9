"""What both engines over DuckDB share: its limits, tables to plan by, and an end to long questions.

At every step of a plan DuckDB looks at the tables that it is made of, and at all that a Parquet file says of
itself. So a question is planned over tables of the same columns without a row, and asked once it is whole.

A question that needs more memory than is allowed goes on with files in a folder for them; one that takes
longer than is allowed is stopped.
"""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Timer, local
from typing import Literal

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from timeline.engine import Engine, Table, limits
from timeline.engine.found import blocks, fetched, looked_up, shorter
from timeline.shelf import Shelf
from timeline.tables import Row
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

# What the folder for what does not fit into memory is called.
_OWN = f"timeline-{os.getpid()}"
# What is wanted where there is not enough.
ROOM = N_("more memory (TIMELINE_MEMORY) or more room in the folder for what does not fit (TIMELINE_TEMP)")
# The schema of the tables without rows.
_PLANS = "plans"
# Seconds until a question that is stopped, and goes on, is stopped again.
_PAUSE = 0.05
# Which events have the words of a search.
_FOUND_BYTES = 64 * 2**20


def connected(memory: str = limits.MEMORY, *, is_one_of_many: bool = False) -> duckdb.DuckDBPyConnection:
    """A database in memory, as large as ``TIMELINE_MEMORY`` says, that goes on in ``TIMELINE_TEMP``.

    ``memory`` is what it is without that setting. One of many has no threads of its own, and writes nothing:
    neither setting is for it.
    """
    base = duckdb.connect(config={"threads": 1, "async_threads": 0} if is_one_of_many else {})
    base.execute(f"SET memory_limit = '{limits.MEMORY if is_one_of_many else limits.memory(memory)}'")
    # Where there is no terminal its bar would fill a log.
    base.execute("SET enable_progress_bar = false")
    if is_one_of_many:
        base.execute("SET temp_directory = ''")
        return base
    # Each database has a folder of its own, and takes it away when it ends; it makes none above it.
    with suppress(OSError):
        scratch().mkdir(parents=True, exist_ok=True)
    base.execute(f"SET temp_directory = {quoted(scratch() / f'{_OWN}-{id(base)}')}")
    return base


def scratch() -> Path:
    """The folder for what does not fit into memory: ``TIMELINE_TEMP``."""
    return Path(os.environ.get("TIMELINE_TEMP") or tempfile.gettempdir())


def quoted(path: object) -> str:
    """The path or address as a text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def table(file: object) -> str:
    """The rows of the Parquet file at a path or address, to stand in SQL after FROM.

    Only that file: a ``*`` in its name stands for itself, and folders named ``year=2025`` are no columns.
    """
    name = re.sub(r"[*?[]", r"[\g<0>]", str(file)) if isinstance(file, Path) else file
    return f"read_parquet({quoted(name)}, hive_partitioning = false)"


class _Asked:
    """The cursor of one question, and one that it is planned with."""

    def __init__(self, base: duckdb.DuckDBPyConnection) -> None:
        cursor, plans = base.cursor(), base.cursor()
        plans.execute(f"USE {_PLANS}")
        self._cursors: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection] | None = cursor, plans
        self._lock = Lock()
        self._is_over = Event()
        self._is_stopped = False

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The one that answers it."""
        return self._going()[0]

    def plans(self) -> duckdb.DuckDBPyConnection:
        """The one that sees the tables without their rows."""
        return self._going()[1]

    def stop(self) -> None:
        """Stop what it is at, and what it begins after that."""
        self._is_stopped = True
        while not self._is_over.is_set():
            with self._lock:
                self._interrupt()
            self._is_over.wait(_PAUSE)

    def end(self) -> None:
        """Let the cursors go here, not in the thread of the clock: a process may end under that one."""
        self._is_over.set()
        with self._lock:
            self._cursors = None

    def _going(self) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
        """Both, unless it is stopped: a cursor at rest takes no notice of that."""
        if self._is_stopped or self._cursors is None:
            raise Unanswered("slow")
        return self._cursors

    def _interrupt(self) -> None:
        if self._cursors:
            self._cursors[0].interrupt()


class Duck(Engine):
    """An engine whose tables are those, or views, of one database."""

    def __init__(self, memory: str = limits.MEMORY, *, is_one_of_many: bool = False) -> None:
        """Begin without tables, in so much memory unless the settings say how much; see ``connected``."""
        self._base = connected(memory, is_one_of_many=is_one_of_many)
        # To order the joins of a question DuckDB reads what each part of a file says of every column. None of
        # ours leaves a choice, and which side of a join is looked up is found out by another step.
        self._base.execute("SET disabled_optimizers = 'join_order'")
        self._base.execute(f"CREATE SCHEMA {_PLANS}")
        self._limit = limits.limit()
        self._asked = local()
        # Which events have some words.
        self._found: Shelf[pa.Table] = Shelf(_FOUND_BYTES)

    def traits(self, words: Sequence[str] = ()) -> Table:
        """See ``Engine``."""
        return self._narrowed(tuple(words)) if words else self.table("traits")

    def table(self, name: str) -> Table:
        """See ``Engine``."""
        return nw.from_native(self._now().plans().table(name)).lazy()

    def rows(self, found: Table) -> list[Row]:
        """See ``Engine``."""
        cursor = self._run(found)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def frame(self, found: Table) -> pd.DataFrame:
        """See ``Engine``."""
        columns = self._run(found).fetchnumpy()
        return pd.DataFrame({name: pd.Series(cells, dtype=cells.dtype) for name, cells in columns.items()})

    @contextmanager
    def question(self) -> Iterator[Callable[[], None]]:
        """See ``Engine``."""
        if outer := getattr(self._asked, "now", None):
            yield outer.stop
            return
        asked = self._asked.now = _Asked(self._base)
        stop = Timer(self._limit, asked.stop)
        stop.daemon = True
        if self._limit:
            stop.start()
        began = time.monotonic()
        try:
            yield asked.stop
        except duckdb.Error as error:
            missing = self._unanswered(error, began)
            if missing is None:
                raise
            raise missing from error
        finally:
            stop.cancel()
            asked.end()
            self._asked.now = None

    def _unanswered(self, error: duckdb.Error, since: float) -> Unanswered | None:
        """Why a question that began at this moment has no answer; None if that is a mistake of ours."""
        if isinstance(error, duckdb.InterruptException):
            return Unanswered("slow")
        if isinstance(error, duckdb.OutOfMemoryException) or _OWN in str(error):
            return Unanswered("large")
        return Unanswered("gone") if isinstance(error, duckdb.IOException) else None

    def _hold(self, kind: Literal["TABLE", "VIEW"], name: str, query: str) -> None:
        """Have what a query gives under a name, to be asked and to plan by."""
        self._base.execute(f"CREATE {kind} {name} AS {query}")
        self._base.execute(f"CREATE TABLE {_PLANS}.{name} AS FROM {name} LIMIT 0")

    def _run(self, found: Table) -> duckdb.DuckDBPyConnection:
        """Ask what was planned."""
        return self._now().cursor().execute(found.to_native().sql_query())

    def _narrowed(self, words: tuple[str, ...]) -> Table:
        """The traits of the events that have the words."""
        cursor, plans, found = self._now().cursor(), self._now().plans(), self._found.find(words)
        if found is None:
            query, said = self._search(words)
            found = shorter(cursor.query(fetched(query), params=said).to_arrow_table())
            self._found.keep(words, found, found.nbytes)
        # It is looked up when the question is run, and one question may ask for several words.
        name = f"found_{hash(words) % 2**63}"
        for one in (cursor, plans):
            one.register(name, found)
        return nw.from_native(plans.query(looked_up(name, found))).lazy()

    def _search(self, words: tuple[str, ...]) -> tuple[str, list[str]]:
        """A query for the blocks of the events that have the words, and what is said in it."""
        has_all = " AND ".join("contains(words, ?)" for _ in words)
        return blocks(f"FROM events WHERE {has_all}"), list(words)

    def _now(self) -> _Asked:
        """The question of this thread: threads share a database through cursors, never a connection."""
        asked: _Asked = self._asked.now
        return asked
