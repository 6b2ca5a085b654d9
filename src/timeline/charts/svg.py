"""The timeline as a still picture: the same lanes, shapes, labels and direction, with no script.

Lengths along time are shares of the width, so that the picture fits any page; colours are the style
sheet's variables. A page narrower than its labels shows their numbers instead, by the same rule as the
Plotly figure: what is ``wide`` gives way to what is ``narrow``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from html import escape

import pandas as pd

from timeline import tables
from timeline.charts import labels
from timeline.charts.axis import ticks
from timeline.charts.canvas import MARGIN, WIDTH, Scale, strip_marks
from timeline.charts.layout import LANES, Drawn, lanes
from timeline.charts.look import MARKS, OTHER
from timeline.charts.overview import lower, upper, whole
from timeline.charts.pen import Pen
from timeline.dates import parse
from timeline.density import Bucket
from timeline.language import Language
from timeline.selection import Selection
from timeline.view import FEW, View

AXIS = 40
STRIP = 74
# Where its line lies, from the top.
_LINE = 42
Href = Callable[[str], str]


def timeline(
    events: pd.DataFrame,
    window: tuple[date, date],
    language: Language,
    *,
    href: Href,
    selected: str = "",
    title: str = "",
) -> str:
    """Draw ``events`` (from ``Store.events``) in ``window``; each leads to ``href(id)``."""
    scale = Scale(*window)
    found = lanes(events, scale, language, selected)
    height = sum(lane.height for lane in found)
    pen = Pen(language, height)
    drawn = [one for lane in found for one in lane.drawn]
    parts = [
        f"<defs>{''.join(map(_hatching, sorted(_hatched(drawn))))}</defs>",
        *grid(scale, pen, language),
        *(named(lane.role, lane.foot, lane.height, pen, language) for lane in found),
        *(_linked(one, pen, selected, href) for one in drawn),
    ]
    # A group, as the parts of an image cannot be links.
    return pen.picture("timeline", height + AXIS, parts, "group", title)


def strip(view: View, window: tuple[date, date], count: str, *, only: str = "") -> str:
    """Draw the whole record with ``window`` on it, as the overview under the timeline does.

    Few events are dots, faint where they are not ``only``, the id of one; many are counted. ``count`` stands
    over the end of the strip.
    """
    pen = Pen(view.language, _LINE)
    if view.store.total > FEW:
        buckets, extent = view.store.overview()
        scale = whole(window, extent)
        return _strip(_spikes(buckets, scale, pen), scale, pen, window, count)
    scale = whole(window, view.store.extent())
    events = tables.rows(view.store.events(Selection()))
    dots = (_dot(row, scale, pen, only in ("", row["id"])) for row in events)
    return _strip(dots, scale, pen, window, count)


def _spikes(buckets: Sequence[Bucket], scale: Scale, pen: Pen) -> Iterator[str]:
    for name, spikes in (("contact", upper(buckets, scale)), ("context", lower(buckets, scale))):
        for x0, x1, height in spikes:
            yield pen.box(x0, max(x1 - 1, x0 + 1), min(height, 0), max(height, 0), f'class="{name}"')


def _strip(marks: Iterable[str], scale: Scale, pen: Pen, window: tuple[date, date], count: str) -> str:
    language = pen.language
    x0, x1 = scale.x(window[0]) - 4, scale.x(window[1], end=True) + 4
    parts = [
        pen.line(0, WIDTH - MARGIN, 0, "rule"),
        pen.box(x0, x1, -13, 13, 'class="window"'),
        *marks,
        *(
            pen.text(scale.x(day), -23, label, "year", "middle")
            for day, label in strip_marks(scale, language)
        ),
        pen.text(-MARGIN, -4, language.gettext("Whole record"), "aside wide", "start"),
        pen.text(WIDTH - MARGIN, 22, count, "count", "end"),
    ]
    words = language.gettext("Whole record: {what}", what=count)
    return pen.picture("strip", STRIP, parts, "img", words)


def grid(scale: Scale, pen: Pen, language: Language) -> Iterator[str]:
    """The marks of the time axis, and what they say."""
    for day, label in ticks(scale.first, scale.last, language):
        x = scale.x(day)
        yield f'<line class="grid" x1="{pen.share(x)}%" x2="{pen.share(x)}%" y1="0" y2="{pen.up(0)}"/>'
        for line, words in enumerate(label.split("<br>")):
            yield pen.text(x, -17 - 16 * line, words, "tick", "start", dx=4)


def named(role: str, foot: float, height: float, pen: Pen, language: Language) -> str:
    """The line that a lane stands on, and its name."""
    name, meaning = (language.gettext(words) for words in LANES[role])
    lines = labels.wrapped(name, 12)
    top = foot + height / 2 + 8.5 * len(lines) - 4
    words = [pen.text(-MARGIN, top - 17 * at, line, "lane wide", "start") for at, line in enumerate(lines)]
    words.append(pen.text(-MARGIN, top - 17 * len(lines), meaning, "aside wide", "start"))
    words.append(pen.text(-MARGIN, foot + height - 18, name, "lane narrow", "start"))
    strength = "rule" if foot else "rule strong"
    return pen.line(-MARGIN, WIDTH - MARGIN, foot, strength) + "".join(words)


def _linked(one: Drawn, pen: Pen, selected: str, href: Href) -> str:
    chosen = one.row["id"] == selected
    parts = _bar(one, pen, chosen) if one.item.is_bar else _day(one, pen, chosen)
    words = escape(" ".join([str(one.number), *one.lines]))
    address = escape(href(one.row["id"]))
    seen = " ".join([pen.ground(one.middle, one.y), *parts, _label(one, pen)])
    return f'<a href="{address}" aria-label="{words}">{seen}</a>'


def _bar(one: Drawn, pen: Pen, chosen: bool) -> Iterator[str]:
    x0, x1, kind = one.item.x0, one.item.x1, _kind(one)
    if chosen:
        yield pen.box(x0 - 4, x1 + 4, one.y - 12, one.y + 12, 'class="ring"')
    fill = (
        f"url(#hatch-{kind})" if not one.when.day_is_known else "none" if one.is_hollow else f"var(--{kind})"
    )
    yield pen.box(x0, x1, one.y - 8, one.y + 8, f'style="fill:{fill};stroke:var(--{kind})"')
    if one.written:
        y = one.foot + one.written.y
        yield pen.shape(one.written.x, y, one.row["kind"], 6, f"narrow {_fill(one)} {kind}")
    yield from _number(one, pen)
    if one.placed.side == "above" and one.placed.box:
        box = one.placed.box
        y = one.foot + box.y1 - labels.LINE / 2 - 1
        yield pen.shape(one.symbol_x, y, one.row["kind"], 6.5, f"wide {_fill(one)} {kind}")


def _day(one: Drawn, pen: Pen, chosen: bool) -> Iterator[str]:
    if chosen:
        yield pen.shape(one.middle, one.y, one.row["kind"], 14, "ring")
    yield pen.shape(one.middle, one.y, one.row["kind"], 9, f"{_fill(one)} {_kind(one)}")
    yield from _number(one, pen)


def _number(one: Drawn, pen: Pen) -> Iterator[str]:
    place = one.written
    if place:
        anchor, gap = ("end", -place.gap) if place.is_before else ("start", place.gap)
        yield pen.text(place.x, one.foot + place.y - 4, str(one.number), "number narrow", anchor, dx=gap)


def _label(one: Drawn, pen: Pen) -> str:
    box = one.placed.box
    if not box:
        return ""
    ends, x = one.ends_at_mark, one.text_x
    lines = []
    for at, words in enumerate(one.lines):
        y = one.foot + box.y1 - 13 - labels.LINE * at
        name = "when" if not at else "title"
        lines.append(pen.text(x, y, words, f"wide {name}", "end" if ends else "start"))
    # With room between them, or the last word of one line and the first of the next were one.
    return " ".join(lines)


def _dot(row: tables.Row, scale: Scale, pen: Pen, matches: bool) -> str:
    across = pen.share(scale.middle(parse(row["date"])))
    y = -6 if row["role"] == "context" else 6
    name = f"{'context' if y < 0 else 'contact'}{'' if matches else ' faint'}"
    return f'<circle class="{name}" cx="{across}%" cy="{pen.up(y)}" r="3.5"/>'


def _kind(one: Drawn) -> str:
    return one.row["kind"] if one.row["kind"] in MARKS else "other"


def _fill(one: Drawn) -> str:
    return "hollow" if one.is_hollow else "filled"


def _hatched(drawn: list[Drawn]) -> set[str]:
    return {_kind(one) for one in drawn if one.item.is_bar and not one.when.day_is_known}


def _hatching(kind: str) -> str:
    return (
        f'<pattern id="hatch-{kind}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" style="fill:var(--page)"/>'
        f'<rect width="3.2" height="7" style="fill:var(--{kind})"/></pattern>'
    )


def rules() -> str:
    """The style of the pictures; the variables are those of ``charts.sheet``."""
    kinds = "".join(
        f".chart .filled.{kind}{{fill:var(--{kind})}}.chart .hollow.{kind}{{stroke:var(--{kind})}}"
        for kind in {**MARKS, "other": OTHER}
    )
    return _RULES + kinds


_RULES = (
    ".chart{display:block;overflow:visible;font-variant-numeric:tabular-nums}"
    ".chart text{font-size:13.5px;fill:var(--text);paint-order:stroke;stroke:var(--page);stroke-width:5px;"
    "stroke-linejoin:round}"
    ".chart .grid,.chart .rule{stroke:var(--line)}.chart .rule.strong{stroke:var(--control)}"
    ".chart .tick,.chart .when,.chart .aside,.chart .number{font-size:12.5px;fill:var(--muted)}"
    ".chart .aside{font-size:12px}.chart .year{font-size:11.5px;fill:var(--muted)}"
    ".chart .count{font-size:11.5px;font-weight:600;fill:var(--primary)}"
    ".chart .lane{font-size:13px;font-weight:600}.chart .lane.narrow{fill:var(--muted)}"
    ".chart .title{font-weight:500}.chart .most{font-weight:600}"
    ".chart .hollow,.chart .ring{fill:var(--page);stroke-width:1.8}.chart .ring{stroke:var(--text)}"
    ".chart .hit{fill:none;pointer-events:all}"
    ".chart .filled{stroke:var(--page);stroke-width:1.2}"
    ".chart .window{fill:var(--tint);stroke:var(--primary);stroke-width:1.5}"
    ".chart .contact{fill:var(--text)}.chart .context{fill:var(--control)}.chart .faint{opacity:.3}"
    ".chart a{text-decoration:none;cursor:pointer}.chart .narrow{display:none}"
    f"@container when (max-width:{labels.NARROWEST}px){{"
    ".chart .narrow{display:inline}.chart .wide{display:none}}"
)
