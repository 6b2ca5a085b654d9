"""The page “About”: how the record is made, what it does not know, its sources, and its map."""

import re
from pathlib import Path

import pytest

from tests.datasets import write
from tests.pages import Open, text

METHOD = {
    "en": [
        "A date is as precise as its source",
        "What was announced and what took place are kept apart",
        "One source is not two",
        "A contact is an event in which both parties took part",
        "Summaries and statements are in our own words",
        "What a writer thinks is marked as the writer’s opinion and never shown as the ministers’ words",
    ],
    "ar": [
        "التاريخ هنا بقدر دقة مصدره",
        "يميّز السجل بين ما أُعلن عنه وما جرى فعلًا",
        "المصدر الواحد ليس مصدرين",
        "اللقاءات والاتصالات أحداث شارك فيها الطرفان",
        "صيغت الملخصات والأقوال بكلماتنا",
        "ما يراه الكاتب يُوسم بأنه رأي الكاتب، ولا يُعرض أبدًا على أنه كلام الوزيرين",
    ],
}
UNKNOWN = {"en": "What is not known, and where sources differ", "ar": "ما لا يُعرف، وما تختلف فيه المصادر"}
NOTES = {"en": [("Talks", "The day is not known.")], "ar": [("محادثات", "اليوم غير معروف.")]}
SOURCES = {"en": "Sources", "ar": "المصادر"}
MORE = {
    "en": "1 more source stands with the events that cite it.",
    "ar": "مصدر آخر يرد مع الأحداث التي تستند إليه.",
}
BORDERS = {
    "en": "<h2>The map</h2><p>The borders and names on the map do not imply endorsement. The land is drawn "
    "from Natural Earth, with borders adjusted to the practice of the United Nations.</p>",
    "ar": "<h2>الخريطة</h2><p>الحدود والأسماء المبيّنة على الخريطة لا تعني إقرارًا بها. رُسمت اليابسة من "
    "بيانات Natural Earth، وعُدّلت الحدود وفق الممارسة المتبعة في الأمم المتحدة.</p>",
}
EVENTS = (
    "id,date,title_en,title_ar,note_en,note_ar\n"
    "one,2025-08,Talks,محادثات,The day is not known.,اليوم غير معروف.\ntwo,2025-09,Visit,زيارة,,\n"
)


@pytest.fixture
def about(lang: str, app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of a record with one note and 501 sources, as HTML."""
    sources = "".join(f"s{at},Source {at},https://example.org/{at}\n" for at in range(1, 502))
    write(tmp_path, events=EVENTS, sources=f"id,title,url\n{sources}")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    return text(app_at("about.py", lang=lang))


def below(heading: str, page: str) -> str:
    """What stands under a heading of the page."""
    _, found, rest = page.partition(f"<h2>{heading}</h2>")
    assert found, f"no heading {heading}"
    return rest.partition("<h2>")[0]


def test_the_page_says_how_the_record_is_made(about: str, lang: str) -> None:
    points = re.findall(r"<li>([^<]+)</li>", about.partition('class="prose"')[2])

    assert [re.split(r"[.](?: |$)", point)[0] for point in points[:6]] == METHOD[lang]


def test_the_page_says_what_is_not_known(about: str, lang: str) -> None:
    items = re.findall(r"<li><b>(.*?)</b><br>(.*?)</li>", below(UNKNOWN[lang], about))

    assert [tuple(re.sub("<.*?>", "", part) for part in item) for item in items] == NOTES[lang]


def test_the_page_lists_the_first_sources_and_says_how_many_more_there_are(about: str, lang: str) -> None:
    sources = below(SOURCES[lang], about)

    assert re.findall(r'<a href="https://example.org/(\d+)"', sources) == [str(at) for at in range(1, 501)]
    assert f'</ul><p class="muted">{MORE[lang]}</p>' in sources


def test_the_page_says_what_the_borders_mean(about: str, lang: str) -> None:
    assert BORDERS[lang] in about
