"""A record checked, whatever it comes in: its faults, and what looks like a slip."""

import csv
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from timeline import tables
from timeline.built import is_built
from timeline.cautions import EVENTS, Cautions, cautions
from timeline.dataset import draft, load
from timeline.faults import Fault, FaultyDataset, counted
from timeline.objects import is_address
from timeline.package import Package

# A page of faults is read; ten thousand are only counted.
SHOWN = 100
_BUILT = "the rows were checked when this was built; now its files are compared with what was written then"


@dataclass(frozen=True)
class Report:
    """What was found at ``path``, a path or an address.

    ``notes`` say what was guessed or mended in reading it, or how far it was looked at.
    """

    path: str
    events: int
    faults: tuple[Fault, ...]
    warnings: Cautions
    notes: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "path": self.path,
            "events": self.events,
            "faults": [_object(fault) for fault in self.faults],
            "warnings": [_object(warning) for warning in self.warnings],
            "notes": list(self.notes),
        }

    def lines(self) -> list[str]:
        """The first faults and warnings in words, and how many there are."""
        told = [*map(str, self.notes)]
        told += [str(fault) for fault in self.faults[:SHOWN]]
        told += _more(len(self.faults), "faults")
        told += [f"warning: {warning}" for warning in islice(self.warnings, SHOWN)]
        told += _more(len(self.warnings), "warnings")
        found = f"{counted(len(self.faults), 'fault')}, {counted(len(self.warnings), 'warning')}"
        return [*told, f"{self.path}: {counted(self.events, 'event')}, {found}"]


def check(place: str, today: date, *, day_first: bool | None = None) -> Report:
    """Check a dataset's folder, one CSV or XLSX file of events, or what was built or published of a dataset.

    ``day_first`` answers for every date of a file in which day or month may come first. Unanswered if it
    lies where nobody answers.
    """
    path = Path(place)
    if is_address(place) or is_built(path):
        return _of_built(place)
    if path.is_dir():
        found = load(path)
        return _report(place, found.frames, found.faults, today)
    if _is_ours(path):
        # A file that is written as it should be needs no guessing, and a million rows of it no patience.
        faults: list[Fault] = []
        frame = tables.read_table(path, faults, name="events")
        checked = draft({"events": frame}, Package(), path, faults)
        if not checked.faults:
            return _report(place, checked.frames, (), today, file=path.name)
    # What reads any file takes as long to import as a small record to check.
    from timeline import intake

    told = intake.read_file(path, day_first=day_first)
    notes = tuple(map(str, told.notes))
    return _report(place, told.frames, tuple(told.faults), today, notes, file=path.name)


def _report(
    path: str,
    frames: Any,
    faults: tuple[Fault, ...],
    today: date,
    notes: tuple[str, ...] = (),
    *,
    file: str = EVENTS,
) -> Report:
    events = frames["events"]
    return Report(path, 0 if events is None else len(events), faults, cautions(frames, today, file), notes)


def _of_built(place: str) -> Report:
    # The engines take a tenth of a second to import, and a file of CSV asks none.
    from timeline.origin import origin

    found = origin(place)
    try:
        events = found.opened().dataset.counts["events"]
    except FaultyDataset as faulty:
        return Report(place, 0, faulty.faults, Cautions([]))
    return Report(place, events, tuple(found.spoilt()), Cautions([]), (_BUILT,))


def _is_ours(path: Path) -> bool:
    """Whether the first line of a CSV file has nothing but our columns in it."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader([file.readline(10_000)]), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    known = tables.columns("events", tables.languages((), names))
    return bool(names) and set(names) <= {*known, *tables.IN_EACH_LANGUAGE}


def _object(fault: Fault) -> dict[str, Any]:
    wanted = fault.wanted.format(**fault.details)
    found = {"file": fault.file, "row": fault.row, "column": fault.column, "value": fault.value}
    mend = {"nearest": fault.details["nearest"]} if "nearest" in fault.details else {}
    return {**found, "wanted": wanted, **mend}


def _more(number: int, what: str) -> list[str]:
    return [f"... and {number - SHOWN} more {what}"] if number > SHOWN else []
