"""The script by which a page that Streamlit owns takes on another language."""

from html import escape

from timeline.language import Language

# The Content-Security-Policy names this very text by its hash, so it is the same in every language.
SCRIPT = (
    'Object.assign(document.documentElement,(({lang,dir})=>({lang,dir}))(document.getElementById("spoken")))'
)


def spoken(language: Language) -> str:
    """Tell the browser the language and direction of a page that has changed them."""
    tag, direction = escape(language.tag), escape(language.direction)
    return f'<i id="spoken" lang="{tag}" dir="{direction}" hidden></i><script>{SCRIPT}</script>'
