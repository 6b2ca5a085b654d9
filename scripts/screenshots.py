"""Take the README's pictures of the running dashboard: ``make screenshots``."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
DRAWS_MAPS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]

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
    with served() as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for name, (query, width, height, scheme) in PICTURES.items():
            take(browser, f"{address}/?{query}", FOLDER / f"{name}.png", (width, height), scheme)
        browser.close()


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


def launched(playwright: Playwright) -> Browser:
    """The system's Chromium, or Playwright's own."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=chromium, args=DRAWS_MAPS)


def settled(page: Page) -> None:
    """Wait until the page and its charts, if it has any, are drawn."""
    if page.locator("#root").count():
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    # The map's land arrives after its canvas, and nothing on the page says when it is drawn.
    page.wait_for_timeout(3000)


@contextmanager
def served(data: Path | None = None) -> Iterator[str]:
    """Run the dashboard on a free port, on the record that ships or that in ``data``; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    env = {**os.environ, "TIMELINE_DATA": str(data)} if data else os.environ
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, seconds: float = 60) -> None:
    """Return once ``address`` answers; raise TimeoutError if it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main()
