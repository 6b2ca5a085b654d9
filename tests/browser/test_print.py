"""The briefing on paper: numbered A4 sheets that hold every event, in both languages, black on white."""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import IN_FOCUS, open_page, title
from tests.browser.test_pages import WIDER
from tests.conftest import Visit
from tests.datasets import shipped

# Points, rounded: 210 by 297 millimetres.
A4 = (595, 842)
CALL = "call-2025-12-03"
WHITE_PAPER = "rgb(255, 255, 255)"
WHITE = ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)", "light"]
Letters = dict[int, str]

# An A4 sheet less its margins and what the page leaves at its sides, in CSS pixels.
SHEET = 650
_CHARTS = """() => [...document.querySelectorAll(".stPlotlyChart .main-svg")]
  .map(one => one.getBoundingClientRect().width)"""
# What a browser really prints no script has seen; emulated paper is one more size of the window to Streamlit.
_UNSEEN = """window.ResizeObserver = class extends ResizeObserver {
  constructor(told) { super((...what) => matchMedia("print").matches || told(...what)); }
}"""
_LABELS = """() => [...document.querySelectorAll(".st-key-timeline .annotation")]
  .filter(one => getComputedStyle(one).visibility !== "hidden").map(one => one.textContent)"""
_PAPER = """() => [document.body, document.documentElement]
  .map(element => getComputedStyle(element).backgroundColor)
  .concat(getComputedStyle(document.documentElement).colorScheme)"""
# How light the letters of the page are, the lightest first, of 255.
_INK = """() => Math.max(...[...document.querySelectorAll(".sheet *")]
  .filter(element => element.checkVisibility() && element.innerText?.trim())
  .map(element => Math.min(...getComputedStyle(element).color.match(/\\d+/g).slice(0, 3).map(Number))))"""


@dataclass(frozen=True)
class Sheet:
    """One printed page: its size, its pieces of text in the order in which they lie on it, and its ink."""

    size: tuple[int, int]
    text: list[str]
    ink: bytes

    @property
    def number(self) -> str:
        """What stands at its foot, from left to right: Chromium draws that first."""
        return "".join(self.text[:3])

    @property
    def words(self) -> set[str]:
        """Its words in the order of their letters; Arabic lies on the paper from right to left, joined."""
        drawn = " ".join(self.text).split()
        return {unicodedata.normalize("NFKC", word[::way]) for word in drawn for way in (1, -1)}


def printed(page: Page) -> list[Sheet]:
    """The sheets that the browser prints of the page: a PDF as Skia writes it, without object streams."""
    pdf = page.pdf(prefer_css_page_size=True)
    parts = {int(id): part for id, part in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)}
    return [_sheet(part, parts) for part in parts.values() if b"/Type /Page\n" in part]


def _sheet(page: bytes, parts: dict[int, bytes]) -> Sheet:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page)
    fonts = {name: _letters(parts, int(id)) for name, id in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
    ink = _stream(parts, page, rb"/Contents")
    assert box
    return Sheet((round(float(box[1])), round(float(box[2]))), list(_text(ink, fonts)), ink)


def _text(ink: bytes, fonts: dict[bytes, Letters]) -> Iterator[str]:
    """Each piece of text that a page draws at one place."""
    letters, piece = Letters(), ""
    for font, glyphs, end in re.findall(rb"/(F\d+) [\d.]+ Tf|<(\w+)> Tj|(\nET)", ink):
        letters = fonts[font] if font else letters
        piece += "".join(letters.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4))
        if end:
            yield piece
            piece = ""


def _letters(parts: dict[int, bytes], font: int) -> Letters:
    """Which letters the glyphs of a font stand for."""
    table, found = _stream(parts, parts[font], rb"/ToUnicode"), Letters()
    for first, last, letter in re.findall(rb"<(\w{4})> (?:<(\w{4})> )?<(\w+)>", table):
        text = bytes.fromhex(letter.decode()).decode("utf-16-be")
        for step in range(int(last or first, 16) - int(first, 16) + 1):
            found[int(first, 16) + step] = text[:-1] + chr(ord(text[-1]) + step)
    return found


def _stream(parts: dict[int, bytes], owner: bytes, name: bytes) -> bytes:
    found = re.search(name + rb" (\d+) 0 R", owner)
    assert found
    part = parts[int(found[1])]
    head, _, body = part.partition(b"stream\n")
    packed = body.removesuffix(b"\nendstream")
    return zlib.decompress(packed) if b"FlateDecode" in head else packed


@pytest.fixture
def briefing(visitor: Page, served: str, lang: str) -> Page:
    """The briefing of the view that the record opens on."""
    visitor.goto(f"{served}/briefing?lang={lang}")
    visitor.evaluate("document.fonts.ready.then(() => null)")
    return visitor


def test_the_briefing_is_printed_on_numbered_a4_sheets(briefing: Page, lang: str) -> None:
    sheets = printed(briefing)
    numbers = [(number, len(sheets)) for number in range(1, len(sheets) + 1)]

    assert {sheet.size for sheet in sheets} == {A4}
    read = numbers if lang == "en" else [(total, number) for number, total in numbers]
    assert [sheet.number for sheet in sheets] == [f"{left} / {right}" for left, right in read]


def test_every_event_of_the_view_is_printed(briefing: Page, lang: str) -> None:
    words = set().union(*(sheet.words for sheet in printed(briefing)))

    missing = {id: lost for id in IN_FOCUS if (lost := set(title(id, lang).split()) - words)}
    assert missing == {}


@pytest.mark.parametrize("path", ["/briefing", f"/events/{CALL}"])
def test_the_address_of_every_source_is_printed_as_it_is_typed(
    visitor: Page, served: str, lang: str, path: str
) -> None:
    visitor.goto(f"{served}{path}?lang={lang}")
    pieces = [piece.strip() for sheet in printed(visitor) for piece in sheet.text]

    events = IN_FOCUS if path == "/briefing" else [CALL]
    cited = shipped().cited(shipped().event(event)["sources"] for event in events)
    urls = {source["url"] for source in cited.values()}
    assert {url for url in urls if not _begins_and_ends(f"<{url}>", pieces)} == set()


def _begins_and_ends(address: str, pieces: list[str]) -> bool:
    """Whether an address lies on the paper in one piece, or in several of which no sign went astray."""
    begun = any(len(piece) > 15 and address.startswith(piece) for piece in pieces)
    return begun and any(piece.endswith(">") and address.endswith(piece) for piece in pieces)


def test_no_sheet_is_empty_or_runs_over(briefing: Page) -> None:
    assert min(len("".join(sheet.text)) for sheet in printed(briefing)) > 200
    briefing.set_viewport_size({"width": 658, "height": 972})
    briefing.emulate_media(media="print")

    assert briefing.evaluate(WIDER) <= 0


def test_who_reads_in_the_dark_prints_on_white(visit: Visit, served: str, lang: str) -> None:
    light, dark = (visit(color_scheme=scheme) for scheme in ("light", "dark"))
    for page in (light, dark):
        page.goto(f"{served}/briefing?lang={lang}")
    dark.emulate_media(media="print", color_scheme="dark")

    assert dark.evaluate(_PAPER) == WHITE
    assert dark.evaluate(_INK) < 128
    assert printed(dark) == printed(light)


def test_what_only_a_screen_needs_is_not_printed(visitor: Page, served: str, lang: str) -> None:
    visitor.goto(f"{served}/events/{CALL}?lang={lang}")
    shown = visitor.locator(".doors:visible, .steps:visible, .home:visible")
    assert shown.count() == 3
    visitor.emulate_media(media="print")

    assert shown.count() == 0
    assert visitor.locator("h1:visible").count() == 1


@pytest.mark.parametrize(
    ("path", "window"), [("", 1440), ("", 1000), ("", 390), ("topics", 1440), ("topics", 1000)]
)
def test_the_dashboard_prints_what_it_shows_and_its_charts_no_wider_than_the_sheet(
    visitor: Page, served: str, path: str, window: int, lang: str
) -> None:
    visitor.add_init_script(_UNSEEN)
    visitor.set_viewport_size({"width": window, "height": 1000})
    open_page(visitor, f"{served}/{path}?lang={lang}")
    visitor.locator(".stPlotlyChart .main-svg").first.wait_for()
    screen, labels = visitor.evaluate(_CHARTS), visitor.evaluate(_LABELS)
    visitor.evaluate("dispatchEvent(new Event('beforeprint'))")
    visitor.emulate_media(media="print")
    ink = visitor.locator("[data-testid=stSidebar], [data-testid=stHeader], .st-key-pages, .st-key-tools")

    assert ink.filter(visible=True).count() == 0
    assert screen
    assert visitor.evaluate(_CHARTS) == pytest.approx([min(SHEET, width) for width in screen], abs=1)
    assert visitor.evaluate(_LABELS) == labels
    assert visitor.locator(".stApp").evaluate("page => getComputedStyle(page).backgroundColor") == WHITE_PAPER


def test_the_map_is_printed_as_it_is_drawn_on_the_screen(visitor: Page, served: str) -> None:
    open_page(visitor, f"{served}/?lang=en")
    map, canvas = visitor.locator(".st-key-map"), visitor.locator(".st-key-map canvas").first
    canvas.wait_for()
    drawn, screen = canvas.bounding_box(), map.bounding_box()
    assert drawn
    assert screen
    visitor.evaluate("dispatchEvent(new Event('beforeprint'))")
    visitor.emulate_media(media="print")
    printed, paper = canvas.bounding_box(), map.bounding_box()

    assert printed
    assert paper
    assert (paper["width"], printed["width"]) == (screen["width"], drawn["width"])
    assert paper["x"] == pytest.approx(visitor.evaluate("innerWidth") - paper["x"] - paper["width"], abs=2)


@pytest.mark.parametrize("path", ["", "story", "topics"])
def test_nothing_of_the_dashboard_is_printed_folded(visitor: Page, served: str, path: str) -> None:
    open_page(visitor, f"{served}/{path}?lang=en&event={CALL}")
    folded = visitor.locator(":is(.grp details, .story) :is(li, .told)")
    folded.first.wait_for(state="attached")
    assert folded.first.is_hidden()
    visitor.emulate_media(media="print")

    assert folded.filter(visible=True).count() == folded.count()
    assert visitor.locator(".grp summary:visible").count() == 0


def test_the_dashboard_prints_the_addresses_of_its_sources(visitor: Page, served: str) -> None:
    open_page(visitor, f"{served}/?lang=en&event={CALL}")
    pieces = [piece.strip() for sheet in printed(visitor) for piece in sheet.text]
    cited = shipped().cited([shipped().event(CALL)["sources"]])

    assert [one["url"] for one in cited.values() if not _begins_and_ends(f"<{one['url']}>", pieces)] == []


def test_the_table_on_paper_is_the_way_to_the_briefing(visitor: Page, served: str, lang: str) -> None:
    open_page(visitor, f"{served}/data?lang={lang}&topic=trade")
    grid, way = visitor.get_by_test_id("stDataFrame"), visitor.locator(".on-paper a")
    grid.wait_for()
    assert way.is_hidden()
    visitor.emulate_media(media="print")

    address = f"{served}/briefing?lang={lang}&dates=2025-08/2025-12&topic=trade"
    assert grid.is_hidden()
    assert (way.get_attribute("href"), way.inner_text()) == (address, address)


def test_an_event_is_printed_on_a4_sheets(visitor: Page, served: str, lang: str) -> None:
    visitor.goto(f"{served}/events/{CALL}?lang={lang}")
    sheets = printed(visitor)

    assert {sheet.size for sheet in sheets} == {A4}
    assert set(title(CALL, lang).split()) <= set().union(*(sheet.words for sheet in sheets))
