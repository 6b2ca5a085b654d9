"""Text from the data as HTML: shown as written, in its own language and direction."""

from html import escape

from timeline.language import Language
from timeline.tables import Row, localised


def isolated(text: str) -> str:
    """Escape ``text`` for HTML and keep its direction from touching what stands around it."""
    return f'<bdi dir="auto">{escape(text)}</bdi>'


def own_words(row: Row, base: str, language: Language) -> str:
    """A text of the record as HTML, with the language that it is really in."""
    text = localised(row, base, language.tag)
    if row.get(f"{base}_{language.tag}") or not text:
        return escape(text)
    return isolated(text)
