"""Events that are too many to draw: how they are counted, and that what is sent stays small."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from benchmarks import synthetic
from tests.datasets import store
from timeline import html
from timeline.charts import density as chart
from timeline.charts import overview
from timeline.charts.canvas import Scale
from timeline.charts.columns import counted_lanes
from timeline.charts.density_svg import counted_timeline
from timeline.charts.map import drawn
from timeline.dataset import read
from timeline.formats.csv import to_csv
from timeline.geography.spots import Whereabouts, counted_links, counted_spots
from timeline.html import counted
from timeline.language import language
from timeline.periods import MOST, Calendar, fitting
from timeline.selection import Selection
from timeline.store import BATCH, LISTED, Store
from timeline.view import FEW, View, closed
from timeline.web.api.endpoints import ENDPOINTS, Asked
from timeline.web.api.query import Question
from timeline.web.api.streams import Stream

MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Twenty thousand events at a thousand places: as many columns and circles as of any larger number."""
    return Store(read(synthetic.folder(tmp_path_factory.mktemp("many"), 20_000, places=1_000)))


def view(of: Store, tag: str = "en", **asked: object) -> View:
    return View(of, Selection().with_(**asked), (), language(tag))


@pytest.mark.parametrize(
    ("first", "last", "unit", "years"),
    [
        (date(2025, 1, 1), date(2025, 1, 1), "day", 1),
        (date(2025, 1, 1), date(2025, 5, 1), "day", 1),
        (date(2025, 1, 1), date(2025, 12, 31), "month", 1),
        (date(1995, 1, 1), date(2025, 12, 31), "year", 1),
        (date(1, 1, 1), date(9999, 12, 31), "year", 100),
    ],
)
def test_a_span_is_cut_into_few_enough_periods(first: date, last: date, unit: str, years: int) -> None:
    calendar = fitting(first, last)

    periods = list(calendar.between(first, last))
    assert (calendar.unit, calendar.years) == (unit, years)
    assert len(periods) <= MOST + 1
    assert periods[0].first <= first <= last <= periods[-1].last


def test_a_month_long_event_counts_on_each_of_its_days_as_one_that_may_lie_elsewhere(tmp_path: Path) -> None:
    rows = "A,2025-02,meeting,contact\nB,2025-02-03/2025-02-04,visit,contact\nC,2025-02-03,visit,context\n"
    record = store(tmp_path, events=f"title,date,kind,role\n{rows}")

    by_day = {one.period.text: one for one in record.density(Selection(), Calendar("day"))}
    [month] = record.density(Selection(), Calendar("month"))
    assert len(by_day) == 28
    third = by_day["2025-02-03"]
    assert (third.events, third.vague) == (3, {"contact": 1})
    assert third.sure == {("contact", "visit"): 1, ("context", "visit"): 1}
    assert (by_day["2025-02-28"].sure, by_day["2025-02-28"].vague) == ({}, {"contact": 1})
    assert (month.events, month.vague) == (3, {})


@pytest.mark.parametrize(
    ("dates", "days"), [("2025-02-03", 1), ("2025-02-28", 1), ("2025-02-03/2025-02-04", 2)]
)
def test_an_unknown_day_stays_unknown_however_few_days_are_asked_for(
    tmp_path: Path, dates: str, days: int
) -> None:
    rows = "A,2025-02,contact\nB,../2025-03,contact\nC,2025-01/..,contact\nD,2025-02-02/2025-02-28,context\n"
    record = store(tmp_path, events=f"title,date,role\n{rows}")

    by_day = record.density(Selection(dates=dates), Calendar("day"))
    each = (4, {"contact": 3}, {("context", ""): 1})
    assert [(one.events, one.vague, one.sure) for one in by_day] == [each] * days
    # In a chart by month the same event lies in the one that it names.
    [month] = record.density(Selection(dates=dates), Calendar("month"))
    assert (month.vague, month.sure) == ({"contact": 2}, {("contact", ""): 1, ("context", ""): 1})


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_single_column_asks_for_no_click_and_has_no_other(many: Store, lang: str) -> None:
    say = language(lang).gettext
    alone, among = (
        counted.note(view(many, lang, dates=day)) for day in ("2020-03-01", "2020-03-01/2020-03-02")
    )

    for words in (
        "A column is a day; a click on it shows that day.",
        "Hatched: may lie in another column instead.",
    ):
        assert (say(words) in alone, say(words) in among) == (False, True)


def test_an_open_end_reaches_to_the_end_of_what_is_asked_and_a_decade_is_one_period(tmp_path: Path) -> None:
    rows = "A,../1994,meeting,context\nB,2008/..,visit,context\nC,1999/2001,visit,contact\nD,2019,visit,\n"
    record = store(tmp_path, events=f"title,date,kind,role\n{rows}")

    def counted(asked: Selection, calendar: Calendar) -> dict[str, int]:
        return {one.period.text: one.events for one in record.density(asked, calendar)}

    decades = Calendar("year", 10)
    # All who ask look at the same one.
    assert record.density(Selection(), decades) is record.density(Selection(), decades)
    assert counted(Selection(), decades) == {"1990/1999": 2, "2000/2009": 2, "2010/2019": 2}
    assert counted(Selection(dates="1992/1993"), Calendar("year")) == {"1992": 1, "1993": 1}
    assert counted(Selection(dates="2009/2010"), Calendar("year")) == {"2009": 1, "2010": 1}


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("../2025", date(1995, 12, 12), date(2025, 12, 31)),
        ("2025-08/..", date(2025, 8, 1), date(2025, 12, 12)),
        # Nothing of the record lies beyond the end that is stated.
        ("2030/..", date(2030, 1, 1), date(2030, 1, 1)),
        ("../1980", date(1980, 12, 31), date(1980, 12, 31)),
    ],
)
def test_an_open_end_is_the_records_on_its_own_side(asked: str, first: date, last: date) -> None:
    assert closed(asked, (date(1995, 12, 12), date(2025, 12, 12))) == (first, last)


def test_the_selected_event_is_that_of_its_page_or_the_one_asked_for(many: Store) -> None:
    topic = next(iter(many.facets(Selection())["topic"]))
    asked = Selection(topic=(topic,))
    listed = [str(id) for id in many.events(asked, offset=500, limit=60)["id"]]
    elsewhere = next(id for id in many.ids(Selection()) if many.position(asked, id) is None)

    for id in (*listed[::7], elsewhere):
        assert view(many, topic=(topic,), event=id).chosen == many.event(id)
    assert view(many, topic=("no-such-topic",)).chosen is None


def test_the_columns_of_a_lane_hold_all_that_its_period_may_hold(many: Store) -> None:
    now = view(many)
    lanes = counted_lanes(now.buckets, Scale(*now.window))

    assert [lane.role for lane in lanes] == ["context", "contact"]
    for lane in lanes:
        assert [column.events for column in lane.columns] == [
            sum(part.events for part in column.parts) for column in lane.columns
        ]
        assert all(column.x0 < column.x1 for column in lane.columns)


def test_a_click_on_a_column_narrows_the_dates_to_what_the_column_counts(many: Store) -> None:
    now = view(many, dates="2020-03-10/2024")
    figure = chart.figure(now.buckets, now.window, now.language, "light")
    periods = [text for trace in figure["data"] for text in trace.get("customdata", [])]

    period = chart.chosen_period({"points": [{"customdata": [periods[0]]}]})
    assert period == "2020-03"
    assert now.within(period) == "2020-03-10/2020-03-31"
    assert many.count(Selection(dates=now.within(period))) == now.buckets[0].events
    assert chart.chosen_period({"points": [{"customdata": "no date"}, {"customdata": []}]}) == ""


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize("dates", ["", "2015/2024", "2020-01/2020-04"])
def test_what_a_view_sends_is_bounded(many: Store, tag: str, dates: str) -> None:
    now = view(many, tag, dates=dates or "../..")
    assert now.count > FEW
    row = many.event(now.selected)
    places = many.dataset.by_id["places"]
    spots = counted_spots(many.places(now.asked), places, now.language, row)
    links = counted_links(many.pairs(now.asked), places, now.language, row)
    parts = [
        json.dumps(chart.figure(now.buckets, now.window, now.language, "light", row)),
        json.dumps(overview.counted(*many.overview(), now.window, now.language, "light")),
        drawn(Whereabouts(spots, links), (), now.language, "light", now.selected).to_json(),
    ]
    picture = counted_timeline(now.buckets, now.window, now.language, href=lambda one: f"/?dates={one}")

    assert len(now.listed(now.page)) <= LISTED
    assert sum(map(len, parts)) < MOST_BYTES
    assert len(picture) < MOST_BYTES / 3


def test_what_the_page_hides_is_no_part_of_the_picture(many: Store) -> None:
    now = view(many)
    picture = counted_timeline(now.buckets, now.window, now.language, href=str)
    rules = (Path(html.__file__).parent / "charts.css").read_text(encoding="utf-8")
    hidden = set(re.findall(r"^\.([\w-]+)\{display:none\}", rules, re.MULTILINE))
    drawn = set(" ".join(re.findall(r'class="([^"]+)"', picture)).split())

    assert hidden
    assert {"when", "most"} <= drawn
    assert not hidden & drawn


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_names_of_the_lanes_lie_on_the_chart(many: Store, tag: str) -> None:
    now = view(many, tag, dates="../..")
    drawn = chart.figure(now.buckets, now.window, now.language, "light")
    first, last = sorted(drawn["layout"]["xaxis"]["range"])

    names = drawn["data"][-1]
    assert len(names["text"]) == 2
    assert all(first <= x <= last for x in names["x"])


def test_circles_and_arcs_count_every_event_that_has_a_place(many: Store) -> None:
    places, counts = many.dataset.by_id["places"], many.places(Selection())
    pairs = many.pairs(Selection())
    spots = counted_spots(counts, places, language("en"))
    links = counted_links(pairs, places, language("en"))

    assert len(spots) <= 100 < len(counts)
    assert sum(spot.number for spot in spots) == sum(counts.values())
    # The United Nations have no capital for an arc to end at.
    assert sum(link.number for link in links) == sum(one.events for one in pairs if "UN" not in one.parties)


def test_the_page_of_the_list_is_that_of_the_selected_event(many: Store) -> None:
    some = many.ids(Selection())[LISTED * 7 + 3]

    now = view(many, event=some, dates="../..")
    assert now.page == 7
    assert some in set(now.listed(7)["id"])


def test_a_long_csv_file_is_sent_as_it_is_made(many: Store) -> None:
    asked = Asked(many, Question(Selection()), "https://timeline.example", "/api/v1")
    endpoint = next(one for one in ENDPOINTS if one.path == "/events.csv")

    stream = endpoint.answer(asked)
    assert isinstance(stream, Stream)
    pieces = list(stream.parts)
    assert len(pieces) == 1 + many.total // BATCH
    assert b"".join(pieces) == to_csv(many, many.events(Selection()))
    # A program that asks for its length first would take 0 for an empty file.
    assert "content-length" not in stream.response(head=True).headers
