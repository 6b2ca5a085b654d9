"""Files as people have them: each becomes the record's tables, is said how, or is refused with a reason."""

from pathlib import Path

import pytest

from tests.files import ARABIC, SIMPLE, faults, notes, read, rows
from timeline.dataset import draft
from timeline.dates import WANTED
from timeline.intake import dates, headings, read_bytes, sound
from timeline.language import language
from timeline.package import Package

# Encodings


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_arabic_is_read_in_every_encoding(tmp_path: Path, codec: str) -> None:
    intake = read(tmp_path, ARABIC.encode(codec))

    assert rows(intake) == [(2, "2025-08-05", "افتتاح المؤتمر", "عشق آباد")]
    assert intake.faults == []


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("cp1256", ARABIC, "Windows-1256 (Arabic)"),
        ("cp1251", "date,title\n2025,Встреча министров\n", "Windows-1251 (Cyrillic)"),
        ("cp1252", "date,title\n2025,Réunion à Genève\n", "Windows-1252 (Western)"),
    ],
)
def test_a_code_page_is_recognised_and_said(tmp_path: Path, codec: str, text: str, name: str) -> None:
    intake = read(tmp_path, text.encode(codec))

    assert f"The file does not state its encoding; it was read as {name}." in notes(intake)
    assert intake.frames["events"].to_numpy().tolist()[0] == text.splitlines()[1].split(",")


def test_an_encoding_can_be_chosen(tmp_path: Path) -> None:
    raw = "date,title\n2025,Réunion\n".encode("cp1252")

    assert rows(read_bytes("a.csv", raw, encoding="cp1251"))[0][2] == "Rйunion"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    assert faults(read(tmp_path, bytes(range(256)) * 3)) == [(None, None, None, "text in UTF-8")]


# Separators and rows


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_separator_is_recognised_and_said(tmp_path: Path, separator: str) -> None:
    content = f'date{separator}title\n2025{separator}"a, b; c"\n'
    intake = read(tmp_path, content)

    assert rows(intake) == [(2, "2025", "a, b; c")]
    assert notes(intake)[0].startswith("The cells are separated by ")


def test_commas_need_no_word(tmp_path: Path) -> None:
    assert notes(read(tmp_path, SIMPLE)) == []


def test_excels_own_line_names_the_separator(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "sep=;\r\ndate;title\r\n2025;A\r\n")) == [(3, "2025", "A")]


def test_rows_count_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    content = 'date,title\r\n2025,"two\r\nlines"\r\n\r\n,\r\n2026,B\r\n'

    assert rows(read(tmp_path, content)) == [(2, "2025", "two\r\nlines"), (5, "2026", "B")]


def test_empty_trailing_columns_are_left_out(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "date,title,,\n2025,A,,\n2026,B,,\n")) == [(2, "2025", "A"), (3, "2026", "B")]


def test_a_short_row_is_filled_and_said(tmp_path: Path) -> None:
    intake = read(tmp_path, "date,title,place\n2025,A\n")

    assert rows(intake) == [(2, "2025", "A", "")]
    assert notes(intake) == ["Rows with fewer cells than columns were taken to end in empty cells: 1."]


def test_a_long_row_is_a_fault(tmp_path: Path) -> None:
    intake = read(tmp_path, "date,title\n2025,Awaza, Turkmenistan\n")

    assert faults(intake) == [(2, None, "2025, Awaza, Turkmenistan", "2 cells, not 3")]


def test_a_quotation_mark_that_is_never_closed_is_a_fault(tmp_path: Path) -> None:
    wanted = "quotation marks in pairs; one is never closed"

    assert faults(read(tmp_path, 'date,title\n2025,"A\n')) == [(None, None, None, wanted)]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file_says_so(tmp_path: Path, content: str) -> None:
    intake = read(tmp_path, content)

    assert [fault.wanted for fault in intake.faults] == ["a header and rows; the file is empty"]
    assert len(intake.frames["events"]) == 0


def test_a_title_above_the_header_is_left_out_and_said(tmp_path: Path) -> None:
    intake = read(tmp_path, "Contacts 2025,\n,\nDate,Event\n2025-08,A\n")

    assert rows(intake) == [(4, "2025-08", "A")]
    assert "What stands above the column names was left out: Contacts 2025" in notes(intake)


# Headings


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        *(("Date", "date"), ("Event date", "date"), ("التاريخ", "date"), ("تاريخ الحدث", "date")),
        *(("Start", "start"), ("END DATE", "end"), ("تاريخ البداية", "start"), ("النهاية", "end")),
        *(("Title", "title"), ("event", "title"), ("العنوان", "title"), ("title_ar", "title_ar")),
        *(("Title (English)", "title_en"), ("العنوان بالعربية", "title_ar"), ("Arabic title", "title_ar")),
        *(("Topic", "topics"), ("الموضوعات", "topics"), ("Location", "place"), ("المكان", "place")),
        *(("Source", "source"), ("المصدر", "source"), ("URL", "source_url"), ("Latitude", "lat")),
        *(("Descripton", "summary"), ("Locaton", "place"), ("Mood", ""), ("", "")),
    ],
)
def test_headings_are_recognised(heading: str, column: str) -> None:
    assert headings.guesses([heading]) == {heading: column}


def test_every_variant_is_folded_to_one_column() -> None:
    for column, names in headings._NAMES.items():
        for name in names.split(","):
            wanted = {column} if column != "subject" else {"title", "topics"}
            assert headings.guesses([name.strip()])[name.strip()] in wanted, name


def test_a_subject_is_the_title_where_there_is_no_other() -> None:
    assert headings.guesses(["التاريخ", "الموضوع"]) == {"التاريخ": "date", "الموضوع": "title"}
    assert headings.guesses(["العنوان", "الموضوع"]) == {"العنوان": "title", "الموضوع": "topics"}


def test_two_titles_are_two_languages() -> None:
    assert headings.guesses(["Title", "العنوان"]) == {"Title": "title_en", "العنوان": "title_ar"}


def test_a_text_may_be_in_any_language() -> None:
    names = ["title_fr", "summary_so", "note_pt-BR", "Title (FR)", "place_fr", "label_fr", "title_xx"]

    assert [target for target in headings.guesses(names).values() if target] == [*names[:3]]
    assert headings.recognised(["date", "title_fr", "mood"]) == 2


def test_a_title_in_a_further_language_is_enough(tmp_path: Path) -> None:
    found = read(tmp_path, "date,title_so\n2025,Kulan\n2026,\n")

    assert faults(found) == [(3, "title", "", "a value")]


def test_the_second_column_of_a_kind_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    intake = read(tmp_path, "date,title,Event\n2025,A,B\n")

    assert intake.columns == {"date": "date", "title": "title", "Event": ""}
    assert notes(intake) == ["These columns were not read: Event."]


def test_a_guess_is_said_and_can_be_changed() -> None:
    raw = b"When,What,Event\n2025,A,B\n"

    assert rows(read_bytes("a.csv", raw)) == [(2, "2025", "B")]
    chosen = read_bytes("a.csv", raw, columns={"What": "title", "Event": ""})
    assert rows(chosen) == [(2, "2025", "A")]
    assert "Column “What” was read as title." in notes(chosen)


def test_columns_of_the_same_name_are_a_fault_until_one_is_chosen() -> None:
    raw = b"Date,Title,Title\n2025,A,B\n"

    assert faults(read_bytes("a.csv", raw)) == [(1, "Title", None, "each column once")]
    chosen = read_bytes("a.csv", raw, columns={"Title": "", "Title (2)": "title"})
    assert (rows(chosen), chosen.faults) == ([(2, "2025", "B")], [])


def test_missing_columns_are_faults(tmp_path: Path) -> None:
    assert faults(read(tmp_path, "mood,place\ngood,Awaza\n")) == [
        (1, "date", None, "this column"),
        (1, "title", None, "this column"),
    ]


def test_a_header_alone_misses_its_columns_too(tmp_path: Path) -> None:
    header = "id,title,kind,parties,topics,sources,source_url,verification,lat\n"

    assert faults(read(tmp_path, header)) == [(1, "date", None, "this column")]


@pytest.mark.parametrize(
    ("text", "rows_of_faults"),
    [
        ('2025-08-02,"Talks,Y\n2025-08-03,B,X\n2025-08-05,"Forum,Y\n', [2]),
        ('2025,A,"a long text,\nwith lines, and commas\nof 2025-08-05, really, yes"\n', []),
        ('2025,Call,"First line, long\nMet on Wednesday, 3 December, 2025"\n', []),
    ],
)
def test_rows_that_quotation_marks_have_swallowed_are_a_fault(
    tmp_path: Path, text: str, rows_of_faults: list[int]
) -> None:
    intake = read(tmp_path, f"date,title,source\n{text}")

    assert [fault.row for fault in intake.faults if "quotation" in fault.wanted] == rows_of_faults


# Dates


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        *(("31/12/2025", "2025-12-31"), ("12/31/2025", "2025-12-31"), ("31.12.2025", "2025-12-31")),
        *(("04/04/2025", "2025-04-04"), ("2025/12/31", "2025-12-31"), ("2025-1-5", "2025-01-05")),
        *(("12/2025", "2025-12"), ("2025/12", "2025-12"), ("45994", "2025-12-03")),
        *(("٢٠٢٥-١٢-٠٣", "2025-12-03"), ("٣١/١٢/٢٠٢٥", "2025-12-31"), ("۲۰۲۵", "2025")),
        *(("\u200f31/12/2025", "2025-12-31"), ("2025-12-03 00:00:00", "2025-12-03")),
        *(("2025-12-03T10:30:00Z", "2025-12-03"), ("31/12/2025 09:15", "2025-12-31")),
        *(("3 December 2025", "2025-12-03"), ("December 3rd, 2025", "2025-12-03"), ("Dec 2025", "2025-12")),
        *(("Wednesday 3 December 2025", "2025-12-03"), ("٣ كانون الأول ٢٠٢٥", "2025-12-03")),
        *(("3 ديسمبر 2025م", "2025-12-03"), ("أغسطس 2025", "2025-08"), ("5 غشت 2025", "2025-08-05")),
        *(("5–8 August 2025", "2025-08-05/2025-08-08"), ("30 June – 2 July 2025", "2025-06-30/2025-07-02")),
        *(
            ("31/12/2025 - 13/01/2026", "2025-12-31/2026-01-13"),
            ("circa 1995", "1995~"),
            ("حوالي 1995", "1995~"),
        ),
        *(("31/12/2025?", "2025-12-31?"), ("2025-08/..", "2025-08/.."), ("2025/2026", "2025/2026")),
    ],
)
def test_dates_with_one_meaning_are_read(cell: str, meaning: str) -> None:
    assert dates.reading(cell).text == meaning


@pytest.mark.parametrize(
    "cell",
    [
        "31/12/25",
        "31/31/2025",
        "29/02/2025",
        "Tuesday 3 December 2025",
        "soon",
        "12345",
        "5 Foo 2025",
        "3 4 May 2025",
    ],
)
def test_what_has_no_meaning_stays_as_written(cell: str) -> None:
    assert dates.reading(cell) == dates.Reading(cell)


def test_a_date_with_two_meanings_is_refused_with_the_question(tmp_path: Path) -> None:
    intake = read(tmp_path, "date,title\n03/04/2025,A\n31/12/2025,B\n")
    question = "2025-04-03 or 2025-03-04: which of them is meant?"

    assert rows(intake) == [(2, "03/04/2025", "A"), (3, "2025-12-31", "B")]
    assert faults(intake) == [(2, "date", "03/04/2025", question)]


@pytest.mark.parametrize(("day_first", "meaning"), [(True, "2025-04-03"), (False, "2025-03-04")])
def test_an_answer_settles_every_such_date(day_first: bool, meaning: str) -> None:
    intake = read_bytes("a.csv", b"date,title\n03/04/2025,A\n31/12/2025,B\n", day_first=day_first)

    assert list(intake.frames["events"]["date"]) == [meaning, "2025-12-31"]
    assert intake.faults == []


def test_how_a_date_was_read_is_said(tmp_path: Path) -> None:
    assert notes(read(tmp_path, "date,title\n31/12/2025,A\n30/12/2025,B\n")) == [
        "“31/12/2025” in date was read as 2025-12-31: "
        "the only order of day and month that there can be. Cells: 2."
    ]


def test_start_and_end_become_one_interval(tmp_path: Path) -> None:
    content = (
        "Start,End,Title\n2025-08-05,08/08/2025,A\n2025,,B\n,2025,C\n2025,2025,D\n03/04/2025,05/04/2025,E\n"
    )
    intake = read(tmp_path, content)

    assert list(intake.frames["events"]["date"]) == [
        "2025-08-05/2025-08-08",
        "2025",
        "../2025",
        "2025",
        "03/04/2025 – 05/04/2025",
    ]
    question = "2025-04-03/2025-04-05 or 2025-03-04/2025-05-04: which of them is meant?"
    assert faults(intake) == [(6, "date", "03/04/2025 – 05/04/2025", question)]
    assert "Rows with a last day alone were read as “until that day”: 1." in notes(intake)


# Values


def test_values_are_known_by_their_names_in_both_languages(tmp_path: Path) -> None:
    content = (
        "date,title,kind,status,parties,role\n"
        "2025,A,Phone call,Held,Turkmenistan and Somalia,Contact\n"
        "2025,B,اتصال هاتفي,عُقد,تركمانستان والصومال,contact\n"
        "2025,C,Picnic,held,Atlantis,context\n"
    )
    frame = read(tmp_path, content).frames["events"]

    assert list(frame["kind"]) == ["phone-call", "phone-call", "Picnic"]
    assert list(frame["status"]) == ["held", "held", "held"]
    assert list(frame["parties"]) == ["TKM;SOM", "TKM;SOM", "Atlantis"]
    assert list(frame["role"]) == ["contact", "contact", "context"]


def test_a_single_address_stays_where_it_can_be_mended(tmp_path: Path) -> None:
    frames = read(tmp_path, "date,title,Source\n2025,A,https://a.example/1\n2025,B,\n").frames

    assert list(frames["events"]["source_url"]) == ["https://a.example/1", ""]
    assert "sources" not in frames


def test_named_sources_get_a_table(tmp_path: Path) -> None:
    content = "date,title,Source,Link\n2025,A,Reuters,https://a.example/1\n2026,B,Reuters; SNA,\n"
    intake = read(tmp_path, content)

    assert list(intake.frames["events"]["sources"]) == ["reuters", "reuters-2;sna"]
    assert intake.frames["sources"].to_numpy().tolist() == [
        ["reuters", "Reuters", "https://a.example/1"],
        ["reuters-2", "Reuters", ""],
        ["sna", "SNA", ""],
    ]


def test_our_own_download_keeps_its_sources(tmp_path: Path) -> None:
    content = (
        "id,date,title_en,sources,verification,source_urls,licence\n"
        "one,2025,A,x;y,corroborated,https://a.example/x ; https://a.example/y,CC\n"
    )
    intake = read(tmp_path, content)

    assert intake.faults == []
    assert list(intake.frames["events"]["sources"]) == ["x;y"]
    assert list(intake.frames["sources"]["url"]) == ["https://a.example/x", "https://a.example/y"]


# What follows


def test_sound_rows_are_what_is_left_without_faulty_ones() -> None:
    raw = b"id,date,title,part_of\na,2025-13,A,\nb,2025,B,a\nc,2025,C,\nd,2025,D,c\n"
    kept, missing = sound(read_bytes("a.csv", raw).frames)

    assert list(kept["events"]["id"]) == ["c", "d"]
    assert missing == 2


def test_frames_are_a_dataset(tmp_path: Path) -> None:
    intake = read(tmp_path, "Start,End,Event\n2025-08-05,2025-08-08,A\n")
    dataset = draft(intake.frames, Package(), tmp_path).dataset()

    assert list(dataset.events["id"]) == ["2025-08-05-2025-08-08-a"]


def test_faults_are_those_of_any_dataset(tmp_path: Path) -> None:
    intake = read(tmp_path, "date,title,lat\nsoon,A,1\n")

    assert faults(intake) == [(2, "date", "soon", WANTED), (2, "lon", "", "lat and lon together, or neither")]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", ["The file was read as UTF-16.", "Column “Event” was read as title."]),
        ("ar", ["قُرئ الملف بترميز UTF-16.", "قُرئ العمود «Event» على أنه title."]),
    ],
)
def test_notes_can_be_said_in_every_language(tag: str, words: list[str]) -> None:
    notes = read_bytes("a.csv", "Start;End;Event\n31/12/2025;;A\n".encode("utf-16")).notes
    spoken = [language(tag).gettext(note.message, **note.details) for note in notes]

    assert len(spoken) == 4
    assert [spoken[0], spoken[2]] == words
