"""Read a folder of CSV files as one record, or say everything that is wrong with it.

A dataset is ``events.csv`` and, if wanted, ``statements.csv``, ``topics.csv``, ``places.csv``,
``sources.csv`` and ``datapackage.json``. Nothing is drawn from a file that could be read wrongly:
``read`` returns a whole record or raises ``FaultyDataset`` with every fault of every file; ``load``
returns what the files say, faulty or not, for those who mend it. All cells stay text as written; what
a date or a place means is worked out by the modules that use it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from timeline import parties, rules, tables
from timeline.faults import Fault, FaultyDataset
from timeline.keys import firsts
from timeline.outline import Outline
from timeline.package import Package, read_package
from timeline.search import fold

OPTIONAL = ("statements", "topics", "places", "sources")


@dataclass(frozen=True)
class Dataset:
    """A record without faults: five frames of text, one row a line, empty cells as ``""``.

    Every column of ``tables.columns`` is there whether the file had it or not. ``modified`` is the
    latest day on which a row changed, or ``""``.
    """

    folder: Path
    package: Package
    events: pd.DataFrame
    statements: pd.DataFrame
    topics: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages that the record may be in, and that its pages are offered in."""
        return tuple(tag for base, tag in map(tables.in_language, self.events.columns) if base == "title")

    @cached_property
    def outline(self) -> Outline:
        """The same record without its events, statements and sources."""
        written = ((self.events[name] != "").any() for name in self.events.columns)
        return Outline(
            name=self.folder.name,
            package=self.package,
            languages=self.languages,
            modified=self.modified,
            written=_written(self.folder),
            columns=tuple(
                name for name, is_used in zip(self.events.columns, written, strict=True) if is_used
            ),
            counts={name: len(getattr(self, name)) for name in ("events", *OPTIONAL)},
            topics=self.topics,
            places=self.places,
        )

    @property
    def modified(self) -> str:
        """The latest ``modified`` of any event."""
        return str(self.events["modified"].max()) if len(self.events) else ""


@dataclass(frozen=True)
class Draft:
    """What is written of a record, checked: frames by table name, None for a table that is not there.

    Their columns are those that were written, their index is the row that a spreadsheet shows.
    """

    folder: Path
    package: Package
    frames: Mapping[str, pd.DataFrame | None]
    faults: tuple[Fault, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that the package declares, else those that the events are in."""
        events = self.frames["events"]
        return tables.languages(self.package.languages, [] if events is None else events.columns)

    def dataset(self) -> Dataset:
        """The record, if there is no fault; else raise FaultyDataset listing them all."""
        if self.faults:
            raise FaultyDataset(self.faults)
        spoken = self.languages
        filled = {name: tables.complete(name, frame, spoken) for name, frame in self.frames.items()}
        events = with_ids(filled.pop("events"))
        _invent(filled, events, self.frames, spoken)
        package = replace(self.package, parties=parties.completed(self.package.parties, events))
        return Dataset(self.folder, package, events, **filled)


def read(folder: Path | str, cells: Path | None = None) -> Dataset:
    """Return the dataset in ``folder``; raise FaultyDataset listing all faults of all its files.

    Its cells are in memory, or else in files in the folder ``cells``, which has to stay as long as they do.
    """
    return load(folder, cells).dataset()


def load(folder: Path | str, cells: Path | None = None) -> Draft:
    """Return what the files in ``folder`` say, with every fault of every file; see ``read``."""
    folder = Path(folder)
    faults: list[Fault] = []
    package = read_package(folder / "datapackage.json", faults)
    events = tables.read_table(folder / "events.csv", faults, package.languages, cells)
    frames = {"events": events}
    spoken = tables.languages(package.languages, [] if events is None else events.columns)
    for name in OPTIONAL:
        file = folder / f"{name}.csv"
        frames[name] = tables.read_table(file, faults, spoken, cells) if _is_there(file) else None
    return draft(frames, package, folder, faults)


def _is_there(file: Path) -> bool:
    """Whether there is such a file, be it a link that leads nowhere: that is a fault, and not no table."""
    return file.exists() or file.is_symlink()


def draft(
    frames: Mapping[str, pd.DataFrame | None],
    package: Package,
    folder: Path,
    faults: Iterable[Fault] = (),
) -> Draft:
    """Check frames from wherever they come; ``faults`` are those found on the way."""
    every = {name: frames.get(name) for name in ("events", *OPTIONAL)}
    found = list(faults)
    rules.check(every, found, package.languages)
    return Draft(folder, package, every, tuple(sorted(found, key=Fault.order)))


def with_ids(events: pd.DataFrame) -> pd.DataFrame:
    """Give each row without an id one made from its date and title, and a number where two agree."""
    if not (events["id"] == "").any():
        return events
    title = tables.first_text(events, "title")
    made = [slug(f"{date} {words}") for date, words in zip(events["date"], title, strict=True)]
    ids = TakenIds(events["id"])
    return events.assign(id=[given or ids.new(id) for given, id in zip(events["id"], made, strict=True)])


class TakenIds:
    """Ids that are taken. Where many agree, numbers go on from the last: none begins again."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with these."""
        self._taken, self._numbers = set(taken), Counter[str]()

    def new(self, id: str) -> str:
        """Take ``id``, or if it is taken already, ``id-2`` or the next that is not."""
        candidate = id
        while candidate in self._taken:
            self._numbers[id] += 1
            candidate = f"{id}-{self._numbers[id] + 1}"
        self._taken.add(candidate)
        return candidate


def slug(text: str) -> str:
    """Return ``text`` as an id: folded words joined by hyphens, at most 60 characters."""
    return "-".join(fold(text).split())[:60].strip("-") or "event"


def _invent(
    filled: dict[str, pd.DataFrame],
    events: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame | None],
    languages: tuple[str, ...],
) -> None:
    """Make the rows that a dataset without the file implies: its topic labels, places and links."""
    if frames["topics"] is None:
        labels = _distinct(tables.split(cell) for cell in events["topics"])
        filled["topics"] = tables.complete(
            "topics", pd.DataFrame({"id": labels, "label": labels}, dtype="str"), languages
        )
    if frames["places"] is None:
        names = {"id": "place", "name": "place", "lat": "lat", "lon": "lon"}
        filled["places"] = tables.complete("places", _firsts(events, "place", names), languages)
    if frames["sources"] is None:
        names = {"id": "source_url", "title": "source_title", "url": "source_url"}
        filled["sources"] = tables.complete("sources", _firsts(events, "source_url", names), languages)
        events["sources"] = events["source_url"]


def _firsts(events: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """The first event with each text of ``column``: of its columns those ``names``, by their new ones."""
    cells = events[column]
    picked = np.flatnonzero((cells != "").to_numpy() & firsts(cells))
    # Where each has its own, nothing has to be copied.
    some = slice(None) if len(picked) == len(cells) else picked
    return pd.DataFrame({new: events[old].iloc[some] for new, old in names.items()}).reset_index(drop=True)


def _written(folder: Path) -> float:
    """When the events were written, in seconds since 1970; 0 where there is no file that could say."""
    for file in (folder / "events.csv", folder):
        if file.exists():
            return file.stat().st_mtime
    return 0.0


def _distinct(cells: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(value for cell in cells for value in cell))
