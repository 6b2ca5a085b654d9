"""A day that the calendar does not have is refused as such, whatever the form it is written in."""

from pathlib import Path

import pytest

from tests.files import faults, read
from timeline.dates import NO_SUCH_DAY, WANTED


@pytest.mark.parametrize(
    "cell",
    [
        *("2025-02-31", "31/02/2025", "02/31/2025", "31.02.2025", "31/31/2025", "29/02/2025", "2025/02/31"),
        *("٣١/٠٢/٢٠٢٥", "٢٠٢٥-٠٢-٣١", "31/02/2025 09:15", "31/02/2025?", "13/2025"),
        *("31 February 2025", "31 فبراير 2025", "31/02/2025 – 02/03/2025"),
    ],
)
def test_there_is_no_such_day(tmp_path: Path, cell: str) -> None:
    assert faults(read(tmp_path, f"date,title\n{cell},A\n")) == [(2, "date", cell, NO_SUCH_DAY)]


@pytest.mark.parametrize(
    "cell", ["31/02/25", "31/02/0000", "30/02/1446", "Tuesday 3 December 2025", "soon", "5 Foo 2025"]
)
def test_what_is_no_date_at_all_is_refused_for_its_form(tmp_path: Path, cell: str) -> None:
    assert faults(read(tmp_path, f"date,title\n{cell},A\n")) == [(2, "date", cell, WANTED)]


def test_an_ambiguous_date_is_still_asked_about(tmp_path: Path) -> None:
    wanted = "2025-04-03 or 2025-03-04: which of them is meant?"

    assert faults(read(tmp_path, "date,title\n03/04/2025,A\n")) == [(2, "date", "03/04/2025", wanted)]
