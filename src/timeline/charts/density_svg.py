"""The counted timeline as a still picture with no script: the same lanes, columns and labels.

The columns of a kind are one path in a picture of their own, stretched to the page: a rectangle each would
be ten times as many bytes. Over each period lies a link.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

from timeline.charts.canvas import WIDTH, Scale
from timeline.charts.columns import HEIGHT, Column, CountedLane, Part, counted_lanes
from timeline.charts.density import in_words, period
from timeline.charts.look import MARKS
from timeline.charts.pen import Pen
from timeline.charts.svg import AXIS, Href, grid, named
from timeline.density import Bucket
from timeline.language import Language


def counted_timeline(
    buckets: Sequence[Bucket], window: tuple[date, date], language: Language, *, href: Href, title: str = ""
) -> str:
    """Draw ``buckets`` (from ``timeline.density``) in ``window``; a period leads to ``href(EDTF text)``."""
    scale = Scale(*window)
    lanes = counted_lanes(buckets, scale)
    pen = Pen(language, HEIGHT * len(lanes))
    columns = [column for lane in lanes for column in lane.columns]
    kinds = {part.kind for column in columns for part in column.parts}
    parts = [
        _HATCHING,
        *grid(scale, pen, language),
        *(named(lane.role, lane.foot, HEIGHT, pen, language) for lane in lanes),
        _stretched([_path(columns, kind, pen) for kind in sorted(kinds, key=str)], pen),
        *(_link(lane, column, pen, href) for lane in lanes for column in lane.columns),
        *(label for lane in lanes for label in _labels(lane, pen)),
    ]
    # A group, as the parts of an image cannot be links.
    return pen.picture("timeline", pen.height + AXIS, parts, "group", title)


def _stretched(paths: Sequence[str], pen: Pen) -> str:
    box = f'viewBox="0 0 {WIDTH:g} {pen.height:g}" preserveAspectRatio="none"'
    return f'<svg width="100%" height="{pen.height:g}" {box}>{"".join(paths)}</svg>'


def _path(columns: Sequence[Column], kind: str | None, pen: Pen) -> str:
    outlines = (
        _outline(column, part, pen) for column in columns for part in column.parts if part.kind == kind
    )
    known = kind if kind in MARKS else "other"
    fill = f"var(--{known})" if kind is not None else "url(#hatch-elsewhere)"
    return f'<path style="fill:{fill}" d="{"".join(outlines)}"/>'


def _outline(column: Column, part: Part, pen: Pen) -> str:
    left, right = sorted(pen.share(x) * WIDTH / 100 for x in (column.x0, column.x1))
    wide = f"{right - left:.1f}"
    return f"M{left:.1f} {pen.up(part.y1):.1f}h{wide}v{part.y1 - part.y0:.1f}h-{wide}z"


def _link(lane: CountedLane, column: Column, pen: Pen, href: Href) -> str:
    words = escape("; ".join(in_words(column, pen.language)[:2]))
    ground = pen.box(column.x0, column.x1, lane.foot, lane.foot + HEIGHT, 'class="hit"')
    return f'<a href="{escape(href(column.period.text))}" aria-label="{words}">{ground}</a>'


def _labels(lane: CountedLane, pen: Pen) -> list[str]:
    return [
        pen.text(label.x, label.y + rise, words, f"wide {name}", "middle")
        for label in lane.labels
        for rise, words, name in (
            (20, period(label.column, pen.language), "when"),
            (3, pen.language.number(label.column.events), "most"),
        )
    ]


_HATCHING = (
    '<defs><pattern id="hatch-elsewhere" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" style="fill:var(--page)"/>'
    '<rect width="2" height="6" style="fill:var(--muted)"/></pattern></defs>'
)
