"""EDTF dates: which days a text may mean, what is refused, and how it is said."""

from collections.abc import Callable
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import dates
from timeline.dates import NO_SUCH_DAY, ORDERED, WANTED, EdtfDate
from timeline.language import language

DAY = date(2025, 8, 5)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
AUGUST = (date(2025, 8, 1), date(2025, 8, 31))

FORMS = (
    lambda day, sign: f"{day:%Y-%m-%d}".rjust(10, "0") + sign,
    lambda day, sign: f"{day:%Y-%m}".rjust(7, "0") + sign,
    lambda day, sign: f"{day:%Y}".rjust(4, "0") + sign,
)
written = st.tuples(st.sampled_from(FORMS), st.sampled_from(["", "?", "~", "%"]))
Form = tuple[Callable[[date, str], str], str]


def by_oracle(text: str) -> tuple[date, date]:
    """The first and last day by the reference library."""
    parsed = parse_edtf(text)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("2025-08-05", EdtfDate("2025-08-05", DAY, DAY, "day")),
        ("2025-08", EdtfDate("2025-08", *AUGUST, "month")),
        ("2024-02", EdtfDate("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month")),
        ("2025", EdtfDate("2025", *YEAR, "year")),
        ("0001", EdtfDate("0001", date(1, 1, 1), date(1, 12, 31), "year")),
        ("9999-12-31", EdtfDate("9999-12-31", date.max, date.max, "day")),
        ("2025-08-05/2025-08-08", EdtfDate("2025-08-05/2025-08-08", DAY, date(2025, 8, 8), "interval")),
        ("2025-08/2025", EdtfDate("2025-08/2025", date(2025, 8, 1), date(2025, 12, 31), "interval")),
        ("2025-08/..", EdtfDate("2025-08/..", date(2025, 8, 1), None, "interval")),
        ("../2025-08", EdtfDate("../2025-08", None, date(2025, 8, 31), "interval")),
        ("../..", EdtfDate("../..", None, None, "interval")),
        ("2025?", EdtfDate("2025?", *YEAR, "year", uncertain=True)),
        ("2025-08~", EdtfDate("2025-08~", *AUGUST, "month", approximate=True)),
        ("2025-08-05%", EdtfDate("2025-08-05%", DAY, DAY, "day", uncertain=True, approximate=True)),
        ("2025?/2025~", EdtfDate("2025?/2025~", *YEAR, "interval", uncertain=True, approximate=True)),
        ("2025-08-XX", EdtfDate("2025-08", *AUGUST, "month")),
        ("2025-XX-XX", EdtfDate("2025", *YEAR, "year")),
        ("2025-XX?", EdtfDate("2025?", *YEAR, "year", uncertain=True)),
    ],
)
def test_every_supported_form_is_read(text: str, want: EdtfDate) -> None:
    assert dates.parse(text) == want


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "..", "/", "2025/", "/2025", "2025/2026/2027", "2025//2026"),
        *("0000", "0000-01", "31/12/2025", "2025-8", "2025-08-5", "2025-8-5", "25", "+2025", "-2025"),
        *("12025", "02025", "20250805"),
        *("٢٠٢٥", "2025-٠٨", "۲۰۲۵", "２０２５"),
        *(" 2025", "2025 ", "2025\n", "2025-08-05T10:00", "2025-08-05T10:00:00Z"),
        *("P3D", "2025/P1M", "2025-08-05/P3D", "2025-W32", "2025-217"),
        *("?2025", "2025??", "2025?-08", "2025-XX-05", "XXXX", "202X", "20XX", "Y12025", "open", "unknown"),
        *("August 2025", "2025\u200e", "2025\x00", "9" * 5000),
    ],
)
def test_what_is_no_date_is_refused_with_what_is_wanted(text: str) -> None:
    with pytest.raises(ValueError, match=WANTED):
        dates.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-13", "2025-13-01", "2025-00", "2025-02-30", "2025-02-29", "2025-08-00", "2025-21"),
        *("2025-02-30?", "2025-13-XX", "2025-02-01/2025-02-30", "2025-13/.."),
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_no_fault_of_form(text: str) -> None:
    with pytest.raises(ValueError, match=NO_SUCH_DAY):
        dates.parse(text)


@pytest.mark.parametrize(
    "text", ["2025-08-09/2025-08-05", "2026/2025", "2025-09/2025-08", "2025-09-01/2025-08"]
)
def test_a_closing_date_before_the_opening_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=ORDERED):
        dates.parse(text)


@settings(max_examples=100, deadline=None)
@given(st.dates(), written)
def test_a_date_means_the_days_that_the_reference_library_gives(day: date, form: Form) -> None:
    text = form[0](day, form[1])
    read = dates.parse(text)

    assert (read.earliest, read.latest) == by_oracle(text)
    assert read.text == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dates(), min_size=2, max_size=2).map(sorted), written, written)
def test_an_interval_means_the_days_that_the_reference_library_gives(
    ends: list[date], opening: Form, closing: Form
) -> None:
    text = f"{opening[0](ends[0], opening[1])}/{closing[0](ends[1], closing[1])}"
    read = dates.parse(text)

    assert (read.earliest, read.latest) == by_oracle(text)
    assert read.text == text


@given(st.none() | st.dates(), st.none() | st.dates())
def test_between_writes_what_parse_reads(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        first, last = last, first
    read = dates.parse(dates.between(first, last))

    assert (read.earliest, read.latest) == (first, last)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        read = dates.parse(text)
    except ValueError:
        return

    assert dates.parse(read.text) == read


@given(st.dates(), st.integers(-5_000_000, 5_000_000))
def test_a_shift_stays_inside_the_calendar(day: date, days: int) -> None:
    ordinal = day.toordinal() + days

    assert dates.shifted(day, days).toordinal() == min(max(ordinal, 1), date.max.toordinal())


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *(("2025-08-05", True), ("2025-08-05?", True), ("2025-08-05/2025-08-08", True)),
        *(("2025-08-05~/2025-08-08", True), ("2025-08", False), ("2025", False)),
        *(("2025-08/2025-09", False), ("2025-08-05/2025-09", False), ("2025-08-XX", False)),
        *(("2025-08-05/..", False), ("../2025-08-05", False), ("../..", False)),
    ],
)
def test_the_day_is_known_only_where_both_ends_are_stated_days(text: str, known: bool) -> None:
    assert dates.parse(text).day_is_known is known


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2025-08-05", "5 August 2025", "5 أغسطس 2025"),
        ("2025-08", "August 2025", "أغسطس 2025"),
        ("2025-08-XX", "August 2025", "أغسطس 2025"),
        ("2025", "2025", "2025"),
        ("0987", "0987", "0987"),
        ("2025-08-05/2025-08-08", "5–8 August 2025", "5–8 أغسطس 2025"),
        ("2025-08-05/2025-08-05", "5 August 2025", "5 أغسطس 2025"),
        ("2025-08-30/2025-09-02", "30 August – 2 September 2025", "30 أغسطس – 2 سبتمبر 2025"),
        ("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025", "30 ديسمبر 2024 – 2 يناير 2025"),
        ("2025-08/2025-12", "August 2025 – December 2025", "أغسطس 2025 – ديسمبر 2025"),
        ("2025-08-05/2025-12", "5 August 2025 – December 2025", "5 أغسطس 2025 – ديسمبر 2025"),
        ("2025?", "perhaps 2025", "ربما 2025"),
        ("2025-08~", "about August 2025", "نحو أغسطس 2025"),
        ("2025-08-05%", "perhaps about 5 August 2025", "ربما نحو 5 أغسطس 2025"),
        ("2025-08-05/2025-08-08?", "perhaps 5–8 August 2025", "ربما 5–8 أغسطس 2025"),
        ("2025-08/..", "from August 2025, end not known", "من أغسطس 2025، والنهاية غير معروفة"),
        ("../2025", "until 2025, start not known", "حتى 2025، والبداية غير معروفة"),
        ("../..", "all dates", "كل التواريخ"),
    ],
)
def test_a_date_is_said_with_the_precision_it_has(text: str, english: str, arabic: str) -> None:
    read = dates.parse(text)

    assert (language("en").when(read), language("ar").when(read)) == (english, arabic)
