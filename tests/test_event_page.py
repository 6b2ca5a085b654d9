"""The page of one event, read by a person, a browser without scripts and a search engine."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import extruct
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import shipped, store
from tests.views import ROOT, view
from timeline.geography.spots import links_of
from timeline.html.event import article, source_item, telling
from timeline.language import language
from timeline.selection import EVERYTHING, Selection
from timeline.tables import Row
from timeline.ui import table
from timeline.view import View
from timeline.web import event_page
from timeline.web.event_page import json_ld

CLIENT = TestClient(Starlette(routes=event_page.routes()), base_url="http://localhost")
IDS = sorted(shipped().known["event"])
HOSTILE = "</script><script>window.pwned=1</script><b>]]>\u202e"


def page_of(id: str, lang: str = "en") -> str:
    answer = CLIENT.get(f"/events/{id}?lang={lang}")
    assert answer.status_code == 200
    return answer.text


def structured(html: str) -> dict[str, Any]:
    found = extruct.extract(html, base_url=ROOT, syntaxes=["json-ld", "opengraph"])
    return {"json-ld": found["json-ld"][0], "opengraph": dict(found["opengraph"][0]["properties"])}


def ld(id: str, lang: str = "en") -> dict[str, Any]:
    return json_ld(shipped().event(id), view(lang, dates=EVERYTHING), ROOT)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("id", IDS)
def test_every_event_has_its_page_in_both_languages(id: str, lang: str) -> None:
    row, html = shipped().event(id), page_of(id, lang)

    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html
    assert row[f"title_{lang}"] in html
    assert all(source["url"] in html for source in shipped().cited([row["sources"]]).values())


def test_every_statement_is_on_paper_with_none_folded_away() -> None:
    html = page_of("call-2025-12-03")

    said = shipped().said(["call-2025-12-03"])["call-2025-12-03"]
    assert all(one["text_en"].replace("'", "&#x27;") in html for one in said)
    assert "<details" not in html


@pytest.mark.parametrize("id", IDS)
def test_no_heading_of_a_page_leaves_a_level_out(id: str) -> None:
    levels = [int(level) for level in re.findall("<h([1-6])", page_of(id))]

    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_call_has_a_day_and_no_location() -> None:
    data = ld("call-2025-12-03")

    assert data["startDate"] == "2025-12-03"
    assert "location" not in data
    assert "endDate" not in data


def test_a_meeting_of_an_unknown_day_has_no_start_date() -> None:
    data = ld("awaza-2025-08")

    assert "startDate" not in data
    assert data["location"]["name"] == "Awaza"
    assert "geo" not in data["location"]
    assert data["location"]["address"] == {"@type": "PostalAddress", "addressCountry": "TM"}
    assert data["superEvent"]["@id"] == f"{ROOT}/events/lldc3-2025"


def test_a_known_stretch_has_both_its_days() -> None:
    data = ld("lldc3-2025")

    assert (data["startDate"], data["endDate"]) == ("2025-08-05", "2025-08-08")


@pytest.mark.parametrize("date", ["2025-08-05?", "2025-08-05~", "2025-08-05%", "2025-08-05?/2025-08-08"])
def test_a_day_in_doubt_is_no_start_date(date: str) -> None:
    data = json_ld({**shipped().event("lldc3-2025"), "date": date}, view("en", dates=EVERYTHING), ROOT)

    assert {"startDate", "endDate"} & set(data) == set()


def test_the_language_of_a_page_is_not_that_of_the_talks() -> None:
    data = ld("call-2025-12-03", "ar")

    assert "inLanguage" not in data
    assert data["mainEntityOfPage"] == {
        "@type": "WebPage",
        "@id": f"{ROOT}/events/call-2025-12-03?lang=ar",
        "inLanguage": "ar",
    }


def test_what_sources_disagree_about_is_told_to_programs() -> None:
    row = shipped().event("lldc3-2025")

    assert row["note_en"]
    assert ld("lldc3-2025")["description"] == f"{row['summary_en']} {row['note_en']}"


@pytest.mark.parametrize(
    ("published", "said"),
    [("2025-08-06", "2025-08-06"), ("2025-08", "2025-08"), ("2025-08~", None), ("2025-08/2025-09", None)],
)
def test_a_source_is_dated_by_what_is_sure(tmp_path: Path, published: str, said: str | None) -> None:
    record = store(
        tmp_path,
        events="id,date,title_en,sources\na,2025,A,s\n",
        sources=f"id,title,publisher,lang,published,url\ns,T,P,en,{published},https://example.org/\n",
    )
    data = json_ld(record.event("a"), view("en", record=record), ROOT)

    assert data["subjectOf"][0].get("datePublished") == said


def test_no_title_turns_the_words_of_a_preview_around(tmp_path: Path) -> None:
    record = store(tmp_path, events="id,date,title_en\na,2025,\u202eevil\u202c \u2066iso\n")
    page = event_page.event_page(record.event("a"), view("en", record=record), ROOT)

    head = page.partition("<style>")[0]
    assert '<meta property="og:title" content="evil iso' in head
    assert not set(head) & set("\u202e\u202c\u2066")
    assert json_ld(record.event("a"), view("en", record=record), ROOT)["name"] == "evil iso"


def test_a_preview_ends_with_a_whole_word_and_describes_its_picture() -> None:
    found = structured(page_of("call-2025-12-03"))["opengraph"]

    assert len(found["og:description"]) <= 301
    assert found["og:description"].endswith("…")
    whole = f" {shipped().event('call-2025-12-03')['summary_en']} "
    assert f" {found['og:description'].removesuffix('…').split()[-1]} " in whole
    assert found["og:image:alt"] == found["og:title"]


def test_sources_are_what_the_event_is_the_subject_of() -> None:
    data = ld("call-2025-12-03")

    assert [one["@type"] for one in data["subjectOf"]] == ["NewsArticle", "NewsArticle"]
    assert "citation" not in data


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("held", {"eventStatus": "https://schema.org/EventScheduled"}),
        ("planned", {"eventStatus": "https://schema.org/EventScheduled"}),
        ("cancelled", {"eventStatus": "https://schema.org/EventCancelled"}),
        ("", {}),
    ],
)
def test_a_status_that_no_source_gives_is_not_claimed(status: str, said: dict[str, str]) -> None:
    row = {**shipped().event("call-2025-12-03"), "status": status}

    data = json_ld(row, view("en", dates=EVERYTHING), ROOT)

    assert {name: value for name, value in data.items() if name == "eventStatus"} == said


def test_a_search_engine_reads_the_same_from_the_page() -> None:
    found = structured(page_of("forum-2025-12-12", "ar"))

    assert found["json-ld"]["name"] == shipped().event("forum-2025-12-12")["title_ar"]
    assert found["opengraph"]["og:image"].endswith("/cards/forum-2025-12-12.png?lang=ar")


def test_the_page_names_its_other_language() -> None:
    html = page_of("call-2025-12-03")

    assert 'hreflang="ar" href="http://localhost/events/call-2025-12-03?lang=ar"' in html
    assert '<link rel="canonical" href="http://localhost/events/call-2025-12-03?lang=en">' in html


def test_previous_and_next_are_the_neighbours_in_time() -> None:
    html = page_of("call-2025-12-03")

    assert re.findall(r'rel="(prev|next)" href="[^"]*/events/([^?"]+)', html) == [
        ("prev", "lldc3-2025"),
        ("next", "forum-2025-12-12"),
    ]


@pytest.mark.parametrize(("lang", "words"), [("en", "There is no such event."), ("ar", "لا يوجد حدث كهذا.")])
def test_an_unknown_event_is_a_404_that_offers_the_nearest(lang: str, words: str) -> None:
    answer = CLIENT.get(f"/events/awasa-2025?lang={lang}")

    assert answer.status_code == 404
    # It is in the reader's language, and the event may come.
    assert answer.headers["vary"] == "Accept-Language"
    assert (answer.headers["content-language"], answer.headers["cache-control"]) == (
        lang,
        "public, max-age=60",
    )
    assert words in answer.text
    assert "/events/awaza-2025-08?" in answer.text


def test_an_id_in_arabic_letters_has_one_address(tmp_path: Path) -> None:
    record = store(tmp_path, events="id,date,title\nلقاء,2025,A\n")
    page = event_page.event_page(record.event("لقاء"), view("en", record=record), ROOT)

    address = f"{ROOT}/events/%D9%84%D9%82%D8%A7%D8%A1?lang=en"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'"url": "{address}"' in page or f'"url":"{address}"' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert 'og:image" content="http' in page
    assert "/cards/%D9%84%D9%82%D8%A7%D8%A1.png?lang=en" in page


def test_a_slash_at_the_end_is_forgiven() -> None:
    answer = CLIENT.get("/events/call-2025-12-03/?lang=ar", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (308, "../call-2025-12-03?lang=ar")
    assert CLIENT.get("/events/call-2025-12-03/?lang=ar").url.path == "/events/call-2025-12-03"
    bare = CLIENT.get("/events/call-2025-12-03/", follow_redirects=False)
    assert bare.headers["location"] == "../call-2025-12-03"
    odd = CLIENT.get(f"/events/call-2025-12-03/?x={'a' * 4000}", follow_redirects=False)
    assert odd.headers["location"] == "../call-2025-12-03"
    assert CLIENT.get("/events/nope/?lang=ar").status_code == 404
    for odd_path in ("/events//call-2025-12-03/", "/events/call-2025-12-03%2F"):
        assert CLIENT.get(odd_path, follow_redirects=False).status_code == 404


def test_an_arabic_comma_stands_before_the_date_of_what_is_offered() -> None:
    assert "</a>، 12 ديسمبر 2025</li>" in CLIENT.get("/events/forum-2025?lang=ar").text


@pytest.mark.parametrize("path", ["%00", "%ff%fe", "..%2f..%2fetc", "a" * 5000, "<script>", "%22%3E%3Csvg"])
def test_any_path_gets_a_404_and_never_its_own_markup(path: str) -> None:
    answer = CLIENT.get(f"/events/{path}")

    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "<svg" not in answer.text


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    record = store(
        tmp_path,
        events=f'id,date,title,summary,source_url\na,2025,"{HOSTILE}","{HOSTILE}",https://a.example\n',
    )

    html = event_page.event_page(record.event("a"), view("en", record, dates=EVERYTHING), ROOT)

    assert "<script>window" not in html
    assert html.count("<script") == 1
    assert structured(html)["json-ld"]["name"] == HOSTILE.removesuffix("\u202e")


def test_a_forged_host_reaches_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_PUBLIC_URL", ROOT)

    html = CLIENT.get("/events/call-2025-12-03", headers={"host": "evil.example"}).text

    assert "evil.example" not in html
    assert f"{ROOT}/events/call-2025-12-03" in html


@pytest.mark.parametrize(
    ("parties", "where"),
    [
        ("TKM;SOM", "None: a telephone call, drawn between the two capitals"),
        ("TKM;UN", "None: a telephone call"),
        ("TKM", "None: a telephone call"),
        ("TKM;SOM;KEN", "None: a telephone call"),
    ],
)
def test_a_call_is_said_to_be_drawn_only_if_it_is(tmp_path: Path, parties: str, where: str) -> None:
    record = store(tmp_path, events=f"id,date,title,mode,parties\none,2025-08-05,Call,phone,{parties}\n")

    assert f"<dd>{where}</dd>" in article(record.event("one"), view(record=record))
    is_drawn = bool(links_of(record.events(Selection()), {}, language("en")))
    assert is_drawn == ("drawn" in where)


@pytest.mark.parametrize(
    ("lang", "kind", "parties", "how"),
    [
        ("en", "meeting", "SOM;TKM", "In person, in Turkmenistan"),
        ("ar", "meeting", "SOM;TKM", "حضوريًا، في تركمانستان"),
        ("en", "visit", "SOM;TKM", "In person, a visit to Turkmenistan"),
        ("ar", "visit", "SOM;TKM", "حضوريًا، زيارة إلى تركمانستان"),
        ("en", "meeting", "SOM", "In person"),
        ("ar", "meeting", "SOM", "حضوريًا"),
        ("en", "visit", "SOM", "In person, a visit"),
    ],
)
def test_only_a_visit_is_called_one(tmp_path: Path, lang: str, kind: str, parties: str, how: str) -> None:
    rows = f"id,date,title,kind,mode,parties\none,2025-08,Talks,{kind},visit,{parties}\n"
    said = view(lang, store(tmp_path, events=rows))
    row = said.store.event("one")

    assert f"<dd>{how}</dd>" in article(row, said)
    assert f'<span class="where">{how}</span>' in telling(row, said)


def test_the_meeting_on_the_margins_of_a_conference_is_no_visit() -> None:
    assert "<dd>In person, in Turkmenistan</dd>" in article(shipped().event("awaza-2025-08"), view())


@pytest.mark.parametrize("told", [article, telling])
def test_no_source_is_blamed_for_what_the_record_does_not_say(
    told: Callable[[Row, View], str], tmp_path: Path
) -> None:
    said = store(
        tmp_path, events="id,date,title,source_url\none,2025-08-05,A,\ntwo,2025,B,https://b.example\n"
    )
    one, two = (told(said.event(id), view(record=said)) for id in ("one", "two"))

    for text in (one, two):
        assert ("ot recorded" in text, "ot stated" in text) == (True, False)
    assert ("day known" in one, "day stated" in one) == (True, False)


@pytest.mark.parametrize(("lang", "words"), [("en", "<dd>Not recorded</dd>"), ("ar", "<dd>غير مسجَّل</dd>")])
def test_the_place_of_the_credentials_is_said_not_to_be_recorded(lang: str, words: str) -> None:
    assert words in article(shipped().event("credentials-2024-08-27"), view(lang))


@pytest.mark.parametrize(
    ("lang", "headline", "published"),
    [
        ("en", "</bdi>: page whose headline is not recorded", "<span>date not recorded</span>"),
        ("ar", "</bdi>: مادة لم يُسجَّل عنوانها", "<span>التاريخ غير مسجَّل</span>"),
    ],
)
def test_a_source_is_not_said_to_lack_what_the_record_lacks(lang: str, headline: str, published: str) -> None:
    source = {
        "id": "s",
        "title": "",
        "published": "",
        "url": "https://a.example",
        "lang": "",
        "publisher": "",
    }
    item = source_item(source, language(lang))

    assert f"a.example{headline}" in item
    assert published in item
    named = source_item({**source, "publisher": "The Paper"}, language(lang))
    assert f"The Paper{headline}" in named
    assert named.count("The Paper") == 1
    dated = source_item({**source, "publisher": "The Paper", "published": "2025-05-02"}, language(lang))
    assert f"The Paper</bdi>{language(lang).gettext(', ')}2 " in dated
    assert dated.count("2025") == 1
    unplaced = source_item({**source, "url": ""}, language(lang))
    assert headline.removeprefix("</bdi>: ").lower() in unplaced.lower()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("id", IDS)
def test_no_two_sources_of_an_event_have_the_same_words(id: str, lang: str) -> None:
    sources = article(shipped().event(id), view(lang)).partition("<ul class='src'>")[2]
    words = re.findall(r"<a [^>]*>(.*?)</a>", sources)

    assert len(words) == len(set(words)) > 0


@pytest.mark.parametrize(
    ("lang", "roles"), [("en", {"Contact", "Context"}), ("ar", {"بمشاركة الطرفين", "السياق"})]
)
def test_the_table_says_of_one_event_what_it_is(lang: str, roles: set[str]) -> None:
    now = view(lang, dates="../..")

    assert set(table.frame(now, now.events)["role"]) == roles
