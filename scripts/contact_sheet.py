"""Show every page and state in both languages, both themes and three widths: ``make screenshots``.

The pictures lie in ``build/screens``: one for each, and ``<state>.png`` with all of a state's.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Browser

from running.chromium import launched
from running.servers import ROOT, serving
from scripts.screenshots import settled

FOLDER = ROOT / "build" / "screens"
LANGUAGES = ("en", "ar")
THEMES = ("light", "dark")
# Width: a height that shows the whole page. Streamlit scrolls within it, where no picture follows.
SIZES = {1440: 1800, 820: 2600, 390: 3200}
_SHEET = (
    "<style>body{{margin:24px;font:600 22px sans-serif;background:#888}}"
    "figure{{display:inline-block;margin:8px;vertical-align:top}}img{{display:block;height:1200px}}</style>"
    "<h1>{title}</h1>{figures}"
)

RECORDS = {
    "one event": "date,title\n2025-12-03,Telephone call between the foreign ministers\n",
    "no event": "date,title\n",
    "faults": "date,title\n2025-13,A month too many\n03/04/2025,A day that may be two\n",
}


@dataclass(frozen=True)
class State:
    """An address in the dashboard on ``record`` (that which ships if ``""``), on a screen or on paper."""

    name: str
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    record: str = ""
    media: str = "screen"


STATES = (
    State("timeline"),
    State("selected", query=(("event", "awaza-2025-08"),)),
    State("filtered", query=(("topic", "trade"), ("topic", "lldc"))),
    State("notice", query=(("topic", "fishing"), ("dates", "2025-13"))),
    State("empty", query=(("q", "nothing of the kind"),)),
    State("embed", query=(("embed", "true"),)),
    State("print", media="print"),
    State("story", "story", query=(("event", "call-2025-12-03"),)),
    State("topics", "topics"),
    State("data", "data"),
    State("yours", "yours"),
    State("about", "about"),
    State("event page", "events/call-2025-12-03"),
    State("no such event", "events/call-2025-12-04"),
    State("briefing", "briefing"),
    *(State(name, record=name) for name in RECORDS),
)


def main(*names: str) -> None:
    """Take the pictures of the states ``names``, of all if there are none."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with launched() as browser, TemporaryDirectory() as temporary:
        for record in ("", *RECORDS):
            states = [one for one in STATES if one.record == record and one.name in (names or [one.name])]
            if states:
                with serving(ROOT, _written(record, Path(temporary))) as address:
                    for state in states:
                        _sheet(browser, state.name, list(_pictures(browser, address, state)))


def _written(record: str, folder: Path) -> Path | None:
    if not record:
        return None
    (folder / record).mkdir()
    (folder / record / "events.csv").write_text(RECORDS[record], encoding="utf-8")
    return folder / record


def _pictures(browser: Browser, address: str, state: State) -> Iterator[Path]:
    """One visitor each: what a page opens with depends on the screen that it is opened on."""
    for lang, theme, (width, height) in product(LANGUAGES, THEMES, SIZES.items()):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if theme == "dark" else "light"
        )
        page = context.new_page()
        page.emulate_media(media="print" if state.media == "print" else "screen")
        page.goto(f"{address}{state.path}?{urlencode([('lang', lang), *state.query])}")
        settled(page)
        file = FOLDER / f"{state.name}-{lang}-{theme}-{width}.png".replace(" ", "-")
        page.screenshot(path=file)
        context.close()
        yield file


def _sheet(browser: Browser, name: str, files: list[Path]) -> None:
    """All pictures of a state on one."""
    figures = "".join(
        f'<figure><img src="{escape(file.name)}"><figcaption>{escape(file.stem)}</figcaption></figure>'
        for file in files
    )
    html = FOLDER / f"{name.replace(' ', '-')}.html"
    html.write_text(_SHEET.format(title=escape(name), figures=figures), encoding="utf-8")
    page = browser.new_page(viewport={"width": 5600, "height": 1400})
    page.goto(html.as_uri())
    page.screenshot(path=html.with_suffix(".png"), full_page=True)
    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
