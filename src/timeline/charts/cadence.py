"""At which level contacts took place over time, and how many days lie between them."""

from collections.abc import Sequence

from timeline import tables, vocabulary
from timeline.charts.axis import ticks
from timeline.charts.canvas import Figure, Scale, canvas, family, filled
from timeline.charts.layout import stretched
from timeline.charts.look import colour, mark
from timeline.dates import EdtfDate, parse
from timeline.language import Language
from timeline.tables import Row
from timeline.topics import Gap
from timeline.view import View
from timeline.vocabulary import HOLLOW, STATUSES

ROW, BAR = 44, 12

Dated = tuple[Row, EdtfDate]


def levels(view: View) -> Figure:
    """Contacts in view by level, the highest uppermost, each drawn as on the timeline."""
    language, theme = view.language, view.theme
    contacts = levelled(view)
    order = [level for level in vocabulary.LEVELS if any(row["level"] == level for row in contacts)]
    first, last = view.stage
    dated = [(row, parse(row["date"])) for row in contacts]
    days = [(row, when) for row, when in dated if when.precision == "day"]
    bars = [(row, when) for row, when in dated if when.precision != "day"]
    data = [_bars(bars, order, view), _days(days, order, view)]
    ends = [str(first), str(last)]
    side = "right" if language.is_rtl else "left"
    margin = {"l": 10, "r": 10, "t": 8, "b": 34, "pad": 8} | {side[0]: 196}
    font = {"size": 12.5, "family": family(language), "color": colour("text", theme)}
    names = [language.isolate(language.gettext(vocabulary.LEVELS[level])) for level in order]
    axis = {"fixedrange": True, "zeroline": False, "gridcolor": colour("line", theme), "tickfont": font}
    layout = canvas(language, theme, 42 + ROW * max(len(order), 1), bottom=0) | {
        "margin": margin,
        "xaxis": axis | {"type": "date", "range": ends[::-1] if language.is_rtl else ends, **_years(view)},
        "yaxis": axis
        | {
            "side": side,
            "range": [len(order) - 0.5, -0.5],
            "tickvals": list(range(len(order))),
            "ticktext": names,
        },
        "barmode": "overlay",
        "dragmode": False,
        "hovermode": "closest",
    }
    return {"data": data, "layout": layout}


def levelled(view: View) -> list[Row]:
    """Contacts in view of which the record says at what level they took place, oldest first."""
    return [row for row in tables.rows(view.events) if row["role"] == "contact" and row["level"]]


def said(gap: Gap, view: View) -> str:
    """``94 to 124 days`` between two contacts; one number where both dates are days."""
    language = view.language
    if gap.most is None:
        return language.ngettext("at least {number} day", "at least {number} days", gap.fewest)
    if gap.fewest == gap.most:
        return language.ngettext("{number} day", "{number} days", gap.most)
    return language.ngettext(
        "{fewest} to {number} day", "{fewest} to {number} days", gap.most, fewest=language.number(gap.fewest)
    )


def longest(found: Sequence[Gap]) -> int:
    """The most days that any of the gaps may have, at least 1: what their bars are measured by."""
    return max((gap.most if gap.most is not None else gap.fewest for gap in found), default=1) or 1


def _bars(dated: Sequence[Dated], order: Sequence[str], view: View) -> Figure:
    scale = Scale(*view.stage)
    ends = [stretched(when, scale) for _, when in dated]
    known, hollow = [when.day_is_known for _, when in dated], [row["status"] in HOLLOW for row, _ in dated]
    return _marks(dated, order, view) | {
        "type": "bar",
        "orientation": "h",
        "base": [scale.time(x0) for x0, _ in ends],
        "x": [scale.lasting(x1 - x0) for x0, x1 in ends],
        "width": BAR / ROW,
        "marker": filled(_tints(dated, view), known, hollow, view.theme),
    }


def _days(dated: Sequence[Dated], order: Sequence[str], view: View) -> Figure:
    hollow = [row["status"] in HOLLOW for row, _ in dated]
    signs = [mark(row["kind"]).symbol for row, _ in dated]
    tints = _tints(dated, view)
    return _marks(dated, order, view) | {
        "type": "scatter",
        "mode": "markers",
        "x": [str(when.earliest) for _, when in dated],
        "marker": {
            "symbol": [sign + "-open" * is_open for sign, is_open in zip(signs, hollow, strict=True)],
            "size": 14,
            "color": tints,
            "line": {"color": tints, "width": [2 * is_open for is_open in hollow]},
            "opacity": 1,
        },
        "cliponaxis": False,
    }


def _marks(dated: Sequence[Dated], order: Sequence[str], view: View) -> Figure:
    """On which level each is, and what it says where it is pointed at."""
    language = view.language
    return {
        "y": [order.index(row["level"]) for row, _ in dated],
        "hoverinfo": "text",
        "hovertext": [language.isolate(_hover(row, when, language)) for row, when in dated],
    }


def _hover(row: Row, when: EdtfDate, language: Language) -> str:
    """The date, and the status of what is only announced: hatching does not tell it."""
    status = [language.gettext(STATUSES[row["status"]])] if row["status"] in HOLLOW else []
    return "<br>".join([language.when(when), *status])


def _tints(dated: Sequence[Dated], view: View) -> list[str]:
    return [mark(row["kind"]).colour(view.theme) for row, _ in dated]


def _years(view: View) -> Figure:
    marks = ticks(*view.stage, view.language, most=9)
    return {
        "tickangle": 0,
        "tickvals": [day.isoformat() for day, _ in marks],
        "ticktext": [view.language.isolate(label.replace("<br>", " ")) for _, label in marks],
    }
