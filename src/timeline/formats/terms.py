"""What every file that leaves the house says of itself: its name, its licence, and how to cite it."""

import re

from timeline.outline import Outline
from timeline.selection import Selection


def file_name(selection: Selection, suffix: str) -> str:
    """``events-2025-08_2025-12.csv``: what the file holds, in characters any disk takes."""
    span = re.sub("[^0-9_-]", "", selection.dates.replace("/", "_"))
    return f"events-{span}.{suffix}" if span.strip("_") else f"events.{suffix}"


def licence(dataset: Outline) -> str:
    """The licence's address, which programs recognise, else its name; ``""`` if none is stated."""
    return dataset.package.licence_url or dataset.package.licence


def citation(dataset: Outline) -> str:
    """``Title (version 1.0.0, changed 2026-11-23)``, leaving out what the record does not state."""
    package = dataset.package
    title = next(iter(package.titles.values()), "")
    version = package.version and f"version {package.version}"
    changed = dataset.modified and f"changed {dataset.modified}"
    stated = ", ".join(part for part in (version, changed) if part)
    return " ".join(part for part in (title, stated and f"({stated})") if part)
