"""Rebuild static/fonts/ from pinned npm packages, and print the theme entries for them.

The dashboard asks no other host for anything, so its fonts travel with it. Each file holds
one weight of one script, and its Unicode range lets a page fetch only what it shows.

    python -m scripts.build_fonts

writes the folder and prints the ``[[theme.fontFaces]]`` entries for .streamlit/config.toml.

Preview pictures are drawn with other files: TrueType, since Pillow may come without WOFF2, and each
with all scripts, since Pillow draws a line with one font and a line may hold two. The name "Plex" is
reserved for fonts that nobody changed (OFL, condition 3), so the joined fonts have one of their own.
"""

import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from running.npm_package import packed_files

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"


class Family(NamedTuple):
    """One family: the package that carries it, and the scripts and weights wanted of it."""

    name: str
    package: str
    scripts: tuple[str, ...]
    weights: tuple[int, ...]


FAMILIES = (
    Family("IBM Plex Sans", "ibm-plex-sans@5.3.0", ("latin", "latin-ext"), (400, 500, 600)),
    Family("IBM Plex Sans Arabic", "ibm-plex-sans-arabic@5.3.0", ("arabic",), (400, 500, 600)),
    Family("IBM Plex Serif", "ibm-plex-serif@5.3.0", ("latin", "latin-ext"), (600,)),
    Family("Noto Sans", "noto-sans@5.3.0", ("latin",), (400, 600)),
    Family("Noto Sans Arabic", "noto-sans-arabic@5.3.0", ("arabic",), (400, 600)),
)

LATIN, ARABIC, SERIF = "@ibm/plex-sans@1.1.0", "@ibm/plex-sans-arabic@1.1.0", "@ibm/plex-serif@2.0.0"


class CardFont(NamedTuple):
    """A font of the preview pictures: its name, and the (package, file) pairs joined in it.

    A character that several of the files have comes from the first one.
    """

    name: str
    style: str
    sources: tuple[tuple[str, str], ...]


CARD_FONTS = (
    CardFont("Card Sans", "Regular", ((LATIN, "IBMPlexSans-Regular"), (ARABIC, "IBMPlexSansArabic-Regular"))),
    CardFont(
        "Card Sans", "SemiBold", ((LATIN, "IBMPlexSans-SemiBold"), (ARABIC, "IBMPlexSansArabic-SemiBold"))
    ),
    CardFont("Card Serif", "SemiBold", ((SERIF, "IBMPlexSerif-SemiBold"),)),
)


def file_name(family: Family, script: str, weight: int) -> str:
    """The name of one font file, which is its name in the package too."""
    return f"{family.package.partition('@')[0]}-{script}-{weight}-normal.woff2"


def unicode_range(stylesheet: str, font_file: str) -> str:
    """The characters for which a package's stylesheet asks for this file."""
    faces: list[tuple[str, str]] = re.findall(
        r"url\(\./files/([^)]+\.woff2)\).*?unicode-range: ([^;]+);", stylesheet, re.DOTALL
    )
    return dict(faces)[font_file]


def theme_entry(family: Family, weight: int, font_file: str, characters: str) -> str:
    """One ``[[theme.fontFaces]]`` entry."""
    return (
        "[[theme.fontFaces]]\n"
        f'family = "{family.name}"\n'
        f'url = "app/static/fonts/{font_file}"\n'
        f"weight = {weight}\n"
        'style = "normal"\n'
        f'unicodeRange = "{characters}"\n'
    )


def copyright_line(licence: str) -> str:
    """The family's copyright line, once: packages repeat it for every source file."""
    first, _, _ = licence.partition("\n")
    return re.split(r" \S+\.ttf: ", first)[0]


def licence_text(licences: dict[str, str]) -> str:
    """One Open Font License for all families, under each family's copyright line."""
    bodies = [licence.partition("\n")[2].strip() for licence in licences.values()]
    # Packages break the lines of the same words differently.
    if len({" ".join(body.split()) for body in bodies}) != 1:
        raise ValueError("want one licence text for all families")
    notices = "\n".join(f"{name}: {copyright_line(licence)}" for name, licence in licences.items())
    return f"{notices}\n\n{bodies[0]}\n"


def joined(sources: list[bytes], family: str, style: str) -> bytes:
    """One TrueType font of all characters of ``sources``, without hints: cards are drawn large."""
    taken: set[int] = set()
    with TemporaryDirectory() as folder:
        paths = []
        for number, source in enumerate(sources):
            font = TTFont(BytesIO(source), recalcTimestamp=False)
            mine = set(font.getBestCmap()) - taken
            taken |= mine
            subsetter = Subsetter(Options(hinting=False, layout_features=["*"], notdef_outline=True))
            subsetter.populate(unicodes=mine)
            subsetter.subset(font)
            font.flavor = None
            paths.append(f"{folder}/{number}.ttf")
            font.save(paths[-1])
        font = Merger().merge(paths) if len(paths) > 1 else TTFont(paths[0], recalcTimestamp=False)
        # Built again, the file is the same: merging would note the time.
        font["head"].created = font["head"].modified = TTFont(paths[0])["head"].modified
        font.recalcTimestamp = False
        _rename(font, family, style)
        result = BytesIO()
        font.save(result)
    return result.getvalue()


def _rename(font: TTFont, family: str, style: str) -> None:
    """Name the font, and drop the names that would claim the reserved one; copyright and licence stay."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for number, text in {
        1: f"{family} {style}",
        2: "Regular",
        3: f"{family} {style}, joined for the preview pictures",
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
        16: family,
        17: style,
    }.items():
        names.setName(text, number, 3, 1, 0x409)


def main() -> None:
    """Write the font files, those of the cards, and their licence; print the theme entries."""
    FONTS.mkdir(parents=True, exist_ok=True)
    licences: dict[str, str] = {}
    for family in FAMILIES:
        files = packed_files(f"@fontsource/{family.package}")
        licences[family.name] = files["LICENSE"].decode()
        for script in family.scripts:
            for weight in family.weights:
                font_file = file_name(family, script, weight)
                (FONTS / font_file).write_bytes(files[f"files/{font_file}"])
                characters = unicode_range(files[f"{weight}.css"].decode(), font_file)
                print(theme_entry(family, weight, font_file, characters))
    packages = {package: packed_files(package) for package in (LATIN, ARABIC, SERIF)}
    for font in CARD_FONTS:
        licences[font.name] = packages[font.sources[0][0]]["LICENSE.txt"].decode()
        sources = [packages[package][f"fonts/complete/woff2/{name}.woff2"] for package, name in font.sources]
        card_file = FONTS / f"{font.name}-{font.style}.ttf".lower().replace(" ", "-")
        card_file.write_bytes(joined(sources, font.name, font.style))
    (FONTS / "OFL.txt").write_text(licence_text(licences), encoding="utf-8")


if __name__ == "__main__":
    main()
