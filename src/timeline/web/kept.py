"""``/briefing.html``: the briefing as one file to keep, with the timeline and the map that can be used.

Everything that the page needs is in the file: fonts, land, and the two libraries that draw, as their
Python packages bring them. Opened from a disk it asks no server for anything.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline.charts import map as world
from timeline.charts import timeline as chart
from timeline.formats.terms import file_name
from timeline.geography import basemap
from timeline.home import folder_of
from timeline.html.answer import legend
from timeline.view import MANY, View
from timeline.web.briefing import briefing
from timeline.web.document import json_block
from timeline.web.reply import reply, viewed
from timeline.web.request import public_url

PATH = "/briefing.html"
_LIBRARIES = {
    "plotly": "package_data/plotly.min.js",
    "pydeck": "nbextension/static/index.js",
}
_DRAW = (Path(__file__).with_name("kept.js")).read_text(encoding="utf-8")


def routes() -> list[Route]:
    """The route of the file."""
    return [Route(PATH, _file)]


def kept(view: View, root: str) -> str:
    """The whole file for ``view``; its links lead back to ``root``."""
    view = view.latest(MANY)
    return briefing(view, root, picture=_charts(view) if len(view.events) else "", whole=True)


@viewed(focused=True)
def _file(request: Request, view: View) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file_name(view.asked, "html")}"'}
    body = kept(view, public_url(request)).encode()
    return reply(request, body, "text/html", language=view.language.tag, max_age=60, headers=headers)


def _charts(view: View) -> str:
    """The places of the two charts, what to draw there, and what draws it."""
    say, signs = view.language.gettext, legend(view, is_drawn=True)
    drawn = {
        "timeline": chart.figure(view.events, view.stage, view.language, "light", view.selection.event),
        "map": _deck(view),
    }
    borders = say("The borders and names shown do not imply endorsement. Land: Natural Earth.")
    return (
        # The charts are drawn in the colours of the light page.
        "<style>:root{color-scheme:light}</style>"
        f'<div class="place-in-time"><div class="sect"><h2>{say("When")}</h2>{signs}</div>'
        '<div class="st-key-timeline"><div class="stPlotlyChart" id="timeline"></div></div></div>'
        f'<div class="place-in-time"><h2>{say("Where")}</h2><div id="map"></div>'
        f'<p class="caption">{borders}</p></div>'
        f"{json_block(drawn, 'application/json', 'drawn')}"
        f"{''.join(f'<script>{_library(name)}</script>' for name in _LIBRARIES)}<script>{_DRAW}</script>"
    )


def _deck(view: View) -> dict[str, Any]:
    """The map with the shapes in it that a served page fetches."""
    dataset = view.store.dataset
    deck = world.deck(
        view.events, dataset.by_id["places"], dataset.package.parties, view.language, "light", view.selected
    )
    said: dict[str, Any] = json.loads(deck.to_json())
    for layer in said["layers"]:
        if isinstance(layer.get("data"), str):
            layer["data"] = basemap.shape(layer["data"])
    return said


@cache
def _library(name: str) -> str:
    """The JavaScript of a Python package, so that nothing in it can end a script element."""
    text = (folder_of(name) / _LIBRARIES[name]).read_text(encoding="utf-8")
    return text.replace("</script", r"<\/script").replace("<!--", r"<\!--")
