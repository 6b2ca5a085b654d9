"""Which marks have room for their number, where a page is too narrow for labels.

Such a page presses the chart together, while marks and digits keep their size. A number that would lie
on another mark or number is left out: a lone mark keeps its number, a crowd is told apart by clicking.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.charts.labels import FOOT, LEVEL, Box, Item

# From a phone 320 px wide to the width from which labels are shown, in shares of a chart 1,000 px wide.
# Between two of them no number crosses a mark that it clears on both.
SHARES = (0.28, 0.36, 0.48, 0.64, 0.86)
DIGIT = 8.0
HALF = 9.0


@dataclass(frozen=True)
class Number:
    """Where a number lies: ``gap`` pixels after the point ``x``, ``y``, or before it."""

    x: float
    y: float
    gap: float
    is_before: bool

    def box(self, share: float, digits: int) -> Box:
        """The ground from the point to the last digit, where the chart is ``share`` of its width."""
        reach = self.gap + digits * DIGIT
        start = self.x * share - (reach if self.is_before else 0)
        return Box(start, self.y - HALF + 1, start + reach, self.y + HALF - 1)


def place(
    items: Sequence[Item], levels: Sequence[int], numbers: Sequence[int], length: float
) -> list[Number | None]:
    """Where the number of each item of a lane lies, from the lane's foot; None if it has no room.

    The selected item is asked first, then the others in their order.
    """
    heights = [FOOT + LEVEL * level for level in levels]
    places = [_beside(item, y, length) for item, y in zip(items, heights, strict=True)]
    taken = [[_mark(item, y, share) for item, y in zip(items, heights, strict=True)] for share in SHARES]
    kept: list[Number | None] = [None] * len(items)
    for at in sorted(range(len(items)), key=lambda at: not items[at].is_selected):
        boxes = [places[at].box(share, len(str(numbers[at]))) for share in SHARES]
        grounds = list(zip(boxes, taken, strict=True))
        # An item's own mark stands at its place; what comes after the marks are numbers.
        if not any(
            box.touches(o, 0) for box, others in grounds for which, o in enumerate(others) if which != at
        ):
            kept[at] = places[at]
            for box, others in grounds:
                others.append(box)
    return kept


def _beside(item: Item, y: float, length: float) -> Number:
    """Beside a day's mark, or with a bar's symbol above its start; ``y`` is the mark's middle."""
    middle = (item.x0 + item.x1) / 2
    is_late = middle > 0.6 * length
    return Number(item.x0 + 18, y + 20, 10, is_late) if item.is_bar else Number(middle, y, 18, is_late)


def _mark(item: Item, y: float, share: float) -> Box:
    if item.is_bar:
        return Box(item.x0 * share, y - HALF, item.x1 * share, y + HALF)
    middle = (item.x0 + item.x1) / 2 * share
    return Box(middle - HALF, y - HALF, middle + HALF, y + HALF)
