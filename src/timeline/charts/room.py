"""Where on the map a name finds room: what is taken already, in pixels at the zoom that it opens with."""

from timeline.charts.pane import PANE, pixels
from timeline.geography.spots import Position

# West, south, east, north in pixels, from the middle of the world.
Box = tuple[float, float, float, float]

# Where a name may stand beside its place, the best first: to the east, west, south and north of it.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1))


class Room:
    """What is left of the pane; each name takes its part."""

    def __init__(self, zoom: float, middle: Position, height: float) -> None:
        """Begin with all of a pane of this height in pixels that has this place in its middle."""
        self._zoom = zoom
        self._taken: list[Box] = []
        self._pane = self.around(middle, PANE[0], height)

    def around(
        self, position: Position, width: float, height: float, east: float = 0.0, north: float = 0.0
    ) -> Box:
        """A box with its middle at a place, or so far from it."""
        x, y = pixels(position, self._zoom)
        x, y = x + east, y + north
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    def has(self, box: Box) -> bool:
        """Whether nothing in the box is taken."""
        return not any(_meet(box, other) for other in self._taken)

    def take(self, box: Box) -> None:
        """Let nothing else have it."""
        self._taken.append(box)

    def claim(self, position: Position, width: float, height: float) -> bool:
        """Take the box around a place if it is free."""
        box = self.around(position, width, height)
        is_free = self.has(box)
        if is_free:
            self.take(box)
        return is_free

    def beside(self, position: Position, width: float, height: float, away: float) -> tuple[int, int] | None:
        """Take a free box that lies in the pane, so far from a place: how many times to the east and north.

        None if there is none. What is wider than the pane is cut off wherever it lies.
        """
        for east, north in _SIDES:
            box = self.around(position, width, height, east * (away + width / 2), north * (away + height / 2))
            if self.has(box) and _holds(self._pane, box, is_across=width <= PANE[0]):
                self.take(box)
                return east, north
        return None


def _holds(pane: Box, box: Box, *, is_across: bool) -> bool:
    up = pane[1] <= box[1] and box[3] <= pane[3]
    return up and (not is_across or (pane[0] <= box[0] and box[2] <= pane[2]))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
