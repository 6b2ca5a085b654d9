"""A researcher drops a faulty spreadsheet, mends it on the page, sees it drawn, and takes it home."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Download, Error, Page, expect

from tests.browser.helpers import eventually, rest, seen
from timeline.dataset import read

FAULTY = (
    "التاريخ;العنوان;النوع;الأطراف\r\n"
    "2025-08-05;اجتماع في أوازا;اجتماع;تركمانستان والصومال\r\n"
    "2025-13;اتصال بين الوزيرين;اتصال هاتفي;تركمانستان والصومال\r\n"
).encode("cp1256")


def drop(page: Page, address: str, lang: str, content: bytes, folder: Path) -> None:
    file = folder / "contacts.csv"
    file.write_bytes(content)
    page.goto(f"{address}/yours?lang={lang}")
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    page.locator(".st-key-mending canvas").first.wait_for()
    rest(page)


def mend(page: Page, row: int, column: int, text: str) -> None:
    """Type into a cell of the grid; rows and columns are counted from its first cell to the left."""
    grid = page.locator(".st-key-mending canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box, "the grid is not drawn"
    page.keyboard.press("Escape")
    page.mouse.click(box["x"] + 25, box["y"] + 35 * row + 52)
    # The pointer would have to know how wide the columns are; the keyboard does not.
    for _ in range(column):
        page.wait_for_timeout(150)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").fill(text, timeout=5000)
    page.keyboard.press("Enter")


def again(act: Callable[[], None], done: Callable[[], bool]) -> None:
    """Do it anew when nothing came of it, as a visitor does: the grid loses a key or a click at times."""
    for _ in range(4):
        with suppress(Error):
            act()
        end = time.monotonic() + 8
        while time.monotonic() < end:
            if done():
                return
            time.sleep(0.1)
    raise AssertionError("nothing came of it, four times")


def test_a_faulty_file_is_mended_drawn_and_downloaded(
    visitor: Page, served: str, lang: str, tmp_path: Path
) -> None:
    drop(visitor, served, lang, FAULTY, tmp_path)
    assert seen(visitor).count == 1
    expect(visitor.locator(".st-key-keep-zip")).to_have_count(0)

    # Row, faults and "leave out" stand before the date.
    again(
        lambda: mend(visitor, row=1, column=3, text="31/12/2025"),
        lambda: seen(visitor).count == 2,
    )
    eventually(lambda: len(seen(visitor).drawn), 2)
    expect(visitor.locator(".st-key-events")).to_contain_text("اتصال بين الوزيرين")

    rest(visitor)
    downloads: list[Download] = []
    visitor.on("download", lambda one: downloads.append(one))
    again(visitor.locator(".st-key-keep-zip button").click, lambda: bool(visitor.title() and downloads))
    with ZipFile(downloads[0].path()) as archive:
        archive.extractall(tmp_path / "mended")
    dataset = read(tmp_path / "mended")
    assert list(dataset.events["date"]) == ["2025-08-05", "2025-12-31"]
    assert list(dataset.events["kind"]) == ["meeting", "phone-call"]
    assert list(dataset.events["title_ar"]) == ["اجتماع في أوازا", "اتصال بين الوزيرين"]


def test_another_visitor_sees_nothing_of_it(visitor: Page, served: str, tmp_path: Path) -> None:
    drop(visitor, served, "en", FAULTY, tmp_path)
    guest = visitor.context.new_page()
    guest.goto(f"{served}/yours?lang=en")
    guest.locator(".st-key-upload").wait_for()
    rest(guest)

    expect(guest.locator(".st-key-held")).to_have_count(0)


def test_the_page_fits_with_a_file_on_it(
    visitor: Page, served: str, lang: str, size: str, tmp_path: Path
) -> None:
    drop(visitor, served, lang, FAULTY, tmp_path)

    assert visitor.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    expect(visitor.locator(".st-key-verdict .warn")).to_be_visible()
