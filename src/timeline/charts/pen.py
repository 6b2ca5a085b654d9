"""Shapes of a still picture as SVG: places in time as shares of its width, whatever way the script runs."""

from html import escape

from timeline.charts.canvas import MARGIN, WIDTH
from timeline.charts.look import mark, outline
from timeline.language import Language


class Pen:
    """Puts logical places (pixels along time, pixels upwards) on the page."""

    def __init__(self, language: Language, height: float) -> None:
        """Draw in a picture ``height`` pixels high, the axis below not counted."""
        self.language, self.height = language, height

    def share(self, x: float) -> float:
        """``x`` as a percentage of the width, from the left."""
        share = (MARGIN + x) / WIDTH * 100
        return round(100 - share if self.language.is_rtl else share, 3)

    def up(self, y: float) -> float:
        """``y`` in pixels from the top."""
        return round(self.height - y, 2)

    def picture(self, name: str, height: float, parts: list[str], role: str, words: str) -> str:
        """The whole picture: its class, its height, its parts, and what it says to who does not see it."""
        return (
            f'<svg class="chart {name}" role="{role}" aria-label="{escape(words)}" width="100%" '
            f'height="{height:g}" '
            f'direction="{self.language.direction}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
        )

    def line(self, x0: float, x1: float, y: float, name: str) -> str:
        """A level line."""
        ends = f'x1="{self.share(x0)}%" x2="{self.share(x1)}%" y1="{self.up(y)}" y2="{self.up(y)}"'
        return f'<line class="{name}" {ends}/>'

    def box(self, x0: float, x1: float, y0: float, y1: float, attributes: str) -> str:
        """A rectangle."""
        ends = sorted((self.share(x0), self.share(x1)))
        size = f'x="{ends[0]}%" width="{ends[1] - ends[0]:.3f}%" y="{self.up(y1)}" height="{y1 - y0:g}"'
        return f"<rect {size} {attributes}/>"

    def text(self, x: float, y: float, words: str, name: str, anchor: str, dx: float = 0) -> str:
        """Words at a point, or ``dx`` pixels further along time."""
        shift = f' dx="{-dx if self.language.is_rtl else dx:g}"' if dx else ""
        place = f'x="{self.share(x)}%" y="{self.up(y)}"'
        return f'<text {place}{shift} class="{name}" text-anchor="{anchor}">{escape(words)}</text>'

    def shape(self, x: float, y: float, kind: str, radius: float, name: str) -> str:
        """The symbol of ``kind`` around a point."""
        points = " ".join(f"{across},{down}" for across, down in outline(mark(kind).symbol, radius))
        place = f'x="{self.share(x)}%" y="{self.up(y)}" overflow="visible"'
        return f'<svg {place}><polygon class="{name}" points="{points}"/></svg>'

    def ground(self, x: float, y: float) -> str:
        """What a thumb may meet of a mark."""
        return f'<circle class="hit" cx="{self.share(x)}%" cy="{self.up(y)}" r="12"/>'
