"""Every format that a record can come in or go out in, by its name and by the ending of its files.

A record is checked between the two: what is faulty is never written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from timeline.built import is_built
from timeline.dataset import load
from timeline.formats import csv, folder, gdelt, geojson, icews, ics, json, timelinejs, whole, workbook
from timeline.formats.content import Content, Loss, Reader, Writer, dataset_of, frame
from timeline.objects import is_address
from timeline.origin import origin
from timeline.selection import Ignored, Selection
from timeline.store import Store
from timeline.tables import Row, rows, split


@dataclass(frozen=True)
class Format:
    """A format; ``endings`` are those that need no naming.

    ``asks``: these are files as people have them, in which 03/04/2025 is asked about.
    """

    name: str
    words: str
    endings: tuple[str, ...]
    reader: Reader
    writer: Writer | None = None
    asks: bool = False


FOLDER = "folder"
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(FOLDER, "a folder of CSV files with datapackage.json", ("",), folder.read),
        Format("csv", "one CSV file of events", (".csv", ".tsv", ".txt"), csv.read, csv.write, asks=True),
        Format(
            "xlsx",
            "an Excel workbook, one sheet a table",
            (".xlsx", ".xlsm"),
            workbook.read,
            workbook.write,
            asks=True,
        ),
        Format("json", "one JSON file", (".json",), json.read, json.write),
        Format("geojson", "GeoJSON", (".geojson",), geojson.read, geojson.write),
        Format("ics", "an iCalendar file", (".ics",), ics.read, ics.write),
        Format("timelinejs", "TimelineJS3, its JSON", (), timelinejs.read, timelinejs.write),
        Format(
            "timelinejs-csv",
            "TimelineJS3, its Google sheet as CSV",
            (),
            timelinejs.read_sheet,
            timelinejs.write_sheet,
        ),
        Format("gdelt", "GDELT 2.0 events", (".export.csv", ".export.csv.zip"), gdelt.read, gdelt.write_2),
        Format("gdelt1", "GDELT 1.0 events", (), gdelt.read, gdelt.write_1),
        Format("icews", "ICEWS events", (".tab",), icews.read),
    )
}


def format_of(path: Path) -> str:
    """The format of a file by its ending, the longest that fits; "" if none does."""
    if path.is_dir():
        return FOLDER
    fitting = {ending: one.name for one in FORMATS.values() for ending in one.endings if ending}
    name = path.name.lower()
    found = max((ending for ending in fitting if name.endswith(ending)), key=len, default="")
    return fitting.get(found, "" if path.suffix else FOLDER)


def read(path: Path, name: str, *, day_first: bool | None = None) -> tuple[Content, Loss]:
    """The record in ``path``, checked; raise FaultyDataset with everything that is wrong with it.

    ``day_first`` answers for every date of a CSV or XLSX file in which day or month may come first.
    """
    format = FORMATS[name]
    content, loss = format.reader(path, day_first) if format.asks else format.reader(path)
    dataset_of(content)
    return content, loss


def write(content: Content, path: Path, name: str, lang: str = "en", *, overwrite: bool = False) -> Loss:
    """Write the record; what the format cannot hold comes back. An older file stays, by an error."""
    if name == FOLDER:
        folder.write(content, path, overwrite=overwrite)
        return Loss()
    body, loss = written(content, name, lang)
    whole.put(path, body, overwrite=overwrite)
    return loss


def written(content: Content, name: str, lang: str = "en") -> tuple[bytes, Loss]:
    """The record as the bytes of a file."""
    writer = FORMATS[name].writer
    if writer is None:
        raise ValueError(f"{name} can only be read")
    return writer(content, lang)


def selected(place: str, query: str) -> tuple[Content, Selection, Ignored]:
    """The part of a dataset that ``query`` asks for, with all that its events name.

    ``place`` is a folder of CSV files, or the address of a record that is served from where it lies.
    """
    is_written = not is_address(place) and not is_built(Path(place))
    draft = load(Path(place)) if is_written else None
    store = Store(draft.dataset()) if draft else origin(place).opened()
    selection, ignored = Selection.from_query(query, store.known)
    content = folder.content_of(draft) if draft else _content(store, selection)
    ids = (
        {id for some in store.batches(selection) for id in some["id"]} if draft else set(content.events["id"])
    )
    return _narrowed(content, ids), selection, ignored


def _content(store: Store, selection: Selection) -> Content:
    """The matching events of a record that is not held here, and what the long tables say of them.

    All is asked of some events at a time: each question is short, however many there are.
    """
    outline = store.dataset
    events, statements, cited = [], [], dict[str, Row]()
    for some in store.batches(selection):
        said = [row for rows_of_one in store.said(some["id"]).values() for row in rows_of_one]
        cited |= store.cited([*some["sources"], *(row["source"] for row in said)])
        events.append(frame("events", rows(some), outline.languages))
        statements.append(frame("statements", said, outline.languages))
    frames = {
        "events": _together("events", events, outline.languages),
        "statements": _together("statements", statements, outline.languages),
        "sources": frame("sources", cited.values(), outline.languages),
        **{"topics": outline.topics, "places": outline.places},
    }
    return Content(frames, outline.package.said, origin=Path(outline.name))


def _together(table: str, some: Sequence[pd.DataFrame], languages: tuple[str, ...]) -> pd.DataFrame:
    """One frame of several, its rows numbered as a spreadsheet shows them."""
    whole = pd.concat([frame(table, (), languages), *some])
    return whole.set_axis(pd.RangeIndex(2, len(whole) + 2))


def _narrowed(content: Content, ids: set[str]) -> Content:
    """The events with these ids, and the rows of other tables that they name."""
    events = content.numbered
    events = events[events["id"].isin(ids)]
    frames = {**content.frames, "events": events}
    if "statements" in frames:
        frames["statements"] = _with(frames["statements"], "event", ids)
    said = frames.get("statements", pd.DataFrame({"topics": [], "source": []}, dtype="str"))
    named = {
        "topics": _values(events["topics"]) | _values(said["topics"]),
        "sources": _values(events["sources"]) | _values(said["source"]),
        "places": _values(events["place"]),
    }
    for table, values in named.items():
        if table in frames:
            frames[table] = _with(frames[table], "id", values | _capitals(table, frames[table]))
    # A whole may be left out; what belongs to it then stands alone.
    alone = ~events["part_of"].isin(ids)
    frames["events"] = events.assign(part_of=events["part_of"].mask(alone, ""))
    return replace(content, frames=frames)


def _capitals(table: str, frame: pd.DataFrame) -> set[str]:
    """The places between which calls are drawn."""
    return set(frame["id"][frame["kind"] == "capital"]) if table == "places" else set()


def _with(frame: pd.DataFrame, column: str, values: set[str]) -> pd.DataFrame:
    return frame[frame[column].isin(values)]


def _values(cells: "pd.Series[str]") -> set[str]:
    return {value for cell in cells.unique().tolist() for value in split(cell)}
