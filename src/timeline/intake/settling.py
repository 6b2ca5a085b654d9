"""Frames as they were written, brought to the record's own forms and judged by its rules.

The same steps serve a file as it is read and a cell as it is mended on a page.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from timeline import rules
from timeline.dataset import OPTIONAL
from timeline.dates import NO_SUCH_DAY
from timeline.faults import Fault
from timeline.intake import dates, values
from timeline.intake.headings import ENDS
from timeline.intake.notes import Note
from timeline.vocabulary import COLUMNS, N_

DATES: Mapping[str, tuple[str, ...]] = {"events": ("date", "modified"), "sources": ("published",)}
Frames = Mapping[str, pd.DataFrame]
MAY_BE_HIJRI = N_(
    "“{example}” was taken for a date of the Gregorian calendar. If it is a Hijri one, write it by the "
    "Gregorian calendar. Cells: {number}."
)
MAY_BE_SEVERAL = N_(
    "“{example}” was taken for one topic. If these are several, write a semicolon between them. "
    "Cells: {number}."
)
# What is told of cells until they are mended.
DOUBTS = (MAY_BE_HIJRI, MAY_BE_SEVERAL)
# Rows that lean on a faulty row are faulty once it is gone; nothing leans further than this.
_ROUNDS = 8
# As many words as are told with their meaning; the others are counted.
_PAIRS = 12


def settle(
    frames: Frames, *, file: str = "events.csv", day_first: bool | None = None, from_1904: bool = False
) -> tuple[dict[str, pd.DataFrame], list[Note], list[Fault]]:
    """Return the frames with dates and values in our forms, how they were read, and every fault.

    ``file`` is what faults of the events call their file.
    """
    notes: list[Note] = []
    settled = {name: frame.copy() for name, frame in frames.items()}
    settled["events"] = _joined(settled["events"], notes, day_first, from_1904)
    for name, columns in DATES.items():
        for column in columns:
            if name in settled and column in settled[name]:
                cells = settled[name][column]
                settled[name][column] = _dated(cells, column, notes, day_first, from_1904)
    events = settled["events"]
    if old := [cell for cell in events.get("date", ()) if dates.may_be_hijri(cell)]:
        notes.append(Note(MAY_BE_HIJRI, {"example": old[0], "number": str(len(old))}))
    for column in COLUMNS:
        if column in events:
            events[column] = _changed(events[column], partial(values.listed, column), column, notes)
    if "parties" in events:
        events["parties"] = _changed(events["parties"], values.parties, "parties", notes)
    if "topics" in events:
        events["topics"] = events["topics"].map(values.several)
        if torn := values.torn(events["topics"].unique()):
            number = int(events["topics"].isin(torn).sum())
            notes.append(Note(MAY_BE_SEVERAL, {"example": torn[0][:100], "number": str(number)}))
    return settled, notes, judge(settled, file)


def judge(frames: Frames, file: str = "events.csv") -> list[Fault]:
    """Every fault of the frames; that of a date asks which is meant, or says that there is none."""
    found: list[Fault] = []
    rules.check({name: frames.get(name) for name in ("events", *OPTIONAL)}, found)
    return sorted((_renamed(_asking(fault), file) for fault in found), key=Fault.order)


def sound(frames: Frames) -> tuple[dict[str, pd.DataFrame], int]:
    """The frames without the rows that have a fault, and how many events that leaves out."""
    kept = dict(frames)
    for _ in range(_ROUNDS):
        faults = judge(kept)
        if not faults:
            return kept, len(frames["events"]) - len(kept["events"])
        for name, frame in kept.items():
            bad = {fault.row for fault in faults if fault.file == f"{name}.csv"}
            kept[name] = frame[~frame.index.isin(list(bad))]
    return {"events": frames["events"].iloc[:0]}, len(frames["events"])


def _asking(fault: Fault) -> Fault:
    columns = {column for several in DATES.values() for column in several}
    if fault.column not in columns or not fault.value:
        return fault
    if asked := dates.question(fault.value):
        return replace(fault, wanted=asked[0], details=asked[1])
    # The rules know our own form alone; here every form that is read may name a day that is none.
    return replace(fault, wanted=NO_SUCH_DAY) if dates.has_no_such_day(fault.value) else fault


def _renamed(fault: Fault, file: str) -> Fault:
    return replace(fault, file=file) if fault.file == "events.csv" else fault


def _joined(events: pd.DataFrame, notes: list[Note], day_first: bool | None, from_1904: bool) -> pd.DataFrame:
    """One date from the columns of the first and the last day; the date column serves as the first."""
    start, end = ENDS
    if "date" in events and any(map(dates.is_read, events["date"])):
        for column in _of_no_days(events):
            message = N_("Column {column} holds no days and was left out, since there is one with dates.")
            notes.append(Note(message, {"column": column}))
            events = events.drop(columns=column)
    if end not in events and start not in events:
        return events
    empty = pd.Series("", index=events.index, dtype="str")
    date = events.get("date", empty)
    opening = events.get(start, empty)
    apart = int(((date != "") & (opening != "") & (date != opening)).sum())
    if apart:
        message = N_("Rows with a first day besides their date were read by the first day alone: {number}.")
        notes.append(Note(message, {"number": str(apart)}))
    opening = _dated(opening.where(opening != "", date), start, notes, day_first, from_1904)
    closing = _dated(events.get(end, empty), end, notes, day_first, from_1904)
    cells = [_span(first, last) for first, last in zip(opening, closing, strict=True)]
    if any(closing != ""):
        notes.append(Note(N_("The first and the last day were joined into one date.")))
    alone = int(((opening == "") & (closing != "")).sum())
    if alone:
        message = N_("Rows with a last day alone were read as “until that day”: {number}.")
        notes.append(Note(message, {"number": str(alone)}))
    rest = events.drop(columns=["date", *ENDS], errors="ignore")
    rest.insert(0, "date", pd.Series(cells, events.index, dtype="str"))
    return rest


def _of_no_days(events: pd.DataFrame) -> list[str]:
    """Which of the columns of first and last days say the hours instead, or both from where to where."""
    cells = {column: [cell for cell in events[column] if cell] for column in ENDS if column in events}
    hours = [column for column, written in cells.items() if written and all(map(dates.is_hour, written))]
    words = [cell for written in cells.values() for cell in written]
    is_way = all(cells.get(column) for column in ENDS) and not re.search(r"\d", "".join(words))
    return list(ENDS) if is_way else hours


def _span(first: str, last: str) -> str:
    """One EDTF text for two cells; what is not certain stays in the words of the file, to be asked of."""
    if not last or first == last:
        return first
    ends = [first or "..", last]
    return "/".join(ends) if all(map(_is_certain, ends)) else " – ".join(ends)


def _is_certain(cell: str) -> bool:
    return cell == ".." or ("/" not in cell and dates.is_edtf(cell))


def _dated(
    cells: "pd.Series[str]", column: str, notes: list[Note], day_first: bool | None, from_1904: bool
) -> "pd.Series[str]":
    readings = {
        cell: dates.reading(cell, day_first=day_first, from_1904=from_1904) for cell in cells.unique() if cell
    }
    forms = Counter(readings[cell].form for cell in cells if cell)
    examples = {one.form: (cell, one.text) for cell, one in reversed(readings.items())}
    for form, number in forms.items():
        if form:
            cell, meaning = examples[form]
            notes.append(
                Note(
                    N_("“{example}” in {column} was read as {meaning}: {form}. Cells: {number}."),
                    {
                        "example": cell,
                        "column": column,
                        "meaning": meaning,
                        "form": form,
                        "number": str(number),
                    },
                )
            )
    return cells.map({"": "", **{cell: one.text for cell, one in readings.items()}})


def _changed(
    cells: "pd.Series[str]", read: Callable[[str], str], column: str, notes: list[Note]
) -> "pd.Series[str]":
    meanings = {cell: read(cell) if cell else "" for cell in cells.unique()}
    changed = [pair for pair in meanings.items() if _spaceless(pair[0]) != _spaceless(pair[1])]
    if changed:
        message = N_("Words in {column} were read as the record’s own: {pairs}.")
        shown = tuple(changed[:_PAIRS])
        notes.append(Note(message, {"column": column}, shown, len(changed) - len(shown)))
    return cells.map(meanings)


def _spaceless(text: str) -> str:
    """The text without what nobody needs to be told of: ``SAU; SOM`` is ``SAU;SOM``."""
    return "".join(text.split())
