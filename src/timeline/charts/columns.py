"""Where the columns of counted events lie, whatever draws them: a lane a role, a column a period.

Lengths are those of ``charts.layout``. Each lane has its own scale, since contacts are few beside what
surrounds them; the number over its fullest columns says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.charts.canvas import MARGIN, WIDTH, Scale
from timeline.charts.layout import roles_of
from timeline.charts.look import MARKS
from timeline.density import Bucket
from timeline.periods import Period

HEIGHT = 150.0
# Above the fullest column: room for the two lines of its label.
ROOM = 46.0
GAP = 1.0
LABELS = 3
# A label names a full column: one of less than half of the fullest is no peak.
PEAK = 0.5
APART = 130.0
# The least that can be seen of a column or of a part.
_LEAST = 1.5


@dataclass(frozen=True)
class Part:
    """The events of one kind in a column, from ``y0`` up to ``y1``; no kind: they may lie elsewhere."""

    kind: str | None
    events: int
    y0: float
    y1: float


@dataclass(frozen=True)
class Column:
    """A period of a lane, from ``x0`` to ``x1`` along time, with its parts from the foot upwards."""

    period: Period
    events: int
    x0: float
    x1: float
    parts: tuple[Part, ...]

    @property
    def middle(self) -> float:
        """Where the column stands along time."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """Where its last part ends."""
        return self.parts[-1].y1


@dataclass(frozen=True)
class Label:
    """Words over a full column: ``x`` is their middle, ``y`` their foot."""

    column: Column
    x: float
    y: float


@dataclass(frozen=True)
class CountedLane:
    """A lane from ``foot`` upwards with its columns, oldest first, and the labels of its fullest."""

    role: str
    foot: float
    columns: tuple[Column, ...]
    labels: tuple[Label, ...]


def counted_lanes(buckets: Sequence[Bucket], scale: Scale) -> list[CountedLane]:
    """Lay out ``buckets`` (from ``timeline.density``) in lanes, the lowest first."""
    present = {role for bucket in buckets for role, events in bucket.roles.items() if events}
    return [
        _lane(role, number * HEIGHT, buckets, scale)
        for number, role in enumerate(reversed(roles_of(present)))
    ]


def busiest(buckets: Sequence[Bucket]) -> list[Bucket]:
    """The few buckets that may hold most events, the fullest first."""
    return sorted(buckets, key=lambda bucket: (-bucket.events, bucket.period.first))[:LABELS]


def _lane(role: str, foot: float, buckets: Sequence[Bucket], scale: Scale) -> CountedLane:
    mine = [bucket for bucket in buckets if bucket.roles.get(role)]
    unit = (HEIGHT - ROOM) / max((bucket.roles[role] for bucket in mine), default=1)
    columns = tuple(_column(bucket, role, foot, unit, scale) for bucket in mine)
    return CountedLane(role, foot, columns, tuple(_labels(columns)))


def _column(bucket: Bucket, role: str, foot: float, unit: float, scale: Scale) -> Column:
    x0 = max(scale.x(bucket.period.first), 0.0)
    x1 = min(scale.x(bucket.period.last, end=True), WIDTH - MARGIN)
    gap = GAP if x1 - x0 > 4 * GAP else 0.0
    sure = {kind: events for (of, kind), events in bucket.sure.items() if of == role}
    kinds = sorted(sure, key=lambda kind: list(MARKS).index(kind) if kind in MARKS else len(MARKS))
    counts = [*((kind, sure[kind]) for kind in kinds), (None, bucket.vague.get(role, 0))]
    parts, y = [], foot
    for kind, events in counts:
        if events:
            parts.append(Part(kind, events, y, y + max(events * unit, _LEAST)))
            y = parts[-1].y1
    return Column(bucket.period, bucket.roles[role], x0 + gap / 2, x1 - gap / 2, tuple(parts))


def _labels(columns: Sequence[Column]) -> list[Label]:
    """The fullest columns far enough from each other, each labelled above whatever its words lie over."""
    found: list[Label] = []
    for column in sorted(columns, key=lambda column: (-column.events, column.x0)):
        x = min(max(column.middle, APART / 2), WIDTH - MARGIN - APART / 2)
        is_peak = column.events >= PEAK * max(one.events for one in columns)
        if is_peak and len(found) < LABELS and all(abs(x - other.x) >= APART for other in found):
            under = [one.top for one in columns if one.x1 > x - APART / 2 and one.x0 < x + APART / 2]
            found.append(Label(column, x, max(under) + 4))
    return found
