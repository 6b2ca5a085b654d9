"""Dates in each language as it has them, in whichever order the languages are asked for."""

import os
import subprocess
import sys
from datetime import date

import pytest

from tests.datasets import ROOT
from timeline.dates import parse
from timeline.language import language

# In a process of its own, since a language that was asked for before keeps its words.
ASKED = """
from datetime import date
from timeline.intake import dates
from timeline.language import language
assert dates.reading("5 août 2025").text == "2025-08-05"
for tag in {tags!r}:
    print(tag, language(tag).month(date(2025, 8, 1)), language(tag).month(date(2025, 8, 1), short=True))
"""
WORDS = {
    "az": "avqust 2025 avq 2025",
    "he": "אוגוסט 2025 אוג׳ 2025",
    "ar": "أغسطس 2025 أغسطس 2025",
    "fr": "août 2025 août 2025",
    "en": "August 2025 Aug 2025",
}


@pytest.mark.parametrize("tags", [list(WORDS), list(WORDS)[::-1], ["he", "ar", "az", "fr", "en"]])
def test_months_are_in_the_language_that_is_asked_for(tags: list[str]) -> None:
    command = [sys.executable, "-X", "utf8", "-c", ASKED.format(tags=tags)]
    within = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=within)

    assert said.stdout.splitlines() == [f"{tag} {WORDS[tag]}" for tag in tags]


@pytest.mark.parametrize(
    ("tag", "day", "month", "days"),
    [
        ("es", "3 de diciembre de 2025", "diciembre de 2025", "3–12 de diciembre de 2025"),
        ("hu", "2025. december 3.", "2025. december", "2025. dec. 3–12."),
        ("zh", "2025年12月3日", "2025年12月", "2025年12月3日至12日"),
        ("fr", "3 décembre 2025", "décembre 2025", "3–12 déc. 2025"),
        # As their pages have them.
        ("en", "3 December 2025", "December 2025", "3–12 December 2025"),
        ("ar", "3 ديسمبر 2025", "ديسمبر 2025", "3–12 ديسمبر 2025"),
    ],
)
def test_a_date_is_written_in_the_order_of_its_language(tag: str, day: str, month: str, days: str) -> None:
    first, last = date(2025, 12, 3), date(2025, 12, 12)
    said = language(tag)

    assert (said.day(first), said.month(first), said.when(parse(f"{first}/{last}"))) == (day, month, days)
