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
