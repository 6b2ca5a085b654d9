"""What the timeline and the strip of the whole record share: time along ``x``, and the plain page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from timeline.charts.axis import ticks
from timeline.charts.look import colour
from timeline.dates import EdtfDate
from timeline.language import Language
from timeline.vocabulary import Theme

# A chart is laid out 1,000 px wide and stretched to the page; its first part holds names.
WIDTH = 1000.0
MARGIN = 92.0
DAY = 24 * 60 * 60 * 1000.0

Figure = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """Between days and pixels of the window ``first``..``last``."""

    first: date
    last: date

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return (WIDTH - MARGIN) / max((self.last - self.first).days + 1, 1)

    def x(self, day: date, *, end: bool = False) -> float:
        """Where ``day`` begins, or with ``end`` where it is over, in pixels from the window's start."""
        return ((day - self.first).days + end) * self.per_day

    def middle(self, when: EdtfDate) -> float:
        """Where the middle of a date is; an open end is that of the window."""
        first, last = when.earliest or self.first, when.latest or self.last
        return (self.x(first) + self.x(last, end=True)) / 2

    def time(self, x: float) -> str:
        """The moment at ``x`` pixels, as Plotly reads it; kept inside what a date can be."""
        start = datetime(self.first.year, self.first.month, self.first.day)
        try:
            return (start + timedelta(days=x / self.per_day)).isoformat(sep=" ")
        except OverflowError:
            return (datetime.max if x > 0 else datetime.min).isoformat(sep=" ", timespec="seconds")

    def lasting(self, pixels: float) -> float:
        """The milliseconds that ``pixels`` stand for."""
        return pixels / self.per_day * DAY


def time_axis(scale: Scale, language: Language, theme: Theme) -> Figure:
    """The axis begins a margin early: that space holds the names of the lanes."""
    marks = ticks(scale.first, scale.last, language)
    ends = [scale.time(-MARGIN), scale.time(WIDTH - MARGIN)]
    return {
        "type": "date",
        "range": ends[::-1] if language.is_rtl else ends,
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [day.isoformat() for day, _ in marks],
        "ticktext": [language.isolate(escape(label).replace("&lt;br&gt;", "<br>")) for _, label in marks],
        "ticklabelposition": "outside left" if language.is_rtl else "outside right",
        "ticklabelshift": -4 if language.is_rtl else 4,
        "tickfont": {"size": 12.5, "color": colour("muted", theme), "family": family(language)},
        "gridcolor": colour("line", theme),
        "showgrid": True,
        "zeroline": False,
        "showline": False,
        "tickangle": 0,
    }


def filled(tints: Sequence[str], known: Sequence[bool], hollow: Sequence[bool], theme: Theme) -> Figure:
    """The marker of bars: hatched where the day is not known, else hollow or full."""
    page, marks = colour("page", theme), zip(tints, known, hollow, strict=True)
    return {
        "color": [page if is_known and is_hollow else tint for tint, is_known, is_hollow in marks],
        "line": {"color": list(tints), "width": 1.4},
        # The colour draws the hatching, on the page's ground.
        "pattern": {
            "shape": ["" if is_known else "/" for is_known in known],
            "bgcolor": page,
            "fillmode": "replace",
            "size": 7,
            "solidity": 0.45,
        },
    }


def strip_marks(scale: Scale, language: Language) -> list[tuple[date, str]]:
    """The days that the strip of the whole record marks, each with its label of one line."""
    # Whole years are marked from the start of the first one, a little before the record begins.
    # Four digits need less room than a day or month: the last year, which most records have most of, is said.
    marks = ticks(date(scale.first.year, 1, 1), scale.last, language, most=9, edge=40)
    if not all(label.isdecimal() or not label for _, label in marks):
        marks = ticks(scale.first, scale.last, language, most=9)
    return [(day, label.replace("<br>", " ")) for day, label in marks if scale.x(day) >= -MARGIN / 4]


def canvas(language: Language, theme: Theme, height: float, bottom: int) -> Figure:
    """Layout of a figure ``height`` pixels high, ``bottom`` of them for the axis, on the page's ground."""
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": bottom, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": family(language), "color": colour("text", theme)},
        "showlegend": False,
        # Streamlit hands a new chart to Plotly twice. What is said to be of one revision is drawn once.
        "datarevision": 1,
    }


def aside(text: str, y: float, language: Language, theme: Theme) -> Figure:
    """An annotation in the margin, where time begins."""
    side = "right" if language.is_rtl else "left"
    return {
        "xref": "paper",
        "x": 1 if language.is_rtl else 0,
        "y": y,
        "xanchor": side,
        "yanchor": "middle",
        "align": side,
        "text": language.isolate(text),
        "font": {"size": 13, "family": family(language), "color": colour("text", theme)},
        "showarrow": False,
        "borderpad": 0,
    }


def steady(words: str = "") -> Figure:
    """What keeps a trace, and its text in the colour ``words``, as it is whatever is clicked or dragged."""
    look = {"marker": {"opacity": 1}} | ({"textfont": {"color": words}} if words else {})
    return {"selected": look, "unselected": look}


def family(language: Language) -> str:
    """The fonts of a chart's text, those of the page's script first."""
    first, second = (
        ("IBM Plex Sans Arabic", "IBM Plex Sans")
        if language.is_rtl
        else ("IBM Plex Sans", "IBM Plex Sans Arabic")
    )
    return f'"{first}", "{second}", "Noto Sans", "Noto Sans Arabic", sans-serif'
