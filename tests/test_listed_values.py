"""Words for the kind of an event: ordinary ones are read, and those wanted are named as the reader writes."""

import pytest

from timeline.intake import read_bytes
from timeline.intake.mending import Mending
from timeline.intake.settling import MAY_BE_SEVERAL
from timeline.intake.values import listed
from timeline.language import ENDONYMS, language
from timeline.ui import mending as grid
from timeline.vocabulary import COLUMNS


def told(cell: str, column: str, tag: str) -> str:
    """What the page says of a row with this cell."""
    mending = Mending(read_bytes("a.csv", f"date,title,{column}\n2025,A,{cell}\n".encode()))
    return str(grid.table(mending, mending.events.index, language(tag))["faults"].iloc[0])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("meeting", ["لقاء", "مباحثات", "محادثات", "Talks"]),
        ("phone-call", ["مكالمة هاتفية", "مكالمة", "محادثة هاتفية", "call", "Telephone call"]),
        ("agreement", ["اتفاقية", "مذكرة تفاهم", "Memorandum of Understanding"]),
    ],
)
def test_ordinary_words_are_read_as_the_kind_that_they_mean(kind: str, words: list[str]) -> None:
    assert {word: listed("kind", word) for word in words} == dict.fromkeys(words, kind)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("role", {"بمشاركة الطرفين": "contact", "من السياق": "context", "Contacts": "contact"}),
        ("level", {"وزير الخارجية": "foreign-minister", "رئيس الوزراء": "head-of-government"}),
        ("level", {"نائب وزير الخارجية": "deputy-foreign-minister", "السفير": "ambassador"}),
        ("status", {"عُقدت": "held", "تمّت": "held", "مقررة": "planned", "مؤجلة": "postponed"}),
        ("status", {"أُلغيت": "cancelled", "ملغاة": "cancelled", "Canceled": "cancelled"}),
        # As the pages say it of a resolution and of credentials.
        ("status", {"Adopted": "held", "اعتُمد": "held", "Presented": "held", "قُدّمت": "held"}),
        ("role", {"لقاء": "contact", "اتصال": "contact", "سياق": "context"}),
    ],
)
def test_what_is_said_of_one_event_is_read(column: str, words: dict[str, str]) -> None:
    assert {word: listed(column, word) for word in words} == words


@pytest.mark.parametrize("word", ["قمة", "summit", "Picnic", "محادثة"])
def test_a_word_for_more_than_one_kind_is_for_its_writer_to_settle(word: str) -> None:
    assert listed("kind", word) == word
    assert listed("level", "لقاء") == "لقاء"


def test_an_ordinary_word_is_told_with_its_meaning() -> None:
    notes = read_bytes("a.csv", "date,title,kind\n2025,A,لقاء\n".encode()).notes

    assert [str(note) for note in notes] == [
        "Words in kind were read as the record’s own: “لقاء” as “meeting”."
    ]


def test_the_wanted_values_are_named_in_the_readers_language() -> None:
    assert told("قمة", "status", "ar") == "الحالة – المطلوب: إحدى القيم: «عُقد» و«مقرر» و«مؤجل» و«ملغى»"
    assert told("قمة", "status", "en") == (
        "Status – wanted: one of: “Held”, “Planned”, “Postponed” and “Cancelled”"
    )


def test_the_nearest_value_is_named_in_the_readers_language() -> None:
    assert told("phone calls", "kind", "ar") == "النوع – المطلوب: قيمة من القائمة، وأقربها: «اتصال هاتفي»"
    assert told("phone calls", "kind", "en") == "Kind – wanted: a listed value; nearest: “Phone call”"


@pytest.mark.parametrize("tag", ENDONYMS)
@pytest.mark.parametrize("column", COLUMNS)
def test_what_is_named_can_be_written(column: str, tag: str) -> None:
    names = {
        id: language(tag).gettext("“{name}”", name=language(tag).gettext(name))
        for id, name in COLUMNS[column].items()
    }

    assert {id: listed(column, name) for id, name in names.items()} == {id: id for id in names}


@pytest.mark.parametrize(
    ("rows", "torn"),
    [
        (['"Energy, Trade"', "Energy"], ["Energy, Trade"]),
        (["التجارة، الطاقة", '"الطاقة، المياه"'], ["التجارة، الطاقة", "الطاقة، المياه"]),
        (["water | trade", "trade; energy"], ["water | trade"]),
        # One topic may have a comma in its name.
        (['"Peace, security"', '"Peace, security"'], []),
        (["Energy; Trade", "Energy"], []),
    ],
)
def test_topics_that_may_be_several_are_told_of(rows: list[str], torn: list[str]) -> None:
    cells = "".join(f"2025,A,{row}\n" for row in rows)
    mending = Mending(read_bytes("a.csv", f"date,title,topics\n{cells}".encode()))
    said = [note.details for note in mending.notes if note.message == MAY_BE_SEVERAL]

    assert said == ([{"example": torn[0], "number": str(len(torn))}] if torn else [])
    mended = mending
    for row, cell in zip(mending.events.index.tolist(), mending.events["topics"], strict=True):
        mended = mended.with_cell(row, "topics", cell.replace(",", ";").replace("،", ";").replace("|", ";"))
    assert not [note for note in mended.notes if note.message == MAY_BE_SEVERAL]
