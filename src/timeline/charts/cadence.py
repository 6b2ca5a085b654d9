"""At which level contacts took place over time, and how many days lie between them."""

from collections.abc import Sequence

from timeline import tables, vocabulary
from timeline.charts.axis import ticks
from timeline.charts.canvas import Figure, canvas, family
from timeline.charts.look import colour, mark
from timeline.dates import parse
from timeline.topics import Gap
from timeline.view import View

ROW = 44


def levels(view: View) -> Figure:
    """Contacts in view by level, the highest uppermost; a bar where the day is not known."""
    language, theme = view.language, view.theme
    contacts = [row for row in tables.rows(view.events) if row["role"] == "contact" and row["level"]]
    order = [level for level in vocabulary.LEVELS if any(row["level"] == level for row in contacts)]
    first, last = view.stage
    data = []
    for row in contacts:
        when = parse(row["date"])
        ends = [str(when.earliest or first), str(when.latest or last)]
        tint = mark(row["kind"]).colour(theme)
        data.append(
            {
                "type": "scatter",
                "mode": "markers" if ends[0] == ends[1] else "lines",
                "x": ends[:1] if ends[0] == ends[1] else ends,
                "y": [order.index(row["level"])] * (1 if ends[0] == ends[1] else 2),
                "marker": {"symbol": mark(row["kind"]).symbol, "size": 14, "color": tint},
                "line": {"color": tint, "width": 8, "dash": "2px,3px"},
                "hoverinfo": "text",
                "hovertext": language.isolate(language.when(when)),
                "cliponaxis": False,
            }
        )
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
        "dragmode": False,
        "hovermode": "closest",
    }
    return {"data": data, "layout": layout}


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


def _years(view: View) -> Figure:
    marks = ticks(*view.stage, view.language, most=9)
    return {
        "tickangle": 0,
        "tickvals": [day.isoformat() for day, _ in marks],
        "ticktext": [view.language.isolate(label.replace("<br>", " ")) for _, label in marks],
    }


def longest(found: Sequence[Gap]) -> int:
    """The most days that any of the gaps may have, at least 1: what their bars are measured by."""
    return max((gap.most if gap.most is not None else gap.fewest for gap in found), default=1) or 1
