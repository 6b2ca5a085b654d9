"""Where everything on the timeline lies: lanes, levels, labels, bars and days, whatever draws them.

Contacts have the upper lane, their context the lower. ``x`` is in pixels of a chart ``WIDTH`` wide, from
the first day of the window along time; ``y`` in pixels upwards from the foot of the chart.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from timeline import tables
from timeline.charts import labels, numbers
from timeline.charts.canvas import MARGIN, WIDTH, Scale
from timeline.charts.look import mark
from timeline.dates import EdtfDate, parse
from timeline.language import Language
from timeline.tables import localised
from timeline.vocabulary import HOLLOW, N_

_NARROWEST = 9.0

LANES: Mapping[str, tuple[str, str]] = {
    "contact": (N_("Contacts"), N_("both took part")),
    "context": (N_("Context"), N_("the setting")),
    # A record need not say which of the two its events are.
    "": (N_("Events"), N_("role not stated")),
}


@dataclass(frozen=True)
class Drawn:
    """One event in its lane; ``number`` is its place in the list, ``foot`` that of its lane.

    ``written`` says where a narrow page writes the number, from the lane's foot; None if there is no room.
    """

    row: Mapping[Any, Any]
    when: EdtfDate
    number: int
    item: labels.Item
    placed: labels.Placed
    foot: float
    written: numbers.Number | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The date and the title as the label breaks them."""
        return self.placed.lines or self.item.shapes[0]

    @property
    def ends_at_mark(self) -> bool:
        """Whether the label runs up to its mark, and not away from it."""
        box = self.placed.box
        return self.placed.side == "before" or (
            self.placed.side == "above" and box is not None and box.x0 < self.item.x0
        )

    @property
    def text_x(self) -> float:
        """Where the label's text begins, or ends at its mark; a bar's symbol stands between the two."""
        return self._beside(22 if self.placed.side == "above" else 0)

    @property
    def symbol_x(self) -> float:
        """The middle of the symbol beside a bar's label, over the bar itself."""
        return self._beside(7)

    def _beside(self, inset: float) -> float:
        box = self.placed.box
        assert box is not None  # only items with a box are labelled
        return box.x1 - inset if self.ends_at_mark else box.x0 + inset

    @property
    def y(self) -> float:
        """The middle of the mark."""
        return self.foot + labels.FOOT + labels.LEVEL * self.placed.level

    @property
    def middle(self) -> float:
        """The middle of the mark along time."""
        return (self.item.x0 + self.item.x1) / 2

    @property
    def is_hollow(self) -> bool:
        """Whether the event is announced and not held."""
        return self.row["status"] in HOLLOW

    @property
    def symbol(self) -> str:
        """Plotly's name of its kind's symbol, open if hollow."""
        return mark(self.row["kind"]).symbol + ("-open" if self.is_hollow else "")


@dataclass(frozen=True)
class Lane:
    """A lane from ``foot`` upwards, ``height`` pixels high, with what is drawn in it."""

    role: str
    foot: float
    height: float
    drawn: tuple[Drawn, ...]


def lanes(events: pd.DataFrame, scale: Scale, language: Language, selected: str) -> list[Lane]:
    """Lay out ``events`` (from ``Store.events``) in lanes, the lowest first."""
    rows = list(enumerate(tables.rows(events), start=1))
    found: list[Lane] = []
    foot = 0.0
    for role in reversed(roles_of({row["role"] for _, row in rows})):
        mine = [(number, row) for number, row in rows if row["role"] == role]
        items = [_item(row, scale, language, selected) for _, row in mine]
        placed = labels.place(items, WIDTH - MARGIN)
        levels = [one.level for one in placed]
        written = numbers.place(items, levels, [number for number, _ in mine], WIDTH - MARGIN)
        drawn = tuple(
            Drawn(row, parse(row["date"]), number, item, where, foot, digits)
            for (number, row), item, where, digits in zip(mine, items, placed, written, strict=True)
        )
        found.append(Lane(role, foot, labels.height_of(levels), drawn))
        foot += found[-1].height
    return found


def roles_of(present: Collection[str]) -> list[str]:
    """The lanes to draw, the highest first: both roles where any is stated, and one for those without."""
    stated = [role for role in LANES if role] if not present or set(present) - {""} else []
    return [*stated, *([""] if "" in present else [])]


def _item(row: Mapping[Any, Any], scale: Scale, language: Language, selected: str) -> labels.Item:
    when = parse(row["date"])
    chosen = row["id"] == selected
    title, words = localised(row, "title", language.tag), _when(when, language)
    shapes = tuple((words, *labels.wrapped(title, width)) for width in labels.WRAPS)
    if when.precision == "day" and when.earliest:
        middle = scale.x(when.earliest) + scale.per_day / 2
        return labels.Item(middle - 9, middle + 9, shapes, is_bar=False, is_selected=chosen)
    return labels.Item(*stretched(when, scale), shapes, is_bar=True, is_selected=chosen)


def stretched(when: EdtfDate, scale: Scale) -> tuple[float, float]:
    """From where to where a bar reaches in the window, wide enough to be seen."""
    x0 = scale.x(max(when.earliest or scale.first, scale.first))
    x1 = scale.x(min(when.latest or scale.last, scale.last), end=True)
    if x1 - x0 < _NARROWEST:
        x0, x1 = (x0 + x1 - _NARROWEST) / 2, (x0 + x1 + _NARROWEST) / 2
    return x0, x1


def _when(when: EdtfDate, language: Language) -> str:
    words = language.when(when)
    if when.day_is_known:
        return words
    return f"{words} — {language.gettext('day not reported')}"
