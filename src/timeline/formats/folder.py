"""A record as the folder that the dashboard reads: a Data Package of one CSV file a table."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from timeline import package, schema, tables
from timeline.dataset import Draft, load
from timeline.formats import whole
from timeline.formats.content import Content, Loss

DESCRIPTION = "datapackage.json"


def write(content: Content, folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write the record into ``folder``; return the files. An older file stays, by an error."""
    content = replace(content, frames={name: tables.once(frame) for name, frame in content.frames.items()})
    files = {f"{name}.csv": table(name, frame) for name, frame in content.frames.items()}
    files[DESCRIPTION] = package.written(described(content))
    folder.mkdir(parents=True, exist_ok=True)
    taken = [name for name in files if (folder / name).exists()]
    if taken and not overwrite:
        raise FileExistsError(f"{folder}: already has {', '.join(taken)}")
    for name, body in files.items():
        whole.put(folder / name, body, overwrite=overwrite)
    return [folder / name for name in files]


def content_of(draft: Draft) -> Content:
    """What the files of a folder hold, in all the columns of their tables."""
    file = draft.folder / DESCRIPTION
    about = json.loads(file.read_text(encoding="utf-8-sig")) if file.exists() else {}
    frames = {
        name: tables.complete(name, frame, draft.languages)
        for name, frame in draft.frames.items()
        if frame is not None
    }
    return Content(frames, about, origin=draft.folder)


def read(folder: Path) -> tuple[Content, Loss]:
    """The record in ``folder``; raise FaultyDataset if it has faults."""
    draft = load(folder)
    draft.dataset()
    return content_of(draft), Loss()


def table(name: str, frame: pd.DataFrame) -> bytes:
    """The frame as a CSV file in UTF-8, columns in their order, unused ones left out."""
    columns = tables.used(name, frame)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(frame[column].tolist() for column in columns), strict=True))
    return text.getvalue().encode()


def described(content: Content) -> dict[str, Any]:
    """``datapackage.json`` of the record: what it said already, with the resources that are written."""
    about = {"$schema": package.PROFILE, **content.about}
    old = {one.get("name"): one for one in content.about.get("resources", ()) if isinstance(one, dict)}
    about["resources"] = [
        {
            **package.resource(name),
            **_kept(old.get(name)),
            "schema": schema.table_schema(name, tables.used(name, frame)),
        }
        for name, frame in content.frames.items()
    ]
    return about


def _kept(resource: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: said for key, said in (resource or {}).items() if key in ("title", "description")}
