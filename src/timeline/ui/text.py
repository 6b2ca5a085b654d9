"""Text from the data in Streamlit's labels, which are Markdown; and a line that says how things stand."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape ``text`` for a Markdown label: shown as written."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def notice(words: str, *, warns: bool = True) -> str:
    """``words``, HTML themselves, as a line that is read aloud when it comes; with a sign if it ``warns``."""
    sign = '<i class="warn" aria-hidden="true"></i>' if warns else ""
    return f'<p role="status">{sign}<span>{words}</span></p>'
