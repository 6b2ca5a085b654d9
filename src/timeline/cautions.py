"""What is allowed and yet looks like a slip: a reader of the record should look again.

A fault keeps a record from being shown; a caution never does. Cautions look at the rows as they are
written, so that each can say where it is.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import merge
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.dates import HIJRI, parse
from timeline.faults import Fault
from timeline.search import fold
from timeline.tables import cells_of, first_text, split

Value = TypeVar("Value")
Codes = npt.NDArray[np.int64]
Frames = Mapping[str, pd.DataFrame | None]

EVENTS = "events.csv"
# Two titles of one day that share this much of their letters are likely one event.
ALIKE = 0.9
# Days with more events than this are searched for equal titles alone: each is compared with each.
MOST_OF_A_DAY = 20
MOST_COMPARISONS = 100_000
_OUR_TIME = 1900
_FIRST_YEAR = re.compile(r"(?:\.\./)?([0-9]{4})(?![0-9])")


@dataclass(frozen=True)
class _Finding:
    """One sort of slip in one file: the rows, and what to say of each."""

    file: str
    column: str
    message: str
    rows: Sequence[int]
    values: Mapping[int, str] = field(default_factory=dict)
    firsts: Mapping[int, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Fault]:
        for row in self.rows:
            details = {"row": str(self.firsts[row])} if self.firsts else {}
            yield Fault(self.file, row, self.column, self.values.get(row, ""), self.message, details)


class Cautions:
    """Everything that looks like a slip, in the order of the files; ``wanted`` says what to look at.

    There may be a million, so that they are counted at once and worded only as they are asked for.
    """

    def __init__(self, findings: Sequence[_Finding]) -> None:
        """Keep what was found."""
        self._findings = findings

    def __len__(self) -> int:
        """How many there are."""
        return sum(len(finding.rows) for finding in self._findings)

    def __iter__(self) -> Iterator[Fault]:
        """One after the other, by file and row."""
        return merge(*self._findings, key=Fault.order)


def cautions(frames: Frames, today: date, file: str = EVENTS) -> Cautions:
    """Look at the rows as they are written; ``today`` decides what lies in the past.

    ``file`` is what those of the events call their file.
    """
    events = frames.get("events")
    if events is None:
        return Cautions([])
    found = [_unsourced(events), _hijri(events), _overdue(events, frames.get("sources"), today)]
    found.append(_alike(events))
    return Cautions([*(replace(one, file=file) for one in found), *_unused(frames, events)])


def _unsourced(events: pd.DataFrame) -> _Finding:
    bare = (cells_of(events, "sources") == "") & (cells_of(events, "source_url") == "")
    return _Finding(EVENTS, "sources", "a source for this event", _numbers(events.index[bare]))


def _hijri(events: pd.DataFrame) -> _Finding:
    """Dates of the years 1300 to 1500, where every other date is of 1900 or later."""
    dates = cells_of(events, "date")
    years = {text: int(form[1]) for text in dates.unique().tolist() if (form := _FIRST_YEAR.match(text))}
    old = [text for text, year in years.items() if year in HIJRI]
    others = [year for year in years.values() if year not in HIJRI]
    doubtful = dates[dates.isin(old if others and min(others) >= _OUR_TIME else [])]
    rows = _numbers(doubtful.index)
    message = "a year of the Gregorian calendar: this may be a Hijri one"
    return _Finding(EVENTS, "date", message, rows, dict(zip(rows, doubtful.tolist(), strict=True)))


def _overdue(events: pd.DataFrame, sources: pd.DataFrame | None, today: date) -> _Finding:
    """Planned events of the past, unless a source that came out later still calls them planned."""
    # Only the columns that matter are cut out: a row is wide.
    planned = cells_of(events, "status") == "planned"
    dates = cells_of(events, "date")[planned]
    lasts = {text: _latest(text) for text in dates.unique().tolist()}
    dates = dates[dates.isin([text for text, last in lasts.items() if last and last < today])]
    rows = _numbers(dates.index)
    if sources is not None and "id" in sources:
        published = dict(zip(sources["id"], map(_latest, cells_of(sources, "published")), strict=True))
        cells = zip(rows, dates, cells_of(events, "sources")[dates.index], strict=True)
        rows = [row for row, text, cell in cells if not _reported_after(lasts[text], cell, published)]
    message = "a later source: the day of this planned event has passed"
    return _Finding(EVENTS, "status", message, rows, dict.fromkeys(rows, "planned"))


def _reported_after(last: date | None, cell: str, published: Mapping[str, date | None]) -> bool:
    days = (published.get(id) for id in split(cell))
    return any(day > last for day in days if day and last)


def _alike(events: pd.DataFrame) -> _Finding:
    """Events of a day on which an earlier row has the same kind and parties, or nearly the same title."""
    dates, titles = cells_of(events, "date"), first_text(events, "title")
    kinds, parties = cells_of(events, "kind"), cells_of(events, "parties")
    known = (dates != "") & (kinds != "") & (parties != "")
    titled = (dates != "") & (titles != "")
    # For each row the position of the first row that looks like it: its own, if there is none before.
    first = np.arange(len(events))
    # Arrow counts on as many cores as there are; most of the time goes into the titles.
    with ThreadPoolExecutor() as several:
        named, days, *which = several.map(_codes, (titles, dates, kinds, parties))
    for columns, rows in (([days, named], titled & _shared(named)), ([days, *which], known)):
        where = np.flatnonzero(rows)
        first[where] = np.minimum(first[where], where[_firsts([column[where] for column in columns])])
    numbers = events.index.to_numpy()
    firsts = _Lookup(events.index, lambda place: int(numbers[first[place]]))
    near = _near(pd.Series(days, index=events.index)[titled], titles)
    alike = first != np.arange(len(events))
    for row, one in near.items():
        place = int(np.searchsorted(numbers, row))
        if not alike[place]:
            alike[place], first[place] = True, int(np.searchsorted(numbers, one))
    message = "to be another event than row {row}, which looks the same"
    values = _Lookup(events.index, lambda place: str(titles.iloc[place]))
    return _Finding(EVENTS, "title", message, _numbers(events.index[alike]), values, firsts)


def _codes(cells: "pd.Series[str]") -> Codes:
    """A number for each cell, the same for equal ones."""
    return pd.factorize(cells)[0]


def _shared(codes: Codes) -> npt.NDArray[np.bool_]:
    """Whether another row has the same number: most titles of a large record are all different."""
    return np.bincount(codes)[codes] > 1


def _firsts(columns: Sequence[Codes]) -> Codes:
    """For each row the position of the first one with the same numbers."""
    mark = np.zeros(len(columns[0]), dtype="int64")
    for column in columns:
        mark = mark * (int(column.max(initial=0)) + 1) + column
    codes, _ = pd.factorize(mark)
    places = np.arange(len(codes))
    first = np.zeros(int(codes.max(initial=0)) + 1, dtype="int64")
    # Of several that are written to one place the last one stays: go from the end to the start.
    first[codes[::-1]] = places[::-1]
    return first[codes]


def _near(days: "pd.Series[int]", titles: "pd.Series[str]") -> dict[int, int]:
    """Rows whose title differs by little from that of an earlier row with the same number of a day."""
    counts = days.value_counts()
    few = counts[(counts > 1) & (counts <= MOST_OF_A_DAY)]
    if int((few * (few - 1) // 2).sum()) > MOST_COMPARISONS:
        return {}
    firsts: dict[int, int] = {}
    shared = days[days.isin(few.index)]
    for _, rows in shared.groupby(shared).groups.items():
        before: list[tuple[int, str]] = []
        for row in map(int, rows):
            words = fold(titles[row])
            first = next((one for one, text in before if _like(words, text)), None)
            if first is not None:
                firsts[row] = first
            before.append((row, words))
    return firsts


def _like(one: str, other: str) -> bool:
    """Whether two folded titles differ by a slip of the pen, and not by a number."""
    if [word for word in one.split() if word.isdigit()] != [word for word in other.split() if word.isdigit()]:
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _unused(frames: Frames, events: pd.DataFrame) -> Iterable[_Finding]:
    """Rows of the other tables that nothing names."""
    said = frames.get("statements")
    for table, column, theirs in (
        ("topics", "topics", "topics"),
        ("places", "place", ""),
        ("sources", "sources", "source"),
    ):
        frame = frames.get(table)
        if frame is None or "id" not in frame:
            continue
        used = _values(events, column) | _values(said, theirs)
        # The map draws calls between capitals, where no event takes place.
        spare = frame[~frame["id"].isin(used) & (cells_of(frame, "kind") != "capital") & (frame["id"] != "")]
        rows = _numbers(spare.index)
        values = dict(zip(rows, spare["id"].tolist(), strict=True))
        yield _Finding(f"{table}.csv", "id", "an event that names this", rows, values)


def _values(frame: pd.DataFrame | None, column: str) -> set[str]:
    if frame is None or column not in frame:
        return set()
    return {value for cell in frame[column].unique().tolist() for value in split(cell)}


def _numbers(index: pd.Index) -> list[int]:
    return [int(row) for row in index.tolist()]


def _latest(text: str) -> date | None:
    """The last day that a date may mean; None if there is none, or if it cannot be read."""
    try:
        return parse(text).latest if text else None
    except ValueError:
        return None


class _Lookup(Mapping[int, Value], Generic[Value]):
    """What is said of a row, looked up by its number only when asked for."""

    def __init__(self, index: pd.Index, said: Callable[[int], Value]) -> None:
        self._index, self._said = index, said

    def __getitem__(self, row: int) -> Value:
        return self._said(int(self._index.get_indexer(pd.Index([row]))[0]))

    def __iter__(self) -> Iterator[int]:
        return iter(_numbers(self._index))

    def __len__(self) -> int:
        return len(self._index)
