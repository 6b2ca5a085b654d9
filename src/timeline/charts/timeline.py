"""The timeline: contacts above, their context below.

A figure is a plain Plotly dictionary. It is laid out for a chart 1,000 px wide and stretched to the
page: one unit of ``y`` is one pixel, time carries the rest. A day is a symbol, a known stretch a
solid bar, a stretch in which the day is not known a hatched one. In a right-to-left language time
runs from right to left.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from timeline.charts import labels, stretch
from timeline.charts.canvas import MARGIN, Figure, Scale, aside, canvas, family, filled, steady, time_axis
from timeline.charts.hits import carried
from timeline.charts.layout import LANES, Drawn, Lane, lanes
from timeline.charts.look import colour, mark
from timeline.language import Language
from timeline.vocabulary import Theme

BAR = 16


def figure(
    events: pd.DataFrame, window: tuple[date, date], language: Language, theme: Theme, selected: str = ""
) -> Figure:
    """Draw the events of ``events`` (from ``Store.events``) that fall in ``window``, both days included.

    Marks carry the event's id as ``customdata``. Labels are annotations; where the page is too narrow
    for them its style hides them and shows the last trace, which numbers the events as the list does.
    """
    scale = Scale(*window)
    found = lanes(events, scale, language, selected)
    height = sum(lane.height for lane in found)
    drawn = [one for lane in found for one in lane.drawn]
    data = [
        *_hit_areas(drawn, scale),
        *_bars(drawn, scale, theme, selected),
        *_symbols(drawn, scale, theme, selected),
        _glyphs(drawn, scale, theme),
        _numbers(drawn, found, scale, language, theme),
    ]
    annotations = [_label(one, scale, language, theme, selected) for one in drawn if one.placed.box]
    annotations += [lane_name(lane.role, lane.foot + lane.height / 2, language, theme) for lane in found]
    layout = laned([lane.foot for lane in found], height, annotations, scale, language, theme)
    return {"data": [_spoken(trace, language) for trace in data], "layout": layout}


def chosen_event(selection: Mapping[str, Any]) -> str:
    """The event id of a click on the figure, ``""`` if it hit none."""
    return next((str(first) for first, *_ in carried(selection)), "")


def _spoken(trace: Figure, language: Language) -> Figure:
    """The trace with its hover text in the direction of the page."""
    lines = trace.get("hovertext", [])
    return trace | {"hovertext": [language.isolate(text) for text in lines]} if lines else trace


def _bars(drawn: Sequence[Drawn], scale: Scale, theme: Theme, selected: str) -> list[Figure]:
    """Stretches of time: solid where the days are known, hatched where the day is not."""
    bars = [one for one in drawn if one.item.is_bar]
    rings = [one for one in bars if one.row["id"] == selected]
    page = colour("page", theme)
    marker = filled(
        [mark(one.row["kind"]).colour(theme) for one in bars],
        [one.when.day_is_known for one in bars],
        [one.is_hollow for one in bars],
        theme,
    )
    return [
        _bar(
            rings, scale, 4, BAR + 8, {"color": page, "line": {"color": colour("text", theme), "width": 1.8}}
        ),
        _bar(bars, scale, 0, BAR, marker),
    ]


def _bar(bars: Sequence[Drawn], scale: Scale, around: float, width: float, marker: Figure) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [scale.time(one.item.x0 - around) for one in bars],
        "x": [scale.lasting(one.item.x1 - one.item.x0 + 2 * around) for one in bars],
        "y": [one.y for one in bars],
        "width": width,
        "marker": marker,
        **_clickable(bars),
    }


def _symbols(drawn: Sequence[Drawn], scale: Scale, theme: Theme, selected: str) -> list[Figure]:
    """Days: the kind's symbol, hollow while only planned, the selected one in a ring of its shape."""
    days = [one for one in drawn if not one.item.is_bar]
    rings = [one for one in days if one.row["id"] == selected]
    page = colour("page", theme)
    ring = {
        "symbol": [mark(one.row["kind"]).symbol for one in rings],
        "size": 27,
        "color": page,
        "line": {"color": colour("text", theme), "width": 1.8},
    }
    symbols = {
        "symbol": [one.symbol for one in days],
        "size": 18,
        "color": [mark(one.row["kind"]).colour(theme) for one in days],
        "line": {
            "color": [mark(one.row["kind"]).colour(theme) if one.is_hollow else page for one in days],
            "width": [2.2 if one.is_hollow else 1.2 for one in days],
        },
    }
    return [_scatter(rings, scale, ring), _scatter(days, scale, symbols)]


def _scatter(days: Sequence[Drawn], scale: Scale, marker: Figure) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [scale.time(one.middle) for one in days],
        "y": [one.y for one in days],
        "marker": marker | {"opacity": 1},
        "cliponaxis": False,
        **_clickable(days),
    }


def _glyphs(drawn: Sequence[Drawn], scale: Scale, theme: Theme) -> Figure:
    """A bar's symbol, beside its label: on the bar it would suggest a day.

    The trace ends in an unseen point, since the style sheet counts traces and Plotly drops empty ones.
    """
    bars = [one for one in drawn if one.item.is_bar and one.placed.side == "above"]
    at = [
        (one.symbol_x, one.foot + one.placed.box.y1 - labels.LINE / 2 - 1) for one in bars if one.placed.box
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [*(scale.time(x) for x, _ in at), scale.time(0)],
        "y": [*(y for _, y in at), 0],
        "marker": {
            "symbol": [*(one.symbol for one in bars), "circle"],
            "size": [*(13 for _ in bars), 0],
            "color": [*(mark(one.row["kind"]).colour(theme) for one in bars), "rgba(0,0,0,0)"],
            "opacity": 1,
            "line": {"width": 0},
        },
        **_clickable(bars),
    }


def _numbers(
    drawn: Sequence[Drawn],
    found: Sequence[Lane],
    scale: Scale,
    language: Language,
    theme: Theme,
) -> Figure:
    """What a narrow page shows in place of labels: the list's numbers, and the names of the lanes."""
    rtl = language.is_rtl
    rows: list[tuple[float, float, str, float, bool, str]] = []
    for one in drawn:
        if one.written:
            # An unseen marker as wide as the ring keeps the number clear of the day's symbol.
            size, symbol = (12.0, one.symbol) if one.item.is_bar else (30.0, "")
            y, before = one.foot + one.written.y, one.written.is_before
            rows.append((one.written.x, y, str(one.number), size, before, symbol))
    for lane in found:
        name = language.isolate(f"<b>{escape(language.gettext(LANES[lane.role][0]))}</b>")
        rows.append((-MARGIN, lane.foot + lane.height - 14, name, 0.0, False, ""))
    bars = {one.number: mark(one.row["kind"]).colour(theme) for one in drawn if one.item.is_bar}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [scale.time(row[0]) for row in rows],
        "y": [row[1] for row in rows],
        "text": [row[2] for row in rows],
        "textposition": ["middle left" if row[4] != rtl else "middle right" for row in rows],
        "textfont": {"size": 12.5, "color": colour("muted", theme), "family": family(language)},
        "marker": {
            "opacity": 1,
            "symbol": [row[5] or "circle" for row in rows],
            "size": [row[3] for row in rows],
            "color": [bars.get(int(row[2])) if row[5] else "rgba(0,0,0,0)" for row in rows],
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        **steady(colour("muted", theme)),
    }


def _hit_areas(drawn: Sequence[Drawn], scale: Scale) -> list[Figure]:
    """Unseen bars behind the labels, so that a click on the words selects like one on the mark."""
    boxes = [(one, one.placed.box) for one in drawn if one.placed.box]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": [scale.time(box.x0) for _, box in boxes],
            "x": [scale.lasting(box.x1 - box.x0) for _, box in boxes],
            "y": [one.foot + (box.y0 + box.y1) / 2 for one, box in boxes],
            "width": [box.y1 - box.y0 for _, box in boxes],
            "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
            **_clickable([one for one, _ in boxes]),
        }
    ]


def _clickable(drawn: Sequence[Drawn]) -> Figure:
    return {
        "customdata": [one.row["id"] for one in drawn],
        "hoverinfo": "text",
        "hovertext": ["<br>".join(escape(line, quote=False) for line in one.lines) for one in drawn],
        # Which one is selected is drawn by us.
        **steady(),
        "showlegend": False,
    }


def _label(one: Drawn, scale: Scale, language: Language, theme: Theme, selected: str) -> Figure:
    """The date in words, and the title, on the page's colour."""
    box, ends_at_mark = one.placed.box, one.ends_at_mark
    assert box is not None  # only items with a box are labelled
    bold = one.row["id"] == selected
    when, *title = (escape(line, quote=False) for line in one.lines)
    date_line = (
        f'<span style="font-size:12.5px;color:{colour("muted", theme)}">{_strong(when, bold, 600)}</span>'
    )
    lines = [date_line, *(_strong(line, True, 600 if bold else 500) for line in title)]
    return {
        "x": scale.time(one.text_x),
        "y": one.foot + box.y0,
        "xanchor": "right" if ends_at_mark != language.is_rtl else "left",
        "yanchor": "bottom",
        "align": "right" if ends_at_mark != language.is_rtl else "left",
        "text": language.isolate("<br>".join(lines)),
        "font": {"size": 13.5, "family": family(language), "color": colour("text", theme)},
        "bgcolor": colour("page", theme),
        "borderpad": 0,
        "showarrow": False,
    }


def _strong(text: str, bold: bool, weight: int) -> str:
    return f'<span style="font-weight:{weight}">{text}</span>' if bold else text


def lane_name(role: str, y: float, language: Language, theme: Theme) -> Figure:
    """An annotation that names the lane of ``role`` in the margin, around ``y``."""
    name, meaning = LANES[role]
    lines = [*labels.wrapped(language.gettext(name), 12)]
    text = "<br>".join(f"<b>{escape(line)}</b>" for line in lines)
    words, muted = escape(language.gettext(meaning)), colour("muted", theme)
    small = f'<span style="font-size:12px;color:{muted}">{words}</span>'
    return aside(f"{text}<br>{small}", y, language, theme)


def laned(
    feet: Sequence[float],
    height: float,
    annotations: Sequence[Figure],
    scale: Scale,
    language: Language,
    theme: Theme,
) -> Figure:
    """The layout of lanes over one axis of time, ``height`` pixels in all, that can be clicked."""
    return {
        **canvas(language, theme, height + 40, bottom=40),
        "xaxis": time_axis(scale, language, theme),
        "yaxis": {"visible": False, "fixedrange": True, "range": [0, height]},
        "shapes": [_rule(foot, theme, strong=foot == 0) for foot in feet],
        "annotations": list(annotations),
        "barmode": "overlay",
        "clickmode": "event+select",
        # Of what cannot be zoomed; the page makes a stretch of it (web/scripts.py).
        "dragmode": "zoom",
        "newselection": stretch.outline(theme),
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": family(language)}, "align": "right" if language.is_rtl else "left"},
    }


def _rule(y: float, theme: Theme, *, strong: bool) -> Figure:
    """The line that a lane stands on; that of the lowest one is ``strong``."""
    tint = colour("control" if strong else "line", theme)
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": tint, "width": 1},
        "layer": "below",
    }
