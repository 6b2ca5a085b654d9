"""A file with what its reader has mended since: cells written anew, rows left out.

The file itself stays as it was read, so that another answer about its columns keeps what was mended.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from timeline.faults import Fault
from timeline.intake.notes import Note
from timeline.intake.reading import Intake
from timeline.intake.settling import DOUBTS, judge, settle, sound

Cell = tuple[int, str]


@dataclass(frozen=True)
class Mending:
    """``cells`` are the new texts by row and column of ours; rows ``left_out`` are no events."""

    intake: Intake
    cells: Mapping[Cell, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    def with_cell(self, row: int, column: str, text: str) -> "Mending":
        """A copy in which one more cell is mended."""
        return replace(self, cells={**self.cells, (row, column): text.strip()})

    def leaving_out(self, row: int, is_out: bool = True) -> "Mending":
        """A copy without the row, or with it again."""
        return replace(self, left_out=self.left_out | {row} if is_out else self.left_out - {row})

    @cached_property
    def events(self) -> pd.DataFrame:
        """Every row of the file, mended, those left out among them."""
        return self._settled[0]["events"]

    @property
    def notes(self) -> list[Note]:
        """How the file was read; of doubts that can be mended, what is left of them."""
        read = [note for note in self.intake.notes if note.message not in DOUBTS]
        return [*read, *(note for note in self._settled[1] if note.message in DOUBTS)]

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The record's tables without the rows left out."""
        frames = dict(self._settled[0])
        frames["events"] = self.events[~self.events.index.isin(list(self.left_out))]
        return frames

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is still to be mended."""
        return tuple(sorted([*self._misread, *judge(self.frames, self.intake.name)], key=Fault.order))

    @cached_property
    def sound(self) -> tuple[dict[str, pd.DataFrame], int]:
        """The tables without faulty rows, and how many events that leaves out."""
        misread: dict[str, set[int | None]] = defaultdict(set)
        for fault in self._misread:
            misread[self.table_of(fault)].add(fault.row)
        kept, _ = sound({name: _without(misread[name], frame) for name, frame in self.frames.items()})
        return kept, len(self.frames["events"]) - len(kept["events"])

    def table_of(self, fault: Fault) -> str:
        """The table that has the fault; that of the events bears the name of the whole file, too."""
        return "events" if fault.file == self.intake.name else fault.file.removesuffix(".csv")

    def row_of(self, fault: Fault) -> int | None:
        """The row of the events that has the fault; one of the whole file or of another table has none."""
        has_row = self.table_of(fault) == "events" and fault.row in self.events.index
        return fault.row if has_row else None

    @cached_property
    def _misread(self) -> list[Fault]:
        """Faults of the file's form; a row is believed once somebody has looked at it."""
        looked_at = {row for row, _ in self.cells} | self.left_out
        return [fault for fault in self.intake.of_form if self.row_of(fault) not in looked_at]

    @cached_property
    def _settled(self) -> tuple[dict[str, pd.DataFrame], list[Note], list[Fault]]:
        frames = dict(self.intake.frames)
        frames["events"] = _written(frames["events"], self.cells)
        return settle(frames, file=self.intake.name)


def _without(misread: Set[int | None], frame: pd.DataFrame) -> pd.DataFrame:
    # Where the columns themselves are in doubt, no row is sound.
    return frame[~frame.index.isin(list(misread))] if misread <= set(frame.index) else frame[:0]


def _written(events: pd.DataFrame, cells: Mapping[Cell, str]) -> pd.DataFrame:
    events = events.copy()
    for (row, column), text in cells.items():
        if column not in events:
            events[column] = pd.Series("", index=events.index, dtype="str")
        if row in events.index:
            events.loc[row, column] = text
    return events
