"""The strip of the whole record, as the figure that Plotly is given."""

from datetime import date, timedelta
from pathlib import Path

from tests.datasets import shipped, store
from timeline.charts import overview
from timeline.charts.canvas import DAY, Figure
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store

WINDOW = (date(2025, 8, 1), date(2025, 12, 31))


def figure(record: Store, window: tuple[date, date], lang: str = "en") -> Figure:
    return overview.figure(record.events(Selection()), record.extent(), window, language(lang), "light")


def strip(lang: str = "en") -> Figure:
    return figure(shipped(), WINDOW, lang)


def test_the_strip_shows_every_event_with_contacts_above() -> None:
    dots = strip()["data"][0]
    roles = shipped().events(Selection())["role"]

    assert dots["y"] == [6 if role == "contact" else -6 for role in roles]
    assert dots["x"][4:6] == ["2024-08-27 12:00:00", "2025-08-16 12:00:00"]
    assert len(set(dots["x"])) == len(roles)


def test_the_strip_and_the_timeline_agree_on_what_is_a_contact(tmp_path: Path) -> None:
    record = store(tmp_path, events="date,title\n2025,A\n")

    assert figure(record, WINDOW)["data"][0]["y"] == [6]


def test_a_drag_across_the_strip_chooses_days_of_its_window() -> None:
    layout = strip()["layout"]
    window = layout["shapes"][1]

    assert abs(date.fromisoformat(window["x0"][:10]) - WINDOW[0]) < timedelta(days=60)
    assert abs(date.fromisoformat(window["x1"][:10]) - WINDOW[1]) < timedelta(days=60)
    assert (layout["dragmode"], layout["selectdirection"]) == ("select", "h")


def test_the_strip_runs_from_right_to_left_in_arabic() -> None:
    english, arabic = (strip(tag)["layout"]["xaxis"]["range"] for tag in ("en", "ar"))

    assert english == arabic[::-1] == sorted(english)


def test_the_strip_names_the_year_of_its_latest_events() -> None:
    assert strip()["layout"]["xaxis"]["ticktext"][-1] == "2025"


def test_a_day_is_as_long_as_plotly_counts_it() -> None:
    assert timedelta(milliseconds=DAY) == timedelta(days=1)
