"""No word that a visitor sees stands outside the catalogues.

What a page shows is either passed to Streamlit or written between tags. In both, letters may come only
from a message or from the data.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    [ROOT / "dashboard.py", *ROOT.glob("pages/*.py")]
    + [file for folder in ("ui", "html", "web") for file in (ROOT / "src/timeline" / folder).rglob("*.py")]
)
# Arguments of Streamlit's that are shown or read out, beside the first one.
SHOWN = {"label", "title", "placeholder", "help", "alt", "page_title", "body"}
# First arguments that are no words: columns' widths, containers' keys, charts and frames.
SILENT = {
    "container",
    "form",
    "columns",
    "plotly_chart",
    "pydeck_chart",
    "dataframe",
    "navigation",
    "switch_page",
    "Page",
    "page_link",
    "get_option",
}
# Names that are the same in every language; the last is looked for, to be replaced.
NAMES = {"APA", "BibTeX", "CSL-JSON", "Streamlit"}


def shown(file: Path) -> Iterator[str]:
    """Every literal text of the module that a visitor would see."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_streamlit(node.func):
            first = [] if node.func.attr in SILENT else node.args[:1]  # type: ignore[attr-defined]
            for part in [*first, *(one.value for one in node.keywords if one.arg in SHOWN)]:
                yield from _words(part)
        if isinstance(node, ast.JoinedStr | ast.Constant):
            yield from _between_tags(node)


def _is_streamlit(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "st"
    )


def _words(part: ast.expr) -> Iterator[str]:
    """Text passed as it is: a literal, or the literal parts of an f-string that holds no markup."""
    parts = part.values if isinstance(part, ast.JoinedStr) else [part]
    texts = [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    for text in texts if "<" not in "".join(texts) else ():
        yield re.sub(r":[a-z]+\\[|:[a-z/_]+:", "", text)


def _between_tags(node: ast.JoinedStr | ast.Constant) -> Iterator[str]:
    """What stands between tags of an HTML literal, styles and scripts aside."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(
        one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "\x00" for one in parts
    )
    if re.search(r"</?[a-z][a-z0-9]*[ >]", text):
        text = re.sub(r"<(style|script)\b.*?(</\1>|$)", "", text, flags=re.DOTALL)
        yield from re.findall(r">([^<>]*)<", text)


def is_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", text)) and text.strip("\x00 ") not in NAMES


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_is_seen_comes_from_the_catalogues(file: Path) -> None:
    assert [text for text in shown(file) if is_words(text)] == []


@pytest.mark.parametrize(
    "source",
    [
        'st.button("Clear all")',
        'st.button(key="a", help="Next")',
        'st.html(f"<h2>Filters {x}</h2>")',
        'y = f"<p>{x}</p><b>Held</b>"',
        'st.text_input(f"Search {x}")',
    ],
)
def test_a_word_outside_them_is_found(source: str, tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text(source, encoding="utf-8")

    assert any(is_words(text) for text in shown(file))
