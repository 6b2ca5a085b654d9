"""The colours and shapes that mean something, in both themes.

A kind is told by its shape first and its colour second. The same shapes serve Plotly (``symbol``),
the legend and the list (``outline``), so that no two places can draw a kind differently.
"""

from dataclasses import dataclass
from math import cos, pi, sin

from timeline.vocabulary import Theme

COLOURS: dict[str, tuple[str, str]] = {
    "page": ("#FCFBF8", "#13171C"),
    "side": ("#F5F3EC", "#181D23"),
    "card": ("#FFFFFF", "#1A2027"),
    "text": ("#1B1F24", "#E9E7E2"),
    "muted": ("#59616B", "#A4ADB8"),
    "control": ("#8C8A82", "#6B7682"),
    "line": ("#DDD8CC", "#303842"),
    "wash": ("#F3F1EA", "#1F262E"),
    "primary": ("#1F3A5F", "#A9C3EE"),
    "tint": ("#E8EDF3", "#243142"),
    "land": ("#E7E2D6", "#333C46"),
    "sea": ("#F4F6F6", "#13181D"),
    "amber": ("#7A4B00", "#F2C572"),
    "amber-page": ("#FBF1DC", "#33290F"),
    "amber-line": ("#E3C88F", "#5B4A1E"),
    "red": ("#8C2413", "#F5A898"),
    "red-page": ("#FBEAE6", "#3A1D18"),
    "red-line": ("#E5B5A9", "#6A352B"),
}


@dataclass(frozen=True)
class Mark:
    """How a kind is drawn: the Plotly symbol, its colour in the light and the dark theme."""

    symbol: str
    light: str
    dark: str

    def colour(self, theme: Theme) -> str:
        """The colour as ``#RRGGBB``."""
        return self.light if theme == "light" else self.dark


MARKS: dict[str, Mark] = {
    "phone-call": Mark("circle", "#A72D0C", "#F0603F"),
    "meeting": Mark("square", "#1A2A85", "#5E80C1"),
    "conference": Mark("pentagon", "#2F918A", "#1FC8D2"),
    "forum": Mark("hexagon", "#8856CE", "#B584F9"),
    "resolution": Mark("triangle-up", "#495059", "#DCE6F2"),
    "credentials": Mark("diamond", "#5E0627", "#FA889E"),
    "relations-established": Mark("star", "#B87A00", "#F4CC1A"),
    "visit": Mark("bowtie", "#59616B", "#A4ADB8"),
    "agreement": Mark("octagon", "#59616B", "#A4ADB8"),
    "statement": Mark("pentagon-down", "#59616B", "#A4ADB8"),
    "observance": Mark("hourglass", "#59616B", "#A4ADB8"),
}
OTHER = Mark("diamond-wide", "#59616B", "#A4ADB8")


def mark(kind: str) -> Mark:
    """The mark of ``kind``; a record may leave the kind empty."""
    return MARKS.get(kind, OTHER)


def colour(name: str, theme: Theme) -> str:
    """One of ``COLOURS`` as ``#RRGGBB``."""
    return COLOURS[name][theme == "dark"]


def outline(symbol: str, radius: float) -> list[tuple[float, float]]:
    """The corners of a symbol around (0, 0), y downwards; of a circle enough of them to look round."""
    if symbol in _CORNERS:
        corners, scale, turn = _CORNERS[symbol]
        return [_on_circle(radius * scale, turn + 2 * pi * corner / corners) for corner in range(corners)]
    if symbol == "star":
        spikes = (radius * 1.38 * (0.42 if corner % 2 else 1) for corner in range(10))
        return [_on_circle(reach, -pi / 2 + corner * pi / 5) for corner, reach in enumerate(spikes)]
    if symbol == "diamond-wide":
        return [(radius * 1.4, 0.0), (0.0, radius * 0.7), (radius * -1.4, 0.0), (0.0, radius * -0.7)]
    side = radius * 0.92
    square = [(-side, -side), (side, -side), (side, side), (-side, side)]
    if symbol == "hourglass":
        return [square[0], square[1], square[3], square[2]]
    return [square[0], square[3], square[1], square[2]] if symbol == "bowtie" else square


# How many corners, how far out for the area of a circle to the eye, and where the first one is.
_CORNERS = {
    "circle": (40, 1.0, 0.0),
    "diamond": (4, 1.28, 0.0),
    "pentagon": (5, 1.13, -pi / 2),
    "pentagon-down": (5, 1.13, pi / 2),
    "hexagon": (6, 1.1, 0.0),
    "octagon": (8, 1.06, pi / 8),
    "triangle-up": (3, 1.3, -pi / 2),
}


def _on_circle(reach: float, angle: float) -> tuple[float, float]:
    return (round(reach * cos(angle), 2), round(reach * sin(angle), 2))
