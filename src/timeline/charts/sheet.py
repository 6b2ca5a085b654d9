"""The look as a style sheet: colours as variables of both themes, the kinds' shapes as masks.

Streamlit's pages and those served beside it share these; ``light-dark()`` follows the page's theme.
"""

from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from timeline.charts.look import COLOURS, MARKS, OTHER, Mark, outline
from timeline.package import Package


def sheet(package: Package) -> str:
    """Variables for every colour, kind and party, and a mask for every kind."""
    return f"{_fixed()}:root{{{parties(package)}}}"


def parties(package: Package) -> str:
    """The variables of the parties' colours: declarations for a rule."""
    return "".join(_parties(package))


def glyph(kind: str, *, hollow: bool = False) -> str:
    """The symbol of ``kind`` as HTML; the kind's name must stand nearby."""
    known = kind if kind in MARKS else "other"
    return f'<i class="glyph {known}{" hollow" if hollow else ""}" aria-hidden="true"></i>'


@cache
def _fixed() -> str:
    return "".join([":root{", *_variables(), "}", *_glyphs()])


def _variables() -> Iterator[str]:
    for name, (light, dark) in COLOURS.items():
        yield f"--{name}:light-dark({light},{dark});"
    for kind, mark in {**MARKS, "other": OTHER}.items():
        yield f"--{kind}:light-dark({mark.light},{mark.dark});"


def _parties(package: Package) -> Iterator[str]:
    for party in package.parties:
        if not party.mark:
            continue
        light, dark = (_name(party.mark.get(theme, "")) for theme in ("light", "dark"))
        yield f"--party-{_name(party.code)}:light-dark({light},{dark});"


def _name(text: str) -> str:
    """``text`` with nothing in it that could end a declaration."""
    return "".join(letter for letter in text if letter.isalnum() or letter in "-#")


def _glyphs() -> Iterator[str]:
    for kind, mark in {**MARKS, "other": OTHER}.items():
        yield f".glyph.{kind}{{--mask:{_mask(mark, hollow=False)};background:var(--{kind})}}"
        yield f".glyph.{kind}.hollow{{--mask:{_mask(mark, hollow=True)}}}"


def _mask(mark: Mark, *, hollow: bool) -> str:
    """The outline as an inline picture; the sanitiser of ``st.html`` leaves no inline SVG."""
    points = " ".join(f"{x},{y}" for x, y in outline(mark.symbol, 6.2 if hollow else 7))
    paint = "fill='none' stroke='#000' stroke-width='1.8'" if hollow else ""
    picture = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-10 -10 20 20'>"
        f"<polygon {paint} points='{points}'/></svg>"
    )
    return f'url("data:image/svg+xml,{quote(picture)}")'
