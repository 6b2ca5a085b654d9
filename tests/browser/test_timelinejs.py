"""TimelineJS3 itself draws the JSON that we write for it."""

import json
from mimetypes import guess_type

import pytest
from playwright.sync_api import Browser, Route, expect

from running.npm_package import packed_files
from tests.datasets import SHIPPED
from timeline.formats import folder, timelinejs

PACKAGE = "@knight-lab/timelinejs@3.9.11"
SITE = "http://timeline.test/"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="dist/css/timeline.css">
<div id="timeline" style="height:640px"></div><script src="dist/js/timeline.js"></script>
<script>new TL.Timeline("timeline", "record.json", {font: null, script_path: "dist/js"})</script>"""


@pytest.fixture(scope="module")
def published() -> dict[str, bytes]:
    """What the package holds."""
    return packed_files(PACKAGE)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_timelinejs_draws_the_record(chromium: Browser, published: dict[str, bytes], tag: str) -> None:
    record, _ = folder.read(SHIPPED)
    written, _ = timelinejs.write(record, tag)
    site = {**published, "": PAGE.encode(), "record.json": written}
    slides = json.loads(written)["events"]

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path in site:
            route.fulfill(body=site[path], content_type=guess_type(path)[0] or "text/html")
        else:
            route.fulfill(status=404)

    with chromium.new_context() as context:
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(SITE)
        marks = page.locator(".tl-timemarker")
        expect(marks).to_have_count(len(slides))
        # In its own order: by date.
        drawn = [text.strip() for text in page.locator(".tl-timemarker .tl-headline").all_inner_texts()]
        assert sorted(drawn) == sorted(slide["text"]["headline"] for slide in slides)
        expect(page.locator(".tl-message-full")).to_have_count(0)
        page.locator(".tl-slidenav-next").click()
        first = slides[0]["text"]["headline"]
        expect(page.locator(".tl-slide h2.tl-headline", has_text=first)).to_be_in_viewport()
