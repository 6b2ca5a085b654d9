"""An open page follows the files on the disk, and never shows less because of a bad edit."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from running.servers import Server, dashboard
from tests.browser.helpers import open_view, seen
from tests.browser.test_leaving import FIRST, SRC
from tests.conftest import Serve
from tests.datasets import SHIPPED
from tests.distant import DOWN
from tests.waiting import eventually
from timeline.language import language

# Two seconds, and as much again for a machine that does other things meanwhile.
SOON = 4.0


def copied(folder: Path) -> Path:
    """A copy of the record that ships, to be edited."""
    return Path(shutil.copytree(SHIPPED, folder / "data"))


def replaced(file: Path, old: str, new: str) -> None:
    """Edit a file as an editor saves it: whole, under its name."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    beside = file.with_suffix(".new")
    beside.write_text(text.replace(old, new), encoding="utf-8")
    os.replace(beside, file)


def written_slowly(file: Path, lines: list[str]) -> None:
    """Write a line at a time, by a clock of its own: no pause may be as long as the rest that ends a file."""
    with file.open("w", encoding="utf-8") as writing:
        for line in lines:
            writing.write(line)
            writing.flush()
            time.sleep(0.12)


def test_an_edit_is_seen_without_a_reload(serve: Serve, visitor: Page, tmp_path: Path) -> None:
    data = copied(tmp_path)
    open_view(visitor, f"{serve(data)}/?lang=en&event=call-2025-12-03")
    visitor.evaluate("() => { window.notReloaded = true }")
    heading = visitor.locator(".st-key-details h2")
    before = heading.inner_text()
    replaced(data / "events.csv", before, "A title that was just edited")

    expect(heading).to_have_text("A title that was just edited", timeout=SOON * 1000)
    assert visitor.evaluate("() => window.notReloaded")


def test_a_faulty_edit_keeps_the_record_and_says_so(
    serve: Serve, visitor: Page, tmp_path: Path, lang: str
) -> None:
    data = copied(tmp_path)
    open_view(visitor, f"{serve(data)}/?lang={lang}")
    before = seen(visitor)
    replaced(data / "events.csv", "2025-12-03", "2025-13-03")

    banner = visitor.locator(".st-key-stale")
    banner.wait_for()
    banner.locator("summary").click()
    expect(banner.locator("tbody tr").first.locator("td").nth(3)).to_have_text("2025-13-03")
    assert seen(visitor) == before
    replaced(data / "events.csv", "2025-13-03", "2025-12-03")
    expect(banner).to_have_count(0)


def test_a_file_written_in_pieces_is_never_half_shown(serve: Serve, visitor: Page, tmp_path: Path) -> None:
    lines = ["date,title\n", *(f"2025-01-{day:02d},Event {day}\n" for day in range(1, 31))]
    file = tmp_path / "events.csv"
    file.write_text("".join(lines[:10]), encoding="utf-8")
    open_view(visitor, f"{serve(tmp_path)}/?lang=en")
    writing = Thread(target=written_slowly, args=(file, lines))
    writing.start()
    counts = set()
    while writing.is_alive():
        counts.add(seen(visitor).count)

    assert counts == {9}
    eventually(lambda: seen(visitor).count, 30)


def test_a_faulty_record_appears_once_it_is_mended(serve: Serve, visitor: Page, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("date,title\n2025-13,A\n", encoding="utf-8")
    visitor.goto(f"{serve(tmp_path)}/?lang=en")
    visitor.locator(".st-key-faults").wait_for()
    replaced(tmp_path / "events.csv", "2025-13", "2025-12")

    expect(visitor.locator(".st-key-details h2")).to_have_text("A")


PATCH = f"""
import sys
sys.path.insert(0, {str(SRC)!r})
import os.path
from timeline import counting
from timeline.unanswered import Unanswered

count = counting.mixtures

def mixtures(engine, having, asked):
    if asked.q and os.path.exists({{}}):
        raise Unanswered("down")
    return count(engine, having, asked)

counting.mixtures = mixtures
"""


@pytest.fixture
def down(tmp_path: Path) -> Path:
    """While this file is there, what holds the record answers no search."""
    (tmp_path / FIRST).write_text(PATCH.format(repr(str(tmp_path / "down"))))
    return tmp_path / "down"


@pytest.fixture
def distant(down: Path) -> Iterator[Server]:
    """A server whose record is held elsewhere."""
    with dashboard(None, PYTHONPATH=str(down.parent)) as running:
        yield running


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_part_without_an_answer_is_drawn_once_there_is_one(
    down: Path, distant: Server, visitor: Page, lang: str
) -> None:
    down.touch()
    visitor.goto(f"{distant.address}/?lang={lang}&dates=../..&q=awaza")
    expect(visitor.locator(".st-key-late-page p[role=status]")).to_have_text(language(lang).gettext(DOWN))
    down.unlink()

    expect(visitor.locator(".st-key-event-awaza-2025-08")).to_be_visible()
    expect(visitor.locator(".st-key-late-page")).to_have_count(0)
