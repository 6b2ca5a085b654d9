"""The calendar, read by icalendar."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import shipped, store, write
from tests.views import ROOT, of_all_dates
from timeline.dates import has_days, parse
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.web import calendar_file
from timeline.web.calendar_file import LATEST, calendar

NAME = "4be96fae-1981-4f9e-895a-e57c92e75776"


def read(record: Store, lang: str = "en", **asked: Any) -> Any:
    parsed = Calendar.from_ical(calendar(of_all_dates(record, lang, **asked), ROOT))
    assert isinstance(parsed, Calendar)
    assert parsed.errors == []
    return parsed


def events(file: Any) -> dict[str, Any]:
    """The events by their id in the record."""
    return {str(event["UID"]).split("@")[0]: event for event in file.events}


def table(**cells: str) -> str:
    """A CSV file of one row."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    return text.getvalue()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=calendar_file.routes()), base_url="http://localhost")


def test_the_calendar_says_what_it_is() -> None:
    file = read(shipped(), kind=("conference",))

    title = "Turkmenistan – Somalia: the record of contacts"
    assert str(file["NAME"]) == str(file["X-WR-CALNAME"]) == f"{title} · Conference"
    assert read(shipped(), dates="2025-08/2025-12")["NAME"] == f"{title} · 1 Aug – 31 Dec 2025"
    assert read(shipped())["NAME"] == title
    assert file["NAME"].params["LANGUAGE"] == "en"
    assert file["LAST-MODIFIED"].dt == datetime(2026, 11, 30, tzinfo=UTC)
    assert file["SOURCE"] == f"{ROOT}/calendar.ics?lang=en&kind=conference"
    assert file["URL"] == f"{ROOT}/?lang=en&dates=../..&kind=conference"
    assert "DESCRIPTION" not in file


def test_one_day_ends_on_the_next() -> None:
    call = events(read(shipped()))["call-2025-12-03"]

    assert (call.start, call.end) == (date(2025, 12, 3), date(2025, 12, 4))
    assert call["UID"] == f"call-2025-12-03@{NAME}"
    assert call["DTSTAMP"].dt == datetime(2026, 11, 30, tzinfo=UTC)
    assert call["STATUS"] == "CONFIRMED"
    assert call["URL"] == f"{ROOT}/events/call-2025-12-03?lang=en"


def test_the_end_of_several_days_is_exclusive() -> None:
    body = calendar(of_all_dates(shipped(), kind=("conference",)), ROOT)

    assert b"\r\nDTSTART;VALUE=DATE:20250805\r\nDTEND;VALUE=DATE:20250809\r\n" in body


def test_only_a_place_known_to_the_city_has_a_position() -> None:
    found = events(read(shipped(), "ar"))
    forum, conference, call = (found[id] for id in ("forum-2025-12-12", "lldc3-2025", "call-2025-12-03"))

    assert (str(forum["LOCATION"]), forum["GEO"].to_ical()) == ("عشق آباد، تركمانستان", "37.9601;58.3261")
    assert (str(conference["LOCATION"]), "GEO" in conference) == ("أووازا، تركمانستان", False)
    assert ("LOCATION" in call, "GEO" in call) == (False, False)


def test_a_description_names_status_doubts_and_sources() -> None:
    said = str(events(read(shipped()))["lldc3-2025"]["DESCRIPTION"])

    assert said.startswith("5–8 August 2025 · Conference · Held · Sources differ\n\n")
    assert "\n\nSources\n" in said
    assert "https://" in said.split("\n\nSources\n")[1]


def test_topics_are_categories_in_the_language_of_the_calendar() -> None:
    found = events(read(shipped(), "ar"))["forum-2025-12-12"]["CATEGORIES"]

    assert [str(label) for label in found.cats] == ["السلام والثقة", "الحياد", "السلام والاستقرار"]
    assert found.params["LANGUAGE"] == "ar"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_event_without_a_day_is_left_out_and_counted(lang: str) -> None:
    file = read(shipped(), lang)

    assert len(file.events) == 8
    assert "awaza-2025-08" not in events(file)
    assert str(file["DESCRIPTION"]) == language(lang).ngettext(
        "{number} event is left out: its day is not known.",
        "{number} events are left out: their days are not known.",
        1,
    )
    assert file["DESCRIPTION"].params["LANGUAGE"] == lang


@pytest.mark.parametrize("text", ["2025", "2025-08", "2025-08-05/..", "../2025-08-05", "2025-08/2025-09-01"])
@pytest.mark.parametrize("qualifier", ["", "?"])
def test_what_no_source_dates_to_the_day_has_no_days(text: str, qualifier: str) -> None:
    assert not has_days(parse(text if text.endswith("..") else text + qualifier))


@pytest.mark.parametrize("text", ["2025-08-05?", "2025-08-05~", "2025-08-05%", "2025-08-05/2025-08-08~"])
def test_a_doubtful_day_is_no_day(text: str) -> None:
    assert not has_days(parse(text))


def test_uids_are_the_same_in_every_language() -> None:
    assert list(events(read(shipped()))) == list(events(read(shipped(), "ar")))


@pytest.mark.parametrize(
    ("status", "said"), [("planned", "TENTATIVE"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_what_is_not_held_is_not_confirmed(tmp_path: Path, status: str, said: str) -> None:
    record = store(tmp_path, events=table(date="2025-01-01", title="x", status=status))

    assert read(record).events[0]["STATUS"] == said


def test_a_row_that_says_no_status_has_none(tmp_path: Path) -> None:
    record = store(tmp_path, events="date,title\n2025-01-01,x\n")

    assert "STATUS" not in read(record).events[0]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_can_be_written(tmp_path: Path, day: str) -> None:
    [event] = read(store(tmp_path, events=f"date,title\n{day},x\n")).events

    assert event["DTSTART"].dt == date.fromisoformat(day)


def test_a_title_makes_no_property_of_its_own(tmp_path: Path) -> None:
    breaks = ("\r\n", "\n", "\r", "\x0b", "\x85", "\u2028")
    title = "".join(f"{end}ATTACH:https://evil.example" for end in breaks) + "\r\nEND:VEVENT\u202e;,\\x"
    record = store(tmp_path, events=table(date="2025-01-01", title=title, summary=title, topics="a,b:c"))
    body = calendar(of_all_dates(record), ROOT).decode()
    [event] = read(record).events

    assert "ATTACH" not in event
    assert body.count("END:VEVENT\r\n") == 1
    assert str(event["SUMMARY"]) == "ATTACH:https://evil.example " * 6 + "END:VEVENT;,\\x"
    assert not set("\x0b\x85\u2028\u202e") & set(body)


def test_long_arabic_lines_are_folded_between_letters(tmp_path: Path) -> None:
    title = "اجتماع " * 1500
    record = store(tmp_path, events=table(date="2025-01-01", title=title))
    body = calendar(of_all_dates(record, "ar"), ROOT)

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert all(line.decode() for line in body.split(b"\r\n")[:-1])
    assert str(read(record).events[0]["SUMMARY"]) == title.strip()


def test_a_long_calendar_counts_the_earlier_events(tmp_path: Path) -> None:
    first = date(2020, 1, 1)
    rows = "".join(f"{first + timedelta(days=day)},x\n" for day in range(LATEST + 2))
    file = read(store(tmp_path, events=f"date,title\n{rows}"))

    assert len(file.events) == LATEST
    assert file.events[0].start == date(2020, 1, 3)
    assert str(file["DESCRIPTION"]) == "2 earlier events are left out."


def test_only_days_that_are_sure_are_in_a_calendar(tmp_path: Path) -> None:
    doubtful = ["2025-08-05?", "2025-08-05~/2025-08-06", "2025-08-09%"]
    texts = ["2025", "2025-08", "2025-08-05", "2025-08-05/2025-08-07", "2025-08-05/..", "../2025-08-05"]
    texts += ["2025-08/2025-09", *doubtful]
    record = store(tmp_path, events="date,title\n" + "".join(f"{text},x\n" for text in texts))
    known, number = record.dated(Selection(), 10)

    assert number == len(known)
    assert set(known["date"]) == {text for text in texts if has_days(parse(text))}
    assert list(record.dated(Selection(), 1)[0]["date"]) == [list(known["date"])[-1]]


def test_one_event_is_a_calendar_of_its_own(client: TestClient) -> None:
    got = client.get("/events/forum-2025-12-12.ics?lang=ar&topic=trade&dates=1990")
    file = Calendar.from_ical(got.content)

    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert isinstance(file, Calendar)
    assert [str(event["SUMMARY"]) for event in file.events] == ["المنتدى الدولي للسلام والثقة"]


@pytest.mark.parametrize("id", ["nowhere", "awaza-2025-08", "..", "%00", "%ff", "a%2Fb", "\u202e"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_event_that_no_calendar_can_show_is_not_found(client: TestClient, id: str, lang: str) -> None:
    got = client.get(f"/events/{id}.ics?lang={lang}")

    assert got.status_code == 404
    assert got.headers["content-type"].startswith("text/plain")


def test_why_an_event_has_no_calendar_is_said(client: TestClient) -> None:
    unknown, undated = (client.get(f"/events/{id}.ics?lang=en") for id in ("nowhere", "awaza-2025-08"))

    assert unknown.text == "There is no such event.\n"
    assert undated.text == "The day of this event is not known, so a calendar cannot show it.\n"


def test_an_unchanged_calendar_is_fetched_once(client: TestClient) -> None:
    first = client.get("/calendar.ics", headers={"Accept-Language": "ar-EG"})
    tag = first.headers["etag"]
    again = client.get("/calendar.ics?lang=ar&colour=red", headers={"If-None-Match": tag})

    assert first.headers["content-language"] == "ar"
    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/calendar.ics").content == b""


@pytest.mark.parametrize("path", ["/calendar.ics", "/events/one.ics"])
def test_faults_are_said_instead_of_a_calendar(
    client: TestClient, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, events="date,title\n2025-13,one\n")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    got = client.get(path)

    assert got.status_code == 503
    assert got.text.startswith("events.csv, row 2, date: want")


def test_a_calendar_of_what_is_no_more_is_not_that_of_the_whole_record(client: TestClient) -> None:
    answer = client.get("/calendar.ics?lang=en&topic=gone")

    assert answer.status_code == 422
    assert answer.text == "This address asks for what the record does not have: topic=gone.\n"
