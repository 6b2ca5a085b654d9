"""The yardstick of a plain web page: a static vis-timeline (https://visjs.github.io/vis-timeline/).

Its script comes from the npm registry at the time of the measurement, so nothing of it is kept here.
"""

import html
import json
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.staticfiles import StaticFiles

from running.npm_package import packed_files
from running.servers import PYTHON, ROOT, started

PACKAGE = "vis-timeline@8.5.4"
SCRIPT = "standalone/umd/vis-timeline-graph2d.min.js"
STYLE = "styles/vis-timeline-graph2d.min.css"
DRAWN = ".vis-timeline .vis-item"


class NotFetched(Exception):
    """npm could not be asked, or had no such package."""


@contextmanager
def static_page(dashboard: str) -> Iterator[str]:
    """The address of a page with the events that ``dashboard`` shows unasked; NotFetched without npm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fetch(folder)
        (folder / "index.html").write_text(page(_shown(dashboard)), encoding="utf-8")
        command = (*PYTHON, "uvicorn", "benchmarks.vis:files", "--factory", "--app-dir", str(ROOT))
        silent = ("--no-access-log", "--lifespan", "off")
        with started((*command, "--port", "{port}", *silent), folder) as server:
            yield server.by_number


def files() -> StaticFiles:
    """The folder that the server runs in. Python's own http.server loses 40 ms on a connection kept open."""
    return StaticFiles(directory=".", html=True)


def page(events: list[dict[str, Any]]) -> str:
    """A page as the library's own documentation has it: a style, a script, an element and the items."""
    items = json.dumps([_item(event) for event in events]).replace("<", "\\u003c")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>vis-timeline</title>'
        f'<link rel="stylesheet" href="{STYLE}"><script src="{SCRIPT}"></script></head>'
        '<body><div id="timeline"></div><script>'
        f'new vis.Timeline(document.getElementById("timeline"), new vis.DataSet({items}), {{}});'
        "</script></body></html>\n"
    )


def _item(event: Mapping[str, Any]) -> dict[str, str]:
    item = {"id": event["id"], "content": html.escape(event["title_en"]), "start": event["earliest"]}
    return item if event["latest"] == event["earliest"] else {**item, "end": event["latest"]}


def _shown(dashboard: str) -> list[dict[str, Any]]:
    """The API gives all events unless asked for the dates that the dashboard starts with."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    focus = package["timeline"]["focus"]
    with urllib.request.urlopen(f"{dashboard}api/v1/events?dates={focus}") as answer:
        events: list[dict[str, Any]] = json.load(answer)["events"]
    return events


def _fetch(folder: Path) -> None:
    try:
        packed = packed_files(PACKAGE)
    except OSError as error:
        raise NotFetched(str(error)) from error
    for name in (SCRIPT, STYLE):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(packed[name])
