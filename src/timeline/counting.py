"""What is counted of the events that match, as narwhals expressions: small answers whatever matches."""

from collections import Counter
from datetime import date, datetime

import narwhals as nw

from timeline.answers import Pair, Summary, Turn
from timeline.derived import SEVERAL
from timeline.engine import AT, Table
from timeline.lookup import rows
from timeline.matching import matching
from timeline.periods import Unit
from timeline.selection import FACETS, Selection
from timeline.vocabulary import COLUMNS

# No place of its own, and the parties far from each other: the map draws an arc.
DISTANT = ("phone", "online")
# The facets whose values are a fixed list.
_FEW = [facet for facet in FACETS if facet in COLUMNS]
# Stands in no id.
_BETWEEN = "\x1f"
_TRUNCATED: dict[Unit, str] = {"day": "1d", "month": "1mo", "year": "1y"}


def summary(events: Table, asked: Selection) -> Summary:
    """What one line says of the events that match."""
    contact = nw.when(nw.col("role") != "context").then(nw.col(AT))
    found = matching(events, asked).select(
        events=nw.len(),
        vague=(~nw.col("day_known")).cast(nw.Int64).sum(),
        conflicting=(nw.col("verification") == "conflicting").cast(nw.Int64).sum(),
        planned=(nw.col("status") == "planned").cast(nw.Int64).sum(),
        first=nw.col("earliest").min(),
        contact=contact.max(),
        last=nw.col(AT).max(),
    )
    row = rows(found)[0]
    if not row["events"]:
        return Summary(0, 0, 0, 0, None, "")
    at = row["last"] if row["contact"] is None else row["contact"]
    latest = events.filter(nw.col(AT) == at).select("id")
    counts = {name: int(row[name]) for name in ("events", "vague", "conflicting", "planned")}
    return Summary(**counts, first=row["first"], latest=rows(latest)[0]["id"])


def turns(found: Table, first: date, last: date, unit: Unit) -> list[Turn]:
    """When the events found begin and cease between two days; see ``Store.turns``."""
    step = _TRUNCATED[unit]
    opening = nw.max_horizontal(nw.col("earliest").fill_null(first), nw.lit(first))
    closing = nw.min_horizontal(nw.col("latest").fill_null(last), nw.lit(last))
    found = found.select("role", "kind", "day_known", opening=opening, closing=closing)
    found = found.filter(nw.col("opening") <= nw.col("closing"))
    found = found.with_columns(nw.col("opening", "closing").dt.truncate(step))
    found = found.with_columns(vague=~nw.col("day_known") & (nw.col("opening") != nw.col("closing")))
    starts, ends = (
        found.select("role", "kind", "vague", day=nw.col(end), sign=nw.lit(sign))
        .group_by("role", "kind", "vague", "day", "sign")
        .agg(events=nw.len())
        for end, sign in (("opening", 1), ("closing", -1))
    )
    changes = nw.concat([starts, ends]).sort("day", "role", "kind", "vague", "sign")
    return [
        Turn(row["role"], row["kind"], row["vague"], _day(row["day"]), row["sign"] * row["events"])
        for row in rows(changes)
    ]


def extent(events: Table) -> tuple[date | None, date | None]:
    """The first and the last day that any of the events may have."""
    days = [nw.col(name) for name in ("earliest", "latest")]
    found = events.select(
        first=nw.min_horizontal(*(day.min() for day in days)),
        last=nw.max_horizontal(*(day.max() for day in days)),
    )
    row = rows(found)[0]
    return row["first"], row["last"]


def places(found: Table) -> dict[str, int]:
    """How many of the events found each place saw, most first."""
    counts = found.filter(nw.col("place") != "").group_by("place").agg(events=nw.len())
    ordered = counts.sort("events", "place", descending=[True, False])
    return {row["place"]: row["events"] for row in rows(ordered)}


def pairs(found: Table) -> list[Pair]:
    """Those of the events found that lie between their parties and at no place: calls."""
    calls = found.filter(nw.col("mode").is_in(DISTANT), nw.col("place") == "", nw.col("parties") != "")
    counts = calls.group_by("parties", "kind").agg(events=nw.len(), first=nw.col(AT).min())
    by_parties: dict[str, Pair] = {}
    for row in rows(counts.sort("first")):
        known = by_parties.get(row["parties"], Pair(row["parties"], row["kind"], 0))
        by_parties[row["parties"]] = known._replace(events=known.events + row["events"])
    return list(by_parties.values())


def facets(events: Table, asked: Selection) -> dict[str, dict[str, int]]:
    """How many of the events each value of each facet would show; see ``Store.facets``."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    tallies = [
        _tally(facet, matching(events, asked.with_(**{facet: ()}))) for facet in FACETS if facet not in _FEW
    ]
    # One query for all of them: planning costs more than counting.
    for row in rows(nw.concat([_mixtures(events, asked), *tallies])):
        if row["facet"]:
            counts[row["facet"]][row["value"]] = row["events"]
            continue
        values = row["value"].split(_BETWEEN)
        fits = [
            value in (getattr(asked, facet) or (value,)) for facet, value in zip(_FEW, values, strict=True)
        ]
        for at, facet in enumerate(_FEW):
            if all(fits[:at] + fits[at + 1 :]):
                counts[facet][values[at]] += row["events"]
    ordered = {
        facet: sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])) for facet, tally in counts.items()
    }
    return {facet: {value: events for value, events in tally if value} for facet, tally in ordered.items()}


def _mixtures(events: Table, asked: Selection) -> Table:
    """The same columns as of ``_tally``: each mixture of values of ``_FEW``, whatever is asked of them.

    Of a mixture it is known whether it shows, and of few values there are few mixtures, so that the events
    are looked at once and not once for each facet.
    """
    found = matching(events, asked.with_(**dict.fromkeys(_FEW, ()))).group_by(_FEW).agg(events=nw.len())
    value = nw.concat_str(_FEW, separator=_BETWEEN)
    return found.select(facet=nw.lit(""), value=value, events=nw.col("events"))


def _tally(facet: str, found: Table) -> Table:
    """Columns ``facet``, ``value``, ``events``: how many of the events found have each value."""
    values = found.select(value=nw.col(facet))
    if facet in SEVERAL:
        values = values.explode("value")
    tally = values.filter(nw.col("value") != "").group_by("value").agg(events=nw.len())
    return tally.select("value", "events", facet=nw.lit(facet)).select("facet", "value", "events")


def _day(moment: date) -> date:
    """A day; of the end of a unit of time engines make a moment."""
    return moment.date() if isinstance(moment, datetime) else moment
