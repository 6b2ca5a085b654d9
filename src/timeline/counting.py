"""What is counted of the events that match, as narwhals expressions: small answers whatever matches."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import narwhals as nw

from timeline.answers import Pair, Summary
from timeline.density import Changes
from timeline.derived import AT, SEVERAL
from timeline.engine import Engine, Table
from timeline.matching import matching
from timeline.periods import Calendar
from timeline.selection import FACETS, Selection
from timeline.tables import Row, split
from timeline.traits import BETWEEN, FEW, MIXTURE

# No place of its own, and the parties far from each other: the map draws an arc.
DISTANT = ("phone", "online")


def summary(mixed: list[Row], asked: Selection) -> tuple[Summary, int]:
    """What one line says of the events that match but ``latest``, and where that one lies, or -1."""
    found = [row for row in mixed if _fits(row, asked)]
    if not found:
        return Summary(0, 0, 0, 0, None, "", frozenset()), -1
    contacts = [row["last"] for row in found if row["role"] != "context"]
    said = Summary(
        events=sum(row["events"] for row in found),
        vague=sum(row["vague"] for row in found),
        conflicting=sum(row["events"] for row in found if row["verification"] == "conflicting"),
        planned=sum(row["events"] for row in found if row["status"] == "planned"),
        first=min((row["first"] for row in found if row["first"]), default=None),
        latest="",
        kinds=frozenset(row["kind"] for row in found if row["kind"]),
    )
    return said, max(contacts or [row["last"] for row in found])


def changes(engine: Engine, found: Table, first: date, last: date, calendar: Calendar) -> Changes:
    """Where the events found begin and cease to lie in periods; an open end reaches to ``first`` or ``last``.

    Every event found has a day between these two.
    """
    # Cut to a day outside of what is asked for: cut to its first day, a month would seem to be that day.
    before, after = _beyond(first, last, calendar)
    opening = nw.max_horizontal(nw.col("earliest").fill_null(before), nw.lit(before))
    closing = nw.min_horizontal(nw.col("latest").fill_null(after), nw.lit(after))
    numbers = {"opening": _number(opening, calendar), "closing": _number(closing, calendar)}
    sorts = "role", "kind", "day_known"
    spans = found.select(*sorts, **numbers).group_by(*sorts, *numbers).agg(events=nw.len())
    turns: Changes = {}
    for row in engine.rows(spans):
        begins, ceases = (_counted(row[end], calendar) for end in numbers)
        sort = (row["role"], row["kind"], not row["day_known"] and begins != ceases)
        turn = turns.setdefault(sort, Counter())
        turn[max(begins, calendar.number(first))] += row["events"]
        turn[min(ceases, calendar.number(last)) + 1] -= row["events"]
    return turns


def extent(engine: Engine) -> tuple[date | None, date | None]:
    """The first and the last day that any event may have."""
    days = [nw.col(name) for name in ("earliest", "latest")]
    found = engine.traits().select(
        first=nw.min_horizontal(*(day.min() for day in days)),
        last=nw.max_horizontal(*(day.max() for day in days)),
    )
    row = engine.rows(found)[0]
    return row["first"], row["last"]


def places(counts: Mapping[str, int], asked: Selection) -> dict[str, int]:
    """Of the counts of the facet ``place``: those of the places that are asked for."""
    return {place: events for place, events in counts.items() if place in (asked.place or (place,))}


def pairs(engine: Engine, found: Table) -> list[Pair]:
    """Those of the events found that lie between their parties and at no place: calls."""
    calls = found.filter(nw.col("mode").is_in(DISTANT), nw.col("place") == "", nw.col("parties") != "")
    counts = calls.group_by("parties", "kind").agg(events=nw.len(), first=nw.col(AT).min())
    by_parties: dict[str, Pair] = {}
    for row in engine.rows(counts.sort("first")):
        known = by_parties.get(row["parties"], Pair(row["parties"], row["kind"], 0))
        by_parties[row["parties"]] = known._replace(events=known.events + row["events"])
    return list(by_parties.values())


def mixtures(engine: Engine, events: Table, asked: Selection) -> list[Row]:
    """What is counted of the events of each mixture of values of ``FEW``, of which nothing may be ``asked``.

    Of a mixture it is known whether it shows, and of few values there are few mixtures, so that the events
    are looked at once for the summary and for all these facets.
    """
    mixed = (
        matching(events, asked)
        .group_by(MIXTURE)
        .agg(
            events=nw.len(),
            vague=(~nw.col("day_known")).cast(nw.Int64).sum(),
            first=nw.col("earliest").min(),
            last=nw.col(AT).max(),
        )
    )
    # Engines add up to numbers of several types.
    return [{**row, "vague": int(row["vague"]), **_values(row[MIXTURE])} for row in engine.rows(mixed)]


def facets(engine: Engine, events: Table, mixed: list[Row], asked: Selection) -> dict[str, dict[str, int]]:
    """How many of the events each value of each facet would show; see ``Store.facets``."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for row in mixed:
        for facet in FEW:
            if _fits(row, asked, but=facet):
                counts[facet][row[facet]] += row["events"]
    # One query for all of them: planning costs more than counting. Most facets have no filter of their own.
    of_none = matching(events, asked)
    tallies = [
        _tally(facet, matching(events, asked.with_(**{facet: ()})) if getattr(asked, facet) else of_none)
        for facet in FACETS
        if facet not in FEW
    ]
    for row in engine.rows(nw.concat(tallies)):
        for value in split(row["value"]) if row["facet"] in SEVERAL else [row["value"]]:
            counts[row["facet"]][value] += row["events"]
    ordered = {
        facet: sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])) for facet, tally in counts.items()
    }
    return {facet: {value: events for value, events in tally if value} for facet, tally in ordered.items()}


def _tally(facet: str, found: Table) -> Table:
    """Columns ``facet``, ``value``, ``events``: how many of the events found have each text of the facet."""
    tally = found.group_by(facet).agg(events=nw.len())
    return tally.select(facet=nw.lit(facet), value=nw.col(facet), events=nw.col("events"))


def _values(mixture: str) -> dict[str, str]:
    return dict(zip(FEW, mixture.split(BETWEEN), strict=True))


def _fits(mixture: Row, asked: Selection, *, but: str = "") -> bool:
    """Whether events with a mixture answer what is asked of their facets, except of one."""
    return all(
        mixture[facet] in (getattr(asked, facet) or (mixture[facet],)) for facet in FEW if facet != but
    )


def _beyond(first: date, last: date, calendar: Calendar) -> tuple[date, date]:
    """The days before and after the periods of these two; where time itself ends, the first and last one."""
    opens, closes = calendar.period(calendar.number(first)).first, calendar.period(calendar.number(last)).last
    before = opens - timedelta(days=1) if opens > date.min else opens
    return before, closes + timedelta(days=1) if closes < date.max else closes


def _number(day: nw.Expr, calendar: Calendar) -> nw.Expr:
    """The number of the period that a day lies in, or what ``_counted`` makes it of."""
    if calendar.unit == "day":
        return day
    if calendar.unit == "month":
        return day.dt.year() * 12 + day.dt.month() - 1
    # A division of a million years takes longer than to find them.
    return day.dt.year() // calendar.years if calendar.years > 1 else day.dt.year()


def _counted(number: date | int, calendar: Calendar) -> int:
    """The same for every engine: from a day to its number there is no one way."""
    return calendar.number(number) if isinstance(number, date) else number
