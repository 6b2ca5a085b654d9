"""The records that are measured: the one that ships, and synthetic ones of a million events or ten.

A large one is what ``timeline build`` makes of its files, as anyone would serve it. It takes a minute to
make, and stays in ``build/`` until what makes it is another.
"""

import hashlib
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks import synthetic
from benchmarks.check import cost
from benchmarks.visits import titles
from running.servers import ROOT
from timeline import building, built, dates, derived, search, states, tables, traits
from timeline.engine import arranged
from timeline.faults import FaultyDataset

LARGE = 1_000_000


@dataclass(frozen=True)
class Record:
    """So many ``events``, as a folder of CSV ``files``; ``served`` is what the dashboard is given."""

    events: int
    files: Path
    served: Path

    @property
    def name(self) -> str:
        """How a row names it."""
        return f"{self.events:,} events"


def shipped() -> Record:
    """The record that ships."""
    return Record(len(titles()), ROOT / "data", ROOT / "data")


def large(events: int = LARGE, folder: Path = ROOT / "build") -> Record:
    """So many events of a fixed seed, made in ``folder`` unless they are there."""
    name = f"synthetic-{events}"
    here = folder / f"{name}-{_makers()}"
    record = Record(events, here / "csv", here / "events.parquet")
    if not _is_whole(record.served):
        print(f"making {record.name} in {here}, once", file=sys.stderr)
        for old in folder.glob(f"{name}-*"):
            shutil.rmtree(old)
        synthetic.folder(record.files, events)
        # In a process of its own, which takes its memory with it.
        command = ("-c", "from timeline.cli import main; main()", "build")
        cost([sys.executable, *command, str(record.files), str(record.served)])
    return record


def unasked(turn: int) -> str:
    """The query of a link that nobody has opened before: almost all events, from another day at each turn."""
    return f"?dates={synthetic.FIRST + timedelta(days=turn)}/.."


def _makers() -> str:
    """What the files that make the record are now."""
    makers = (synthetic, dates, derived, search, states, tables, traits, arranged, building)
    sources = (Path(maker.__file__ or "").read_bytes() for maker in makers)
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


def _is_whole(place: Path) -> bool:
    try:
        built.read(place)
    except FaultyDataset:
        return False
    return True
