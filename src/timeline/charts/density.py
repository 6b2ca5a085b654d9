"""The timeline of a record with too many events to draw: how many there may be, by period, lane and kind.

A column is made of the kinds that its period holds for certain; on top, hatched, stands what may as well
lie in another period. A click on a column gives its period.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from timeline import dates, vocabulary
from timeline.charts.canvas import MARGIN, Figure, Scale, family, steady
from timeline.charts.columns import HEIGHT, Column, CountedLane, Part, counted_lanes
from timeline.charts.hits import carried
from timeline.charts.layout import LANES
from timeline.charts.look import MARKS, colour, mark
from timeline.charts.timeline import lane_name, laned
from timeline.density import Bucket
from timeline.language import Language
from timeline.tables import Row
from timeline.vocabulary import Theme


def figure(
    buckets: Sequence[Bucket],
    window: tuple[date, date],
    language: Language,
    theme: Theme,
    selected: Row | None = None,
) -> Figure:
    """Draw ``buckets`` in ``window``; columns carry their period's EDTF text as ``customdata``.

    ``selected`` is the event to point at, from wherever it is.
    """
    scale = Scale(*window)
    lanes = counted_lanes(buckets, scale)
    data = [
        *_kinds(lanes, scale, theme),
        _vague(lanes, scale, theme),
        *(_hit_areas(lane, scale, language) for lane in lanes),
        _pointer(selected, lanes, scale, theme),
        # The style sheet counts the traces of single events: a wide page shows all but the last one, a
        # narrow one all but the one before.
        _unseen(scale),
        _names(lanes, scale, language, theme),
    ]
    annotations = [
        *(label for lane in lanes for label in _labels(lane, scale, language, theme)),
        *(lane_name(lane.role, lane.foot + HEIGHT / 2, language, theme) for lane in lanes),
    ]
    layout = laned([lane.foot for lane in lanes], HEIGHT * len(lanes), annotations, scale, language, theme)
    return {"data": data, "layout": layout}


def chosen_period(selection: Mapping[str, Any]) -> str:
    """The EDTF text of a click on a column, ``""`` if it hit none."""
    for first, *_ in carried(selection):
        try:
            return dates.parse(str(first)).text
        except ValueError:
            continue
    return ""


def in_words(column: Column, language: Language) -> list[str]:
    """The lines that name a column's period, its events and their kinds."""
    say = language.gettext
    lines = [period(column, language), counted(column.events, language)]
    for part in column.parts:
        name = say("May lie elsewhere") if part.kind is None else kind_name(part.kind, language)
        lines.append(say("{name}: {value}", name=name, value=language.number(part.events)))
    return lines


def period(column: Column, language: Language) -> str:
    """``March 2021``."""
    return language.when(dates.parse(column.period.text))


def counted(events: int, language: Language) -> str:
    """``412 events``."""
    return language.ngettext("{number} event", "{number} events", events)


def kind_name(kind: str, language: Language) -> str:
    """The kind in words; a record may leave it empty."""
    return language.gettext(vocabulary.KINDS.get(kind, "")) or language.gettext("Kind not stated")


def _kinds(lanes: Sequence[CountedLane], scale: Scale, theme: Theme) -> list[Figure]:
    present = {part.kind for lane in lanes for column in lane.columns for part in column.parts}
    return [
        _bars(
            [(column, part) for lane in lanes for column in lane.columns for part in _of(column, kind)],
            scale,
            {"color": mark(kind).colour(theme), "line": {"width": 0}},
        )
        for kind in sorted(present - {None}, key=lambda kind: (kind not in MARKS, kind))
        if kind is not None
    ]


def _vague(lanes: Sequence[CountedLane], scale: Scale, theme: Theme) -> Figure:
    pattern = {
        "shape": "/",
        "bgcolor": colour("page", theme),
        "fillmode": "replace",
        "size": 6,
        "solidity": 0.3,
    }
    parts = [(column, part) for lane in lanes for column in lane.columns for part in _of(column, None)]
    return _bars(parts, scale, {"color": colour("muted", theme), "line": {"width": 0}, "pattern": pattern})


def _of(column: Column, kind: str | None) -> list[Part]:
    return [part for part in column.parts if part.kind == kind]


def _bars(parts: Sequence[tuple[Column, Part]], scale: Scale, marker: Figure) -> Figure:
    return {
        "type": "bar",
        "x": [_moment(column.middle, scale) for column, _ in parts],
        "width": [round(scale.lasting(column.x1 - column.x0)) for column, _ in parts],
        "base": [round(part.y0, 1) for _, part in parts],
        "y": [round(part.y1 - part.y0, 1) for _, part in parts],
        "marker": marker,
        "hoverinfo": "skip",
        **_STEADY,
    }


def _hit_areas(lane: CountedLane, scale: Scale, language: Language) -> Figure:
    """Unseen columns as high as the lane: a period with few events is as easily met as a full one."""
    return {
        "type": "bar",
        "x": [_moment(column.middle, scale) for column in lane.columns],
        "width": [round(scale.lasting(column.x1 - column.x0 + 1)) for column in lane.columns],
        "base": [lane.foot] * len(lane.columns),
        "y": [HEIGHT] * len(lane.columns),
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        "customdata": [column.period.text for column in lane.columns],
        "hoverinfo": "text",
        "hovertext": [
            language.isolate("<br>".join(map(escape, in_words(column, language)))) for column in lane.columns
        ],
        **_STEADY,
    }


_STEADY: Figure = {**steady(), "showlegend": False}


def _pointer(selected: Row | None, lanes: Sequence[CountedLane], scale: Scale, theme: Theme) -> Figure:
    """The selected event's symbol in its ring, at the foot of its lane."""
    when = dates.parse(selected["date"]) if selected else None
    lane = next((lane for lane in lanes if selected and lane.role == selected["role"]), None)
    first = max(when.earliest or scale.first, scale.first) if when else scale.first
    last = min(when.latest or scale.last, scale.last) if when else scale.last
    shown = bool(selected and lane and first <= last)
    x = (scale.x(first) + scale.x(last, end=True)) / 2
    known = mark(selected["kind"]) if selected else mark("")
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_moment(x, scale)],
        "y": [lane.foot if lane else 0],
        "marker": {
            "symbol": known.symbol,
            "size": [13 if shown else 0],
            "color": known.colour(theme),
            "opacity": 1,
            "line": {"color": colour("text", theme), "width": 1.8 if shown else 0},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        **_STEADY,
    }


def _unseen(scale: Scale) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_moment(0, scale)],
        "y": [0],
        "marker": {"size": 0, "color": "rgba(0,0,0,0)"},
        "hoverinfo": "skip",
    }


def _names(lanes: Sequence[CountedLane], scale: Scale, language: Language, theme: Theme) -> Figure:
    """The names of the lanes where the page is too narrow for its margin."""
    names = (language.isolate(f"<b>{escape(language.gettext(LANES[lane.role][0]))}</b>") for lane in lanes)
    return {
        "type": "scatter",
        "mode": "text",
        # To the microsecond: before the axis begins, Plotly shows nothing.
        "x": [scale.time(-MARGIN)] * len(lanes),
        "y": [lane.foot + HEIGHT - 12 for lane in lanes],
        "text": list(names),
        "textposition": "middle left" if language.is_rtl else "middle right",
        "textfont": {"size": 12.5, "color": colour("muted", theme), "family": family(language)},
        "hoverinfo": "skip",
        "cliponaxis": False,
        **steady(colour("muted", theme)),
    }


def _labels(lane: CountedLane, scale: Scale, language: Language, theme: Theme) -> list[Figure]:
    """The period and the number over the fullest columns."""
    found = []
    for label in lane.labels:
        number = f'<span style="font-weight:600">{language.number(label.column.events)}</span>'
        muted = colour("muted", theme)
        words = f'<span style="font-size:12px;color:{muted}">{escape(period(label.column, language))}</span>'
        found.append(
            {
                "x": _moment(label.x, scale),
                "y": label.y,
                "xanchor": "center",
                "yanchor": "bottom",
                "text": language.isolate(f"{words}<br>{number}"),
                "font": {"size": 13.5, "family": family(language), "color": colour("text", theme)},
                "bgcolor": colour("page", theme),
                "showarrow": False,
                "borderpad": 1,
            }
        )
    return found


def _moment(x: float, scale: Scale) -> str:
    """The minute at ``x``: fractions of a second would be half of what is sent, and cannot be seen."""
    return scale.time(x)[:16]
