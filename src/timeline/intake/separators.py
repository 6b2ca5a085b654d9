"""The rows of a text file: which sign stands between its cells.

The sign is the one with which the most column names are recognised, else the one that cuts the
rows into equally many cells.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Literal

from timeline.faults import Fault, FaultyDataset
from timeline.intake import dates, headings
from timeline.intake.notes import Note
from timeline.vocabulary import N_

SEPARATORS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs"), "|": N_("vertical bars")}
# How many rows are looked at; a title may stand above the column names.
LOOKED_AT = 30
# Excel writes this line for itself.
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LONGEST_CELL = 10_000_000


def rows(name: str, text: str, notes: list[Note], faults: list[Fault]) -> list[list[str]] | None:
    """The cells of ``text``, row by row as a spreadsheet numbers them; None with a fault if it has none."""
    if not text.strip():
        faults.append(Fault(name, None, None, None, N_("a header and rows; the file is empty")))
        return None
    if text.count('"') % 2:
        faults.append(Fault(name, None, None, None, N_("quotation marks in pairs; one is never closed")))
        return None
    said = _SAID.match(text)
    separator = said[1] if said else _separator(text)
    if separator != ",":
        named = SEPARATORS.get(separator, separator)
        notes.append(Note(N_("The cells are separated by {separator}."), {"separator": named}))
    try:
        found = cells(name, text, separator)
    except FaultyDataset as error:
        faults += error.faults
        return None
    faults += _swallowed(name, found, separator)
    # The line that names the separator is a row to a spreadsheet too.
    return [[], *found[1:]] if said else found


def cells(name: str, text: str, separator: str = ",", *, is_quoted: bool = True) -> list[list[str]]:
    """The cells of ``text`` row by row, quotation marks being part of them unless ``is_quoted``.

    Raise FaultyDataset if it is no CSV.
    """
    marks: Literal[0, 3] = csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    # It is the whole process's, and other libraries set theirs.
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=marks))
    except csv.Error as error:
        raise FaultyDataset(
            [Fault(name, None, None, None, N_("CSV: {reason}"), {"reason": str(error)})]
        ) from None


def _swallowed(name: str, found: list[list[str]], separator: str) -> Iterator[Fault]:
    """The rows of which a cell holds others, between two quotation marks that no cell begins or ends with.

    Such a line has as many cells as the table has columns, and a date where the row itself has one.
    """
    wide = max(map(len, found[:LOOKED_AT]), default=0)
    for number, row in enumerate(found, start=1):
        for cell in [cell for cell in row if "\n" in cell]:
            opening, *lines = cell.splitlines()
            dated = [at for at, own in enumerate(row) if dates.is_read(own)] if separator in opening else []
            inner = [parts for parts in csv.reader(lines, delimiter=separator) if len(parts) == wide]
            if any(dates.is_read(parts[at]) for parts in inner for at in dated if at < wide):
                wanted = N_("quotation marks in pairs; this cell holds further rows of the file")
                yield Fault(name, number, None, None, wanted)


def _separator(text: str) -> str:
    return max(SEPARATORS, key=lambda sign: _fit(text, sign))


def _fit(text: str, sign: str) -> tuple[int, int, int]:
    """How well ``sign`` separates: names recognised, rows of the commonest width, that width."""
    try:
        first = list(islice(csv.reader(StringIO(text, newline=""), delimiter=sign), LOOKED_AT))
    except csv.Error:
        return (0, 0, 0)
    known = max((headings.recognised(row) for row in first), default=0)
    widths = Counter(len(row) for row in first if len(row) > 1)
    width, times = max(widths.items(), key=lambda item: item[1]) if widths else (0, 0)
    return (known, times, width)
