"""The dashboard's pages without a browser, and what is to be read on them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus, urlencode

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from tests.datasets import ROOT

PAGES = sorted(page.name for page in (ROOT / "pages").glob("*.py"))

# See the fixture ``app_at``.
Open = Callable[..., AppTest]


class Served(PagesManager):
    """As a running server is after its first page: `st.navigation` alone decides what a page is.

    AppTest forgets that before every run, and would run a page's script without the dashboard's.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False


def opened(page: str = "timeline.py", **query: str | list[str]) -> AppTest:
    """The dashboard at a query, on this page."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    # AppTest knows the addresses of the pages only after a run.
    app.run()
    return app if page == "timeline.py" else app.switch_page(f"pages/{page}").run()


def text(app: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(str(block.proto.body) for block in app.get("html"))


def drop(app: AppTest, content: str | bytes, name: str = "contacts.csv") -> AppTest:
    """The page of a visitor's own file once they have dropped one."""
    raw = content if isinstance(content, bytes) else content.encode()
    return app.file_uploader[0].set_value((name, raw, "text/csv")).run()


def query(app: AppTest) -> str:
    """The query of the page's address."""
    return unquote_plus(urlencode(app.query_params, doseq=True))


def count(app: AppTest) -> int:
    """The number of matching events as the page says it."""
    said = re.search(r'class="answer".*?<b>(\d+)', text(app), re.DOTALL)
    assert said, "the page names no count"
    return int(said[1])


def faults(app: AppTest) -> list[tuple[str, ...]]:
    """The cells of the table of faults, without their markup."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", text(app))
    return [
        tuple(re.sub("<.*?>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)) for row in rows
    ]
