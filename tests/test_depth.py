"""Few events may still lie on each other: then they are counted, and no timeline is several screens high."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.datasets import shipped, store
from tests.pages import Open, text
from timeline.charts import timeline as chart
from timeline.density import deepest
from timeline.html.answer import legend
from timeline.language import language
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store
from timeline.view import DEEP, View
from timeline.web.briefing import briefing
from timeline.web.first_paint import first_paint

NOTE = "Too many events to draw one by one."
# Pixels; where each is drawn, 280 events of a year take 1,632, and 200 of a day 5,324.
SCREEN = 1_400


def lying(*stretches: tuple[str, str]) -> pd.DataFrame:
    """Events that lie so; ``""`` is an open end."""
    ends = [[pd.Timestamp(day) if day else pd.NaT for day in one] for one in stretches]
    return pd.DataFrame(ends, columns=["earliest", "latest"], dtype="datetime64[ms]")


def of(record: Store, tag: str = "en") -> View:
    return View(record, Selection(dates=EVERYTHING), (), language(tag))


def dated(folder: Path, *days: str) -> Store:
    """A record of events on these days, or in these months."""
    return store(
        folder, events="date,title\n" + "".join(f"{day},Talks number {at}\n" for at, day in enumerate(days))
    )


@pytest.mark.parametrize(
    ("stretches", "shortest", "deep"),
    [
        ([], 1, 0),
        ([("2025-01-01", "2025-01-01")], 1, 1),
        ([("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28")], 1, 1),
        ([("2025-01-01", "2025-02-01"), ("2025-02-01", "2025-02-28")], 1, 2),
        ([("2025-01-01", "2025-01-01"), ("2025-01-04", "2025-01-04")], 1, 1),
        ([("2025-01-01", "2025-01-01"), ("2025-01-04", "2025-01-04")], 4, 2),
        ([("2025-01-01", "2025-01-01"), ("2025-01-05", "2025-01-05")], 4, 1),
        ([("0900-01-01", "0900-01-01"), ("0900-01-01", "9999-12-31")], 1, 2),
        ([("2025-01-01", "2025-12-31"), ("2025-02-01", "2025-02-01"), ("2025-03-01", "2025-03-01")], 1, 2),
        ([("", "2025-01-01"), ("2025-01-01", ""), ("", ""), ("2024-01-01", "2024-01-01")], 1, 3),
    ],
)
def test_events_that_lie_at_one_moment_are_counted(
    stretches: list[tuple[str, str]], shortest: float, deep: int
) -> None:
    assert deepest(lying(*stretches), shortest) == deep


@pytest.mark.parametrize("day", ["2025-03", "2025-03-04"])
def test_what_lies_on_each_other_is_counted(tmp_path: Path, day: str) -> None:
    around = ("2025-01-01", "2025-12-31")
    most = of(dated(tmp_path / "most", *around, *[day] * DEEP))
    more = of(dated(tmp_path / "more", *around, *[day] * (DEEP + 1)))
    height = chart.figure(most.events, most.stage, most.language, "light")["layout"]["height"]

    assert (most.are_drawn, more.are_drawn, more.are_few) == (True, False, True)
    assert height < SCREEN


def test_a_year_of_full_months_is_no_higher(tmp_path: Path) -> None:
    now = of(dated(tmp_path, *[f"2025-{month:02}" for month in range(1, 13)] * DEEP))
    height = chart.figure(now.events, now.stage, now.language, "light")["layout"]["height"]

    assert now.are_drawn
    assert height < SCREEN


def test_lanes_stand_over_each_other(tmp_path: Path) -> None:
    def record(name: str, each: int) -> Store:
        days = [(role, f"2025-{month}") for role, month in (("contact", "02"), ("context", "11"))] * each
        rows = "".join(f"{day},Talks number {at},{role}\n" for at, (role, day) in enumerate(days))
        return store(tmp_path / name, events=f"date,title,role\n{rows}")

    assert of(record("most", DEEP // 2)).are_drawn
    assert not of(record("more", DEEP // 2 + 1)).are_drawn


def test_marks_of_days_that_lie_close_are_on_each_other(tmp_path: Path) -> None:
    close = [f"2025-03-{day:02}" for day in range(1, 6)] * (DEEP // 4)

    assert not of(dated(tmp_path / "year", "2025-01-01", "2025-12-31", *close)).are_drawn
    assert of(dated(tmp_path / "week", *close)).are_drawn


def test_events_that_lie_apart_are_drawn(tmp_path: Path) -> None:
    days = [date(2025, month, day).isoformat() for month in range(1, 13) for day in range(1, 28, 2)]
    now = of(dated(tmp_path, *days))

    assert now.count > 4 * DEEP
    assert now.are_drawn
    assert of(shipped()).are_drawn


def test_a_briefing_that_draws_each_event_explains_its_marks(tmp_path: Path) -> None:
    now = of(dated(tmp_path, *["2025-03"] * (DEEP + 1)))
    said = briefing(now, "")

    assert "Day not known" in said
    assert "May lie elsewhere" not in said


@pytest.mark.parametrize(
    ("day", "status", "drawn"),
    [
        ("2025-08-05", "held", []),
        ("2025-08-05", "planned", ["Held", "Planned"]),
        ("2025-08-05", "cancelled", ["Held", "Cancelled"]),
        ("2025-08", "held", ["Day not known"]),
        ("2025-08-05/2025-08-08", "", ["Known range"]),
    ],
)
def test_a_narrow_legend_has_the_signs_that_are_drawn(
    tmp_path: Path, day: str, status: str, drawn: list[str]
) -> None:
    said = legend(of(store(tmp_path, events=f"date,title,status\n{day},A,{status}\n")), is_drawn=True)

    assert re.findall(r"<span><i class=\"(?:dot|stretch)[^>]*></i>([^<]*)", said) == drawn
    assert said.count(" class=opt") == 4 - len(drawn)


@pytest.mark.parametrize(
    ("tag", "statuses", "words"),
    [
        ("en", ("held", "planned"), "Held"),
        ("en", ("held", ""), "Held, or status not stated"),
        ("en", ("", "planned"), "Held, or status not stated"),
        ("ar", ("held", "held"), "عُقد"),
        ("ar", ("", ""), "عُقد، أو لم تُذكر حالته"),
    ],
)
def test_a_filled_mark_is_not_called_held_where_a_status_is_missing(
    tmp_path: Path, tag: str, statuses: tuple[str, str], words: str
) -> None:
    one, two = statuses
    rows = f"date,title,status\n2025-08-05,A,{one}\n2025-08-06,B,{two}\n"
    said = legend(of(store(tmp_path, events=rows), tag), is_drawn=True)

    assert re.findall(r"<i class=\"dot\"[^>]*></i>([^<]*)", said) == [words]


def test_counted_events_are_not_called_held(tmp_path: Path) -> None:
    said = legend(of(dated(tmp_path, *["2025-03"] * (DEEP + 1))), is_drawn=False)

    assert "Held" not in said


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_what_is_counted_is_said_with_and_without_scripts(
    tmp_path: Path, app_at: Open, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = dated(tmp_path, *["2025-03"] * (DEEP + 1))
    monkeypatch.setattr("timeline.record.current", lambda: record)
    words, signs = (language(tag).gettext(one) for one in (NOTE, "May lie elsewhere"))
    said = [text(app_at(lang=tag, dates=EVERYTHING)), first_paint(of(record, tag), "")]

    assert [words in one and signs in one for one in said] == [True, True]
    assert all("Talks number 3" in one for one in said)


def test_a_legend_without_kinds_begins_with_a_sign(tmp_path: Path) -> None:
    bare = of(store(tmp_path, events="date,title\n2025-08-01,A\n"))

    assert not any("sep" in legend(bare, is_drawn=is_drawn) for is_drawn in (True, False))
