"""What each format does with what it cannot hold, and with files that others wrote."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from frictionless import Package

from tests.datasets import SHIPPED
from tests.records import cells, content
from timeline.conversion import FORMATS, format_of
from timeline.faults import FaultyDataset
from timeline.formats import csv as sheet
from timeline.formats import folder, gdelt, icews, ics, timelinejs, whole, workbook
from timeline.formats import json as record_json
from timeline.formats.content import dataset_of

IMPRECISE = ["2025-08", "2025", "2025-08-05?", "2025-08-05/.."]


@pytest.mark.parametrize("date", IMPRECISE)
def test_a_day_that_is_not_known_is_never_made_up(date: str) -> None:
    record = content([{"date": date, "title_en": "a", "cameo": "041", "parties": "TKM;SOM"}])

    for write in (gdelt.write_2, gdelt.write_1):
        body, loss = write(record)
        assert (body, loss["events whose day is not known, left out"]) == (b"", 1)
    body, loss = ics.write(record)
    assert (body.count(b"BEGIN:VEVENT"), loss["events whose day is not known, left out"]) == (0, 1)


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled"])
def test_gdelt_gets_no_event_that_did_not_take_place(status: str) -> None:
    record = content([{"date": "2025-08-05", "title_en": "a", "cameo": "041", "status": status}])
    body, loss = gdelt.write_2(record)

    assert body == b""
    assert loss["events that are not said to have taken place, left out"] == 1


# As GDELT published them.
@pytest.mark.parametrize(
    ("day", "fraction"),
    [("2017-07-01", "2017.4959"), ("2016-07-01", "2016.4959"), ("2017-06-24", "2017.4767")],
)
def test_a_gdelt_year_has_months_of_thirty_days(day: str, fraction: str) -> None:
    row = {"date": day, "title_en": "a", "cameo": "042", "parties": "SOM;TKM"}

    assert gdelt.write_2(content([row]))[0].decode().split("\t")[4] == fraction


def test_a_gdelt_row_has_61_columns_or_58_and_codes_with_their_zero() -> None:
    row = {
        "date": "2025-08-05",
        "title_en": "a",
        "cameo": "042",
        "parties": "SOM;TKM",
        "modified": "2026-11-24",
    }
    new, old = (
        write(content([row]))[0].decode().rstrip("\n").split("\t") for write in (gdelt.write_2, gdelt.write_1)
    )

    assert (len(new), len(old)) == (61, 58)
    assert new[:5] == ["1", "20250805", "202508", "2025", "2025.5890"]
    assert (new[7], new[17], new[26:30]) == ("SOM", "TKM", ["042", "042", "04", "1"])
    assert (new[59], old[56]) == ("20261124000000", "20261124")


def test_who_hosts_a_visit_comes_second(tmp_path: Path) -> None:
    row = {"date": "2025-08-05", "title_en": "a", "cameo": "043", "parties": "SOM;TKM"}
    (tmp_path / "a").write_bytes(gdelt.write_2(content([row]))[0])
    back, _ = gdelt.read(tmp_path / "a")

    assert (tmp_path / "a").read_text().split("\t")[7] == "TKM"
    assert cells(back, "parties", "kind", "mode") == [("SOM;TKM", "visit", "visit")]


def test_a_slide_is_what_timelinejs_takes() -> None:
    row = {"id": "a", "date": "2025-08/2025-09-05", "title_en": "<script>x</script>", "kind": "visit"}
    said = json.loads(timelinejs.write(content([row], {"title": "T & co"}))[0])

    assert said == {
        "title": {"text": {"headline": "T &amp; co", "text": ""}},
        "events": [
            {
                "unique_id": "a",
                "start_date": {"year": 2025, "month": 8},
                "end_date": {"year": 2025, "month": 9, "day": 5},
                "text": {"headline": "&lt;script&gt;x&lt;/script&gt;", "text": ""},
                "group": "Visit",
            }
        ],
    }


def test_slides_without_an_id_get_one_each() -> None:
    said = json.loads(timelinejs.write(content([{"date": "2025", "title_en": "a"}] * 2))[0])

    assert [slide["unique_id"] for slide in said["events"]] == ["2025-a", "2025-a-2"]


def test_the_google_sheet_has_its_columns_and_no_formula() -> None:
    body, _ = timelinejs.write_sheet(content([{"date": "2025-08", "title_en": "=HYPERLINK(1)"}]))
    [row] = csv.DictReader(StringIO(body.decode(), newline=""))

    assert list(row) == list(timelinejs.SHEET)
    assert (row["Year"], row["Month"], row["Day"], row["Headline"]) == ("2025", "8", "", "&#61;HYPERLINK(1)")


def test_a_timeline_of_anyones_is_read(tmp_path: Path) -> None:
    events = [
        {"start_date": {"year": "1961", "month": "4"}, "text": {"headline": "<b>Talks</b> &amp; tea"}},
        {"start_date": {"year": "x"}, "text": {"headline": "no date"}},
        {
            "start_date": {"year": 1962},
            "text": {"headline": "b"},
            "media": {"url": "https://a.example/"},
            "group": "Us",
        },
    ]
    (tmp_path / "a.json").write_text(json.dumps({"events": events}))
    record, loss = timelinejs.read(tmp_path / "a.json")

    assert cells(record, "date", "title_en", "topics") == [
        ("1961-04", "Talks & tea", ""),
        ("1962", "b", "Us"),
    ]
    assert loss == {"events without a date, left out": 1, "media: left out": 1}


def test_only_the_own_point_of_a_place_is_given_and_the_other_is_told() -> None:
    own = {"id": "own", "name_en": "Own", "lat": "1", "lon": "2"}
    other = {**own, "id": "other", "coord_precision": "parent-city"}
    said = [{"date": "2025-08-05", "title_en": "a", "cameo": "042", "place": at} for at in ("own", "other")]
    record = content(said, places=[own, other])

    for write, point in ((ics.write, b"GEO:1.0;2.0"), (gdelt.write_2, b"\t1\t2\t")):
        body, loss = write(record)
        assert (body.count(point), loss["points that are not the place's own"]) == (1, 1)


def test_a_calendar_of_anyones_is_read(tmp_path: Path) -> None:
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1@x"),
        *("DTSTART:20250805T230000Z", "DTEND:20250806T010000Z", "RRULE:FREQ=DAILY", "SUMMARY:Talks"),
        *("STATUS:CONFIRMED", "URL:https://a.example/", "END:VEVENT", "END:VCALENDAR", ""),
    )
    (tmp_path / "a.ics").write_text("\r\n".join(lines))
    record, loss = ics.read(tmp_path / "a.ics")

    # A confirmed event is one that will take place; nothing says that it was held.
    assert cells(record, "date", "title_en", "status") == [("2025-08-05/2025-08-06", "Talks", "")]
    assert cells(record, "url", table="sources") == [("https://a.example/",)]
    assert loss.lines() == ["1 × times of day: left out", "1 × series of which only the first is kept"]


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [("20250102", "00010101", "2025-01-02"), ("20250102", "20251399", "2025-01-02"), ("20251301", "", None)],
)
def test_a_day_that_no_calendar_has_costs_one_event_at_most(
    tmp_path: Path, start: str, end: str, date: str | None
) -> None:
    days = [f"DTSTART;VALUE=DATE:{start}", *([f"DTEND;VALUE=DATE:{end}"] if end else [])]
    other = ("BEGIN:VEVENT", "UID:2@x", "DTSTART;VALUE=DATE:20250805", "SUMMARY:Other", "END:VEVENT")
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1@x", *days)
    (tmp_path / "a.ics").write_text("\r\n".join((*lines, "END:VEVENT", *other, "END:VCALENDAR", "")))
    record, loss = ics.read(tmp_path / "a.ics")

    assert cells(record, "date") == [(one,) for one in (date, "2025-08-05") if one]
    assert loss["events without a date, left out"] == (date is None)


def test_what_xml_cannot_say_is_left_out_of_a_workbook_and_told() -> None:
    odd = "".join(map(chr, (0x61, 0x0B, 0xFFFE, 0xFFFF, 0x62, 0x1F600)))
    body, loss = workbook.write(content([{"date": "2025", "title_en": odd}]))
    with ZipFile(BytesIO(body)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))

    assert [one for one in sheet.itertext() if "a" in one and "b" in one] == ["ab" + chr(0x1F600)]
    assert loss["events: cells with control characters, without them"] == 1


def test_icews_rows_become_events(tmp_path: Path) -> None:
    # An invented row.
    row = ["7", "2015-03-02", "Minister (Somalia)", "", "Somalia", "Make a visit", "42", "1.9"]
    row += [
        "Official (Turkmenistan)",
        "",
        "Turkmenistan",
        "1",
        "2",
        "A Daily",
        "",
        "",
        "",
        "Turkmenistan",
        "39.0",
        "59.5",
    ]
    (tmp_path / "a.tab").write_text("\t".join(icews.COLUMNS) + "\n" + "\t".join(row) + "\nshort\n")
    record, loss = icews.read(tmp_path / "a.tab")
    dataset_of(record)

    assert cells(record, "id", "date", "parties", "cameo", "kind", "place") == [
        ("icews-7-2015-03-02", "2015-03-02", "SOM;TKM", "042", "visit", "")
    ]
    assert loss["points that stand for a whole country or region"] == 1
    assert loss["rows with another number of columns, left out"] == 1


@pytest.mark.parametrize("read", [icews.read, gdelt.read, ics.read, timelinejs.read, record_json.read])
@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"nothing\n", b'{"events": 1}', b"[" * 100_000])
def test_what_is_no_such_file_is_a_fault(read: object, body: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(body)

    with pytest.raises(FaultyDataset):
        read(tmp_path / "a")  # type: ignore[operator]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    body, loss = workbook.write(
        content([{"date": "2025", "title_en": "=1+1", "summary_en": "a\x01b" + "x" * 40_000}])
    )
    (tmp_path / "a.xlsx").write_bytes(body)
    cells = {
        cell.value: cell.data_type
        for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["events"]
        for cell in row
    }

    assert (cells["=1+1"], cells["2025"]) == ("s", "s")
    assert loss.lines() == [
        "1 × events: cells with control characters, without them",
        "1 × events: cells cut at 32767 characters",
    ]


def test_no_cell_of_a_single_sheet_is_a_formula() -> None:
    body, _ = sheet.write(content([{"date": "2025", "title_en": "=1+1", "note_en": "-5", "note_ar": "'=x"}]))

    assert body.decode("utf-8-sig") == "date,title_en,note_en,note_ar\r\n2025,'=1+1,-5,''=x\r\n"


def test_frictionless_accepts_the_package_that_ships_and_the_one_we_write(tmp_path: Path) -> None:
    record, _ = folder.read(SHIPPED)
    folder.write(record, tmp_path / "copy")

    for place in (SHIPPED, tmp_path / "copy"):
        report = Package(str(place / "datapackage.json")).validate()
        assert report.valid, report.flatten(["fieldName", "rowNumber", "note"])


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.csv", "csv"),
        ("20170701.export.CSV", "gdelt"),
        ("20170701.export.CSV.zip", "gdelt"),
        ("a.GeoJSON", "geojson"),
        ("folder", "folder"),
        ("a.docx", ""),
    ],
)
def test_a_format_is_known_by_its_ending(name: str, format: str) -> None:
    assert format_of(Path(name)) == format
    assert format in (*FORMATS, "")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    file = tmp_path / "a.csv"
    if is_there:
        file.write_bytes(b"old")

    def full(self: Path, mode: str) -> IO[bytes]:
        self.touch(exist_ok=False)
        return open("/dev/full", "wb")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        whole.put(file, b"the new one", overwrite=is_there)
    monkeypatch.undo()

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.csv", b"old")] * is_there


def test_a_link_and_what_may_be_read_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    whole.put(tmp_path / "link", b"new", overwrite=True)
    with pytest.raises(FileExistsError):
        whole.put(tmp_path / "nowhere", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o600


def test_an_older_file_stays_unless_it_is_to_go(tmp_path: Path) -> None:
    whole.put(tmp_path / "a", b"old")
    with pytest.raises(FileExistsError):
        whole.put(tmp_path / "a", b"new")
    whole.put(tmp_path / "a", b"new", overwrite=True)
    whole.put(Path("/dev/null"), b"new", overwrite=True)

    assert (tmp_path / "a").read_bytes() == b"new"
    assert not Path("/dev/null").is_file()
