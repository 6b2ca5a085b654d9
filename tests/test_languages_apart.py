"""Words of one language never come out in another, in whichever order they are asked for."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

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
