"""The page's language: complete catalogues, the right plural, Western digits, isolated direction."""

import gettext
import string
from collections.abc import Iterator
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from scripts.update_catalogue import LOCALE, as_po, messages, updated, used
from timeline import language as module
from timeline.language import ENDONYMS, language, preferred

RLI, PDI = "\u2067", "\u2069"
TRANSLATED = sorted(set(ENDONYMS) - {"en"})


@pytest.fixture(params=TRANSLATED)
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalogue(tag: str) -> Catalog:
    with (LOCALE / tag / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po, locale=tag)


def forms(entry: Entry) -> Iterator[tuple[str, str, bool]]:
    """Each form as (message, translation, whether it may leave out the number)."""
    if isinstance(entry.id, str):
        yield entry.id, str(entry.string), False
        return
    for index, form in enumerate(entry.string or ()):
        # None, one and two are words in Arabic: "حدثان" needs no number.
        yield entry.id[1], form, index < 3


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def entries(catalogue: Catalog) -> list[Entry]:
    return [entry for entry in catalogue if entry.id]


def test_messages_are_found_wherever_they_stand() -> None:
    source = 'say("a"); f"{x.gettext(\'b\')}"; N_("c"); ngettext("d", "e", 2); print("f"); say(g)'

    assert sorted(messages(source), key=str) == [("d", "e"), "a", "b", "c"]


def test_catalogue_holds_exactly_the_messages_of_the_source(catalogue: Catalog) -> None:
    held = [
        tuple(entry.id) if isinstance(entry.id, (list, tuple)) else entry.id for entry in entries(catalogue)
    ]

    assert sorted(map(str, held)) == sorted(map(str, used()))
    assert not catalogue.obsolete


def test_every_message_is_translated_in_every_form(catalogue: Catalog) -> None:
    silent = [
        entry.id
        for entry in entries(catalogue)
        if entry.fuzzy or not all(form.strip() for _, form, _ in forms(entry))
    ]
    short = [entry.id for entry in entries(catalogue) if entry.pluralizable and len(list(forms(entry))) != 6]

    assert silent == []
    assert short == []


def test_translations_fill_in_the_same_names(catalogue: Catalog) -> None:
    wrong = [
        (message, form)
        for entry in entries(catalogue)
        for message, form, may_omit in forms(entry)
        if names(form) != names(message) and not (may_omit and names(form) | {"number"} == names(message))
    ]

    assert wrong == []


def test_updating_the_catalogue_changes_nothing(tag: str, catalogue: Catalog) -> None:
    assert as_po(updated(catalogue)) == (LOCALE / tag / "LC_MESSAGES" / "messages.po").read_bytes()


def test_updating_keeps_translations_and_drops_what_is_unused() -> None:
    known = Catalog(locale="ar")
    known.add("Timeline", "الخط الزمني")
    known.add("Nobody says this", "لا أحد")
    new = updated(known)

    assert (new["Timeline"].string, new["Data"].string) == ("الخط الزمني", "")
    assert "Nobody says this" not in new


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((0, "لا أحداث"), (1, "حدث واحد"), (2, "حدثان"), (3, "3 أحداث"), (10, "10 أحداث")),
        *((11, "11 حدثًا"), (99, "99 حدثًا"), (100, "100 حدث"), (101, "101 حدث"), (102, "102 حدث")),
        *((103, "103 أحداث"), (111, "111 حدثًا"), (1234, "1,234 حدثًا")),
    ],
)
def test_arabic_counts_in_six_forms(number: int, words: str) -> None:
    assert language("ar").ngettext("{number} event", "{number} events", number) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 events"), (1, "1 event"), (1234, "1,234 events")])
def test_english_counts_in_two_forms(number: int, words: str) -> None:
    assert language("en").ngettext("{number} event", "{number} events", number) == words


@pytest.mark.parametrize("tag", ENDONYMS)
def test_numbers_and_dates_keep_western_digits(tag: str) -> None:
    spoken, day = language(tag), date(2025, 12, 31)
    said = [spoken.number(1234567), spoken.day(day), spoken.weekday(day), spoken.month(day)]
    said += [spoken.month(day, short=True), spoken.span(day, date(2026, 1, 9)), spoken.span(day, None)]
    digits = {letter for text in said for letter in text if letter.isdigit()}

    assert said[0] == "1,234,567"
    assert digits <= set(string.digits)


@pytest.mark.parametrize(
    ("first", "last", "english", "arabic"),
    [
        (date(2025, 8, 1), date(2025, 12, 31), "1 Aug – 31 Dec 2025", "1 أغسطس – 31 ديسمبر 2025"),
        (date(2025, 8, 1), date(2025, 8, 5), "1–5 Aug 2025", "1–5 أغسطس 2025"),
        (date(2024, 8, 1), date(2025, 8, 5), "1 Aug 2024 – 5 Aug 2025", "1 أغسطس 2024 – 5 أغسطس 2025"),
        (date(2025, 8, 1), date(2025, 8, 1), "1 Aug 2025", "1 أغسطس 2025"),
        (date(2025, 8, 1), None, "since 1 August 2025", "منذ 1 أغسطس 2025"),
        (None, date(2025, 8, 1), "until 1 August 2025", "حتى 1 أغسطس 2025"),
        (None, None, "all dates", "كل التواريخ"),
    ],
)
def test_a_span_repeats_no_month_or_year(
    first: date | None, last: date | None, english: str, arabic: str
) -> None:
    assert (language("en").span(first, last), language("ar").span(first, last)) == (english, arabic)


@pytest.mark.parametrize(
    ("code", "english", "arabic"),
    [
        ("TKM", "Turkmenistan", "تركمانستان"),
        ("SOM", "Somalia", "الصومال"),
        ("UN", "United Nations", "الأمم المتحدة"),
        ("OIC-7", "OIC-7", "OIC-7"),
        # Not Russia, Serbia and Germany.
        *((code, code, code) for code in ("SUN", "YUG", "DDR")),
        ("", "", ""),
    ],
)
def test_parties_have_names_and_unknown_codes_stay(code: str, english: str, arabic: str) -> None:
    assert (language("en").territory(code), language("ar").territory(code)) == (english, arabic)


@pytest.mark.parametrize(
    ("tag", "english", "arabic"),
    [("so", "Somali", "الصومالية"), ("en-GB", "English", "الإنجليزية"), ("qqq", "qqq", "qqq"), ("", "", "")],
)
def test_languages_have_names_and_unknown_tags_stay(tag: str, english: str, arabic: str) -> None:
    assert (language("en").language_name(tag), language("ar").language_name(tag)) == (english, arabic)


@pytest.mark.parametrize(
    ("browser", "tag"),
    [
        *((None, "en"), ("", "en"), ("en", "en"), ("en-GB", "en"), ("fr", "en"), ("arz", "en"), ("*", "en")),
        *(("ar", "ar"), ("ar-EG", "ar"), ("AR_sa", "ar"), ("ar,en;q=0.5", "ar"), ("ar;q=0.9", "ar")),
        *(("ar-SO,ar;q=0.9,en;q=0.8", "ar"), ("en,ar;q=0.9", "en"), (" ar", "ar")),
        *(
            ("fr,ar", "ar"),
            ("so-SO,so;q=0.9,ar;q=0.8", "ar"),
            ("en;q=0.1,ar;q=1", "ar"),
            ("ar;q=0, en", "en"),
        ),
        *(("tk,*", "en"), ("fr-FR,fr;q=0.9,en;q=0.8,ar;q=0.7", "en"), ("ar;q=x", "en"), (",;,", "en")),
    ],
)
def test_a_page_opens_in_the_language_that_a_browser_would_rather_have(browser: str | None, tag: str) -> None:
    assert preferred(browser) == tag


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_direction_is_that_of_the_script(tag: str, direction: str) -> None:
    spoken = language(tag)

    assert (spoken.direction, spoken.is_rtl) == (direction, direction == "rtl")


def test_every_line_is_isolated_in_arabic_and_none_in_english() -> None:
    assert language("ar").isolate("ا<br>b") == f"{RLI}ا{PDI}<br>{RLI}b{PDI}"
    assert language("en").isolate("a<br>b") == "a<br>b"


def test_text_with_braces_is_shown_as_written() -> None:
    assert (
        language("en").gettext("about {date}", date="{number.__class__} {}") == "about {number.__class__} {}"
    )
    assert language("ar").gettext("no message {at all}") == "no message {at all}"
    assert language("ar").gettext("") == ""


@pytest.mark.parametrize("tag", ["", "xx", "EN", "../en", "ar_EG"])
def test_what_is_no_language_is_a_key_error(tag: str) -> None:
    with pytest.raises(KeyError):
        language(tag)


def test_catalogues_are_complete_for_every_language_offered() -> None:
    assert [tag for tag in TRANSLATED if type(language(tag).catalogue) is gettext.NullTranslations] == []
    assert sorted(folder.name for folder in module.CATALOGUES.iterdir()) == TRANSLATED


def test_a_date_among_arabic_words_keeps_its_order() -> None:
    assert language("ar").embedded("2025-08-05") == "\u20682025-08-05\u2069"
    assert language("en").embedded("2025-08-05") == "2025-08-05"
    assert language("en").embedded("آوازا") == "\u2068آوازا\u2069"


@pytest.mark.parametrize(("number", "words"), [(3, "أحداث مقررة"), (11, "حدثًا مقررًا"), (100, "حدث مقرر")])
def test_planned_events_agree_with_their_number(number: int, words: str) -> None:
    said = language("ar").ngettext("One is only planned.", "{number} are only planned.", number)

    assert words in said
