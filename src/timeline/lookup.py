"""Rows of the long tables by name: where events lie in the record, what was said at them, what they cite."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

import narwhals as nw

from timeline.derived import AT, EVENT_AT
from timeline.engine import Engine
from timeline.tables import Row

Value = TypeVar("Value", str, int)

# Names in one question: an engine reads each as a part of it.
_AT_ONCE = 5_000


def places(engine: Engine, ids: Collection[str]) -> dict[str, int]:
    """Where the events of these ids lie in the record; those that it does not have are left out."""
    found = (row for some in _some(ids) for row in engine.rows(engine.ids().filter(nw.col("id").is_in(some))))
    return {row["id"]: int(row[AT]) for row in found}


def statements(engine: Engine, ids: Collection[str]) -> Mapping[str, Sequence[Row]]:
    """The statements of the events of these ids, in the order of the file: event id -> rows."""
    said: dict[str, list[Row]] = {}
    if not engine.outline.counts["statements"]:
        return said
    for some in _some(sorted(places(engine, ids).values())):
        found = engine.statements().filter(nw.col(EVENT_AT).is_in(some)).sort(AT)
        for row in engine.rows(found.drop(AT, EVENT_AT)):
            said.setdefault(row["event"], []).append(row)
    return said


def sources(engine: Engine, ids: Collection[str]) -> Mapping[str, Row]:
    """The sources of these ids; those that the record does not have are left out."""
    if not engine.outline.counts["sources"]:
        return {}
    found = (engine.sources().filter(nw.col("id").is_in(some)) for some in _some(ids))
    return {row["id"]: row for some in found for row in engine.rows(some.drop(AT))}


def first_sources(engine: Engine, limit: int) -> list[Row]:
    """So many sources, in the order of the file."""
    return engine.rows(engine.sources().sort(AT).head(limit).drop(AT))


def _some(names: Collection[Value]) -> Iterator[list[Value]]:
    # No text of a record has half a character in it, and no engine takes one.
    known = [name for name in names if not isinstance(name, str) or _is_whole(name)]
    yield from (known[start : start + _AT_ONCE] for start in range(0, len(known), _AT_ONCE))


def _is_whole(text: str) -> bool:
    return text.isascii() or text == text.encode(errors="replace").decode()
