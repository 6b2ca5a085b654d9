"""A view is a link: it opens the same anywhere, and Back and Forward move between views."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from running.chromium import FLAGS, executable
from tests.browser.helpers import (
    IN_FOCUS,
    asked,
    expect_events,
    expect_selected,
    open_view,
    pill,
    seen,
    show_filters,
)
from tests.conftest import Visit
from timeline.language import ENDONYMS


def test_a_shared_link_shows_the_same_in_both_languages(
    visitor: Page, visit: Visit, served: str, size: str
) -> None:
    open_view(visitor, f"{served}/?lang=en&event=awaza-2025-08")
    show_filters(visitor)
    pill(visitor, "topic", "Bilateral relations").click()
    expect_events(visitor, ["awaza-2025-08", "call-2025-12-03"])
    if size == "phone":
        visitor.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    visitor.locator(".st-key-share button").first.click()
    shared = {tag: visitor.locator(f".st-key-link-{tag} code").first.inner_text() for tag in ENDONYMS}

    for tag, address in shared.items():
        guest = visit(size, locale="fr-FR")
        open_view(guest, address)
        expect_events(guest, ["awaza-2025-08", "call-2025-12-03"])
        expect_selected(guest, "awaza-2025-08", tag)
        expect(guest.locator("html")).to_have_attribute("lang", tag)
        assert asked(guest)["dates"] == ["2025-08/2025-12"]


def test_a_reference_is_copied_by_a_button_that_no_pointer_has_to_find(
    visitor: Page, served: str, size: str, lang: str
) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_view(visitor, f"{served}/?lang={lang}&event=call-2025-12-03")
    visitor.locator(".st-key-cite-event button").click()
    reference = visitor.locator(".st-key-cite-apa .stCode")
    button = reference.get_by_role("button")
    expect(button).to_be_visible()
    expect(reference.locator("code")).to_have_css("direction", "rtl" if lang == "ar" else "ltr")

    button.click()

    copied = visitor.evaluate("() => navigator.clipboard.readText()")
    assert copied == reference.locator("code").inner_text()
    assert copied.endswith(f"/events/call-2025-12-03?lang={lang}")


def test_back_and_forward_move_between_views(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    visitor.locator(".st-key-kind button").first.click()
    expect_events(visitor, ["awaza-2025-08"])
    visitor.locator(".st-key-clear button").click()
    expect_events(visitor, IN_FOCUS)

    visitor.go_back()
    expect_events(visitor, ["awaza-2025-08"])
    visitor.go_back()
    expect_events(visitor, IN_FOCUS)
    visitor.go_forward()
    expect_events(visitor, ["awaza-2025-08"])


@pytest.mark.parametrize("query", ["colour=red", "topic=tourism", "dates=2025-13", "event=none"])
def test_what_a_link_asks_in_vain_is_named_and_the_rest_applies(
    visitor: Page, served: str, lang: str, query: str
) -> None:
    open_view(visitor, f"{served}/?lang={lang}&kind=meeting&{query}")

    expect(visitor.locator(".st-key-notices code")).to_have_text(query)
    assert seen(visitor).listed == ["awaza-2025-08"]
    visitor.locator(".st-key-dismiss button:visible").click()
    expect(visitor.locator(".st-key-notices")).to_have_count(0)


def test_a_link_without_dates_opens_on_the_focus(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/")

    expect_events(visitor, IN_FOCUS)
    assert asked(visitor) == {}


def test_whoever_reads_arabic_second_is_spoken_to_in_arabic(
    chromium: Browser, tmp_path: Path, served: str
) -> None:
    # A browser without a record's language as its first, as its owner would set it.
    wishes = {"intl": {"accept_languages": "so,ar", "selected_languages": "so,ar"}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(wishes), encoding="utf-8")
    with chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=executable(), args=list(FLAGS)
    ) as context:
        page = context.new_page()
        open_view(page, f"{served}/")

        expect(page.locator("html")).to_have_attribute("lang", "ar")
        expect(page.locator(".st-key-title h1")).to_contain_text("تركمانستان – الصومال")
