"""Which labels fit beside their marks, and where.

Space is measured in pixels of a chart 1,000 wide: time runs along ``x`` whatever the direction of
the script, ``y`` counts upwards from the foot of a lane. Nothing here knows what draws it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from unicodedata import bidirectional

# Characters a line, the best first; the narrow ones are for crowded lanes.
WRAPS = (56, 44, 34)
# Pixels of the narrowest chart with labels: marks lie closer there than reckoned, and no text is smaller.
NARROWEST = 950
LINE = 17.0
LEVEL = 26.0
FOOT = 24.0

Side = Literal["above", "after", "before"]


class Box(NamedTuple):
    """A rectangle, ``x0 <= x1`` along time and ``y0 <= y1`` upwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def touches(self, other: "Box", gap: float = 4) -> bool:
        """Whether the two come nearer than ``gap``."""
        across = self.x0 < other.x1 + gap and other.x0 < self.x1 + gap
        return across and self.y0 < other.y1 and other.y0 < self.y1


@dataclass(frozen=True)
class Item:
    """A mark from ``x0`` to ``x1`` with its label; ``is_bar`` if it is a stretch of time.

    ``shapes`` are the ways to break the label into lines, the best first.
    """

    x0: float
    x1: float
    shapes: tuple[tuple[str, ...], ...]
    is_bar: bool
    is_selected: bool = False


@dataclass(frozen=True)
class Placed:
    """Where an item's mark lies (``level`` 0 is lowest) and its label; no box if there was no room."""

    level: int
    side: Side | None = None
    box: Box | None = None
    lines: tuple[str, ...] = ()


def wrapped(text: str, width: int = WRAPS[0]) -> tuple[str, ...]:
    """Break ``text`` at spaces into lines of about ``width`` characters; a longer word stays whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def width_of(lines: Sequence[str]) -> float:
    """About how many pixels the longest line takes at 13.5 px; Arabic letters are narrower."""
    return max((sum(_advance(letter) for letter in line) for line in lines), default=0.0)


def place(items: Sequence[Item], length: float) -> list[Placed]:
    """Give each item of a lane of ``length`` a level, and a label where one fits.

    The selected item is labelled first, then the others in their order.
    """
    levels = _levels(items)
    marks = [_mark(item, level) for item, level in zip(items, levels, strict=True)]
    top = height_of(levels)
    placed = [Placed(level) for level in levels]
    labels: list[Box] = []
    for index in sorted(range(len(items)), key=lambda index: not items[index].is_selected):
        others = [box for other, box in enumerate(marks) if other != index]
        for lines, side, box in _candidates(items[index], marks[index], length):
            outside = box.x0 < 0 or box.x1 > length or box.y0 < 0 or box.y1 > top
            if not outside and not any(box.touches(other) for other in (*others, *labels)):
                labels.append(box)
                placed[index] = Placed(levels[index], side, box, lines)
                break
    return placed


def height_of(levels: Iterable[int]) -> float:
    """The height of a lane with marks on ``levels``, whatever is selected: 110 for one row of them."""
    return FOOT + LEVEL * max(levels, default=0) + 86


def _levels(items: Sequence[Item]) -> list[int]:
    """The lowest level for each item on which its mark is clear of the earlier ones."""
    ends: list[float] = []
    levels = []
    for item in items:
        free = next((level for level, end in enumerate(ends) if end + 6 <= item.x0), len(ends))
        ends[free : free + 1] = [item.x1]
        levels.append(free)
    return levels


def _mark(item: Item, level: int) -> Box:
    middle = FOOT + LEVEL * level
    return Box(item.x0, middle - 9, item.x1, middle + 9)


def _candidates(item: Item, mark: Box, length: float) -> Iterator[tuple[tuple[str, ...], Side, Box]]:
    """Boxes for the label, best first. Past 60 % of the window it sits before its mark."""
    away = 14.0 if item.is_selected else 10.0
    late = item.x0 > 0.6 * length
    for lines in item.shapes:
        wide, high = width_of(lines), LINE * len(lines)
        after = Box(mark.x1 + away, mark.y0, mark.x1 + away + wide, mark.y0 + high + 2)
        before = Box(mark.x0 - away - wide, mark.y0, mark.x0 - away, mark.y0 + high + 2)
        if item.is_bar:
            foot = mark.y1 + (8 if item.is_selected else 4)
            left = mark.x1 - wide - 22 if late else mark.x0
            yield lines, "above", Box(left, foot, left + wide + 22, foot + high)
        beside: list[tuple[Side, Box]] = [("before", before), ("after", after)]
        yield from ((lines, side, box) for side, box in (beside if late else reversed(beside)))


def _advance(letter: str) -> float:
    """The width of a letter of IBM Plex Sans at 13.5 px, by the sort of letter it is."""
    if letter in "iljtfrI.,:;'’|!()- ":
        return 4.3
    if letter in "mwMW—":
        return 11.3
    kind = bidirectional(letter)
    if kind == "NSM":
        return 0.0
    return 6.3 if kind == "AL" else 8.7 if letter.isupper() else 7.7
