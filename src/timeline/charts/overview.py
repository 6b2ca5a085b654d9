"""The whole record in one strip: contacts above the line, context below, the window on it.

Dragging across the strip chooses dates.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

import pandas as pd

from timeline.charts import stretch
from timeline.charts.canvas import MARGIN, WIDTH, Figure, Scale, aside, canvas, strip_marks, time_axis
from timeline.charts.look import colour
from timeline.dates import parse, shifted
from timeline.density import Bucket, Ends
from timeline.language import Language
from timeline.vocabulary import Theme

# How far the columns of counted events reach from the line.
TALLEST = 12.0


def figure(
    events: pd.DataFrame, extent: Ends, window: tuple[date, date], language: Language, theme: Theme
) -> Figure:
    """Draw all ``events`` of the record as dots, contacts above the line, with ``window`` on it.

    The figure depends on nothing else: a filter that leaves the dates alone leaves it standing, where
    a changed one is built anew by the browser.
    """
    scale = whole(window, extent)
    contact = events["role"] != "context"
    strong, faint = colour("text", theme), colour("control", theme)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [scale.time(scale.middle(parse(date))) for date in events["date"]],
        "y": [6 if one else -6 for one in contact],
        "marker": {
            "size": 7,
            "color": [strong if one else faint for one in contact],
            "opacity": 1,
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.6}},
    }
    return _strip([dots], scale, window, language, theme)


def counted(
    buckets: Sequence[Bucket], extent: Ends, window: tuple[date, date], language: Language, theme: Theme
) -> Figure:
    """Draw a record of too many events for dots: how many there may be, ``buckets`` of all of them."""
    scale = whole(window, extent)
    bars = [
        {
            "type": "bar",
            "x": [scale.time((x0 + x1) / 2)[:16] for x0, x1, _ in spikes],
            "width": [round(scale.lasting(max(x1 - x0 - 1, 1))) for x0, x1, _ in spikes],
            "y": [round(height, 1) for _, _, height in spikes],
            "marker": {"color": colour(tint, theme), "line": {"width": 0}},
            "hoverinfo": "skip",
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 0.6}},
        }
        for tint, spikes in (("text", upper(buckets, scale)), ("control", lower(buckets, scale)))
    ]
    return _strip(bars, scale, window, language, theme)


def whole(window: tuple[date, date], extent: Ends) -> Scale:
    """The scale of a strip that holds the whole record and the window."""
    first, last = min(window[0], extent[0] or window[0]), max(window[1], extent[1] or window[1])
    pad = (last - first).days // 50
    return Scale(shifted(first, -pad), shifted(last, pad))


Spike = tuple[float, float, float]


def upper(buckets: Sequence[Bucket], scale: Scale) -> list[Spike]:
    """What stands above the line, contacts and events without a role: from, to, and how high."""
    return _spikes(buckets, [one.upper for one in buckets], scale, TALLEST)


def lower(buckets: Sequence[Bucket], scale: Scale) -> list[Spike]:
    """What hangs below the line: the context."""
    return _spikes(buckets, [one.lower for one in buckets], scale, -TALLEST)


def _spikes(buckets: Sequence[Bucket], counts: Sequence[int], scale: Scale, tallest: float) -> list[Spike]:
    # One scale for both sides, which lie close enough to be compared.
    most = max((max(one.upper, one.lower) for one in buckets), default=1)
    return [
        (scale.x(one.period.first), scale.x(one.period.last, end=True), tallest * count / most)
        for one, count in zip(buckets, counts, strict=True)
        if count
    ]


def _strip(
    data: list[Figure], scale: Scale, window: tuple[date, date], language: Language, theme: Theme
) -> Figure:
    """The figure of ``data`` along the line of the whole record."""
    marks, faint = strip_marks(scale, language), colour("control", theme)
    axis = time_axis(scale, language, theme) | {
        "tickvals": [day.isoformat() for day, _ in marks],
        "ticktext": [label for _, label in marks],
        "ticks": "outside",
        "ticklen": 5,
        "ticklabelstandoff": 5,
        "ticklabelposition": "outside",
        "ticklabelshift": 0,
        "tickcolor": faint,
        "showgrid": False,
        "zeroline": False,
        "anchor": "free",
        "position": 0.42,
        "tickfont": {"size": 11.5, "color": colour("muted", theme)},
    }
    layout = {
        **canvas(language, theme, 74, bottom=0),
        "xaxis": axis,
        "yaxis": {"visible": False, "fixedrange": True, "range": [-32, 42]},
        "shapes": [_line(scale, theme), _window(window, scale, theme)],
        "annotations": [_strip_name(language, theme)],
        "dragmode": "select",
        "selectdirection": "h",
        "newselection": stretch.outline(theme),
        "hovermode": False,
        "barmode": "overlay",
    }
    return {"data": data, "layout": layout}


def _strip_name(language: Language, theme: Theme) -> Figure:
    words = escape(language.gettext("Whole record"))
    text = f'<span style="font-size:12.5px;color:{colour("muted", theme)}">{words}</span>'
    return aside(text, 0, language, theme)


def _window(window: tuple[date, date], scale: Scale, theme: Theme) -> Figure:
    # Four pixels more at each end keep the frame of a short window around its dots.
    x0, x1 = scale.x(window[0]) - 4, scale.x(window[1], end=True) + 4
    return {
        "type": "rect",
        "x0": scale.time(x0),
        "x1": scale.time(x1),
        "y0": -13,
        "y1": 13,
        "fillcolor": colour("tint", theme),
        "line": {"color": colour("primary", theme), "width": 1.5},
        "layer": "below",
    }


def _line(scale: Scale, theme: Theme) -> Figure:
    ends = {"x0": scale.time(0), "x1": scale.time(WIDTH - MARGIN), "y0": 0, "y1": 0}
    return {"type": "line", **ends, "line": {"color": colour("line", theme), "width": 1}, "layer": "below"}
