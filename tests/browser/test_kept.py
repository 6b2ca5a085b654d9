"""A kept file opens from a disk with the network cut, and its charts can be used."""

from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, expect

from tests.browser.helpers import click_at, mark_of, title


def test_a_kept_file_needs_no_network(chromium: Browser, served: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.html"
    with urlopen(f"{served}/briefing.html?lang={lang}") as answer:
        file.write_bytes(answer.read())
    page = chromium.new_page(offline=True, viewport={"width": 1280, "height": 800})
    mishaps: list[str] = []
    page.on("request", lambda sent: mishaps.append(sent.url))
    page.on("pageerror", lambda error: mishaps.append(str(error)))
    page.goto(file.as_uri())

    expect(page.locator("#map canvas")).to_be_visible()
    click_at(page, mark_of(page, "forum-2025-12-12"))
    expect(page.locator("#event-forum-2025-12-12 h2")).to_be_in_viewport()
    expect(page.locator("#event-forum-2025-12-12 h2")).to_have_text(title("forum-2025-12-12", lang))
    assert [one for one in mishaps if not one.startswith(("file:", "data:", "blob:"))] == []
    page.close()
