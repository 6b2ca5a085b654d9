"""The script by which a page that Streamlit owns takes on another language."""

from html import escape

from timeline.language import Language


def spoken(language: Language) -> str:
    """Tell the browser the language and direction of a page that has changed them.

    The Content-Security-Policy names this very text by its hash.
    """
    tag, direction = escape(language.tag), escape(language.direction)
    return f"document.documentElement.lang='{tag}';document.documentElement.dir='{direction}'"
