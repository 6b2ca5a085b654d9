"""Two builds of one record at once: the later one is shown, whole, and the earlier one shows nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.datasets import write
from tests.test_building import EVENTS, record, version
from timeline import building, built
from timeline.building import build
from timeline.dataset import read
from timeline.engine.parquet import Parquet
from timeline.selection import Selection
from timeline.store import Store

__all__ = ["record"]


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("moment", ["_write", "_put"])
def test_two_builds_of_one_record_leave_a_whole_one(
    record: Path, monkeypatch: pytest.MonkeyPatch, moment: str, *, is_there: bool
) -> None:
    target = record if is_there else record.with_name("new.parquet")
    step = os.replace if moment == "_put" else building._write
    others = [lambda: build(record.with_suffix(""), target)] * 2

    def and_then_the_other(*what: Any) -> None:
        step(*what)
        if others:
            others.pop()()

    monkeypatch.setattr(*((os, "replace") if moment == "_put" else (building, "_write")), and_then_the_other)
    build(record.with_suffix(""), target)

    assert list(Store(Parquet(target)).events(Selection())["id"]) == ["one", "two"]


def test_a_build_that_another_has_overtaken_leaves_that_one(record: Path, tmp_path: Path) -> None:
    shown = version(record)
    building._put(tmp_path / "late", "20200101T000000-000000", record, began="")

    assert version(record) == shown


def test_a_version_that_a_clock_ahead_has_named_is_replaced_all_the_same(record: Path) -> None:
    manifest = json.loads((record / built.MANIFEST).read_text("utf-8"))
    version(record).rename(record / "29991231T000000-000000")
    (record / built.MANIFEST).write_text(json.dumps({**manifest, "version": "29991231T000000-000000"}))
    write(record.with_suffix(""), events=EVENTS + "three,2027,C\n")
    build(record.with_suffix(""), record)

    assert list(Store(Parquet(record)).events(Selection())["id"]) == ["one", "two", "three"]


@pytest.mark.parametrize("file", ["events.csv", "datapackage.json"])
def test_files_that_change_while_they_are_read_are_no_record(
    record: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    shown, write_all = version(record), building._write

    def changed(*what: Any) -> None:
        write_all(*what)
        (record.with_suffix("") / file).write_text("id,date,title\nother,2025,A\n", "utf-8")

    monkeypatch.setattr(building, "_write", changed)
    with pytest.raises(OSError, match="stay as they are while they are read"):
        build(record.with_suffix(""), record)

    assert version(record) == shown


def test_what_is_built_says_what_was_checked(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", events=EVENTS)
    (folder / "datapackage.json").write_text('{"title": "T", "contributors": []}', "utf-8")
    checked = read(folder)
    (folder / "datapackage.json").write_text('{"title": "another", "timeline": 5}', "utf-8")

    said = building._package(checked)
    assert (said["title"], said["contributors"]) == ("T", [])


def test_a_record_behind_a_link_is_built_on_its_own_disk(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, rename = tmp_path / "link.parquet", Path.rename
    link.symlink_to(record)
    there = record.resolve()

    def on_one_disk(self: Path, target: Path) -> Path:
        ends = [there == end or there in end.parents for end in (self.resolve(), Path(target).resolve())]
        if len(set(ends)) > 1:
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", on_one_disk)
    write(record.with_suffix(""), events=EVENTS + "three,2027,C\n")
    build(record.with_suffix(""), link)

    assert list(Store(Parquet(link)).events(Selection())["id"]) == ["one", "two", "three"]
    assert [one.name for one in record.iterdir() if one.name.startswith(".")] == []
