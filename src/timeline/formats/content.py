"""A record on its way from one format to another, and what did not fit through the door.

Every reader in this package returns a ``Content`` and a ``Loss``; every writer takes a ``Content`` and
returns bytes and a ``Loss``. Between them the record is nothing but text in the columns of
``tables.columns``, in their order, rows numbered as a spreadsheet shows them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from timeline.dataset import Dataset, draft, with_ids
from timeline.faults import Fault
from timeline.package import package_of
from timeline.tables import LANGUAGES, Row, columns, languages, rows

Frames = Mapping[str, pd.DataFrame]


class Loss(Counter[str]):
    """What a format could not hold: in words, and how often."""

    def __pos__(self) -> "Loss":
        """Only what was lost at all."""
        return Loss({what: number for what, number in self.items() if number > 0})

    def lines(self) -> list[str]:
        """``12 × statements.csv: rows``, in the order in which they were met."""
        return [f"{number} × {what}" for what, number in self.items() if number]


@dataclass(frozen=True)
class Content:
    """Frames by table name, those of tables that are not there left out; and what datapackage.json says.

    ``origin`` is the file or folder that it comes from, ``notes`` what was guessed or mended in reading it.
    """

    frames: Frames
    about: Mapping[str, Any] = field(default_factory=dict)
    origin: Path = Path()
    notes: tuple[str, ...] = ()

    @property
    def events(self) -> pd.DataFrame:
        """The events, which every content has."""
        return self.frames["events"]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that the description declares, else those that the events are in."""
        return languages_of(self.about, self.events.columns)

    @property
    def numbered(self) -> pd.DataFrame:
        """The events with an id each, made as the dashboard makes it where none is written."""
        return with_ids(self.events)

    def by_id(self, table: str) -> dict[str, Row]:
        """The rows of a table by their id; none where the table is not there."""
        return {row["id"]: row for row in rows(self.frames[table])} if table in self.frames else {}


def dataset_of(content: Content) -> Dataset:
    """The record as the dashboard reads it; raise FaultyDataset if it has faults."""
    faults: list[Fault] = []
    package = package_of(content.about, "datapackage.json", faults)
    return draft(dict(content.frames), package, content.origin, faults).dataset()


# Takes the file; where 03/04/2025 is asked about, the answer after it.
Reader = Callable[..., tuple[Content, Loss]]
# Takes the language in which a format says what it can say only once.
Writer = Callable[[Content, str], tuple[bytes, Loss]]


def languages_of(about: Mapping[str, Any], written: Iterable[str]) -> tuple[str, ...]:
    """The languages of a record with this description, and these columns in its events."""
    return languages(package_of(about, "datapackage.json", []).languages, written)


def frame(
    table: str, written: Iterable[Mapping[str, str]], languages: tuple[str, ...] = LANGUAGES
) -> pd.DataFrame:
    """A frame of the table's columns in these languages, from rows that name what they know."""
    named = columns(table, languages)
    cells = [[row.get(column, "") for column in named] for row in written]
    index = pd.RangeIndex(2, len(cells) + 2)
    return pd.DataFrame(cells, columns=list(named), index=index, dtype="str")


def unheld(content: Content, held: Mapping[str, Iterable[str]], about: Iterable[str] = ()) -> Loss:
    """Count the cells of columns that a format does not have, and the rows of tables it does not have.

    ``about`` names the properties of datapackage.json that it has; how files are laid out is no loss.
    """
    kept_properties = {"$schema", "resources", *about}
    loss = Loss({f"datapackage.json, {key}": 1 for key in content.about if key not in kept_properties})
    for table, written in content.frames.items():
        kept = set(held.get(table, ()))
        if not kept:
            loss[f"{table}.csv: rows"] += len(written)
            continue
        for column in written.columns:
            if column not in kept:
                loss[f"{table}.csv, {column}: cells"] += int((written[column] != "").sum())
    return +loss


def in_each_language(base: str, text: str) -> dict[str, str]:
    """The cells of a text that a format gives once, without saying in which language."""
    return {f"{base}_{tag}": text for tag in LANGUAGES}
