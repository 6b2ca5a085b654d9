"""The view as one page for paper."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import FOCUS, shipped
from tests.views import ROOT, view
from timeline.store import Store
from timeline.tables import Row
from timeline.view import View
from timeline.web import briefing
from timeline.web.briefing import numbered
from timeline.web.made import Made

CLIENT = TestClient(Starlette(routes=briefing.routes()), base_url="http://localhost")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_briefing_holds_the_events_of_the_view_in_order(lang: str) -> None:
    html = CLIENT.get(f"/briefing?lang={lang}").text

    titles = [shipped().event(id)[f"title_{lang}"] for id in FOCUS]
    places = [html.rindex(f"{title}</a></h2>") for title in titles]
    assert places == sorted(places)
    assert shipped().event("unga-50-80")[f"title_{lang}"] not in html


def test_a_long_briefing_tells_of_the_latest_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefing, "MANY", 2)
    monkeypatch.setattr(briefing, "_made", Made(2**20))
    html = CLIENT.get("/briefing?lang=en").text

    assert re.findall(r'id="event-([^"]+)"', html) == FOCUS[-2:]
    assert "latest 2 events in view; narrow the dates" in html


def test_what_was_said_is_asked_of_all_events_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    said = Store.said

    def counted(store: Store, ids: Iterable[str]) -> Mapping[str, Sequence[Row]]:
        named = list(ids)
        asked.append(len(named))
        return said(store, named)

    monkeypatch.setattr(Store, "said", counted)
    html = briefing.briefing(view(dates="../.."), ROOT)

    assert asked == [shipped().total]
    assert html.count("What was said") > 1


def test_sources_are_numbered_as_they_are_met() -> None:
    notes = numbered(view(dates="2025-12"))

    assert list(notes)[:2] == shipped().event("call-2025-12-03")["sources"].split(";")
    assert list(notes.values()) == list(range(1, len(notes) + 1))


def test_every_number_leads_to_its_note() -> None:
    html = CLIENT.get("/briefing?lang=en").text

    cited, noted = set(re.findall(r'href="#(note-\d+)"', html)), set(re.findall(r'id="(note-\d+)"', html))
    assert cited == noted
    assert len(noted) == len(numbered(view()))


@pytest.mark.parametrize(("lang", "way"), [("en", "ltr"), ("ar", "rtl")])
def test_the_numbers_after_a_latin_name_stay_behind_it(lang: str, way: str) -> None:
    html = CLIENT.get(f"/briefing?lang={lang}").text

    marked = re.findall(r'(<a href="#note-\d+">\[\d+\]</a>)+', html)
    assert marked
    assert len(marked) == len(re.findall(rf'<bdi class="refs" dir="{way}"><a href="#note-', html))


def test_the_selection_stands_in_words() -> None:
    html = briefing.briefing(view("ar", topic=("peace-trust",), dates="2025"), ROOT)

    assert "التصفية بحسب: السلام والثقة" in html
    assert "1 يناير – 31 ديسمبر 2025" in html


def test_the_record_says_as_of_when_it_is() -> None:
    html = briefing.briefing(view(), ROOT)

    assert "The record was last changed on 30 November 2026." in html
    assert f"{ROOT}/?lang=en&amp;dates=2025-08/2025-12" in html


def test_an_empty_view_is_a_page_that_says_so() -> None:
    answer = CLIENT.get("/briefing?lang=en&topic=trade&kind=phone-call")

    assert answer.status_code == 200
    assert "No event matches all of these filters" in answer.text


@pytest.mark.parametrize("query", ["%00", "dates=%ff", "topic=%3Cscript%3E", "q=" + "a" * 9000])
def test_any_query_gives_a_page(query: str) -> None:
    assert CLIENT.get(f"/briefing?{query}").status_code == 200


def test_a_page_is_made_once_however_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    made = briefing.briefing

    def counted(view: View, root: str) -> str:
        asked.append(view.language.tag)
        return made(view, root)

    monkeypatch.setattr(briefing, "_made", Made(2**20))
    monkeypatch.setattr(briefing, "briefing", counted)
    pages = [CLIENT.request(method, "/briefing?lang=en").text for method in ("GET", "HEAD", "GET")]
    others = [CLIENT.get(f"/briefing?{query}").text for query in ("lang=ar", "lang=en&topic=trade")]

    assert pages == [pages[0], "", pages[0]]
    assert len({pages[0], *others, CLIENT.get("/briefing?lang=en&topic=none").text}) == 4
    assert asked == ["en", "ar", "en", "en"]


def test_the_same_page_is_not_sent_twice() -> None:
    tag = CLIENT.get("/briefing?lang=en").headers["etag"]

    assert CLIENT.get("/briefing?lang=en", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(("lang", "words"), [("en", "could not be used"), ("ar", "تعذّر العمل بجزء")])
def test_what_of_a_link_was_ignored_is_said(lang: str, words: str) -> None:
    html = CLIENT.get(f"/briefing?lang={lang}&topic=<b>gone&dates=2025-12/2025-08").text

    assert words in html
    assert "topic=&lt;b&gt;gone" in html
    assert "dates=2025-12/2025-08" in html
    assert words not in CLIENT.get(f"/briefing?lang={lang}").text
