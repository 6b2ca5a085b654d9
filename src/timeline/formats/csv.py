"""The filtered record as a CSV file that can stand alone: every row with its sources and licence."""

import csv
import re
from io import StringIO

import pandas as pd

from timeline import tables
from timeline.formats.facts import source_urls
from timeline.formats.terms import citation, licence
from timeline.selection import Selection
from timeline.store import Store
from timeline.tables import COLUMNS

# A spreadsheet runs a cell that begins with one of these as a formula, unless it is a plain number
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?[0-9.]+")


def to_csv(store: Store, events: pd.DataFrame) -> bytes:
    """Return ``events`` (from ``Store.events``) as UTF-8 CSV with a byte order mark, in their order.

    After the columns of events.csv stand the addresses of the sources, the licence and how to cite
    the record, so that a row cut out of the file still says where it is from.
    """
    dataset = store.dataset
    columns = [column for column in COLUMNS["events"] if column in _written(store)]
    terms = [licence(dataset), citation(dataset)]
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*columns, "source_urls", "licence", "citation"])
    for row in tables.rows(events):
        cells = [*(row[column] for column in columns), " ; ".join(source_urls(row, dataset)), *terms]
        writer.writerow([defused(str(cell)) for cell in cells])
    # Spreadsheets take a file without the mark for their own 8-bit code page, and spoil the Arabic.
    return text.getvalue().encode("utf-8-sig")


def file_name(selection: Selection, suffix: str = "csv") -> str:
    """``events-2025-08_2025-12.csv``: what the file holds, in characters any disk takes."""
    span = re.sub("[^0-9_-]", "", selection.dates.replace("/", "_"))
    return f"events-{span}.{suffix}" if span.strip("_") else f"events.{suffix}"


def defused(cell: str) -> str:
    """``cell`` so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _written(store: Store) -> set[str]:
    """The columns that the record uses; those for datasets without places or sources stay out."""
    events = store.dataset.events
    spare = {"lat", "lon", "source_url", "source_title"}
    return {column for column in events.columns if column not in spare or (events[column] != "").any()}
