"""The ``timeline`` command: what it prints, what it writes, and how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from running.servers import ROOT
from tests.datasets import SHIPPED, write
from tests.files import Cells, saved, workbook
from timeline import built, conversion
from timeline.cli import app
from timeline.dataset import read
from timeline.store import Store
from timeline.tables import Row

FORMATS = ("csv", "xlsx", "json", "geojson", "ics", "timelinejs", "timelinejs-csv", "gdelt", "gdelt1")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def two_readings(name: str) -> bytes:
    """A file with a date that may be two, by the ending of its name."""
    cells: Cells = [["date", "title"], ["03/04/2025", "a"]]
    if name.endswith(".xlsx"):
        return saved(workbook(("events", cells)))
    return "\n".join(",".join(map(str, row)) for row in cells).encode()


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("new",),
        ("check",),
        ("build",),
        ("serve",),
        ("convert",),
        ("import", "gdelt"),
        ("export",),
        ("schema",),
    ],
)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    said = run(*command, "--help")

    assert said.exit_code == 0
    assert "Usage:" in said.output


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",),
        ("check", "/nowhere"),
        ("export", "/nowhere", "json"),
        ("new", "x", "--parties", "Somalia!"),
        ("new", "x", "--parties", ""),
        ("convert", SHIPPED, "x.docx"),
        ("convert", SHIPPED, "x.csv", "--lang", "fr"),
        ("convert", SHIPPED, "x.tab"),
        ("convert", SHIPPED, "x.json", "--day-first"),
        ("check", SHIPPED, "--month-first"),
        ("export", SHIPPED, "folder"),
        ("export", SHIPPED, "csv", "--select", "topic=weather"),
        ("import", "gdelt", "/nowhere", "--parties", "TKM,SOM", "--out", "x"),
        ("serve", "/nowhere"),
        ("build", "/nowhere", "x.parquet"),
        ("build", SHIPPED, "x.csv"),
        ("build", SHIPPED, SHIPPED / "x.parquet"),
    ],
)
def test_wrong_usage_ends_with_2(
    words: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(*words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_record_is_built_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "record.parquet"
    faulty = write(tmp_path / "faulty", events="date,title\n2025-13,A\n2025,\n")
    refused, made = run("build", faulty, target), run("build", SHIPPED, target)
    again = run("build", faulty, target)

    assert (made.exit_code, made.output) == (0, f"{target}: 9 events\n")
    assert (refused.exit_code, again.exit_code, refused.output) == (1, 1, again.output)
    assert refused.output.splitlines()[-1] == "2 faults; nothing was written"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["faulty", "record.parquet"]
    assert len(list(target.iterdir())) == 2


def test_one_is_told_as_one(tmp_path: Path) -> None:
    one, fault = (write(tmp_path / name, events=f"date,title\n{name},A\n") for name in ("2025", "2025-13"))

    assert run("build", one, tmp_path / "a.parquet").output == f"{tmp_path / 'a.parquet'}: 1 event\n"
    assert run("build", fault, tmp_path / "b.parquet").output.endswith("\n1 fault; nothing was written\n")


def test_a_new_dataset_is_without_faults_and_warnings(tmp_path: Path) -> None:
    made = run("new", tmp_path / "mine", "--parties", "tkm, SOM")

    assert made.exit_code == 0
    assert sorted(file.name for file in (tmp_path / "mine").iterdir()) == [
        "README.md",
        "datapackage.json",
        "events.csv",
    ]
    dataset = read(tmp_path / "mine")
    assert dataset.package.titles["en"] == "Turkmenistan – Somalia: the record of contacts"
    assert [party.code for party in dataset.package.parties] == ["TKM", "SOM"]
    checked = run("check", tmp_path / "mine")
    assert (checked.exit_code, checked.stdout) == (0, f"{tmp_path / 'mine'}: 1 event, 0 faults, 0 warnings\n")


def test_a_new_dataset_replaces_nothing(tmp_path: Path) -> None:
    write(tmp_path, events="date,title\n2025,mine\n")

    assert run("new", tmp_path, "--parties", "TKM,SOM").exit_code == 2
    assert (tmp_path / "events.csv").read_text() == "date,title\n2025,mine\n"


def test_a_check_names_every_fault_and_the_value_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path, events="date,title,kind\n05/08/2025,a,meting\n2025,,visit\n")
    said = run("check", tmp_path)

    assert said.exit_code == 1
    assert said.stdout.splitlines()[:3] == [
        "events.csv, row 2, date: want a year, month or day such as 2025, 2025-08, 2025-08-05, "
        "or two of them with / between (got '05/08/2025')",
        "events.csv, row 2, kind: want a listed value; nearest: meeting (got 'meting')",
        "events.csv, row 3, title: want a value (got '')",
    ]
    assert said.stdout.splitlines()[-1] == f"{tmp_path}: 2 events, 3 faults, 2 warnings"


def test_a_check_for_programs_says_the_same(tmp_path: Path) -> None:
    write(tmp_path, events="date,title,kind\n2025,a,meting\n")
    said = run("check", tmp_path, "--json")

    assert said.exit_code == 1
    assert json.loads(said.stdout)["faults"] == [
        {
            "file": "events.csv",
            "row": 2,
            "column": "kind",
            "value": "meting",
            "wanted": "a listed value; nearest: meeting",
            "nearest": "meeting",
        }
    ]


def test_ten_thousand_faults_are_counted_and_a_hundred_shown(tmp_path: Path) -> None:
    write(tmp_path, events="date,title,kind\n" + "".join(f"2025,a,kind{n}\n" for n in range(10_000)))
    shown, every = run("check", tmp_path), run("check", tmp_path, "--json")

    assert "... and 9900 more faults" in shown.stdout.splitlines()
    assert "10,000 faults" in shown.stdout.splitlines()[-1]
    assert sum(", kind: want" in line for line in shown.stdout.splitlines()) == 100
    assert len(json.loads(every.stdout)["faults"]) == 10_000


def test_warnings_do_not_fail_a_check(tmp_path: Path) -> None:
    said = run("check", write(tmp_path, events="date,title\n2025,a\n"))

    assert said.exit_code == 0
    assert said.stdout.startswith("warning: events.csv, row 2, sources: want a source for this event")


@pytest.mark.parametrize("name", ["mine.csv", "Mine.CSV"])
def test_a_single_file_is_checked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Date,Title\n31/12/2025,a\n", encoding="utf-8")
    said = run("check", tmp_path / name)

    assert said.exit_code == 0
    assert "1 event, 0 faults, 1 warning" in said.stdout


@pytest.mark.parametrize(("order", "day"), [("--day-first", "2025-04-03"), ("--month-first", "2025-03-04")])
@pytest.mark.parametrize("name", ["mine.csv", "mine.xlsx"])
def test_what_the_order_of_day_and_month_is_can_be_answered(
    tmp_path: Path, name: str, order: str, day: str
) -> None:
    (tmp_path / name).write_bytes(two_readings(name))
    checked = run("check", tmp_path / name, order)
    converted = run("convert", tmp_path / name, tmp_path / "out.json", order)

    assert (checked.exit_code, converted.exit_code) == (0, 0)
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["events"][0]["date"] == day


@pytest.mark.parametrize("command", ["check", "convert"])
def test_a_date_of_two_readings_is_asked_about_with_the_way_to_answer(tmp_path: Path, command: str) -> None:
    (tmp_path / "mine.csv").write_bytes(two_readings("mine.csv"))
    said = run(command, tmp_path / "mine.csv", *([tmp_path / "out.json"] if command == "convert" else []))

    assert said.exit_code == 1
    assert "2025-04-03 or 2025-03-04: which of them is meant?" in said.output
    assert "--day-first or --month-first says which" in said.stderr


@pytest.mark.parametrize("header", ["date,title", "Date,Title"])
def test_warnings_name_the_file_that_was_given(tmp_path: Path, header: str) -> None:
    (tmp_path / "mine.csv").write_text(f"{header}\n2025-12-31,a\n2025-12-31,a\n", encoding="utf-8")
    said = run("check", tmp_path / "mine.csv").stdout.splitlines()

    warnings = [line for line in said if line.startswith("warning: ")]
    assert [line.partition(", ")[0] for line in warnings] == ["warning: mine.csv"] * 3


@pytest.mark.parametrize(("status", "code"), [("held", 0), ("hold", 1)])
def test_a_file_in_our_columns_may_have_any_name(tmp_path: Path, status: str, code: int) -> None:
    (tmp_path / "mine.csv").write_text(f"date,title,status\n2025,a,{status}\n", encoding="utf-8")
    said = run("check", tmp_path / "mine.csv")

    assert (said.exit_code, said.exception is None or isinstance(said.exception, SystemExit)) == (code, True)
    assert f"1 event, {code} fault" in said.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_the_record_that_ships_goes_out_and_comes_back(tmp_path: Path, name: str) -> None:
    out = run("convert", SHIPPED, tmp_path / "out", "--to", name)
    back = run("convert", tmp_path / "out", tmp_path / "back", "--from", name, "--to", "folder")

    assert (out.exit_code, back.exit_code) == (0, 0)
    assert len(read(tmp_path / "back").events)


def test_what_a_format_cannot_hold_is_counted_and_named(tmp_path: Path) -> None:
    said = run("convert", SHIPPED, tmp_path / "a.ics")

    assert f"not in {tmp_path / 'a.ics'}: 31 × statements.csv: rows" in said.stderr.splitlines()
    assert (
        f"not in {tmp_path / 'a.ics'}: 1 × events whose day is not known, left out"
        in said.stderr.splitlines()
    )


def test_a_faulty_record_is_not_converted(tmp_path: Path) -> None:
    write(tmp_path / "in", events="date,title\n2025-13,a\n")
    said = run("convert", tmp_path / "in", tmp_path / "out.json")

    assert said.exit_code == 1
    assert "events.csv, row 2, date: want" in said.stderr
    assert not (tmp_path / "out.json").exists()


def test_an_older_file_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")

    assert run("convert", SHIPPED, tmp_path / "a.json").exit_code == 2
    assert (tmp_path / "a.json").read_text() == "old"
    assert run("convert", SHIPPED, tmp_path / "a.json", "--overwrite").exit_code == 0
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["events"]) == 9


def test_an_export_is_what_the_link_shows(tmp_path: Path) -> None:
    said = run("export", SHIPPED, "json", "--select", "dates=2025&topic=peace-trust")
    record = json.loads(said.stdout)

    assert said.exit_code == 0
    assert [event["id"] for event in record["events"]] == ["call-2025-12-03", "forum-2025-12-12"]
    assert {one["event"] for one in record["statements"]} == {"call-2025-12-03", "forum-2025-12-12"}


def test_an_export_into_a_folder_is_a_dataset(tmp_path: Path) -> None:
    said = run("export", SHIPPED, "folder", "--select", "kind=meeting", "--out", tmp_path / "part")

    assert said.exit_code == 0
    assert list(read(tmp_path / "part").events["id"]) == ["awaza-2025-08"]


@pytest.mark.parametrize("select", ["", "dates=2025&topic=peace-trust"])
def test_an_export_of_what_was_built_is_that_of_the_folder(
    tmp_path: Path, select: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is asked of a few at a time, so that no question is long.
    monkeypatch.setattr("timeline.store.BATCH", 2)
    asked: list[int] = []
    said = Store.said

    def counted(store: Store, ids: Collection[str]) -> Mapping[str, Sequence[Row]]:
        asked.append(len(ids))
        return said(store, ids)

    monkeypatch.setattr(Store, "said", counted)
    run("build", SHIPPED, tmp_path / "record.parquet")
    whole, built = (
        json.loads(run("export", place, "json", "--select", select).stdout)
        for place in (SHIPPED, tmp_path / "record.parquet")
    )

    # Rows of the short tables and of the events come in their order; those that are asked for by name do not.
    for table in ("statements", "sources"):
        assert sorted(built[table], key=str) == sorted(whole[table], key=str) != []
    assert {**built, "statements": [], "sources": []} == {**whole, "statements": [], "sources": []}
    assert sum(asked) == len(whole["events"])
    assert max(asked) == 2


def test_a_check_of_what_was_built_says_what_it_is_and_looks_at_its_files(tmp_path: Path) -> None:
    target = tmp_path / "record.parquet"
    run("build", SHIPPED, target)
    whole = run("check", target)
    next(target.glob("*/ids.parquet")).write_bytes(b"")
    broken = run("check", target)

    said = "the rows were checked when this was built; now its files are compared with what was written then"
    assert (whole.exit_code, whole.stdout) == (0, f"{said}\n{target}: 9 events, 0 faults, 0 warnings\n")
    assert broken.exit_code == 1
    assert broken.stdout.startswith("ids.parquet: want the whole file")


@pytest.mark.parametrize("name", built.FILES)
def test_a_check_of_what_was_built_finds_a_single_letter_that_changed(tmp_path: Path, name: str) -> None:
    target = tmp_path / "record.parquet"
    run("build", SHIPPED, target)
    file = next(target.glob(f"*/{name}"))
    # Anywhere in the first value of a table; a letter of a title in the other file.
    found = bytearray(file.read_bytes())
    at = found.index(b"Somalia") if file.suffix == ".json" else 4
    found[at] ^= 1
    file.write_bytes(found)

    said = run("check", target)

    assert said.exit_code == 1
    assert f"{name}: want " in said.stdout


def test_the_schemas_are_printed() -> None:
    said = json.loads(run("schema").stdout)

    assert set(said["tableSchemas"]) == {
        f"{n}.csv" for n in ("events", "statements", "topics", "places", "sources")
    }
    assert said["jsonSchema"]["required"] == ["events"]


def test_candidates_become_a_dataset(tmp_path: Path) -> None:
    cells = [""] * 61
    # An invented report: Turkmenistan visits Somalia.
    cells[0], cells[1], cells[7], cells[17] = "1", "20250805", "TKM", "SOM"
    cells[26], cells[28], cells[60] = "042", "04", "https://a.example/1"
    (tmp_path / "a.export.CSV").write_text("\t".join(cells) + "\n")
    said = run(
        "import", "gdelt", tmp_path / "a.export.CSV", "--parties", "TKM,SOM", "--out", tmp_path / "out"
    )

    assert said.exit_code == 0
    assert ": 1 candidate. Read" in said.stdout
    assert list(read(tmp_path / "out").events["kind"]) == ["visit"]


def test_help_names_every_format_that_is_read_or_written() -> None:
    known = list(conversion.FORMATS)
    written = [name for name in known if conversion.FORMATS[name].writer or name == conversion.FOLDER]
    convert, export = (
        "".join(run(name, "--help").stdout.replace("│", "").split()) for name in ("convert", "export")
    )

    assert f"notsay:{','.join(known[:-1])}or{known[-1]}." in convert
    assert f"notsay:{','.join(written[:-1])}or{written[-1]}." in convert
    assert f"write:{','.join(written[:-1])}or{written[-1]};" in export


@pytest.mark.parametrize("words", [("check", SHIPPED), ("export", SHIPPED, "ics"), ("schema",)])
def test_an_answer_that_could_not_be_written_is_no_fault_of_the_data(words: Sequence[object]) -> None:
    command = [sys.executable, "-c", "from timeline.cli import main; main()", *map(str, words)]
    within = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command, env=within, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith("No space left on device")
    assert "Traceback" not in ended.stderr
