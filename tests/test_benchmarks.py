"""What the benchmarks make of their figures; the figures themselves need a browser and time."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import vis
from benchmarks.line import Traffic
from benchmarks.report import Alone, Ratio, Row, Unmeasured, as_json, table
from benchmarks.shift import how_far
from benchmarks.visits import in_turns

# One slow moment slowed both of the second pair.
PAIRS = [(100.0, 1000.0), (900.0, 3000.0), (200.0, 1000.0)]


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
        (Alone("shift", [0.01, 0.02, 0.049], 0.05, worst=True), False, "ok"),
        (Alone("shift", [0.01, 0.02, 0.05], 0.05, worst=True), True, "over"),
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
    monkeypatch.setenv("PATH", "")

    with pytest.raises(vis.NotFetched, match="npm could not fetch vis-timeline"), vis.static_page(""):
        pass
