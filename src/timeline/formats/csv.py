"""The filtered record as a CSV file that can stand alone: every row with its sources and licence."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from timeline import tables
from timeline.faults import FaultyDataset
from timeline.formats.content import Content, Loss, languages_of, unheld
from timeline.formats.facts import STAND_INS, Known, source_urls
from timeline.formats.terms import citation, licence
from timeline.intake import Intake, read_file
from timeline.store import Store
from timeline.tables import Row, localised, split

# A spreadsheet runs a cell that begins with one of these as a formula, unless it is a plain number
# (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DEFUSED = re.compile(f"'+[{''.join(map(re.escape, FORMULA))}]")
_NUMBER = re.compile(r"-?[0-9.]+")


def to_csv(store: Store, events: pd.DataFrame) -> bytes:
    """Return ``events`` (from ``Store.events``) as UTF-8 CSV with a byte order mark, in their order.

    After the columns of events.csv stand the addresses of the sources, the licence and how to cite
    the record, so that a row cut out of the file still says where it is from.
    """
    return b"".join(parts(store, [events]))


def parts(store: Store, batches: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    """The same file piece by piece, as the ``batches`` of its events come."""
    dataset = store.dataset
    columns = _written(store)
    terms = [licence(dataset), citation(dataset)]
    # Spreadsheets take a file without the mark for their own 8-bit code page, and spoil the Arabic.
    yield b"\xef\xbb\xbf" + _lines([[*columns, "source_urls", "licence", "citation"]])
    for events in batches:
        cited = store.cited(events["sources"])
        yield _lines(
            [
                defused(str(cell))
                for cell in (
                    *(row[column] for column in columns),
                    " ; ".join(source_urls(row, cited)),
                    *terms,
                )
            ]
            for row in tables.rows(events)
        )


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events as one file, each with its place's position and the addresses of its sources.

    A place and a topic go by their names, since no other file says what an id stands for.
    """
    loss = unheld(
        content,
        {
            "events": content.events.columns,
            "places": ("id", f"name_{lang}", "lat", "lon"),
            "topics": ("id", f"label_{lang}"),
            "sources": ("id", "url"),
        },
    )
    places, topics, sources = (content.by_id(name) for name in ("places", "topics", "sources"))
    events = tables.once(content.events)
    rows = [_alone(row, lang, places, topics, sources) for row in tables.rows(events)]
    columns = [column for column in (*events.columns, "source_urls") if any(row[column] for row in rows)]
    text = StringIO(newline="")
    writer = csv.writer(text)
    titled = "title" if "title" in columns else "title_en"
    needed = [column for column in ("date", titled) if column not in columns]
    writer.writerow([*columns, *needed])
    writer.writerows([[_apart(row[column]) for column in (*columns, *needed)] for row in rows])
    return text.getvalue().encode("utf-8-sig"), loss


def _alone(row: Row, lang: str, places: Known, topics: Known, sources: Known) -> dict[str, str]:
    """The row of an event that no other table explains."""
    place = places.get(row["place"])
    labels = {id: localised(topics[id], "label", lang) for id in topics}
    cells = {column: str(text) for column, text in row.items()}
    if place:
        cells |= {"place": localised(place, "name", lang) or place["id"]}
        cells |= {"lat": place["lat"], "lon": place["lon"]}
    # A label with the separator in it would be two.
    topic = [labels[id] if labels.get(id) and ";" not in labels[id] else id for id in split(row["topics"])]
    return {**cells, "topics": ";".join(topic), "source_urls": " ; ".join(source_urls(row, sources))}


def read(file: Path, day_first: bool | None = None) -> tuple[Content, Loss]:
    """The events in a CSV file as people have it; raise FaultyDataset if it has faults."""
    held = content(found(file, day_first), file, {})
    return replace(held, frames={name: frame.map(_shown) for name, frame in held.frames.items()}), Loss()


def found(file: Path, day_first: bool | None) -> Intake:
    """What a CSV or XLSX file holds; ``day_first`` answers for its dates. FaultyDataset if it has faults."""
    intake = read_file(file, day_first=day_first)
    if intake.faults:
        raise FaultyDataset(intake.faults)
    return intake


def content(intake: Intake, file: Path, about: Mapping[str, Any]) -> Content:
    """What was found in ``file``, with notes of what was guessed; ``about`` is the record's description."""
    languages = languages_of(about, intake.frames["events"].columns)
    frames = {name: tables.complete(name, frame, languages) for name, frame in intake.frames.items()}
    return Content(frames, about, origin=file, notes=tuple(map(str, intake.notes)))


def _apart(cell: str) -> str:
    """The cell defused, so that ``_shown`` knows one that began like a defused one before."""
    return f"'{cell}" if _DEFUSED.match(cell) else defused(cell)


def _shown(cell: str) -> str:
    """The cell as it was before ``_apart``."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def defused(cell: str) -> str:
    """``cell`` so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _written(store: Store) -> list[str]:
    """The columns that the record uses; those for datasets without places or sources stay out."""
    return [
        column
        for column in tables.columns("events", store.dataset.languages)
        if column not in STAND_INS or column in store.dataset.columns
    ]
