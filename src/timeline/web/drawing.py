"""Text and shapes on a still picture of 1200 x 630 px, mirrored where the language runs that way.

``x`` counts from the edge at which a line begins, ``y`` downwards; text stands on its baseline. Letters
are joined and ordered by raqm, one line at a time, so each font file holds all scripts that a line mixes.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw, ImageFont, features

from timeline.charts.look import colour
from timeline.home import HOME
from timeline.language import Language

if not features.check("raqm"):
    raise ImportError("Preview pictures need a Pillow with raqm: without it Arabic letters are not joined.")

WIDTH, HEIGHT = 1200, 630
# Nothing is drawn before the first or after the second.
EDGE, END = 72, 1128
FONTS = HOME / "static" / "fonts"
Face = Literal["sans-regular", "sans-semibold", "serif-semibold"]
Points = Iterable[tuple[float, float]]

# More than this no card can hold, in letters as narrow as they come.
_LONGEST = 1200
# Nobody needs more marks on one letter; a pile of them would reach into the lines above.
_MARKS = 3
# Polygons are drawn this much larger and shrunk: Pillow does not smooth their edges.
_FINER = 4
_JOINERS = "\u200c\u200d"


class Sheet:
    """A picture being drawn."""

    def __init__(self, language: Language) -> None:
        """Begin with an empty page."""
        self.language = language
        self.image = Image.new("RGB", (WIDTH, HEIGHT), colour("page", "light"))
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, face: Face, size: int, ink: str) -> float:
        """Write one line that starts at ``x``; return the ``x`` after it."""
        side, across = ("r", WIDTH - x) if self.language.is_rtl else ("l", x)
        way = direction(words, self.language)
        spoken = "ar" if way == "rtl" else "en"
        self._draw.text(
            (across, y), words, ink, _font(face, size), f"{side}s", direction=way, language=spoken
        )
        return x + width(words, face, size)

    def box(self, x0: float, x1: float, y0: float, y1: float, ink: str, *, radius: float = 0) -> None:
        """Fill a rectangle, with round corners if ``radius``."""
        left, right = sorted((self._across(x0), self._across(x1)))
        if radius:
            mask = Image.new("L", (round(right - left) * _FINER, round(y1 - y0) * _FINER))
            ends = (0, 0, mask.width - 1, mask.height - 1)
            ImageDraw.Draw(mask).rounded_rectangle(ends, radius * _FINER, fill=255)
            self._stamp(mask, round(left), round(y0), ink)
        else:
            self._draw.rectangle((round(left), round(y0), round(right) - 1, round(y1) - 1), ink)

    def shape(self, x: float, y: float, corners: Points, ink: str, *, hollow: float = 0) -> None:
        """Fill the polygon of ``corners`` around (x, y); ``hollow`` is the width of a mere outline."""
        points = list(corners)
        reach = max(max(abs(across), abs(down)) for across, down in points) + 2
        side = 2 * round(reach)
        middle = (self._across(x), y)
        left, top = (int(place - side / 2) for place in middle)
        shifts = [place - edge for place, edge in zip(middle, (left, top), strict=True)]
        large = [((a + shifts[0]) * _FINER, (d + shifts[1]) * _FINER) for a, d in points]
        mask = Image.new("L", (side * _FINER, side * _FINER))
        ImageDraw.Draw(mask).polygon(large, fill=255)
        self._stamp(mask, left, top, colour("page", "light") if hollow else ink)
        if hollow:
            mask = Image.new("L", mask.size)
            closed = [*large, *large[:2]]
            ImageDraw.Draw(mask).line(closed, 255, round(hollow * _FINER), "curve")
            self._stamp(mask, left, top, ink)

    def bar(self, x0: float, x1: float, y: float, height: float, ink: str, fill: str) -> None:
        """A stretch of time: ``fill`` is ``solid``, ``hollow`` or ``hatched``."""
        self.box(x0, x1, y - height / 2, y + height / 2, ink)
        if fill == "solid" or min(x1 - x0, height) < 7:
            return
        edge = 2
        left, right = sorted((self._across(x0), self._across(x1)))
        inner = (round(right) - round(left) - 2 * edge, round(height) - 2 * edge)
        mask = Image.new("L", (inner[0] * _FINER, inner[1] * _FINER), 255)
        if fill == "hatched":
            pen, high = ImageDraw.Draw(mask), mask.height
            for start in range(-2 * high, mask.width + high, 12 * _FINER):
                pen.line((start, 2 * high, start + 3 * high, -high), 0, 5 * _FINER)
        self._stamp(mask, round(left) + edge, round(y - height / 2) + edge, colour("page", "light"))

    def png(self) -> bytes:
        """The picture as a PNG file. Packing harder takes three times as long and saves a tenth."""
        packed = BytesIO()
        self.image.save(packed, "PNG", compress_level=3)
        return packed.getvalue()

    def _across(self, x: float) -> float:
        return WIDTH - x if self.language.is_rtl else x

    def _stamp(self, mask: Image.Image, left: int, top: int, ink: str) -> None:
        self.image.paste(ink, (left, top), mask.reduce(_FINER))


def clean(text: str) -> str:
    """``text`` as one line that cannot disturb its neighbours, ended by an ellipsis if no card holds it.

    Control characters go, and those that turn the direction of what follows; spaces of all kinds are alike.
    """
    kept: list[str] = []
    marks = 0
    for letter in text[: 2 * _LONGEST]:
        sort = unicodedata.category(letter)
        marks = marks + 1 if sort in ("Mn", "Me") else 0
        if sort in ("Cc", "Zs", "Zl", "Zp"):
            kept.append(" ")
        elif marks <= _MARKS and (sort not in ("Cf", "Cs") or letter in _JOINERS):
            kept.append(letter)
    line = " ".join("".join(kept).split())
    if len(line) <= _LONGEST and len(text) <= 2 * _LONGEST:
        return line
    return f"{line[:_LONGEST].rpartition(' ')[0] or line[:_LONGEST]}…"


def direction(words: str, language: Language) -> str:
    """``rtl`` or ``ltr``: the page's where the words use its script, else that of their first letter."""
    sorts = [unicodedata.bidirectional(letter) for letter in words]
    strong = ["rtl" if sort in ("R", "AL") else "ltr" for sort in sorts if sort in ("L", "R", "AL")]
    if not strong or (language.is_rtl and "rtl" in strong):
        return language.direction
    return strong[0]


def heading(words: str, language: Language) -> Face:
    """The face of a heading: Plex has no serif for Arabic."""
    arabic = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words)
    return "sans-semibold" if arabic or language.is_rtl else "serif-semibold"


@lru_cache(maxsize=8192)
def width(words: str, face: Face, size: int) -> float:
    """How far a line reaches."""
    return _font(face, size).getlength(words)


def fitted(
    words: str, face: Face, sizes: Sequence[int], across: float, down: float, leading: float
) -> tuple[int, list[str]]:
    """The first of ``sizes`` at which ``words`` fit, and their lines; at the last one they end in ``…``."""
    for size in sizes:
        lines = _wrapped(words, face, size, across)
        if _holds(lines, face, size, across) and len(lines) <= int(down / (size * leading)):
            return size, _balanced(lines, face, size, across)
    size = sizes[-1]
    pieces = " ".join(piece for word in words.split() for piece in _pieces(word, face, size, across))
    lines, most = _wrapped(pieces, face, size, across), int(down / (size * leading))
    if len(lines) > most:
        lines[most - 1 :] = [elided(f"{lines[most - 1]} {lines[most]}", face, size, across)]
    return size, lines


def elided(words: str, face: Face, size: int, across: float) -> str:
    """``words``, or as many of them as fit with an ellipsis."""
    if width(words, face, size) <= across:
        return words
    fits = bisect_right(range(len(words)), across, key=lambda end: width(f"{words[:end]}…", face, size))
    short = words[: max(fits - 1, 0)]
    return f"{(short.rpartition(' ')[0] or short).rstrip(' ,،;؛:·–—')}…"


def _holds(lines: Iterable[str], face: Face, size: int, across: float) -> bool:
    return all(width(line, face, size) <= across for line in lines)


def _balanced(lines: list[str], face: Face, size: int, across: float) -> list[str]:
    """The same number of lines, of about one length."""
    narrow, wide, words = across / 2, across, " ".join(lines)
    while len(lines) > 1 and wide - narrow > 8:
        middle = (narrow + wide) / 2
        tighter = _wrapped(words, face, size, middle)
        if len(tighter) == len(lines) and _holds(tighter, face, size, middle):
            lines, wide = tighter, middle
        else:
            narrow = middle
    return lines


def _wrapped(words: str, face: Face, size: int, across: float) -> list[str]:
    space = width(" ", face, size)
    lines: list[list[str]] = [[]]
    reach = 0.0
    for word in words.split():
        long = width(word, face, size)
        if lines[-1] and reach + space + long > across:
            lines.append([])
            reach = 0.0
        reach += long + (space if lines[-1] else 0.0)
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def _pieces(word: str, face: Face, size: int, across: float) -> list[str]:
    """A word that is longer than a line, in halves that are not."""
    if width(word, face, size) <= across or len(word) < 2:
        return [word]
    half = len(word) // 2
    return [piece for part in (word[:half], word[half:]) for piece in _pieces(part, face, size, across)]


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    # The file's bytes, so that a font in use survives a new release on the same disk.
    return ImageFont.truetype(BytesIO(_file(face)), size, layout_engine=ImageFont.Layout.RAQM)


@cache
def _file(face: Face) -> bytes:
    return (FONTS / f"card-{face}.ttf").read_bytes()
