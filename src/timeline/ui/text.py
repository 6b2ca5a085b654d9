"""Text from the data in Streamlit's labels, which are Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape ``text`` for a Markdown label: shown as written."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
