"""What a page sends to the browser stays small, however many parties, topics and places a record has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from tests.datasets import write
from tests.pages import PAGES, Open, text

MOST_BYTES = 300_000
EVENTS, TOPICS = 6_000, 5_000
KINDS = ("meeting", "visit", "conference", "phone-call", "forum", "agreement")
HEADS = {
    "events": "id,date,kind,role,parties,place,topics,title_ar,source_url,source_title",
    "places": "id,name_en,lat,lon",
    "topics": "id,label_en",
    "statements": "id,event,kind,topics,text_en,text_ar",
}


def rows(table: str) -> Iterator[str]:
    """Each event has a place and a party of its own, and topics of its own beside those of many."""
    yield HEADS[table]
    for at in range(TOPICS if table == "topics" else EVENTS):
        day = f"{2000 + at % 20}-{at % 12 + 1:02}-{at % 28 + 1:02}"
        topics = f"t{at % TOPICS};t{at * 7 % TOPICS};c{at % 30};common"
        yield {
            "events": f"e{at},{day},{KINDS[at % 6]},contact,TKM;ORG{at},p{at},{topics},"
            f"اجتماع وزيري الخارجية رقم {at},https://news.example/{at},Meeting {at}",
            "places": f"p{at},Place number {at} of many,{at * 37 % 120 - 60},{at * 91 % 3580 / 10 - 179}",
            "topics": f"t{at},Topic number {at} of very many",
            "statements": f"s{at},e{at},fact,c{at % 30};common,The ministers agreed to meet again.,"
            "اتفق الوزيران على أن يجتمعا مرة أخرى",
        }[table]
    if table == "topics":
        yield from ("common,Common", *(f"c{at},Common topic number {at}" for at in range(30)))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("many"), **{table: "\n".join(rows(table)) + "\n" for table in HEADS})


@pytest.fixture
def sent(many: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each run of the dashboard sent, with the record of many."""
    runs: list[int] = []
    messages_of = LocalScriptRunner.forward_msgs

    def counted(runner: LocalScriptRunner) -> list[Any]:
        messages = messages_of(runner)
        runs.append(sum(message.ByteSize() for message in messages))
        return messages

    monkeypatch.setattr(LocalScriptRunner, "forward_msgs", counted)
    monkeypatch.setenv("TIMELINE_DATA", str(many))
    monkeypatch.setattr("timeline.record.REST", 0)
    return runs


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    ("page", "asked"),
    [
        *((page, {}) for page in PAGES if page != "yours.py"),
        # As many as are shown one by one.
        *((page, {"dates": "2018"}) for page in ("timeline.py", "topics.py", "story.py")),
        ("topics.py", {"topic": ["common"]}),
    ],
)
def test_a_page_sends_little_whatever_the_record_holds(
    app_at: Open, sent: list[int], page: str, lang: str, asked: dict[str, Any]
) -> None:
    app = app_at(page, lang=lang, **asked)
    app.button(key="topics-all").click().run()

    assert not app.exception
    assert len(sent) >= 2
    assert max(sent) < MOST_BYTES


@pytest.mark.usefixtures("sent")
def test_of_many_topics_a_hundred_are_offered_and_what_is_chosen(app_at: Open) -> None:
    chosen = f"t{TOPICS - 1}"
    app = app_at(topic=[chosen])
    app.button(key="topics-all").click().run()
    pills = app.button_group(key="topic")

    assert len(pills.options) == 101
    assert pills.value == [chosen]
    assert pills.label == "Topics · any of · 4,930 more topics by search"


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("lang", "more"),
    [
        ("en", "and 5,951 more; the search finds their events"),
        ("ar", "و5,951 جهة أخرى؛ يعثر البحث على أحداثها"),
    ],
)
def test_of_many_parties_the_busiest_are_listed(app_at: Open, lang: str, more: str) -> None:
    listed = text(app_at("topics.py", lang=lang))

    assert listed.count('<li><span class="party">') == 50
    assert f'<li class="muted">{more}</li>' in listed


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Only the latest 100 events."),
        ("ar", "آخر 100 حدث فقط."),
    ],
)
def test_of_a_topic_the_latest_events_are_told_and_the_others_are_a_link_away(
    app_at: Open, lang: str, words: str
) -> None:
    told = text(app_at("topics.py", lang=lang, topic=["common"]))

    assert told.count('<div class="told">') == 100
    assert f'{words} <a href="./?lang={lang}&amp;topic=common">' in told


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(("lang", "words"), [("en", "Only the latest 50."), ("ar", "أحدث 50 فقط.")])
def test_the_latest_contacts_are_followed_from_one_to_the_next(app_at: Open, lang: str, words: str) -> None:
    told = text(app_at("topics.py", lang=lang))

    assert told.count('<div class="days"') == 50
    assert f'<p class="note">{words}</p>' in told
