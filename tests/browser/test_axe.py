"""axe-core finds nothing serious in what is ours, on any page, in either language, theme and size."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from running.npm_package import packed_files
from tests.browser.helpers import open_page, rest
from tests.browser.test_pages import PAGES
from tests.conftest import SIZES, Visit

PACKAGE = "axe-core@4.14.1"
NOTHING = "?q=nothing+of+the+kind"
# Those that Streamlit fills, and those that stand beside it.
ADDRESSES = [
    *("" if page == "timeline" else page for page in PAGES),
    "events/call-2025-12-03",
    "briefing",
    NOTHING,
]
THEMES = ("light", "dark")
# What axe is wrong about: the rule, and where. The style sheet names the button in the page's language, as
# Streamlit's uploader speaks English only; browsers read that name out (a test below), axe does not see it.
EXCUSED = {("button-name", "[data-testid=stFileUploaderDropzone] button")}
_RUN = """async (excused) => {
  const {violations} = await axe.run(document, {resultTypes: ["violations"]});
  const element = node => document.querySelector(node.target.at(-1));
  const isExcused = (rule, node) =>
    excused.some(([id, where]) => id === rule.id && element(node)?.matches(where));
  return violations.filter(rule => ["serious", "critical"].includes(rule.impact)).flatMap(rule =>
    rule.nodes.filter(node => !isExcused(rule, node)).map(node => [rule.id, node.html, node.failureSummary]));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script; the page's policy keeps it out, so that it is given to the browser itself."""
    return packed_files(PACKAGE)["axe.min.js"].decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_serious(visit: Visit, served: str, axe: str, address: str, lang: str) -> None:
    page = visit("desktop")
    open_page(page, f"{served}/{address}{'&' if '?' in address else '?'}lang={lang}")
    page.evaluate(axe)
    found = {finding for size in SIZES for theme in THEMES for finding in serious(page, size, theme)}

    assert found == set()


@pytest.mark.parametrize(("lang", "name"), [("en", "Choose a file"), ("ar", "اختيار ملف")])
def test_the_uploader_has_a_name(visitor: Page, served: str, lang: str, name: str) -> None:
    visitor.goto(f"{served}/yours?lang={lang}")

    expect(visitor.locator(".st-key-upload").get_by_role("button", name=name, exact=True)).to_be_visible()


def test_the_way_past_the_menu_is_in_the_pages_language(visitor: Page, served: str) -> None:
    open_page(visitor, f"{served}/?lang=ar")
    said = visitor.get_by_test_id("stSkipToContent").evaluate(
        "link => [getComputedStyle(link, '::after').content, getComputedStyle(link).fontSize]"
    )

    assert said == ['"الانتقال إلى السجل"', "0px"]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["Filters", "Hide the filters", "Choose the dates", "Menu"]),
        ("ar", ["التصفية", "إخفاء عوامل التصفية", "اختيار التواريخ", "القائمة"]),
    ],
)
def test_streamlits_own_parts_are_named_in_the_pages_language(
    visitor: Page, served: str, lang: str, names: list[str]
) -> None:
    open_page(visitor, f"{served}/?lang={lang}")
    filters = visitor.get_by_test_id("stSidebar")
    buttons = [
        filters.get_by_test_id("stSidebarCollapseButton").locator("button"),
        filters.get_by_test_id("stDateInputCalendarButton"),
        visitor.get_by_test_id("stMainMenuButton"),
    ]

    for part, name in zip([filters, *buttons], names, strict=True):
        expect(part).to_have_attribute("aria-label", name)
    buttons[0].click()
    expect(visitor.get_by_test_id("stExpandSidebarButton")).to_have_attribute("aria-label", names[0])


def serious(page: Page, size: str, theme: Any) -> set[tuple[str, str, str]]:
    """Rule, element and circumstances of what axe calls serious or critical."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    # A page that draws itself anew, as it does in another theme, is paler until it has.
    page.wait_for_timeout(700)
    if page.locator("#root").count():
        rest(page)
        page.wait_for_timeout(300)
    return {
        (rule, element, f"{size}, {theme}: {why}")
        for rule, element, why in page.evaluate(_RUN, [list(one) for one in EXCUSED])
    }
