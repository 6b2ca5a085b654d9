"""What is built of a record is whole or not there, and says what is wrong."""

import json
import os
import shutil
import signal
import sys
from operator import itemgetter
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Event, Thread
from typing import Any

import narwhals as nw
import pyarrow.parquet as pq
import pytest

from benchmarks import synthetic
from tests.datasets import ROOT, write
from timeline import building, built
from timeline.building import build
from timeline.derived import AT
from timeline.engine.parquet import Parquet
from timeline.faults import FaultyDataset
from timeline.selection import Selection
from timeline.store import Store
from timeline.unanswered import Unanswered

EVENTS = "id,date,title\none,2025-08,A\ntwo,2026,B\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A small record, built."""
    folder = write(tmp_path / "record", events=EVENTS)
    build(folder, tmp_path / "record.parquet")
    return tmp_path / "record.parquet"


def version(record: Path) -> Path:
    """The folder of the version that is shown."""
    return built.files(record)[-1].parent


def faults(record: Path) -> list[str]:
    """All that is wrong with what was built, a line each."""
    with pytest.raises(FaultyDataset) as caught:
        Parquet(record)
    return str(caught.value).splitlines()


def weigh(record: Path) -> None:
    """Have built.json tell the sizes of the files as they are."""
    manifest = json.loads((record / built.MANIFEST).read_text("utf-8"))
    manifest["files"] = {name: (version(record) / name).stat().st_size for name in built.FILES}
    (record / built.MANIFEST).write_text(json.dumps(manifest), "utf-8")


ANEW = "build the record anew with `timeline build`"


def test_a_table_without_what_is_worked_out_is_no_built_record(record: Path) -> None:
    file = version(record) / "events.parquet"
    events = pq.read_table(file)
    days = events["at"].cast("int32")
    pq.write_table(events.drop_columns(["words", "at"]).append_column("at", days), file)
    weigh(record)

    assert faults(record) == [
        f"events.parquet, at: want the type int64; {ANEW} (got 'int32')",
        f"events.parquet, words: want this column; {ANEW}",
    ]


def test_files_that_are_cut_off_or_gone_are_all_named(record: Path) -> None:
    events, ids = (version(record) / f"{name}.parquet" for name in ("events", "ids"))
    size = events.stat().st_size
    events.write_bytes(events.read_bytes()[:-9])
    ids.unlink()

    assert faults(record) == [
        f"events.parquet: want the whole file, {size} bytes; {ANEW} (got '{size - 9}')",
        "ids.parquet: want this file, readable",
    ]


def test_a_file_of_something_else_is_no_table(record: Path) -> None:
    (version(record) / "sources.parquet").write_text("id,title\n")
    weigh(record)

    assert faults(record) == ["sources.parquet: want a Parquet file"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (None, "built.json: want a record that `timeline build` made; this file is not there"),
        *((said, f"built.json: want a whole file; {ANEW}") for said in ("{", "[" * 100_000)),
        (
            '{"format": 0}',
            "built.json, format: want a record built by this version of the program; "
            "build it anew with `timeline build` (got '0')",
        ),
    ],
)
def test_a_folder_that_is_no_built_record_says_so(record: Path, said: str | None, fault: str) -> None:
    if said is None:
        (record / built.MANIFEST).unlink()
    else:
        (record / built.MANIFEST).write_text(said)

    assert faults(record) == [fault]


def test_what_says_too_little_of_itself_is_not_read(record: Path) -> None:
    manifest = json.loads((record / built.MANIFEST).read_text("utf-8"))
    wrong: dict[str, object] = {"languages": [{}], "columns": None, "version": "../.."}
    wrong["counts"] = {"events": 2}
    (record / built.MANIFEST).write_text(json.dumps({**manifest, **wrong}))

    assert faults(record) == [
        f"built.json, {name}: want a whole file; {ANEW}"
        for name in ("languages", "columns", "version", "counts")
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tal", ["talk", "talks-2025"]),
        ("alks 20", ["talks-2025"]),
        ("x7", ["ax70"]),
        ("70b", ["ax70"]),
        ("x0", []),
        ("0", ["ax70", "talks-2025"]),
        ("talk nothing", []),
        ("%", ["ax70", "talk", "talks-2025"]),
    ],
)
def test_a_search_finds_any_part_of_a_word(tmp_path: Path, words: str, found: list[str]) -> None:
    rows = "id,date,title\ntalk,1996,Water\ntalks-2025,1997,Trade\nax70,1995,AX70b\n"
    build(write(tmp_path / "record", events=rows), tmp_path / "record.parquet")

    assert list(Store(Parquet(tmp_path / "record.parquet")).ids(Selection(q=words))) == found


def test_a_faulty_record_is_not_built_and_leaves_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "record", events="date,title\n2025-13,A\n,B\n")
    with pytest.raises(FaultyDataset) as caught:
        build(folder, tmp_path / "record.parquet")

    assert len(caught.value.faults) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["record"]


def test_a_build_that_fails_leaves_the_record_of_before(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(record.rglob("*"))
    monkeypatch.setattr(building, "_described", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(record.with_suffix(""), record)

    assert sorted(record.rglob("*")) == before
    assert sorted(file.name for file in record.parent.iterdir()) == ["record", "record.parquet"]


def test_nothing_else_is_replaced(tmp_path: Path) -> None:
    folder = write(tmp_path / "record.parquet", events=EVENTS)
    other = write(tmp_path / "other.parquet", events=EVENTS)
    refused = {
        folder: "outside the folder",
        folder / "in.parquet": "outside the folder",
        other: "no record that `timeline build` made",
        tmp_path / "record.csv": "ends with .parquet",
    }

    for target, words in refused.items():
        with pytest.raises((OSError, ValueError), match=words):
            build(folder, target)
    assert [file.name for file in other.iterdir()] == ["events.csv"]


def spoil(file: Path, much: int = 4096) -> None:
    """Overwrite the first bytes of a file, whose size stays."""
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + bytes(much) + whole[4 + much :])


@pytest.mark.parametrize("name", built.SHORT)
def test_a_spoilt_file_of_its_old_size_is_named(tmp_path: Path, name: str) -> None:
    events = "id,date,title,topics,place\none,2025-08,A,trade,Awaza\n"
    record = tmp_path / "record.parquet"
    build(write(tmp_path / "record", events=events), record)
    spoil(version(record) / f"{name}.parquet", 56)

    assert faults(record) == [f"{name}.parquet: want a whole file; {ANEW}"]


@pytest.mark.parametrize("name", ["events", "traits", "ids"])
def test_what_a_spoilt_file_would_say_is_no_answer(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    rows = [f"e{number},2025-0{number % 9 + 1},Talks {number * 7919 % 1009}\n" for number in range(3000)]
    build(write(tmp_path / "record", events=f"id,date,title\n{''.join(rows)}"), tmp_path / "record.parquet")
    spoil(version(tmp_path / "record.parquet") / f"{name}.parquet")
    store = Store(Parquet(tmp_path / "record.parquet"))

    with pytest.raises(Unanswered, match="gone"):
        store.count(Selection(dates="2025-02")), store.events(Selection(), limit=5), store.has("e7")
    assert "no answer: error " in caplog.text


@pytest.mark.parametrize("name", ["q?", "a*b", "[ab]", "year=2025/it's"])
def test_a_path_is_no_pattern_and_names_no_columns(tmp_path: Path, name: str) -> None:
    build(write(tmp_path / "record", events=EVENTS), tmp_path / f"{name}.parquet")
    # As whoever keeps a copy has them: of the same version.
    for other in ("qq", "acb", "a", "b"):
        shutil.copytree(tmp_path / f"{name}.parquet", tmp_path / f"{other}.parquet")
    engine = Parquet(tmp_path / f"{name}.parquet")

    assert list(Store(engine).events(Selection())["id"]) == ["one", "two"]
    with engine.question():
        assert "year" not in engine.events().collect_schema()


def test_a_reader_of_the_version_before_reads_it_to_the_end(record: Path) -> None:
    before = Store(Parquet(record))
    write(record.with_suffix(""), events=EVENTS + "three,2027,C\n")
    build(record.with_suffix(""), record)

    assert list(before.events(Selection())["id"]) == ["one", "two"]
    assert list(Store(Parquet(record)).events(Selection())["id"]) == ["one", "two", "three"]
    build(record.with_suffix(""), record)
    # Two versions and the file that names one of them.
    assert len(list(record.iterdir())) == 3


@pytest.mark.parametrize("is_gone", [True, False])
def test_files_that_go_while_they_are_served_are_no_answer(record: Path, *, is_gone: bool) -> None:
    store, traits = Store(Parquet(record)), version(record) / "traits.parquet"
    if is_gone:
        traits.unlink()
    else:
        traits.write_bytes(traits.read_bytes()[:-500])

    with pytest.raises(Unanswered, match="gone"):
        store.count(Selection())


def test_a_question_is_planned_without_a_look_at_the_files(record: Path) -> None:
    engine = Parquet(record)
    (version(record) / "events.parquet").unlink()

    with engine.question():
        found = engine.events().filter(nw.col(AT) > 0).select("id").sort("id")
    with pytest.raises(Unanswered, match="gone"), engine.question():
        engine.rows(found)


def test_what_is_read_goes_when_all_is_built_or_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_TEMP", str(tmp_path / "scratch"))
    seen: list[str] = []
    write_all = building._write

    def watched(*what: Any) -> None:
        seen.extend(file.name for file in (tmp_path / "scratch").glob("timeline-*/*.arrow"))
        write_all(*what)

    monkeypatch.setattr(building, "_write", watched)
    build(write(tmp_path / "record", events=EVENTS), tmp_path / "record.parquet")
    with pytest.raises(FaultyDataset):
        build(write(tmp_path / "faulty", events=f"{EVENTS}two,x,C\n"), tmp_path / "faulty.parquet")

    assert seen == ["events.arrow"]
    assert not list((tmp_path / "scratch").iterdir())


def test_a_build_without_room_says_what_it_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "record", events=EVENTS)
    monkeypatch.setenv("TIMELINE_MEMORY", "300KB")
    with pytest.raises(OSError, match="want more memory"):
        build(folder, tmp_path / "record.parquet")
    monkeypatch.undo()
    monkeypatch.setattr(building, "quoted", lambda file: "'/dev/full'")
    with pytest.raises(OSError, match=r"record\.parquet: .*full"):
        build(folder, tmp_path / "record.parquet")

    assert [file.name for file in tmp_path.iterdir()] == ["record"]


# Python itself hears no signal while DuckDB is at this.
STOPPED = """
from timeline import building, cli
def endless(base, *what):
    print("began", flush=True)
    base.execute("SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000) b")
building.arrange = endless
cli.main()
"""


AT_PYTHON = """
import time
from timeline import building, cli
def endless(*what):
    print("began", flush=True)
    time.sleep(600)
building.read = endless
cli.main()
"""


@pytest.mark.parametrize(
    ("number", "script"),
    [
        (signal.SIGTERM, STOPPED),
        (signal.SIGINT, STOPPED),
        (signal.SIGHUP, STOPPED),
        (signal.SIGTERM, AT_PYTHON),
        (signal.SIGINT, AT_PYTHON),
    ],
)
def test_a_build_that_is_stopped_leaves_nothing(tmp_path: Path, number: signal.Signals, script: str) -> None:
    folder, scratch = write(tmp_path / "record", events=EVENTS), tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-c", script, "build", str(folder), str(tmp_path / "record.parquet")]
    environment = {**os.environ, "TIMELINE_TEMP": str(scratch), "PYTHONPATH": str(ROOT / "src")}
    with Popen(command, env=environment, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "began\n"
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()

    assert (process.returncode, said) == (128 + number, "stopped\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["record", "scratch"]
    assert not list(scratch.iterdir())


def test_a_build_that_does_not_fit_its_memory_goes_on_in_the_folder_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TIMELINE_TEMP", str(tmp_path / "scratch"))
    monkeypatch.setenv("TIMELINE_MEMORY", "128MB")
    spilled: set[str] = set()
    is_over = Event()

    def watch() -> None:
        while not is_over.wait(0.01):
            spilled.update(file.name for file in (tmp_path / "scratch").glob("timeline-*/duckdb_*"))

    watching = Thread(target=watch)
    watching.start()
    try:
        build(synthetic.folder(tmp_path / "record", 60_000), tmp_path / "record.parquet")
    finally:
        is_over.set()
        watching.join()

    assert spilled
    assert not list((tmp_path / "scratch").iterdir())
    monkeypatch.undo()
    events = pq.read_table(
        version(tmp_path / "record.parquet") / "events.parquet", columns=["earliest", "at"]
    )
    days = events["earliest"].to_pylist()
    assert events["at"].to_pylist() == list(range(60_000))
    assert days == sorted(days)
    words = pq.read_table(version(tmp_path / "record.parquet") / "words.parquet").to_pylist()
    assert words == sorted(words, key=itemgetter("shape", "word", "at"))
