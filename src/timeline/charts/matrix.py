"""Topics by event: a mark where an event has a topic, filled and numbered where statements raise it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from timeline import tables
from timeline.charts.canvas import Figure, canvas, family, steady
from timeline.charts.hits import carried
from timeline.charts.labels import wrapped
from timeline.charts.look import colour, mark
from timeline.dates import parse
from timeline.tables import Row, localised
from timeline.topics import Cell
from timeline.view import View

ROW = 30
HEAD = 64
# The dates of more events than these stand upright over their columns, each in a line that takes so much.
ABREAST = 12
UPRIGHT = 150


def figure(view: View, found: Sequence[Cell], topics: Sequence[str]) -> Figure:
    """Draw ``found`` with a row for each of ``topics`` and a column for each event, in reading order.

    Each mark carries the topic and the event as ``customdata``.
    """
    language, theme = view.language, view.theme
    rows = {row["id"]: row for row in tables.rows(view.events)}
    columns = {id: at for at, id in enumerate(rows)}
    levels = {topic: at for at, topic in enumerate(topics)}
    kinds = [mark(rows[cell.event]["kind"]).colour(theme) for cell in found]
    page = colour("page", theme)
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [columns[cell.event] for cell in found],
        "y": [levels[cell.topic] for cell in found],
        "customdata": [[cell.topic, cell.event] for cell in found],
        "text": [str(cell.statements) if cell.statements else "" for cell in found],
        "textfont": {"size": 12, "color": page, "family": family(language)},
        "marker": {
            "symbol": "square",
            "size": [20 if cell.statements else 12 for cell in found],
            "color": [tint if cell.statements else page for cell, tint in zip(found, kinds, strict=True)],
            "line": {"color": kinds, "width": 1.6},
            "opacity": 1,
        },
        **steady(page),
        "hovertext": [language.isolate(_hover(cell, rows[cell.event], view)) for cell in found],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    return {"data": [marks], "layout": _layout(view, list(rows.values()), topics)}


def chosen_cell(selection: Mapping[str, Any]) -> tuple[str, str] | None:
    """The topic and the event of a click on the figure; None if it hit neither."""
    found = ((str(data[0]), str(data[1])) for data in carried(selection) if len(data) == 2)
    return next(found, None)


def _layout(view: View, rows: Sequence[Row], topics: Sequence[str]) -> Figure:
    language, theme = view.language, view.theme
    font = {"size": 12.5, "family": family(language), "color": colour("text", theme)}
    last = max(len(rows) - 1, 0)
    ends = [-0.6, last + 0.6]
    side = "right" if language.is_rtl else "left"
    is_upright = len(rows) > ABREAST
    head = UPRIGHT if is_upright else HEAD
    frame = canvas(language, theme, head + ROW * len(topics) + 10, bottom=0)
    margin = {"l": 10, "r": 10, "t": head, "b": 10, "pad": 8} | {side[0]: 196}
    return frame | {
        "margin": margin,
        "xaxis": {
            "range": ends[::-1] if language.is_rtl else ends,
            "side": "top",
            "tickvals": list(range(len(rows))),
            "ticktext": _upright(rows, view) if is_upright else _numbered(rows, view),
            "tickangle": -90 if is_upright else 0,
            "tickfont": font | {"color": colour("muted", theme), "size": 12},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [len(topics) - 0.5, -0.5],
            "side": side,
            "tickvals": list(range(len(topics))),
            "ticktext": [language.isolate(escape(view.named("topic", topic))) for topic in topics],
            "tickfont": font,
            "gridcolor": colour("line", theme),
            "zeroline": False,
            "fixedrange": True,
        },
        "clickmode": "event+select",
        "dragmode": False,
        "hovermode": "closest",
    }


def _upright(rows: Sequence[Row], view: View) -> list[str]:
    return [view.language.isolate(_column(row, view, 24)) for row in rows]


def _numbered(rows: Sequence[Row], view: View) -> list[str]:
    """Numbers with dates below them; a short date has an empty line, so that all numbers stand abreast."""
    dates = [_column(row, view, 11) for row in rows]
    deepest = max((text.count("<br>") for text in dates), default=0)
    lines = [text + "<br>\u00a0" * (deepest - text.count("<br>")) for text in dates]
    return [view.language.isolate(f"{number}<br>{text}") for number, text in enumerate(lines, start=1)]


def _column(row: Row, view: View, letters: int) -> str:
    """The date of an event, in lines of about so many letters."""
    words = view.language.when(parse(row["date"]))
    return "<br>".join(escape(line) for line in wrapped(words, letters))


def _hover(cell: Cell, row: Row, view: View) -> str:
    title = "<br>".join(escape(line) for line in wrapped(localised(row, "title", view.language.tag)))
    said = view.language.ngettext("{number} statement", "{number} statements", cell.statements)
    return f"{escape(view.named('topic', cell.topic))}<br>{title}<br>{said if cell.statements else ''}"
