"""The one filter, as narwhals expressions: which events a Selection asks for, whatever engine holds them."""

import narwhals as nw

from timeline import dates
from timeline.derived import SEVERAL
from timeline.engine import Table
from timeline.selection import FACETS, Selection
from timeline.traits import around


def matching(events: Table, asked: Selection) -> Table:
    """Those of the ``events``, with the columns of ``traits``, of which all that is ``asked`` holds.

    The words that are asked for are not looked at: ``Engine.traits`` finds them, once for all questions.
    """
    wanted = condition(asked)
    return events if wanted is None else events.filter(wanted)


def condition(asked: Selection) -> nw.Expr | None:
    """Whether all that is ``asked`` but its words holds of an event; None if nothing is asked."""
    conditions = [*_dated(asked.dates)]
    for facet in FACETS:
        values = getattr(asked, facet)
        if values and facet not in SEVERAL:
            conditions.append(nw.col(facet).is_in(values))
    for facet in SEVERAL:
        for some in _groups(facet, getattr(asked, facet), asked.match):
            held = (nw.col(facet).str.contains(around(value), literal=True) for value in some)
            # A comparison DuckDB works out once for each text of a column, a mere OR once for each event.
            conditions.append(nw.any_horizontal(*held, ignore_nulls=False) == nw.lit(value=True))
    return nw.all_horizontal(*conditions, ignore_nulls=False) if conditions else None


def _dated(text: str) -> list[nw.Expr]:
    """Conditions for overlapping the EDTF interval ``text``; an open end reaches any day."""
    if not text:
        return []
    span = dates.parse(text)
    starts = (nw.col("earliest") <= span.latest) | nw.col("earliest").is_null() if span.latest else None
    ends = (nw.col("latest") >= span.earliest) | nw.col("latest").is_null() if span.earliest else None
    return [condition for condition in (starts, ends) if condition is not None]


def _groups(facet: str, values: tuple[str, ...], match: str) -> list[tuple[str, ...]]:
    """The sets of values of which an event needs one each."""
    if not values:
        return []
    return [(value,) for value in values] if facet == "topic" and match == "all" else [values]
