"""The timeline and its axis, as the figure that Plotly is given."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.datasets import FOCUS, shipped, store
from tests.views import view
from timeline.charts import axis, look, overview, timeline
from timeline.charts.canvas import Figure
from timeline.language import ENDONYMS, language
from timeline.selection import Selection
from timeline.vocabulary import KINDS

WINDOW = (date(2025, 8, 1), date(2025, 12, 31))
RLI, PDI = "\u2067", "\u2069"
HOSTILE = '<b onclick="x">Tom & Jerry</b>'


@pytest.fixture
def events() -> pd.DataFrame:
    return shipped().events(Selection(dates="2025-08/2025-12"))


def drawn(events: pd.DataFrame, lang: str = "en", selected: str = "") -> Figure:
    return timeline.figure(events, WINDOW, language(lang), "light", selected)


def chart_of(folder: Path, rows: str, window: tuple[date, date] = WINDOW, lang: str = "en") -> Figure:
    """The timeline of ``date,title,kind,status,role`` rows."""
    found = store(folder, events=f"date,title,kind,status,role\n{rows}")
    return timeline.figure(found.events(Selection()), window, language(lang), "light", "")


def seen(figure: Figure) -> list[Figure]:
    """The traces of bars that are no unseen hit areas, and of symbols."""
    return [
        trace for trace in figure["data"] if "customdata" in trace and trace["marker"].get("color") != CLEAR
    ]


CLEAR = "rgba(0,0,0,0)"


def bar(figure: Figure, id: str) -> dict[str, Any]:
    """What the bar of an event is: its first and last moment, its row, its hatching."""
    trace = seen(figure)[1]
    at = trace["customdata"].index(id)
    start = datetime.fromisoformat(trace["base"][at])
    pattern = trace["marker"]["pattern"]["shape"][at]
    end = start + timedelta(milliseconds=trace["x"][at])
    return {"start": start, "end": end, "y": trace["y"][at], "pattern": pattern}


def marks(figure: Figure) -> dict[str, tuple[str, str, float]]:
    """For each day event its symbol, moment and row."""
    trace = seen(figure)[3]
    symbols = zip(trace["marker"]["symbol"], trace["x"], trace["y"], strict=True)
    return dict(zip(trace["customdata"], symbols, strict=True))


def texts(figure: Figure) -> Iterator[str]:
    """Every text that the figure shows."""
    yield from (note["text"] for note in figure["layout"]["annotations"])
    yield from figure["layout"]["xaxis"]["ticktext"]
    for trace in figure["data"]:
        yield from trace.get("hovertext", [])
        yield from trace.get("text", [])


# The timeline


def test_a_month_is_a_hatched_bar_from_its_first_to_its_last_day(events: pd.DataFrame) -> None:
    found = bar(drawn(events), "awaza-2025-08")

    assert abs(found["start"] - datetime(2025, 8, 1)) < timedelta(days=1)
    assert abs(found["end"] - datetime(2025, 9, 1)) < timedelta(days=1)
    assert found["pattern"] == "/"


def test_a_stretch_of_known_days_is_a_solid_bar(events: pd.DataFrame) -> None:
    found = bar(drawn(events), "lldc3-2025")

    assert (found["start"], found["end"]) == (datetime(2025, 8, 5), datetime(2025, 8, 9))
    assert found["pattern"] == ""


def test_no_symbol_lies_on_a_bar(events: pd.DataFrame) -> None:
    figure = drawn(events)
    rows = {bar(figure, id)["y"] for id in ("awaza-2025-08", "lldc3-2025")}
    symbols = seen(figure)[4]

    assert set(marks(figure)) == {"call-2025-12-03", "forum-2025-12-12"}
    assert symbols["customdata"][:2] == ["lldc3-2025", "awaza-2025-08"]
    assert not rows & set(symbols["y"])


def test_a_day_is_the_symbol_of_its_kind_at_its_noon(events: pd.DataFrame) -> None:
    found = {id: mark[:2] for id, mark in marks(drawn(events)).items()}

    assert found == {
        "call-2025-12-03": ("circle", "2025-12-03 12:00:00"),
        "forum-2025-12-12": ("hexagon", "2025-12-12 12:00:00"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_symbol_of_its_own_hollow_until_held(tmp_path: Path, kind: str) -> None:
    statuses = ["held", "", "planned", "postponed", "cancelled"]
    rows = "".join(f"2025-09-{at:02},T,{kind},{status},contact\n" for at, status in enumerate(statuses, 1))
    symbols = [symbol for symbol, _, _ in marks(chart_of(tmp_path, rows)).values()]
    filled = look.MARKS[kind].symbol

    assert symbols == [filled, filled, f"{filled}-open", f"{filled}-open", f"{filled}-open"]
    assert [other for other in KINDS if look.MARKS[other].symbol == filled] == [kind]


def test_contacts_stand_above_their_context(events: pd.DataFrame) -> None:
    figure = drawn(events)
    found = marks(figure)

    assert found["call-2025-12-03"][2] > found["forum-2025-12-12"][2]
    assert bar(figure, "awaza-2025-08")["y"] > bar(figure, "lldc3-2025")["y"]


@pytest.mark.parametrize(
    ("selected", "bars", "days"),
    [("", [], []), ("awaza-2025-08", ["awaza-2025-08"], []), ("call-2025-12-03", [], ["call-2025-12-03"])],
)
def test_only_the_selected_event_has_a_ring(
    events: pd.DataFrame, selected: str, bars: list[str], days: list[str]
) -> None:
    figure = drawn(events, selected=selected)

    assert (seen(figure)[0]["customdata"], seen(figure)[2]["customdata"]) == (bars, days)


def test_a_click_on_anything_of_an_event_names_it(events: pd.DataFrame) -> None:
    figure = drawn(events, selected="awaza-2025-08")
    labelled = figure["data"][0]["customdata"]

    assert sorted(labelled) == sorted(FOCUS)
    assert {id for trace in seen(figure) for id in trace["customdata"]} == set(FOCUS)
    for trace in [*seen(figure), figure["data"][0]]:
        assert len(trace["customdata"]) == len(trace["hovertext"]) <= len(trace["y"])


def test_the_last_trace_numbers_the_events_as_the_list_does(events: pd.DataFrame) -> None:
    numbered = drawn(events)["data"][-1]
    numbers = dict(zip(numbered["text"], numbered["x"], strict=True))

    assert set(numbers) == {"1", "2", "3", "4", "<b>Contacts</b>", "<b>Context</b>"}
    assert (numbers["3"], numbers["4"]) == ("2025-12-03 12:00:00", "2025-12-12 12:00:00")
    assert "customdata" not in numbered


@pytest.mark.parametrize(
    ("selection", "id"),
    [
        ({"points": [{"customdata": "one"}]}, "one"),
        ({"points": [{"customdata": ["one"]}]}, "one"),
        ({"points": [{"x": 1}, {"customdata": "two"}]}, "two"),
        ({"points": [{"x": 1}]}, ""),
        ({"points": [{"customdata": []}]}, ""),
        ({"points": []}, ""),
        ({}, ""),
    ],
)
def test_a_click_chooses_the_event_that_it_hit(selection: dict[str, Any], id: str) -> None:
    assert timeline.chosen_event(selection) == id


def test_time_runs_from_right_to_left_in_arabic(events: pd.DataFrame) -> None:
    english, arabic = (drawn(events, tag)["layout"]["xaxis"] for tag in ("en", "ar"))

    assert english["range"] == arabic["range"][::-1] == sorted(english["range"])
    assert english["tickvals"] == arabic["tickvals"]


def test_every_line_is_isolated_in_arabic(events: pd.DataFrame) -> None:
    lines = [line for text in texts(drawn(events, "ar", "awaza-2025-08")) for line in text.split("<br>")]
    loose = [line for line in lines if not (line.startswith(RLI) and line.endswith(PDI))]

    assert [line for line in loose if not line.isdigit()] == []
    assert not any(RLI in text for text in texts(drawn(events, "en")))


@pytest.mark.parametrize("lang", ENDONYMS)
def test_text_of_the_data_is_no_markup(tmp_path: Path, lang: str) -> None:
    cell = HOSTILE.replace('"', '""')
    rows = f'2025-08,"{cell}",meeting,held,contact\n2025-09-01,"{cell}",visit,held,context\n'
    figure = chart_of(tmp_path, rows, lang=lang)
    words = [text for text in texts(figure) if "Jerry" in text]

    assert len(words) == 7
    assert all('&lt;b onclick="x"&gt;Tom &amp; Jerry&lt;/b&gt;' in text for text in words)


def test_a_label_says_date_precision_and_title(events: pd.DataFrame) -> None:
    label = next(text for text in texts(drawn(events)) if "Deputy" in text and "<span" in text)
    words = label.replace("<br>", "\n").split("\n")

    assert "August 2025 — day not reported" in words[0]
    assert "Deputy foreign ministers" in words[1]


@pytest.mark.parametrize(
    ("window", "rows"),
    [
        ((date.min, date.min), "0001-01-01,A,,,\n"),
        ((date.min, date(1, 12, 31)), "0001,A,,,\n../0001,B,,,\n"),
        ((date.max, date.max), "9999-12-31,A,,,\n9999/..,B,,,\n"),
        ((date.min, date.max), "0001,A,,,\n9999,B,,,\n2025-08-05/..,C,,,\n../2025,D,,,\n"),
        ((date(2025, 8, 5), date(2025, 8, 5)), "2025-08-05,A,,,\n2025-08,B,,,\n2025-08-05/2025-08-08,C,,,\n"),
        ((date(2025, 8, 1), date(2025, 8, 31)), "2025-08/..,A,,,\n../2025-08,B,,,\n2025-01-01/..,C,,,\n"),
        (WINDOW, ""),
    ],
)
@pytest.mark.parametrize("lang", ENDONYMS)
def test_any_window_and_any_date_is_drawn(
    tmp_path: Path, window: tuple[date, date], rows: str, lang: str
) -> None:
    figure = chart_of(tmp_path, rows, window, lang)
    record = store(tmp_path, events=f"date,title\n{rows.replace(',,,', '')}")
    events = record.events(Selection())
    strip = overview.figure(events, record.extent(), window, language(lang), "dark")

    assert {id for trace in seen(figure) for id in trace["customdata"]} == set(events["id"])
    assert len(strip["data"][0]["x"]) == len(events)


def test_an_open_end_reaches_the_edge_of_the_window(tmp_path: Path) -> None:
    figure = chart_of(tmp_path, "2025-10-01/..,A,,,\n../2025-10-01,B,,,\n")
    after, before = bar(figure, "2025-10-01-a"), bar(figure, "2025-10-01-b")

    assert (after["start"], after["end"]) == (datetime(2025, 10, 1), datetime(2026, 1, 1))
    assert (before["start"], before["end"]) == (datetime(2025, 8, 1), datetime(2025, 10, 2))
    assert after["pattern"] == before["pattern"] == "/"


def test_a_stretch_too_short_to_see_keeps_a_width(tmp_path: Path) -> None:
    figure = chart_of(tmp_path, "2025-08-05/2025-08-06,A,,,\n", (date(1900, 1, 1), date(2100, 1, 1)))
    found = bar(figure, "2025-08-05-2025-08-06-a")
    middle = found["start"] + (found["end"] - found["start"]) / 2

    assert found["end"] - found["start"] > timedelta(days=300)
    assert abs(middle - datetime(2025, 8, 6)) < timedelta(minutes=1)


def test_a_figure_has_room_for_all_of_its_rows(tmp_path: Path) -> None:
    figure = chart_of(tmp_path, "2025-10-05,A,,,contact\n" * 12)
    height = figure["layout"]["yaxis"]["range"][1]

    assert len({y for _, _, y in marks(figure).values()}) == 12
    assert max(y for _, _, y in marks(figure).values()) < height == figure["layout"]["height"] - 40


# The axis


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize("first", [date(1, 1, 1), date(1990, 12, 31), date(2025, 8, 5)])
@pytest.mark.parametrize(
    "days",
    [1, 2, 3, 13, 14, 15, 28, 45, 46, 60, 153, 365, 366, 800, 3000, 10_000, 50_000, 500_000, 2_900_000],
)
def test_marks_of_the_axis_are_few_and_inside_the_window(first: date, days: int, lang: str) -> None:
    last = first + timedelta(days=days - 1)
    found = [day for day, _ in axis.ticks(first, last, language(lang))]

    assert found == sorted(set(found))
    assert 1 <= len(found) <= 15
    assert first <= found[0]
    assert found[-1] <= last


@pytest.mark.parametrize(
    ("first", "last", "marks"),
    [
        (date(2025, 8, 15), date(2025, 8, 17), ["15 Aug<br>2025", "16", "17"]),
        (date(2025, 8, 31), date(2025, 9, 2), ["31 Aug<br>2025", "1 Sept", "2 Sept"]),
        (date(2025, 10, 15), date(2026, 1, 31), ["Nov<br>2025", "Dec", "Jan<br>2026"]),
        (date(2020, 3, 1), date(2024, 3, 1), ["2021", "2022", "2023", ""]),
        (date(900, 1, 1), date(1250, 1, 1), ["0900", "0950", "1000", "1050", "1100", "1150", "1200", ""]),
    ],
)
def test_marks_of_the_axis_name_the_year_once(first: date, last: date, marks: list[str]) -> None:
    found = [label for _, label in axis.ticks(first, last, language("en"))]

    assert found == marks


@pytest.mark.parametrize(
    "dates", ["../..", "2025-08/2025-12", "2025-11/2025-12", "2025-12-01/2026-01-12", "2025-12-03"]
)
def test_a_phone_has_room_for_the_ring_of_the_first_and_the_last_day(dates: str) -> None:
    asked = view(dates=dates)
    (first, last), (opens, closes) = asked.window, asked.stage
    per_day = 358 / ((closes - opens).days + 1)

    # A ring of 28 pixels stands in the middle of its day.
    assert ((first - opens).days + 0.5) * per_day >= 14
    assert ((closes - last).days + 0.5) * per_day >= 14


@pytest.mark.parametrize("lang", ENDONYMS)
def test_the_symbol_of_a_stretch_is_over_its_bar(lang: str) -> None:
    # Alone in thirty years, the meeting has its label before it: the symbol's place is its time.
    record = shipped()
    found = record.events(Selection(q="Mursal"))
    figure = timeline.figure(found, (date(1995, 1, 1), date(2025, 12, 31)), language(lang), "light", "")

    glyphs = next(trace for trace in figure["data"] if trace.get("marker", {}).get("size") == [13, 0])
    at = datetime.fromisoformat(glyphs["x"][0])
    assert abs(at - bar(figure, "awaza-2025-08")["start"]) < timedelta(days=200)


def test_nothing_fades_while_a_drag_is_drawn(events: pd.DataFrame, lang: str) -> None:
    for trace in drawn(events, lang)["data"]:
        assert trace["unselected"]["marker"]["opacity"] == 1
        if "text" in trace.get("mode", ""):
            assert trace["selected"]["textfont"]["color"] == trace["textfont"]["color"]
