"""The record follows its files: when they lie still, only when they are whole, and never into a fault."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.datasets import write
from timeline import origin, record
from timeline.dataset import Dataset
from timeline.dataset import read as read_folder
from timeline.engine import embedded
from timeline.faults import FaultyDataset
from timeline.selection import Selection
from timeline.store import Store

A = "date,title\n2025,A\n"
AB = "date,title\n2025,A\n2026,B\n"
FAULTY = "date,title\n2025-13,A\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    return tmp_path


def titles() -> list[str]:
    return list(record.current().events(Selection())["title_en"])


def rested(folder: Path, **files: str) -> None:
    """Write files that have lain still for a while."""
    write(folder, **files)
    for file in folder.iterdir():
        past = time.time() - 60 + len(file.read_bytes()) / 1000
        os.utime(file, (past, past))


def test_changed_files_are_a_new_record(folder: Path) -> None:
    rested(folder, events=A)
    before = (titles(), record.version())
    rested(folder, events=AB)

    assert (before[0], titles()) == (["A"], ["A", "B"])
    assert record.version() != before[1]


def test_unchanged_files_are_the_same_record(folder: Path) -> None:
    rested(folder, events=A)

    assert record.current() is record.current()
    assert record.version() == record.version()


def test_files_are_read_only_when_they_lie_still(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rested(folder, events=A)
    titles()
    monkeypatch.setattr(record, "REST", 20.0)
    write(folder, events=AB)
    assert titles() == ["A"]

    monkeypatch.setattr(record, "REST", 0)
    assert titles() == ["A", "B"]


def test_nobody_waits_for_files_that_go_on_changing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rested(folder, events=A)
    titles()
    opened, readings = origin.Files.opened, []

    def changing(self: origin.Files) -> Store:
        readings.append(1)
        if len(readings) < 9:
            os.utime(folder / "events.csv")
        return opened(self)

    monkeypatch.setattr(origin.Files, "opened", changing)
    # However slow the machine is, it looks again within this.
    monkeypatch.setattr(record, "REST", 20.0)
    rested(folder, events=AB)
    assert (titles(), len(readings)) == (["A"], 1)

    monkeypatch.setattr(origin.Files, "opened", opened)
    rested(folder, events=AB)
    assert titles() == ["A", "B"]


def test_a_first_reading_waits_for_the_writer(folder: Path) -> None:
    started = time.monotonic()
    write(folder, events=A)

    assert titles() == ["A"]
    assert time.monotonic() - started >= record.REST / 2


def test_a_clock_that_is_ahead_does_not_hide_a_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rested(folder, events=A)
    titles()
    monkeypatch.setattr(record, "REST", 20.0)
    write(folder, events=AB)
    os.utime(folder / "events.csv", (time.time() + 3600,) * 2)
    assert titles() == ["A"]

    monkeypatch.setattr(record, "REST", 0)
    assert titles() == ["A", "B"]


def test_a_file_that_changes_while_it_is_read_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(folder, events=A)
    writes: list[Callable[[], None]] = [lambda: rested(folder, events=AB)]

    def interrupted(place: Path) -> Dataset:
        found = read_folder(place)
        if writes:
            writes.pop()()
        return found

    monkeypatch.setattr(origin, "read", interrupted)
    assert titles() == ["A", "B"]


def test_a_file_that_is_gone_for_a_moment_is_no_news(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rested(folder, events="date,title,topics\n2025,A,x\n", topics="id,label\nx,X\n")
    titles()
    monkeypatch.setattr(record, "REST", 20.0)
    (folder / "topics.csv").unlink()
    assert list(record.current().dataset.topics["label_en"]) == ["X"]

    monkeypatch.setattr(record, "REST", 0)
    assert list(record.current().dataset.topics["label_en"]) == ["x"]


def test_faults_leave_the_last_good_record_and_are_logged(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rested(folder, events=A)
    assert (titles(), record.trouble()) == (["A"], ())
    before = record.version()
    with caplog.at_level(logging.ERROR):
        rested(folder, events=FAULTY)
        assert titles() == titles() == ["A"]

    assert [fault.value for fault in record.trouble()] == ["2025-13"]
    assert record.version() != before
    assert len(caplog.records) == 1
    assert "has 1 fault and is shown as it was before" in caplog.text
    assert "events.csv, row 2, date" in caplog.text


def test_mended_files_end_the_trouble(folder: Path) -> None:
    rested(folder, events=A)
    titles()
    rested(folder, events=FAULTY)
    assert record.trouble()
    rested(folder, events=AB)

    assert (titles(), record.trouble()) == (["A", "B"], ())


def test_without_any_good_record_the_faults_are_raised_until_mended(folder: Path) -> None:
    rested(folder, events=FAULTY)
    for _ in range(2):
        with pytest.raises(FaultyDataset):
            record.current()
    assert record.trouble() == ()
    rested(folder, events=A)

    assert titles() == ["A"]


def test_a_file_that_may_not_be_read_leaves_the_last_good_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(folder, events=A)
    assert titles() == ["A"]

    def refused(self: Path, *what: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    past = time.time() - 60
    os.utime(folder / "datapackage.json", (past, past))
    # Where nothing can be looked at, the files seem gone: that is news after a moment.
    record.trouble()
    time.sleep(record.REST)

    assert titles() == ["A"]
    assert [fault.wanted for fault in record.trouble()] == ["this file, readable"]


def test_a_record_without_room_leaves_the_last_good_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(folder, events=A)
    assert titles() == ["A"]

    def full(*what: object) -> None:
        raise duckdb.OutOfMemoryException

    monkeypatch.setattr(embedded, "arrange", full)
    rested(folder, events=AB)

    assert titles() == ["A"]
    assert "TIMELINE_MEMORY" in record.trouble()[0].wanted
