"""What a search found is marked where it stands: as written, in either language, and nowhere else."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.datasets import shipped
from tests.views import view
from timeline.html import listing
from timeline.html.event import article
from timeline.html.text import marked, own_words
from timeline.language import language
from timeline.search import fold, places, words


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Talks in Awaza, at AWAZA", "awaza", ["Awaza", "AWAZA"]),
        ("Résumé of a naïve plan", "resume ive", ["Résumé", "ïve"]),
        ("مؤتمر الأمم المتّحدة", "المتحده موتمر", ["مؤتمر", "المتّحدة"]),
        ("سماءُ آشغابات", "سما اشغابات", ["سماءُ", "آشغابات"]),
        ("Ashgabat gabatto", "gab bat", ["gabat", "gabat"]),
        ("aaaa", "aa", ["aaaa"]),
        ("Straße ﬁnds ٢٠٢٥", "ss fi 2025", ["ß", "ﬁ", "٢٠٢٥"]),
        ("well-known", "wellknown", []),
        ("Talks", "", []),
        ("", "talks", []),
    ],
)
def test_a_word_is_marked_as_it_is_written(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in places(text, words(query))] == found


@given(st.text(max_size=40), st.text(max_size=8))
def test_marks_add_nothing_and_lose_nothing(text: str, query: str) -> None:
    spans = list(places(text, words(query)))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert re.sub("</?mark>", "", marked(text, words(query))) == marked(text, ())


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=20))
def test_what_the_search_finds_in_one_text_is_marked(before: str, query: str, after: str) -> None:
    text, asked = before + query + after, words(query)
    assume(asked and all(word in fold(text) for word in asked))

    assert list(places(text, asked))


def test_what_is_marked_is_escaped() -> None:
    row = {"title": 'A <b>"visit"</b> & more', "title_en": 'A <b>"visit"</b> & more'}

    assert own_words(row, "title", language("en"), words("visit amp b")) == (
        "A &lt;<mark>b</mark>&gt;&quot;<mark>visit</mark>&quot;&lt;/<mark>b</mark>&gt; &amp; more"
    )


@pytest.mark.parametrize(
    ("lang", "q", "written"), [("en", "CONFERENCE", "Conference"), ("ar", "الموتمر", "المؤتمر")]
)
def test_list_and_details_mark_what_was_searched_for(lang: str, q: str, written: str) -> None:
    row = shipped().event("awaza-2025-08")
    asked, plain = view(lang, q=q), view(lang)

    assert f"<mark>{written}</mark>" in article(row, asked)
    assert re.sub("</?mark>", "", article(row, asked)).replace("<details open>", "<details>") == article(
        row, plain
    )
    assert "<mark>" not in listing.events(plain, 0, href=str)
    if lang == "en":
        assert f"<mark>{written}</mark>" in listing.events(asked, 0, href=str)


def test_statements_that_were_found_are_unfolded() -> None:
    row = shipped().event("call-2025-12-03")
    folded = re.findall(r"<details><summary>.*?</summary><ul>(.*?)</ul></details>", article(row, view()))
    assert folded
    word = max(re.findall(r"\w+", re.sub("<[^>]*>", " ", folded[-1])), key=len)

    assert "<details open>" in article(row, view(q=word))
    assert "<details open>" not in article(row, view(q="zzz"))


@pytest.mark.parametrize(
    ("lang", "q", "ids"),
    [
        ("en", "Goobjoog", ["awaza-2025-08", "call-2025-12-03", "forum-2025-12-12"]),
        ("ar", "الصومال", ["lldc3-2025", "forum-2025-12-12"]),
        ("en", "phone goobjoog", ["call-2025-12-03"]),
        ("en", "telephone turkmenistan", []),
        ("en", "", []),
    ],
)
def test_the_list_says_which_events_are_found_by_what_it_does_not_show(
    lang: str, q: str, ids: list[str]
) -> None:
    cards = listing.events(view(lang, q=q, dates="2025-08/2025-12"), 0, href=str).split("<li ")[1:]
    words = language(lang).gettext("Found in its details or by another name")

    assert [re.findall('href="([^"]+)', card)[0] for card in cards if words in card] == ids


@pytest.mark.parametrize(
    ("lang", "text", "is_apart"),
    [
        ("ar", "What next?", True),
        ("ar", "اتصال Awaza.", False),
        ("ar", "2 + 3.", False),
        ("en", "ماذا بعد؟", True),
        ("en", "Awaza (آوازه)", False),
    ],
)
def test_a_text_in_the_other_script_runs_its_own_way(lang: str, text: str, is_apart: bool) -> None:
    said = own_words({"title": text, f"title_{lang}": text}, "title", language(lang))

    assert said == (f'<bdi dir="auto">{text}</bdi>' if is_apart else text)
