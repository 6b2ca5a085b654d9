"""A researcher drops a faulty spreadsheet, mends it on the page, sees it drawn, and takes it home."""

from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.browser.helpers import rest, seen
from tests.waiting import eventually
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


def mend(page: Page, row: int, name: str, text: str) -> None:
    """Type into the cell of a row, counted from nought, and of the column that bears this name."""
    grid = page.locator(".st-key-mending canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box, "the grid is not drawn"
    # Rows of long faults are taller than the head; a line of three pixels goes around them all.
    tall = (box["height"] - 35 - 3) / page.locator(".st-key-mending tbody tr").count()
    page.mouse.click(box["x"] + 25, box["y"] + 35 + tall * (row + 0.5))
    # The pointer would have to know how wide the columns are; the keyboard does not. A grid on a busy
    # machine moves its focus well after a key, so each key waits for what the one before it did.
    titles = page.locator(".st-key-mending th").all_text_contents()
    for column in range(titles.index(name) + 1):
        chosen = page.locator(f".st-key-mending td#glide-cell-{column}-{row}")
        expect(chosen).to_have_attribute("aria-selected", "true")
        expect(page.locator(".st-key-mending :focus")).to_be_attached()
        page.keyboard.press("ArrowRight" if titles[column] != name else "Enter")
    page.locator("#portal textarea, #portal input").fill(text)
    page.keyboard.press("Enter")


def test_a_faulty_file_is_mended_drawn_and_downloaded(
    visitor: Page, served: str, lang: str, tmp_path: Path
) -> None:
    drop(visitor, served, lang, FAULTY, tmp_path)
    assert seen(visitor).count == 1
    expect(visitor.locator(".st-key-keep-zip")).to_have_count(0)

    mend(visitor, row=1, name={"en": "Date", "ar": "التاريخ"}[lang], text="31/12/2025")
    eventually(lambda: ((now := seen(visitor)).count, len(now.drawn)), (2, 2))
    expect(visitor.locator(".st-key-events")).to_contain_text("اتصال بين الوزيرين")

    rest(visitor)
    with visitor.expect_download() as download:
        visitor.locator(".st-key-keep-zip button").click()
    with ZipFile(download.value.path()) as archive:
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
