"""The dashboard in a frame of somebody else's page."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from running.servers import PATIENCE

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def host(served: str, lang: str, tmp_path: Path) -> Iterator[str]:
    """The address of a page, from another origin, with the dashboard in a frame of 320 pixels."""
    frame = f'<iframe name="record" width="320" height="900" src="{served}/?embed=true&lang={lang}"></iframe>'
    (tmp_path / "index.html").write_text(frame, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_frame_shows_the_view_and_keeps_its_own_state(chromium: Browser, host: str, lang: str) -> None:
    page = chromium.new_page(viewport={"width": 700, "height": 950})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(host)
    frame = page.frame("record")
    assert frame
    frame.locator(".st-key-timeline .main-svg").first.wait_for()
    frame.locator(".st-key-event-lldc3-2025").click()

    expect(frame.locator(".st-key-event-lldc3-2025 .sel")).to_be_attached()
    assert frame.evaluate(WIDER) <= 0
    assert frame.locator(".st-key-pages").count() == 0
    assert "embed=true" in frame.url
    assert "event=lldc3-2025" in frame.url
    assert page.url == host
    full = frame.locator(".st-key-frame-title a")
    expect(full).to_have_attribute("target", "_blank")
    expect(full).to_have_attribute("href", frame.url.split("?")[0] + _full_query(lang))
    page.close()


def _full_query(lang: str) -> str:
    return f"?lang={lang}&dates=2025-08/2025-12&event=lldc3-2025"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the tests' output is theirs."""
