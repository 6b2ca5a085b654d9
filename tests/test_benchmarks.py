"""What the benchmarks make of their figures; the figures themselves need a browser and time."""

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error
from streamlit.testing.v1 import AppTest

from benchmarks import __main__ as command
from benchmarks import answers, clicks, loads, records, views, vis
from benchmarks.line import AFTERNOON, Traffic
from benchmarks.records import Record
from benchmarks.report import Alone, Ratio, Row, Unmeasured, as_json, table
from benchmarks.shift import how_far
from benchmarks.visits import in_turns
from running.servers import ROOT, serving
from timeline.language import language
from timeline.origin import origin
from timeline.view import View

# One slow moment slowed both of the second pair.
PAIRS = [(100.0, 1000.0), (900.0, 3000.0), (200.0, 1000.0)]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record made as the large one is."""
    return records.large(400, tmp_path_factory.mktemp("build"))


class Session:
    """A browser's debugger that says what the test says."""

    def __init__(self) -> None:
        self.heard: dict[str, Callable[[dict[str, Any]], None]] = {}

    def send(self, method: str) -> None:
        pass

    def on(self, name: str, heard: Callable[[dict[str, Any]], None]) -> None:
        self.heard[name.removeprefix("Network.")] = heard


def test_a_ratio_is_the_median_of_the_pairs_ratios() -> None:
    row = Ratio("load", PAIRS, "empty app")

    assert (row.ours, row.baseline, row.ratio) == (200.0, 1000.0, 0.2)


@pytest.mark.parametrize(
    ("row", "missed", "verdict"),
    [
        (Ratio("load", PAIRS, "empty app", 0.2), False, "ok"),
        (Ratio("load", PAIRS, "empty app", 0.19), True, "over"),
        (Ratio("load", PAIRS, "empty app"), False, ""),
        (Ratio("rate", PAIRS, "Datasette", 0.2, "/s", at_least=True), False, "ok"),
        (Ratio("rate", PAIRS, "Datasette", 2.0, "/s", at_least=True), True, "under"),
        (Alone("shift", [0.01, 0.02, 0.049], 0.05, judged=max), False, "ok"),
        (Alone("shift", [0.01, 0.02, 0.05], 0.05, judged=max), True, "over"),
        (Alone("wait", [100, 200, 1600], 1500, "ms"), False, "ok"),
        (Alone("wait", [100, 1600, 1600], 1500, "ms"), True, "over"),
        (Unmeasured("load", "npm could not be asked"), True, "not measured"),
    ],
)
def test_a_row_says_whether_its_limit_is_kept(row: Row, missed: bool, verdict: str) -> None:
    assert (row.missed, row.cells[-1], row.record["missed"]) == (missed, verdict, missed)


def test_the_table_names_what_stands_beside_and_the_limit() -> None:
    rows: list[Row] = [Ratio("load", PAIRS, "empty app", 0.2), Alone("shift", [0.0123], 0.05)]

    assert table(rows).splitlines()[:3] == [
        "measure    ours  beside it           ratio    limit",
        "load     200 ms  1,000 ms empty app   0.20   ≤ 0.20  ok",
        "shift     0.012                             < 0.050  ok",
    ]


def test_json_keeps_every_pair() -> None:
    (record,) = json.loads(as_json([Ratio("load", PAIRS, "empty app", 0.2)]))

    assert record["pairs"] == [list(pair) for pair in PAIRS]


@pytest.mark.parametrize(
    ("failure", "words"),
    [(TimeoutError(), "waited for too long"), (Error("which parts changed: true,false\n at"), "which parts")],
)
def test_a_part_that_is_given_up_costs_no_other_its_row(
    failure: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given_up(_: int) -> list[Row]:
        raise failure

    load = Ratio("load", PAIRS, "empty app", 0.2)
    monkeypatch.setattr(command, "PARTS", {"clicks": given_up, "cold": lambda pairs: [load]})

    missed, measured = command.measured(["clicks", "cold"], 5)

    assert (missed.cells[0], missed.missed, measured) == ("clicks", True, load)
    assert missed.cells[2].startswith(words)


@pytest.mark.parametrize(("limit", "status"), [(0.2, 0), (0.19, 1)])
def test_the_command_fails_when_a_limit_is_missed(
    limit: float, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Ratio("load", PAIRS, "empty app", limit), Ratio("other", PAIRS, "empty app", 0.5)]
    monkeypatch.setattr(command, "PARTS", {"cold": lambda pairs: rows})

    assert command.main(["--only", "cold"]) == status
    assert "other" in capsys.readouterr().out


def test_fewer_than_five_pairs_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--pairs", "4"])

    assert "want at least 5 pairs for a median (got 4)" in capsys.readouterr().err


def test_who_is_first_changes_from_turn_to_turn() -> None:
    order: list[str] = []

    def measure(name: str) -> Callable[[], str]:
        def measured() -> str:
            order.append(name)
            return name

        return measured

    assert list(in_turns(2, measure("a"), measure("b"))) == [["a", "b"], ["a", "b"]]
    assert order == ["a", "b", "b", "a"]


def test_traffic_counts_answers_and_frames_as_they_were_sent() -> None:
    session = Session()
    traffic = Traffic(session)  # type: ignore[arg-type]

    session.heard["requestWillBeSent"]({"requestId": "1"})
    session.heard["webSocketFrameReceived"]({"response": {"opcode": 2, "payloadData": "AAAA"}})
    session.heard["webSocketFrameReceived"]({"response": {"opcode": 1, "payloadData": "é"}})
    assert traffic.waiting == {"1"}
    session.heard["loadingFinished"]({"requestId": "1", "encodedDataLength": 100})

    assert (traffic.bytes, traffic.waiting) == (105, set())


def test_every_jump_counts() -> None:
    assert how_far([{"value": 0.25}, {"value": 0.5}]) == 0.75


def test_the_static_page_holds_days_and_spans_and_no_foreign_markup() -> None:
    day = {"id": "a", "title_en": "One & <two>", "earliest": "2025-12-03", "latest": "2025-12-03"}
    month = {"id": "b", "title_en": "Three", "earliest": "2025-08-01", "latest": "2025-08-31"}

    page = vis.page([day, month])

    assert '{"id": "a", "content": "One &amp; &lt;two&gt;", "start": "2025-12-03"}' in page
    assert '"start": "2025-08-01", "end": "2025-08-31"}' in page


def test_without_npm_the_static_page_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(package: str) -> dict[str, bytes]:
        raise OSError(f"npm could not fetch {package}")

    monkeypatch.setattr(vis, "packed_files", unreachable)

    with pytest.raises(vis.NotFetched, match="npm could not fetch vis-timeline"), vis.static_page(""):
        pass


def test_the_large_record_is_made_once(record: Record) -> None:
    folder = record.files.parent.parent
    before = (record.served / "built.json").stat().st_mtime_ns

    assert records.large(400, folder) == record
    assert (record.served / "built.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("change", ["spoilt", "made otherwise"])
def test_a_large_record_of_before_is_replaced(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = records.large(20, tmp_path)
    if change == "spoilt":
        (first.served / "built.json").unlink()
    else:
        monkeypatch.setattr(records, "_makers", lambda: "other")

    second = records.large(20, tmp_path)

    assert origin(str(second.served)).opened().total == 20
    assert list(tmp_path.iterdir()) == [second.files.parent]


def test_a_server_shows_the_record_that_it_is_given(record: Record) -> None:
    with serving(ROOT, record.served) as address, urlopen(f"{address}api/v1/events?limit=1") as answer:
        assert json.load(answer)["total"] == record.events


def test_the_afternoon_version_reads_the_same_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(record.files))

    app = AppTest.from_file(AFTERNOON / "script.py").run(timeout=60)

    assert not app.exception
    assert len(app.dataframe[0].value) == record.events


def test_a_scan_has_the_filter_of_the_view(record: Record) -> None:
    for one in (record, records.shipped()):
        store = origin(str(one.served)).opened()
        asked = list(islice(answers.selections(store), 9))
        with answers.bare(one) as base:
            counts = [answers.scan(base, selection) for selection in asked]

        assert counts == [View(store, selection, (), language("en")).count for selection in asked]
        assert len(set(asked)) == len(asked)


def test_answers_are_worked_out_at_each_turn(record: Record) -> None:
    row = answers.beside_a_scan(record, 5, 0.01)

    assert len(row.each) == len(row.pairs) == 5
    assert [sum(one.values()) for one in row.each] == [ours for ours, _ in row.pairs]
    assert row.record["each"].keys() == answers.ANSWERS.keys()


def test_no_two_clicks_on_topics_ask_the_same() -> None:
    chosen: frozenset[int] = frozenset()
    asked = [chosen := chosen ^ {clicks.step(turn)} for turn in range(31)]

    assert len(set(asked)) == 31
    # With all but one of eight topics every event is found, and another one changes nothing.
    assert max(map(len, asked)) <= 5


def test_a_load_that_was_given_up_is_a_lower_bound(record: Record) -> None:
    in_time = [([500.0, 200.0], [1000.0]), ([500.0, 200.0], [2000.0])]
    given_up = [*in_time, ([500.0, 200.0], [loads.PATIENCE_MS])]

    drawn, painted = loads.beside_the_afternoon(record, in_time, 0.2)
    bound, _ = loads.beside_the_afternoon(record, given_up, 0.2)

    assert (drawn.cells[2], drawn.cells[3], painted.cells[3]) == ("1,500 ms afternoon", "0.38", "0.15")
    assert bound.cells[2] == "2,000 ms afternoon, at least"


def test_every_question_is_asked_at_each_turn_and_the_process_says_its_memory(record: Record) -> None:
    # What this process holds is none of that one's.
    held = bytearray(b"1") * (600 * 2**20)
    took, memory = views.measured(record, 2)
    del held

    assert {name: len(times) for name, times in took.each.items()} == dict.fromkeys(views.ASKED, 2)
    assert (took.limit, len(took.values)) == (1000, 2 * len(views.ASKED))
    assert 50 < memory.ours < 600
    assert max(took.values) >= took.ours >= min(took.values) > 0


def test_ten_million_events_are_made_only_for_who_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def measured(parts: list[str], _: int) -> list[Row]:
        asked.extend(parts)
        return []

    monkeypatch.setattr(command, "measured", measured)

    command.main([])

    assert asked == [part for part in command.PARTS if part != "views-huge"]
