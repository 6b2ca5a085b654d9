"""Colours that can be read, and one look in every file that states it."""

import tomllib
from itertools import product
from pathlib import Path

import pytest

from timeline.charts.look import COLOURS, MARKS, OTHER, colour, outline
from timeline.package import read_package
from timeline.vocabulary import KINDS, Theme

ROOT = Path(__file__).resolve().parents[1]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
THEMES: tuple[Theme, Theme] = ("light", "dark")


def luminance(text: str) -> float:
    """Relative luminance of ``#RRGGBB`` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(("text", "muted", "primary"), ("page", "side", "card")),
        *(
            ("primary", "tint"),
            ("amber", "amber-page"),
            ("red", "red-page"),
            ("muted", "tint"),
            ("text", "wash"),
        ),
    ],
)
def test_words_can_be_read(ink: str, ground: str, theme: Theme) -> None:
    assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [*MARKS, "other"])
def test_marks_stand_out_from_the_page(kind: str, theme: Theme) -> None:
    mark = MARKS.get(kind, OTHER)

    assert contrast(mark.colour(theme), colour("page", theme)) >= 3


def test_every_kind_has_a_shape_of_its_own() -> None:
    symbols = [mark.symbol for mark in MARKS.values()]

    assert set(MARKS) == set(KINDS)
    assert len(set(symbols)) == len(symbols)
    assert all(len(set(outline(symbol, 9))) >= 3 for symbol in symbols)


@pytest.mark.parametrize("theme", THEMES)
def test_the_dashboards_theme_is_the_same_look(theme: Theme) -> None:
    stated = THEME[theme]

    assert stated["backgroundColor"] == colour("page", theme)
    assert stated["textColor"] == colour("text", theme)
    assert stated["primaryColor"] == colour("primary", theme)
    assert stated["sidebar"]["backgroundColor"] == colour("side", theme)


@pytest.mark.parametrize("theme", THEMES)
def test_the_parties_can_be_told_from_the_page(theme: Theme) -> None:
    for party in read_package(ROOT / "data" / "datapackage.json", []).parties:
        assert contrast(party.mark[theme], colour("page", theme)) >= 3
        assert contrast(party.text[theme], colour("sea", theme)) >= 4.5


def test_both_themes_are_stated_for_every_colour() -> None:
    assert all(len(pair) == 2 and all(one.startswith("#") for one in pair) for pair in COLOURS.values())
