"""The record that this server shows: read once, read anew when its files change, shared by every door."""

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from timeline.dataset import read
from timeline.home import HOME
from timeline.store import Store

SHIPPED = HOME / "data"

_lock = Lock()
_kept: dict[Path, tuple[Mapping[str, int], Store]] = {}


def folder() -> Path:
    """The dataset's folder: ``TIMELINE_DATA``, else the record that ships."""
    return Path(os.environ.get("TIMELINE_DATA") or SHIPPED)


def current() -> Store:
    """The Store of the record as its files stand now; FaultyDataset if it cannot be shown."""
    place = folder()
    stamp = _stamp(place)
    kept = _kept.get(place)
    if kept and kept[0] == stamp:
        return kept[1]
    with _lock:
        kept = _kept.get(place)
        if not kept or kept[0] != stamp:
            kept = (stamp, Store(read(place)))
            _kept[place] = kept
        return kept[1]


def _stamp(place: Path) -> Mapping[str, int]:
    """When each file of the dataset last changed."""
    files = [*sorted(place.glob("*.csv")), place / "datapackage.json"]
    return {file.name: file.stat().st_mtime_ns for file in files if file.exists()}
