"""Who raised which topic when, which topics go together, and how contacts follow each other.

A topic is counted by what was said of it, statement by statement: counting words would measure how
often a headline was repeated. What a writer thinks raises no topic.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from timeline import tables, vocabulary
from timeline.dates import EdtfDate, parse
from timeline.tables import Row, split
from timeline.view import View

# Offered as filters before a reader asks for more.
FIRST_TOPICS = 7


@dataclass(frozen=True)
class Cell:
    """A topic at an event: how many statements raise it; 0 where only the event's own topics name it."""

    topic: str
    event: str
    statements: int


@dataclass(frozen=True)
class Gap:
    """From one contact to the next: at least and at most so many days, None where an end is open."""

    before: Row
    after: Row
    fewest: int
    most: int | None


def cells(view: View) -> list[Cell]:
    """Every topic of every event in view, events oldest first, an event's topics as the record has them."""
    said = view.store.said(view.events["id"])
    found = []
    for row in tables.rows(view.events):
        mine = said.get(row["id"], ())
        raised = Counter(topic for one in voiced(mine) for topic in split(one["topics"]))
        named = (topic for one in mine for topic in split(one["topics"]))
        topics = dict.fromkeys([*split(row["topics"]), *named])
        found += [Cell(topic, row["id"], raised[topic]) for topic in topics]
    return found


def ranked(found: Iterable[Cell]) -> list[str]:
    """The topics, those of most events first, then those of most statements."""
    events: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    for cell in found:
        events[cell.topic] += 1
        statements[cell.topic] += cell.statements
    return sorted(events, key=lambda topic: (-events[topic], -statements[topic], topic))


def together(found: Iterable[Cell]) -> list[tuple[str, str, int]]:
    """Pairs of topics that share events, with how many; at least two, most first."""
    by_event: dict[str, list[str]] = {}
    for cell in found:
        by_event.setdefault(cell.event, []).append(cell.topic)
    pairs = Counter(pair for topics in by_event.values() for pair in combinations(sorted(topics), 2))
    shared = [(one, other, number) for (one, other), number in pairs.items() if number > 1]
    return sorted(shared, key=lambda pair: (-pair[2], pair[:2]))


def foremost(pairs: Sequence[tuple[str, str, int]], usual: int, most: int) -> int:
    """How many of ``pairs``, most first, to tell: the ``usual`` number and those tied with its last one.

    No more than ``most``, which a tie may exceed.
    """
    if len(pairs) <= usual:
        return len(pairs)
    tied = sum(number >= pairs[usual - 1][2] for _, _, number in pairs)
    return min(tied, most)


def gaps(view: View) -> list[Gap]:
    """Between contacts that follow each other: a range where a date is imprecise, never a guess.

    What is only announced ends no wait; a contact whose status is not stated counts as one that took place.
    """
    contacts = [
        row
        for row in tables.rows(view.events)
        if row["role"] == "contact" and row["status"] not in vocabulary.HOLLOW
    ]
    return [
        Gap(before, after, *days)
        for before, after in pairwise(contacts)
        if (days := days_between(parse(before["date"]), parse(after["date"]))) is not None
    ]


def days_between(before: EdtfDate, after: EdtfDate) -> tuple[int, int | None] | None:
    """The fewest and most days from ``before`` to ``after``; None if not even the fewest is known."""
    if before.latest is None or after.earliest is None:
        return None
    fewest = max((after.earliest - before.latest).days, 0)
    if before.earliest is None or after.latest is None:
        return fewest, None
    return fewest, (after.latest - before.earliest).days


def voiced(said: Iterable[Row]) -> list[Row]:
    """The statements of ``said`` that a writer's opinion is not among."""
    return [one for one in said if one["kind"] != vocabulary.OPINION]


def said_of(topic: str, view: View) -> Mapping[str, list[Row]]:
    """The statements, and opinions, of each event in view that are about ``topic``: event id -> rows."""
    found, said = {}, view.store.said(view.events["id"])
    for row in tables.rows(view.events):
        mine = [one for one in said.get(row["id"], ()) if topic in split(one["topics"])]
        if mine or topic in split(row["topics"]):
            found[row["id"]] = mine
    return found


def latest(said: Mapping[str, list[Row]], lines: int) -> dict[str, list[Row]]:
    """The latest events of ``said`` that fill so many lines, one for an event and each statement.

    There is always one, however much was said at it.
    """
    kept: list[str] = []
    for id in reversed(list(said)):
        lines -= 1 + len(said[id])
        if kept and lines < 0:
            break
        kept.append(id)
    return {id: said[id] for id in reversed(kept)}
