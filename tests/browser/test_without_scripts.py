"""Who runs no scripts reads the same view; who runs them sees it give way to the dashboard."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import IN_FOCUS, asked, title
from tests.browser.test_pages import SPOKEN, WIDER
from tests.conftest import Visit
from tests.datasets import shipped
from timeline.selection import Selection
from timeline.web.scripts import BOOT

SENTENCES = {
    "en": "Showing 4 of 9 events, 1 Aug – 31 Dec 2025",
    "ar": "عرض 4 من أصل 9 أحداث، 1 أغسطس – 31 ديسمبر 2025",
}
CALL, FORUM = "call-2025-12-03", "forum-2025-12-12"

_READ = """() => {
  const words = selector => document.querySelector(selector)?.innerText.trim() ?? "";
  const ids = selector => [...document.querySelectorAll(selector)]
    .filter(link => link.checkVisibility())
    .map(link => new URLSearchParams((link.href.baseVal ?? link.href).split("?")[1]).get("event"));
  return {
    title: words("#first h1"),
    sentence: words("#first .say"),
    drawn: [...new Set(ids("#first .when svg a"))].sort(),
    listed: ids("#first .events .card a"),
    details: words("#first .details h2"),
  };
}"""


# The lines of each event's title that are to be seen.
_NAMED = """() => Object.fromEntries([...document.querySelectorAll("#first .when svg a")].map(link => [
  new URLSearchParams(link.href.baseVal.split("?")[1]).get("event"),
  [...link.querySelectorAll("text.title")].filter(one => one.checkVisibility()).map(one => one.textContent),
]))"""


@dataclass(frozen=True)
class Read:
    """What stands on the page."""

    title: str
    sentence: str
    drawn: list[str]
    listed: list[str]
    details: str


@pytest.fixture
def reader(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """A visitor without scripts, at the test's ``size`` if it asks for one."""
    asks = "size" in request.fixturenames
    size = request.getfixturevalue("size") if asks else "desktop"
    return visit(size, java_script_enabled=False)


def read(page: Page) -> Read:
    return Read(**page.evaluate(_READ))


def test_every_event_is_named_on_a_wide_timeline_the_selected_one_too(
    reader: Page, served: str, lang: str
) -> None:
    reader.goto(f"{served}/?lang={lang}&event={CALL}")
    said = reader.evaluate(_NAMED)

    assert [" ".join(said[id]) for id in IN_FOCUS] == [title(id, lang) for id in IN_FOCUS]


@pytest.mark.parametrize("path", ["about", "data", "story", "topics", "yours"])
def test_a_page_that_needs_scripts_says_so_and_leads_to_the_same_view(
    reader: Page, served: str, path: str, lang: str
) -> None:
    reader.goto(f"{served}/{path}?lang={lang}&kind=forum")
    # Playwright finds no text in a noscript.
    said, way = reader.locator("noscript .unscripted"), reader.locator("noscript a")

    assert "JavaScript" in said.evaluate("said => said.innerText")
    assert way.evaluate("way => way.checkVisibility()")
    papers = []
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        papers.append(reader.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(252, 251, 248)", "rgb(19, 23, 28)"]
    assert reader.evaluate(SPOKEN) == [lang, "rtl" if lang == "ar" else "ltr"]
    way.click()
    reader.wait_for_url(re.compile(rf"^{served}/\?"))  # to be loaded, not only to begin
    assert read(reader).listed == [FORUM]


def test_the_page_reads_without_scripts(reader: Page, served: str, lang: str, size: str) -> None:
    reader.goto(f"{served}/?lang={lang}")

    heading = shipped().dataset.package.titles[lang]
    assert read(reader) == Read(heading, SENTENCES[lang], sorted(IN_FOCUS), list(IN_FOCUS), title(CALL, lang))
    assert reader.evaluate(SPOKEN) == [lang, "rtl" if lang == "ar" else "ltr"]
    assert reader.evaluate(WIDER) <= 0, "the page scrolls sideways"
    expect(reader).to_have_title(heading)


@pytest.mark.parametrize(
    "query",
    ["dates=../..", "topic=trade", "kind=phone-call&kind=forum", "dates=2019/2025&q=قرار", "role=context"],
)
def test_a_link_shows_without_scripts_what_it_asks(reader: Page, served: str, query: str) -> None:
    reader.goto(f"{served}/?lang=en&{query}")
    selection, ignored = Selection.from_query(query, shipped().known)
    dates = selection.dates or shipped().dataset.package.focus

    wanted = list(shipped().events(Selection(**{**vars(selection), "dates": dates}))["id"])
    assert (read(reader).listed, read(reader).drawn, ignored) == (wanted, sorted(wanted), ())


@pytest.mark.parametrize("link", ["#first .events .card a", "#first .when svg a"])
def test_a_click_on_an_event_shows_its_details(
    reader: Page, served: str, lang: str, size: str, link: str
) -> None:
    reader.goto(f"{served}/?lang={lang}")
    reader.locator(f"{link}[href*='event={FORUM}']").first.click()
    reader.wait_for_url(f"**event={FORUM}")

    assert asked(reader) == {"lang": [lang], "dates": ["2025-08/2025-12"], "event": [FORUM]}
    assert read(reader).details == title(FORUM, lang)
    assert read(reader).listed == list(IN_FOCUS)


def test_the_language_link_keeps_what_is_asked(reader: Page, served: str, size: str) -> None:
    reader.goto(f"{served}/?lang=en&kind=phone-call")
    reader.get_by_role("link", name="العربية").click()
    reader.wait_for_url("**lang=ar**")

    assert asked(reader) == {"lang": ["ar"], "kind": ["phone-call"]}
    assert reader.evaluate(SPOKEN) == ["ar", "rtl"]
    assert read(reader).listed == [CALL]


def test_a_search_is_sent_without_scripts(reader: Page, served: str, lang: str) -> None:
    reader.goto(f"{served}/?lang={lang}&role=context")
    reader.locator("#first input[name=q]").fill("awaza")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**q=awaza**")

    assert (asked(reader)["lang"], asked(reader)["role"]) == ([lang], ["context"])
    assert read(reader).listed == ["lldc3-2025"]


def test_every_link_of_the_page_opens(reader: Page, served: str, lang: str) -> None:
    reader.goto(f"{served}/?lang={lang}")
    hrefs: list[Any] = reader.locator("#first a").evaluate_all(
        "links => links.map(a => a.href.baseVal ?? a.href)"
    )
    ours = {href for href in hrefs if href.startswith(served)}

    assert len(ours) > 10
    assert {href: status for href in ours if (status := reader.request.get(href).status) != 200} == {}


def test_an_empty_view_says_so(reader: Page, served: str) -> None:
    reader.goto(f"{served}/?lang=en&topic=trade&kind=phone-call")

    expect(reader.locator("#first .nothing h2")).to_have_text("No event matches all of these filters")
    assert (read(reader).drawn, read(reader).listed) == ([], [])


def test_nobody_is_told_to_run_scripts(reader: Page, served: str, lang: str) -> None:
    reader.goto(f"{served}/?lang={lang}")

    assert "JavaScript" not in reader.inner_text("body")


@pytest.mark.parametrize("query", ["", "topic=trade&kind=phone-call"])
def test_the_dashboard_takes_the_place_of_the_first_paint(
    visitor: Page, served: str, lang: str, size: str, query: str
) -> None:
    visitor.goto(f"{served}/?lang={lang}&{query}")
    visitor.locator(".st-key-timeline .main-svg, .st-key-nothing").first.wait_for()

    # It goes for good, with its style.
    expect(visitor.locator("#first, style:text('#first')")).to_have_count(0)
    expect(visitor.locator(".st-key-title h1")).to_be_visible()
    assert visitor.locator("h1:visible").count() == 1


@pytest.mark.parametrize("part", ["nothing", "faults", "late-page", "late-timeline"])
def test_the_first_paint_goes_once_its_place_is_taken(visitor: Page, part: str) -> None:
    visitor.set_content(
        '<template id="fonts"></template><template id="boot"></template>'
        f'<div id="first"></div><script>{BOOT}</script>'
    )
    expect(visitor.locator("#first")).to_have_count(1)
    visitor.evaluate(
        "name => document.body.appendChild(document.createElement('p')).className = name", f"st-key-{part}"
    )
    expect(visitor.locator("#first")).to_have_count(0)
