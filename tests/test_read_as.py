"""What the page tells of words that it read as others: each with its meaning, never the other way round."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import Open, text
from timeline.intake import read_bytes
from timeline.vocabulary import KINDS

WORDS = "date,title,kind\n2025,A,اجتماع\n2026,B,Phone call\n"
NAMED = [*KINDS.values(), "زيارة", "اتفاق", "قرار"]
MANY = "date,title,kind\n" + "".join(f"2025,A,{kind}\n" for kind in NAMED)


def drop(app: AppTest, content: str) -> AppTest:
    return app.file_uploader[0].set_value(("contacts.csv", content.encode(), "text/csv")).run()


def isolated(text: str) -> str:
    return f"\u2068{text}\u2069"


def told(content: str) -> list[str]:
    return [str(note) for note in read_bytes("contacts.csv", content.encode()).notes]


def test_a_word_and_its_meaning_are_told_in_english(app_at: Open) -> None:
    first = isolated(f"“{isolated('اجتماع')}” as “Meeting”")
    # The name is what the cell says already.
    pairs = f"{first} and “Phone call” as “phone-call”"

    page = text(drop(app_at("yours.py", lang="en"), WORDS))
    assert f"<li>Words in Kind were read as the record’s own: {pairs}.</li>" in page


def test_a_word_and_its_meaning_are_told_in_arabic(app_at: Open) -> None:
    one, two = (
        isolated(f"«{isolated(cell)}» بمعنى «{isolated(meaning)}»")
        for cell, meaning in (("اجتماع", "meeting"), ("Phone call", "اتصال هاتفي"))
    )

    page = text(drop(app_at("yours.py", lang="ar"), WORDS))
    assert f"<li>قُرئت كلمات في العمود النوع بمقابلها في السجل: {one} و{two}.</li>" in page


@pytest.mark.parametrize(("lang", "rest"), [("en", " and 2 more words."), ("ar", " وكلمتان أخريان.")])
def test_of_many_words_the_rest_are_counted(app_at: Open, lang: str, rest: str) -> None:
    assert f"{rest}</li>" in text(drop(app_at("yours.py", lang=lang), MANY))


def test_the_command_line_tells_them_in_one_line() -> None:
    assert told(WORDS) == [
        "Words in kind were read as the record’s own: “اجتماع” as “meeting”, “Phone call” as “phone-call”."
    ]
    assert told(MANY)[0].endswith("“زيارة” as “visit”, ….")


def test_spaces_alone_are_not_told_of() -> None:
    content = "date,title,parties\n2025,A,SAU; SOM\n2026,B,Somalia; TKM\n"

    assert told(content) == ["Words in parties were read as the record’s own: “Somalia; TKM” as “SOM;TKM”."]
    assert told(content.replace("Somalia", "SOM")) == []


@pytest.mark.parametrize(
    ("lang", "lost", "torn"),
    [
        (
            "en",
            "No column name is known: row 1 was taken for the names and not for an event",
            "was taken for one topic. If these are several, write a semicolon between them. Cells: 1.",
        ),
        (
            "ar",
            "لم يُعرف اسم أي عمود: عُدّ الصف",
            "فإن كان عدة مواضيع فافصل بينها بفاصلة منقوطة.",
        ),
    ],
)
def test_what_would_be_lost_in_silence_is_told_in_the_open(
    app_at: Open, lang: str, lost: str, torn: str
) -> None:
    nameless = text(drop(app_at("yours.py", lang=lang), "2025-12-03,Phone call\n2025-12-04,Visit\n"))
    commas = text(
        drop(app_at("yours.py", lang=lang), 'date,title,topics\n2025,A,"Water, trade"\n2026,B,trade\n')
    )

    for page, words, other in ((nameless, lost, torn), (commas, torn, lost)):
        [told] = [line for line in page.splitlines() if words in line]
        assert 'role="status"' in told
        assert other not in page
