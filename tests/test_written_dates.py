"""Dates as people write them: a doubt or an open end is never lost, and other calendars are asked about."""

from pathlib import Path

import pytest

from tests.effort import effort
from tests.files import notes, read
from timeline.intake import dates
from timeline.intake.mending import Mending
from timeline.intake.settling import MAY_BE_HIJRI


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        *(("5 August 2025 (?)", "2025-08-05?"), ("5 أغسطس 2025 ؟", "2025-08-05?")),
        *(("~5 August 2025", "2025-08-05~"), ("≈ 2025", "2025~"), ("c. 1994", "1994~")),
        *(("5 Aug 2025 – ..", "2025-08-05/.."), (".. – 5 Aug 2025", "../2025-08-05")),
    ],
)
def test_a_doubt_stays_beside_a_date_in_words(cell: str, meaning: str) -> None:
    assert dates.reading(cell).text == meaning


@pytest.mark.parametrize(
    "cell",
    [
        *("± 5 August 2025", "5? August 2025", "?5 August 2025", "< 5 August 2025", "– 3 August 2025"),
        *("August 2025–", "August 2025 -", "August 2025 +", "5 Aug 2025 - ?", "من 5 أغسطس 2025"),
        *(
            "[3 December 2025]",
            "from 5 August 2025",
            "منذ أغسطس 2025",
            "5 and 8 August 2025",
            "5 و 8 أغسطس 2025",
        ),
    ],
)
def test_what_says_more_than_a_day_is_not_taken_for_one(cell: str) -> None:
    assert dates.reading(cell) == dates.Reading(cell)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        # The United Nations name a month twice in Arabic.
        *(("3 كانون الأول/ديسمبر 2025", "2025-12-03"), ("5-8 آب/أغسطس 2025", "2025-08-05/2025-08-08")),
        *(("من 5 إلى 8 أغسطس 2025", "2025-08-05/2025-08-08"), ("1994م", "1994"), ("عام 1995", "1995")),
        *(("August 5–8, 2025", "2025-08-05/2025-08-08"), ("5 to 8 August 2025", "2025-08-05/2025-08-08")),
        *(("from 5 to 8 August 2025", "2025-08-05/2025-08-08"), ("20250805", "2025-08-05")),
        *(("1er août 2025", "2025-08-01"), ("5 июля 2025 г.", "2025-07-05"), ("3 dekabr 2025", "2025-12-03")),
        *(("3 Diseembar 2025", "2025-12-03"), ("2025.10.05", "2025-10-05"), ("2025.10", "2025-10")),
    ],
)
def test_what_diplomats_write_is_read(cell: str, meaning: str) -> None:
    assert dates.reading(cell).text == meaning


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        *(
            ("3 December – 2025", "2025-12-03"),
            ("August – 2025", "2025-08"),
            ("3 December 2025;", "2025-12-03"),
        ),
        *(("الأربعاء – 3 ديسمبر 2025", "2025-12-03"), ("July – August 2025", "2025-07/2025-08")),
        *(("2024 – August 2025", "2024/2025-08"), ("30 June – 2 July 2025", "2025-06-30/2025-07-02")),
    ],
)
def test_a_dash_before_the_year_makes_no_stretch_of_it(cell: str, meaning: str) -> None:
    assert dates.reading(cell).text == meaning


def test_a_cell_of_prose_is_no_date_and_takes_no_time() -> None:
    prose = "word " * 200_000 + "2025"
    took, found = effort(lambda: dates.reading(prose))

    assert found == dates.Reading(prose)
    # To look at each of its words would take a hundred times as long.
    assert took < 0.1


@pytest.mark.parametrize("cell", ["2025.1", "20251301", "كانون الأول/أغسطس 2025", "Monday 2025", "5 2025"])
def test_what_only_looks_like_a_date_stays_as_written(cell: str) -> None:
    assert dates.reading(cell) == dates.Reading(cell)


def test_no_name_of_a_day_is_that_of_a_month() -> None:
    months, weekdays = dates._names()

    assert set(months) & set(weekdays) == set()


@pytest.mark.parametrize("cell", ["15/09/1446", "1446-10-20", "1404/05/12", "سنة 1446"])
def test_a_year_that_may_be_a_hijri_one_is_told(tmp_path: Path, cell: str) -> None:
    intake = read(tmp_path, f"date,title\n{cell},A\n2025-08-05,B\n")

    said = [note for note in intake.notes if note.message == MAY_BE_HIJRI]
    assert [note.details["number"] for note in said] == ["1"]
    assert intake.faults == []


def test_a_year_of_ours_is_told_of_nothing(tmp_path: Path) -> None:
    assert not [note for note in notes(read(tmp_path, "date,title\n2025,A\n1291,B\n")) if "Hijri" in note]


@pytest.mark.parametrize(
    ("header", "cells", "date"),
    [
        ("م,اليوم,التاريخ,الحدث", "1,الثلاثاء,2025-08-05,ا", "2025-08-05"),
        ("Day,Date,Event", "Tue,2025-08-05,A", "2025-08-05"),
        ("Day,Event", "2025-08-05,A", "2025-08-05"),
        ("Days,Event,Date", "3,A,2025", "2025"),
        ("السنة,الحدث", "2025,ا", "2025"),
        ("Year,Month,Day,Headline", "2025,8,5,A", "2025-08-05"),
        ("Year,Month,Day,Headline", "2025,12,,A", "2025-12"),
        ("السنة,الشهر,اليوم,الحدث", "2025,أغسطس,5,ا", "2025-08-05"),
        (
            "Year,Month,Day,End Year,End Month,End Day,Headline",
            "2025,8,5,2025,8,8,A",
            "2025-08-05/2025-08-08",
        ),
        ("year,month,day,date,title", "1,2,3,2025-08-05,A", "2025-08-05"),
        ("Year,Month,Day,From,To,Title", "2025,12,3,10:00,11:00,A", "2025-12-03"),
        ("Year,Title,Budget", "2025,A,45000", "2025"),
    ],
)
def test_the_date_is_where_a_reader_would_look_for_it(
    tmp_path: Path, header: str, cells: str, date: str
) -> None:
    intake = read(tmp_path, f"{header}\n{cells}\n")

    assert list(intake.frames["events"]["date"]) == [date]
    assert intake.faults == []


@pytest.mark.parametrize("header", ["Year,Signed on,Title", "السنة,تاريخ الانعقاد,الحدث"])
def test_a_year_beside_whole_dates_is_not_the_date(tmp_path: Path, header: str) -> None:
    intake = read(tmp_path, f"{header}\n2025,3 December 2025,A\n")

    assert [(fault.column, fault.wanted) for fault in intake.faults] == [("date", "this column")]


def test_a_year_that_is_missing_is_not_made_up(tmp_path: Path) -> None:
    intake = read(tmp_path, "Year,Month,Day,Headline\n,8,5,A\n2025,8,45,B\n")

    assert [fault.row for fault in intake.faults] == [2, 3]


@pytest.mark.parametrize(
    ("header", "cells", "date"),
    [
        ("Date,Start,End,Event", "2025-08-05,09:00,10:00,A", "2025-08-05"),
        ("Date,From,To,Event", "2025-08-05,Ashgabat,Mogadishu,A", "2025-08-05"),
        ("Date,End date,Event", "2025-08-05,2025-08-08,A", "2025-08-05/2025-08-08"),
        ("Date,End date,Event", "2025-08-05,,A", "2025-08-05"),
        ("Date,From,To,Event", "2025-08-05,1430,1600,A", "2025-08-05"),
        ("Date,From,To,Event", "2025-08-05,9 am,10:30 p.m.,A", "2025-08-05"),
        ("Date,End date,Event", "2024,2025,A", "2024/2025"),
    ],
)
def test_a_date_stays_beside_hours_and_places(tmp_path: Path, header: str, cells: str, date: str) -> None:
    intake = read(tmp_path, f"{header}\n{cells}\n")

    assert list(intake.frames["events"]["date"]) == [date]
    assert intake.faults == []


@pytest.mark.parametrize("end", ["5 December", "5", "ongoing", "TBC"])
def test_an_end_that_is_not_understood_is_asked_about(tmp_path: Path, end: str) -> None:
    intake = read(tmp_path, f"date,to,title\n3 December 2025,{end},A\n")

    assert [fault.column for fault in intake.faults] == ["date"]


def test_a_date_that_gives_way_to_a_first_day_is_told(tmp_path: Path) -> None:
    intake = read(tmp_path, "Date,Start date,End date,Event\n2025-08-01,2025-08-05,2025-08-08,A\n")

    assert "Rows with a first day besides their date were read by the first day alone: 1." in notes(intake)


def test_a_hijri_year_that_is_mended_is_told_no_more(tmp_path: Path) -> None:
    mending = Mending(read(tmp_path, "date,title\n1446-10-20,A\n1446-10-21,B\n2025,C\n"))
    once = mending.with_cell(2, "date", "2025-04-18")

    told = [
        [note.details["number"] for note in one.notes if note.message == MAY_BE_HIJRI]
        for one in (mending, once)
    ]
    assert told == [["2"], ["1"]]


@pytest.mark.parametrize("cell", ["2025-06/07", "2025/06-07", "06/07-2025", "6-7/2025"])
def test_two_signs_in_one_date_are_no_day(tmp_path: Path, cell: str) -> None:
    intake = read(tmp_path, f"date,title\n{cell},A\n2025-06-07,B\n")

    assert [(fault.column, fault.value) for fault in intake.faults] == [("date", cell)]
