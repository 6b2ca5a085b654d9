"""What the page calls its columns is read, too: a heading copied from it, or one that says its language."""

import pytest

from timeline.intake import headings
from timeline.language import ENDONYMS, language
from timeline.ui.columns import NAMES, named

# Every column that has a name; the ids of sources are read with their addresses.
COLUMNS = [column for column in NAMES if column not in ("", "sources")]


@pytest.mark.parametrize("tag", ENDONYMS)
def test_the_pages_own_names_are_read_as_their_columns(tag: str) -> None:
    labels = {named(column, language(tag)): column for column in COLUMNS}

    assert {label: headings.guesses([label])[label] for label in labels} == labels
    assert headings.guesses(list(labels)) == labels
    assert headings.recognised(list(labels)) == len(COLUMNS)


@pytest.mark.parametrize("label", ["Sources", "المصادر"])
def test_sources_are_read_as_ids_or_names(label: str) -> None:
    assert headings.guesses([label]) == {label: headings.SOURCE}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        *(
            ("Title in English", "title_en"),
            ("Title (in Arabic)", "title_ar"),
            ("Notes in English", "note_en"),
        ),
        *(("العنوان باللغة الإنجليزية", "title_en"), ("العنوان باللغة العربية", "title_ar")),
        *(("الملخص (باللغة العربية)", "summary_ar"), ("Place in English", "")),
    ],
)
def test_a_heading_says_its_language_as_people_do(heading: str, column: str) -> None:
    assert headings.guesses([heading]) == {heading: column}
