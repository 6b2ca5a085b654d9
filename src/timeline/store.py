"""Answer a Selection: how many events, how many of each value, where, when, and some of them by name.

Questions are narwhals expressions, for every kind of ``timeline.engine``. There is one filter, in
``timeline.matching``. Answers are small whatever matches, and are kept, since they depend on nothing but
the question: a Store is made anew when its dataset changes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import cast
from weakref import proxy

import narwhals as nw
import pandas as pd

from timeline import counting, lookup, metrics, search, waited
from timeline.answers import Pair, Summary
from timeline.dataset import Dataset
from timeline.density import Bucket, Ends, buckets, ends
from timeline.derived import AT, DERIVED
from timeline.engine import Engine, Table
from timeline.engine.embedded import Embedded
from timeline.ids import Ids
from timeline.matching import matching
from timeline.once import Answer, Name, Once
from timeline.periods import Calendar, fitting
from timeline.selection import Selection
from timeline.tables import Row, split
from timeline.traits import FEW

# Answers of one Store that are kept; an answer for one view takes a few kilobytes.
KEPT_BYTES = 64 * 2**20
# Events on one page of a list. A browser draws each in several milliseconds.
LISTED = 25
# Events that are fetched at once by those who walk over all of them.
BATCH = 5_000
_PAST = 2**62
# So many times the part of a record in which a number of events would lie if they lay evenly.
_AMPLE = 4
# Events that are asked for by their places, each a part of the question.
_NAMED = 1_000


class Store:
    """A dataset that can be asked. Safe to share between threads."""

    def __init__(self, record: Dataset | Engine) -> None:
        """Ask the engine that holds a record, or load a dataset into one."""
        self._engine = Embedded(record) if isinstance(record, Dataset) else record
        self.dataset = self._engine.outline
        self._answers = Once(KEPT_BYTES)

    @cached_property
    def known(self) -> Mapping[str, Collection[str]]:
        """What a query may name: the values of topic, place and party, the ids of events, the languages."""
        counts = self.facets(Selection())
        return {
            "topic": set(self.dataset.topics["id"]),
            "place": counts["place"].keys(),
            "party": counts["party"].keys(),
            # It must not hold this one: a record that was replaced goes at once, with all its memory.
            "event": Ids(proxy(self), Selection(), LISTED),
            "lang": self.dataset.languages,
        }

    @property
    def total(self) -> int:
        """How many events there are."""
        return self.dataset.counts["events"]

    def events(self, selection: Selection, *, offset: int = 0, limit: int | None = None) -> pd.DataFrame:
        """Matching events from the ``offset``-th on, oldest first: every column, ``earliest`` and ``latest``.

        An open end is NaT. Do not change the frame: it is shared. Without a ``limit`` it is as large as
        the record: see ``batches``.
        """
        asked = selection.question()
        return self._kept(("events", asked, offset, limit), lambda: self._events(asked, offset, limit))

    def batches(self, selection: Selection, *, offset: int = 0) -> Iterator[pd.DataFrame]:
        """The same events, a few thousand at a time and never all of them; none of the frames is kept."""
        asked = selection.question()
        left = self.count(selection) - offset
        after = self._at(asked, offset - 1) if offset else -1
        while left > 0:
            with self._asking("batch"):
                some, after = self._after(asked, after, min(BATCH, left))
            if some.empty:
                return
            left -= len(some)
            yield some

    def ids(self, selection: Selection) -> Sequence[str]:
        """The ids of the matching events, oldest first, each fetched when it is asked for."""
        return Ids(self, selection, LISTED)

    def count(self, selection: Selection) -> int:
        """How many events match."""
        return self.summary(selection).events

    def summary(self, selection: Selection) -> Summary:
        """What one line says of the events that match."""
        asked = selection.question()
        return self._kept(("summary", asked), lambda: self._summary(asked))

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """How many events each value of each facet would show, given every other filter.

        Values are ordered by count, largest first; those that would show nothing are left out.
        """
        asked = selection.question()
        return self._kept(
            ("facets", asked),
            lambda: counting.facets(self._engine, self._having(asked), self._mixtures(asked), asked),
        )

    def event(self, id: str) -> Row:
        """The row of one event; KeyError if there is none."""
        at = self._place(id)
        if at is None:
            raise KeyError(id)
        return self._kept(("event", id), lambda: cast(Row, self._those([at]).iloc[0].to_dict()))

    def has(self, id: str) -> bool:
        """Whether there is such an event."""
        return self._place(id) is not None

    def position(self, selection: Selection, id: str) -> int | None:
        """How many matching events come before this one; None if it is not among them."""
        asked = selection.question()
        return self._kept(("position", asked, id), lambda: self._position(asked, id))

    def neighbours(self, selection: Selection, id: str) -> tuple[str, str]:
        """The ids of the matching events before and after this one, which must match; ``""`` at an end."""
        at = self.position(selection, id)
        if at is None:
            raise KeyError(id)
        some = list(self.events(selection, offset=max(at - 1, 0), limit=3 if at else 2)["id"])
        after = some[some.index(id) + 1 :]
        return (some[0] if at else ""), (after[0] if after else "")

    def extent(self) -> tuple[date | None, date | None]:
        """The first and the last day that any event may have; None for both if there is no event."""
        return self._kept(("extent",), lambda: counting.extent(self._engine))

    def density(self, selection: Selection, calendar: Calendar) -> Sequence[Bucket]:
        """The periods that may hold any of the matching events, oldest first, within the dates asked for.

        An event with an open end, or a question with one, reaches to the end of the record.
        """
        asked = selection.question()
        return self._kept(("density", asked, calendar), lambda: self._density(asked, calendar))

    def overview(self) -> tuple[Sequence[Bucket], Ends]:
        """How many events of the whole record each period may hold, and the days between which they lie."""
        first, last = self.extent()
        if first is None or last is None:
            return (), (first, last)
        return self.density(Selection(), fitting(first, last)), (first, last)

    def places(self, selection: Selection) -> dict[str, int]:
        """How many matching events each place saw, most first."""
        return counting.places(self.facets(selection)["place"], selection)

    def pairs(self, selection: Selection) -> list[Pair]:
        """The matching events that lie between their parties and at no place: calls."""
        asked = selection.question()
        return self._kept(("pairs", asked), lambda: counting.pairs(self._engine, self._matching(asked)))

    def said(self, ids: Iterable[str]) -> Mapping[str, Sequence[Row]]:
        """What was said at the events of these ids, in the order of the file: event id -> statements."""
        asked = tuple(dict.fromkeys(ids))
        return self._few(("said", asked), lambda: lookup.statements(self._engine, asked))

    def cited(self, cells: Iterable[str]) -> Mapping[str, Row]:
        """The sources that these cells of the column ``sources`` name: id -> row."""
        asked = tuple(dict.fromkeys(id for cell in cells for id in split(cell)))
        return self._few(("cited", asked), lambda: lookup.sources(self._engine, asked)) if asked else {}

    def first_sources(self, limit: int) -> list[Row]:
        """So many of the sources, in the order of the file."""
        return self._kept(("first sources", limit), lambda: lookup.first_sources(self._engine, limit))

    def latest_changes(self, selection: Selection, limit: int) -> pd.DataFrame:
        """The matching events that changed last; one that does not say when changed with the record.

        Of those changed on one day the latest event comes first.
        """
        own = nw.when(nw.col("modified") != "").then(nw.col("modified"))
        said = own.otherwise(nw.lit(self.dataset.modified))
        with self._asking("latest changes"):
            found = self._whole(selection.question()).select(AT, said=said)
            return self._those(self._places(found.sort("said", AT, descending=True).head(limit)))

    def dated(self, selection: Selection, limit: int) -> tuple[pd.DataFrame, int]:
        """The latest matching events that ``dates.has_days`` holds of, and how many there are."""
        known = nw.col("day_known") & ~nw.col("date").str.contains("[?~%]")
        with self._asking("dated"):
            found = self._whole(selection.question()).filter(known).select(AT)
            latest = self._those(self._places(found.sort(AT, descending=True).head(limit))[::-1])
            return latest, int(self._engine.rows(found.select(events=nw.len()))[0]["events"])

    def changed(self, limit: int) -> pd.DataFrame:
        """The events that changed last, ``id`` and ``modified``, the latest first."""
        with self._asking("changed"):
            found = self._engine.events().sort("modified", AT, descending=[True, False])
            return self._engine.frame(found.head(limit).select("id", "modified"))

    def noted(self, limit: int) -> pd.DataFrame:
        """The first events with a note in any language."""
        names = [name for name in self.dataset.columns if name.startswith("note_")]
        if not names:
            return self.events(Selection(), limit=0)
        written = nw.any_horizontal(*(nw.col(name) != "" for name in names), ignore_nulls=False)
        with self._asking("noted"):
            found = self._engine.events().filter(written).select(AT)
            return self._those(self._places(found.sort(AT).head(limit)))

    @contextmanager
    def _asking(self, answer: str) -> Iterator[None]:
        """One question of the engine, for an answer of this name."""
        with metrics.queried(answer), waited.question(self._engine.question()):
            yield

    def _kept(self, name: Name, make: Callable[[], Answer]) -> Answer:
        def ask() -> Answer:
            with self._asking(str(name[0])):
                return make()

        return self._answers.answer(name, ask)

    def _few(self, name: tuple[str, tuple[str, ...]], make: Callable[[], Answer]) -> Answer:
        """What is asked of ids; of more than a page has, which are walked over once, nothing is kept."""
        if len(name[1]) <= _NAMED:
            return self._kept(name, make)
        with self._asking(name[0]):
            return make()

    def _matching(self, asked: Selection) -> Table:
        return matching(self._having(asked), asked)

    def _having(self, asked: Selection) -> Table:
        """The events that have the words asked for, whatever else is asked."""
        return self._engine.traits(search.words(asked.q))

    def _whole(self, asked: Selection) -> Table:
        """The events that match with all their columns."""
        return self._engine.events().join(self._matching(asked).select(AT), on=AT, how="semi")

    def _mixtures(self, asked: Selection) -> list[Row]:
        """See ``counting.mixtures``; the same ones, whatever is asked of the facets that they mix.

        A part of several answers and none itself: these are counted and timed.
        """
        any_of_few = asked.with_(**dict.fromkeys(FEW, ()))
        name = ("mixtures", any_of_few)
        found = cast(list[Row] | None, self._answers.find(name))
        if found is None:
            found = counting.mixtures(self._engine, self._having(asked), any_of_few)
            self._answers.keep(name, found)
        return found

    def _summary(self, asked: Selection) -> Summary:
        found, at = counting.summary(self._mixtures(asked), asked)
        if at < 0:
            return found
        latest = self._engine.rows(self._engine.traits().filter(nw.col(AT) == at).select("id"))[0]["id"]
        self._answers.keep(("place", latest), (at,))
        return replace(found, latest=latest)

    def _density(self, asked: Selection, calendar: Calendar) -> Sequence[Bucket]:
        first, last = ends(asked.dates, self.extent())
        if first is None or last is None:
            return ()
        changes = counting.changes(self._engine, self._matching(asked), first, last, calendar)
        return tuple(buckets(changes, calendar))

    def _events(self, asked: Selection, offset: int, limit: int | None) -> pd.DataFrame:
        if limit is None and self.count(asked) - offset > BATCH:
            return pd.concat(list(self.batches(asked, offset=offset)), ignore_index=True)
        if near := self._near(asked, offset, limit or 0):
            return self._those(near)
        # An offset is no part of the expressions; the places of events in the record are.
        after = self._at(asked, offset - 1) if offset else -1
        return self._after(asked, after, BATCH if limit is None else limit)[0]

    def _after(self, asked: Selection, after: int, limit: int) -> tuple[pd.DataFrame, int]:
        """So many matching events from behind a place in the record, and the place of the last one.

        First where they lie, then what they are: texts of events that are not wanted are not read.
        """
        places = self._walk(asked, after, limit)
        if len(places) <= _NAMED:
            return self._those(places), (places[-1] if places else -1)
        # To say what they have in common is shorter than to name them all.
        first, last = places[0], places[-1]
        some = self._whole(asked).filter(nw.col(AT) >= first, nw.col(AT) <= last)
        return self._engine.frame(some.sort(AT).drop(*_OURS, AT)), last

    def _near(self, asked: Selection, offset: int, limit: int) -> list[int]:
        """Where the matching events of a page lie, if it is known where one of them stands, or nothing."""
        position, place = cast(tuple[int, int], self._answers.find(("stands", asked)) or (-1, -1))
        if limit > _NAMED or not offset <= position < offset + limit:
            return []
        number, before = min(limit, self.count(asked) - offset), position - offset
        reach, at = self._reach(asked, number), nw.col(AT)
        some = self._matching(asked).filter(at >= place - reach, at <= place + reach)
        found = sorted(self._places(some.select(AT)))
        first = found.index(place) - before
        near = found[max(first, 0) : first + number]
        return near if len(near) == number else []

    def _reach(self, asked: Selection, number: int) -> int:
        """How far to look from a place in the record for so many matching events: there should be enough."""
        return _AMPLE * number * self.total // max(self.count(asked), 1)

    def _walk(self, asked: Selection, place: int, number: int, *, is_back: bool = False) -> list[int]:
        """Where so many matching events lie behind a place in the record, or before it; the nearest first.

        An engine would look at all of the record to find the nearest, so it is asked for a part in which
        there should be enough.
        """
        at, total, reach = nw.col(AT), self.total, self._reach(asked, number)
        beyond = [at < place, at >= place - reach] if is_back else [at > place, at <= place + reach]
        matching = self._matching(asked).select(AT)
        places = self._places(matching.filter(*beyond).sort(AT, descending=is_back).head(number))
        if len(places) == number or (place <= reach if is_back else place + reach >= total):
            return places
        return self._places(matching.filter(beyond[0]).sort(AT, descending=is_back).head(number))

    def _those(self, places: Sequence[int]) -> pd.DataFrame:
        """The events at these places of the record, in their order."""
        found = self._engine.events().filter(
            nw.col(AT) >= min(places, default=0),
            nw.col(AT) <= max(places, default=-1),
            nw.col(AT).is_in(places or [-1]),
        )
        some = self._engine.frame(found.drop(*_OURS))
        return some.set_index(AT).loc[list(places)].reset_index(drop=True)

    def _places(self, found: Table) -> list[int]:
        """Where the events found lie in the record."""
        return [row[AT] for row in self._engine.rows(found)]

    def _at(self, asked: Selection, position: int) -> int:
        """The place in the record of the matching event with so many before it, or past the last one."""
        if asked == Selection():
            return position
        return self._kept(("at", asked, position), lambda: self._find(asked, position))

    def _find(self, asked: Selection, position: int) -> int:
        known = cast(tuple[int, int] | None, self._answers.find(("stands", asked)))
        steps = position - known[0] if known else BATCH
        if known and abs(steps) < BATCH:
            passed = [known[1], *self._walk(asked, known[1], abs(steps), is_back=steps < 0)]
            return passed[-1] if len(passed) > abs(steps) else _PAST
        counted = self._matching(asked).select(AT).with_row_index("position", order_by=AT)
        some = self._places(counted.filter(nw.col("position") == position))
        return some[0] if some else _PAST

    def _place(self, id: str) -> int | None:
        """Where an event lies in the record; None if there is no such event."""
        return self._kept(("place", id), lambda: lookup.places(self._engine, [id]).get(id))

    def _position(self, asked: Selection, id: str) -> int | None:
        place = self._place(id)
        if place is None:
            return None
        # The shorter way to an end of the record: most ask for one of the last events.
        is_late, at = 2 * place > self.total, nw.col(AT)
        passed = self._matching(asked).filter(at >= place if is_late else at <= place)
        row = self._engine.rows(passed.select(events=nw.len(), here=(at == place).cast(nw.Int64).sum()))[0]
        if not row["here"]:
            return None
        position = self.count(asked) - int(row["events"]) if is_late else int(row["events"]) - 1
        # From where this one stands it is not far to the page of the list that it is on.
        self._answers.keep(("stands", asked), (position, place))
        return position


# What only questions need is not read of the events that are shown.
_OURS = [name for name in DERIVED if name not in ("earliest", "latest")]
