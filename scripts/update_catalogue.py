"""Bring the message catalogues in line with the source: ``python -m scripts.update_catalogue``.

Messages are found in the syntax tree rather than in the text, because they also stand inside
f-strings. New ones get an empty translation, which a test refuses; unused ones are dropped.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "timeline" / "locale"
SOURCES = ("dashboard.py", "pages/*.py", "src/timeline/**/*.py")
# What a message is passed to; two texts in one call are a message and its plural.
MARKERS = ("gettext", "ngettext", "say", "N_")

# gettext's rule per language, as CLDR has it; Babel's own for Arabic swaps the last two forms.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}

Message = str | tuple[str, str]


def messages(source: str) -> Iterator[Message]:
    """Yield the messages of a module: a text, or the two forms of one with a plural."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [
            part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if name not in MARKERS or not said:
            continue
        yield (said[0], said[1]) if len(said) > 1 else said[0]


def used() -> list[Message]:
    """All messages of the product, in the order of its files."""
    files = sorted(file for pattern in SOURCES for file in ROOT.glob(pattern))
    return list(
        dict.fromkeys(found for file in files for found in messages(file.read_text(encoding="utf-8")))
    )


def updated(known: Catalog) -> Catalog:
    """A catalogue of exactly the messages in use, with the translations that ``known`` has for them."""
    catalogue = Catalog(locale=known.locale, project="diplomatic-timeline", charset="utf-8")
    for found in used():
        old = known.get(found if isinstance(found, str) else found[0])
        catalogue.add(found, old.string if old else "")
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file without dates, so that only messages change it."""
    text = BytesIO()
    write_po(text, catalogue, width=100, omit_header=True, no_location=True)
    plural = PLURALS[str(catalogue.locale_identifier)]
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    return header.encode() + text.getvalue()


def main() -> None:
    """Rewrite every catalogue."""
    for file in LOCALE.glob("*/LC_MESSAGES/messages.po"):
        with file.open("rb") as po:
            known = read_po(po, locale=file.parents[1].name)
        file.write_bytes(as_po(updated(known)))


if __name__ == "__main__":
    main()
