"""A record as one JSON file: a list of objects a table, and what datapackage.json says.

Empty cells are left out, lists are lists and positions are numbers. ``timeline schema`` prints what the
file keeps to. A bare list of objects is read as the events.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from timeline.faults import Fault, FaultyDataset
from timeline.formats.content import Content, Loss, frame, languages_of
from timeline.rules import NUMBERS
from timeline.schema import SEVERAL
from timeline.tables import COLUMNS, IN_EACH_LANGUAGE, Row, columns, once, rows, split


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The whole record; nothing is lost."""
    about = {key: said for key, said in content.about.items() if key != "resources"}
    said = {"datapackage": about} if about else {}
    tables = {name: [_object(row) for row in rows(once(written))] for name, written in content.frames.items()}
    return (json.dumps({**said, **tables}, ensure_ascii=False, indent=1) + "\n").encode(), Loss()


def read(file: Path) -> tuple[Content, Loss]:
    """The record in ``file``, and what of it has no column; raise FaultyDataset if it is no record."""
    said = parsed(file)
    if isinstance(said, list):
        said = {"events": said}
    if not isinstance(said, dict) or not isinstance(said.get("events"), list):
        raise FaultyDataset([Fault(file.name, None, "events", None, "a list of events")])
    loss = Loss()
    # Only cells are text; the description keeps its numbers.
    about = parsed(file, exact=False)["datapackage"] if isinstance(said.get("datapackage"), dict) else {}
    languages = languages_of(
        about, dict.fromkeys(key for one in said["events"] if isinstance(one, dict) for key in one)
    )
    frames = {
        name: _frame(name, said[name], languages, loss)
        for name in COLUMNS
        if isinstance(said.get(name), list)
    }
    loss.update({f"{name}: property": 1 for name in said if name not in (*COLUMNS, "datapackage")})
    return Content(frames, about, origin=file), loss


def parsed(file: Path, *, exact: bool = True) -> Any:
    """What ``file`` says as JSON, numbers as written if ``exact``; raise FaultyDataset if it is none."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        # JSON may escape half a character, which no other file can carry.
        text.encode()
        said = json.loads(text, parse_float=str, parse_int=str) if exact else json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        wanted = "JSON: {reason}"
        raise FaultyDataset(
            [Fault(file.name, getattr(error, "lineno", None), None, None, wanted, {"reason": str(error)})]
        ) from None
    return said


def cell(value: Any) -> str:
    """A JSON value as the text of a cell; a list as its values with ``;`` between them."""
    if isinstance(value, list):
        return ";".join(part for one in value if (part := cell(one)))
    if value is None or isinstance(value, dict | bool):
        return ""
    return str(value).strip()


def _object(row: Row) -> dict[str, Any]:
    return {column: _value(column, text) for column, text in row.items() if text}


def _value(column: str, text: str) -> list[str] | float | str:
    if column in SEVERAL:
        return split(text)
    if column not in NUMBERS:
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


def _frame(name: str, objects: list[Any], languages: tuple[str, ...], loss: Loss) -> pd.DataFrame:
    known = columns(name, languages)
    bases = {base for base in IN_EACH_LANGUAGE if f"{base}_en" in COLUMNS[name]}
    written = []
    for said in objects:
        if not isinstance(said, dict):
            loss[f"{name}: values that are no object"] += 1
            continue
        row = {key: cell(value) for key, value in said.items()}
        for key in row:
            if key not in known and key not in bases and row[key]:
                loss[f"{name}, {key}: no such column"] += 1
        for base in bases & set(row):
            row |= {f"{base}_{tag}": row.get(f"{base}_{tag}") or row[base] for tag in languages}
        written.append(row)
    return frame(name, written, languages)
