"""Text from the data as HTML: shown as written, in its own language and direction."""

from collections.abc import Collection, Mapping
from html import escape
from unicodedata import bidirectional

from timeline import search
from timeline.language import Language
from timeline.tables import Row, localised

# Where English words stand on a page that runs from right to left, each line of text runs as its first
# letter does, or "2 of 3." would read ".of 3 2"; what stood at the right edge stays there. A part of a
# line follows the line, unless it is a line of its own in a row of such; facts follow the page.
_MIXED = (
    ":root{text-align:right}"
    ":not(svg,svg *,a,b,bdi,code,dd,i,small,span),:is(.answer,.bar,[role=status])>span"
    "{unicode-bidi:plaintext}"
)


def directions(language: Language) -> str:
    """The rules that a style sheet needs beside the page's own direction."""
    return _MIXED if language.is_mixed else ""


def isolated(text: str, hits: Collection[str] = ()) -> str:
    """Escape ``text`` for HTML and keep its direction from touching what stands around it."""
    return f'<bdi dir="auto">{marked(text, hits)}</bdi>'


def marked(text: str, hits: Collection[str]) -> str:
    """Escape ``text`` for HTML; what it has of ``hits``, words that were searched for, is marked."""
    done, parts = 0, []
    for start, end in search.places(text, hits):
        parts += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return "".join([*parts, escape(text[done:])])


def said_in(texts: Mapping[str, str], language: Language) -> str:
    """Of the same text by language the one in ``language``, as HTML, or another rather than nothing."""
    if texts.get(language.tag) or not texts:
        return escape(texts.get(language.tag, ""))
    return isolated(next(iter(texts.values())))


def own_words(row: Row, base: str, language: Language, hits: Collection[str] = ()) -> str:
    """A text of the record as HTML, with the language that it is really in; its ``hits`` are marked."""
    text = localised(row, base, language.tag)
    is_own = row.get(f"{base}_{language.tag}") or not text
    return marked(text, hits) if is_own and not _runs_against(text, language) else isolated(text, hits)


def _runs_against(text: str, language: Language) -> bool:
    """Whether it has letters, and all of them run the other way: a column that stands for every language."""
    turned = [kind != "L" for letter in text if (kind := bidirectional(letter)) in ("L", "R", "AL")]
    return bool(turned) and language.is_rtl not in turned
