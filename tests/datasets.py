"""Datasets for tests: a folder with the files that matter, and the record that ships."""

from functools import cache
from pathlib import Path

import pytest

from timeline.dataset import Dataset, read
from timeline.faults import FaultyDataset
from timeline.store import Store

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "data"
FOCUS = ["awaza-2025-08", "lldc3-2025", "call-2025-12-03", "forum-2025-12-12"]
# The least that is a record.
GOOD = "id,date,title\none,2025-08-05,Opening\n"
# What is wanted of an address, in English.
LINK = "a link that begins with https:// or http://"

# File, row, column, value and what is wanted in English.
Fault = tuple[str, int | None, str | None, str | None, str]


def write(folder: Path, **files: str | bytes) -> Path:
    """Write ``events="..."`` to ``events.csv`` and so on; ``datapackage`` is JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = folder / ("datapackage.json" if name == "datapackage" else f"{name}.csv")
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def store(folder: Path, **files: str | bytes) -> Store:
    """The Store of a dataset with these files."""
    return Store(read(write(folder, **files)))


def faults(folder: Path, **files: str | bytes) -> list[Fault]:
    """All that is wrong with a dataset of these files."""
    with pytest.raises(FaultyDataset) as caught:
        read(write(folder, **files))
    return [
        (one.file, one.row, one.column, one.value, one.wanted.format(**one.details))
        for one in caught.value.faults
    ]


@cache
def shipped_dataset() -> Dataset:
    """The record that ships, as it is read."""
    return read(SHIPPED)


@cache
def shipped() -> Store:
    """The Store of the record that ships."""
    return Store(shipped_dataset())
