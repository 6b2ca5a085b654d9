"""A record built into a store of objects: sent whole, shown at its end, and compared with what was sent."""

from datetime import date
from pathlib import Path

import pytest

from tests.test_objects import ANEW, ONE, TWO, build, place, put
from tests.waiting import eventually
from timeline import built, checking, origin, record
from timeline.engine.parquet import Parquet
from timeline.objects import Object
from timeline.selection import Selection
from timeline.store import Store
from timeline.unanswered import Unanswered

__all__ = ["place"]


def test_a_new_version_is_shown_without_a_start(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = build(tmp_path / "record", place, ONE)
    monkeypatch.setenv("TIMELINE_DATA", place)
    before = record.current()
    assert list(before.ids(Selection())) == ["one"]

    build(tmp_path / "record", place, TWO)
    assert record.current() is before
    monkeypatch.setattr(origin, "FRESH", 0.0)
    eventually(lambda: list(record.current().ids(Selection())), ["one", "two"])
    # Who still reads the version before reads it to the end.
    assert before.summary(Selection(dates="2025")).events == 1

    build(tmp_path / "record", place, TWO)
    assert len(target.folders()) == 2


def test_a_build_that_breaks_off_leaves_the_version_of_before(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = build(tmp_path / "record", place, ONE)
    send = Object.write_from

    def break_off(file: Object, source: Path) -> None:
        if file.name == "sources.parquet":
            raise Unanswered("down")
        send(file, source)

    with monkeypatch.context() as broken:
        broken.setattr(Object, "write_from", break_off)
        with pytest.raises(Unanswered):
            build(tmp_path / "record", place, TWO)
    assert Store(Parquet(target)).total == 1

    build(tmp_path / "record", place, TWO)
    assert (Store(Parquet(target)).total, len(target.folders())) == (2, 2)


def test_a_build_that_others_have_overtaken_leaves_theirs(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, send = tmp_path / "record", Object.write_from
    target = build(folder, place, ONE)
    others = iter(range(3))

    def overtaken(file: Object, source: Path) -> None:
        send(file, source)
        # While this one is sent three others are built, which drop the files of all before.
        if file.name == "words.parquet" and next(others, None) is not None:
            build(folder, place, TWO)

    with monkeypatch.context() as slow:
        slow.setattr(Object, "write_from", overtaken)
        build(tmp_path / "slow", place, ONE)

    assert Store(Parquet(target)).total == 2
    assert built.spoilt(target) == []
    assert len(target.folders()) == 2


def test_what_lies_there_is_compared_with_what_was_sent(place: str, tmp_path: Path) -> None:
    target = build(tmp_path / "record", place, ONE)
    before = checking.check(place, date.today())
    file = built.files(target)[-1]
    put(file, file.read_bytes().replace(b"parquet", b"Parquet"), tmp_path)
    after = checking.check(place, date.today())

    assert (before.events, before.faults) == (1, ())
    assert list(map(str, after.faults)) == [f"datapackage.json: want what was written; {ANEW}"]
