"""Take the README's pictures of the running dashboard: ``make screenshots``."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from running.chromium import launched
from running.servers import ROOT, serving

FOLDER = ROOT / "docs" / "pictures"

# Name: query, width, height, colour scheme.
PICTURES = {
    "desktop-en": ("lang=en", 1440, 1100, "light"),
    "desktop-ar": ("lang=ar", 1440, 1100, "light"),
    "desktop-dark": ("lang=en&event=awaza-2025-08", 1440, 1100, "dark"),
    "phone-en": ("lang=en", 390, 844, "light"),
    "phone-ar": ("lang=ar", 390, 844, "light"),
}


def main() -> None:
    """Serve the record, and save one picture for each line of ``PICTURES``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(ROOT) as address, launched() as browser:
        for name, (query, width, height, scheme) in PICTURES.items():
            take(browser, f"{address}?{query}", FOLDER / f"{name}.png", (width, height), scheme)


def take(browser: Browser, address: str, file: Path, size: tuple[int, int], scheme: str) -> None:
    """Save what a visitor sees at ``address`` once the charts are drawn."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size[0] < 640 else 1,
    )
    page = context.new_page()
    page.goto(address)
    page.locator(".st-key-timeline .main-svg").first.wait_for()
    page.locator(".st-key-map canvas").first.wait_for()
    settled(page)
    page.screenshot(path=file)
    context.close()


def settled(page: Page) -> None:
    """Wait until the page and its charts, if it has any, are drawn."""
    if page.locator("#root").count():
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    # The map's land arrives after its canvas, and nothing on the page says when it is drawn.
    page.wait_for_timeout(3000)


if __name__ == "__main__":
    main()
