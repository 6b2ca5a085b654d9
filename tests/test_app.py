"""Every page in both languages, without a browser: what it shows, and the URL that each filter writes."""

import re
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.datasets import write
from tests.pages import PAGES, Open, count, faults, query, text
from timeline.language import ENDONYMS, language
from timeline.selection import Selection
from timeline.ui import board

# The others do not show the events that the link asks for.
COUNTING = [page for page in PAGES if page not in ("about.py", "yours.py")]
FAULTY = {
    "events.csv": (
        "id,date,title,place,lat,lon,topics,parties\n"
        "one,2025-13,First,,,,trade,TKM\n"
        "one,2025-08-09/2025-08-05,Second,,1.5,,trade,TKM\n"
        "two,2025-08-05,,,,,tirade,tkm\n"
    ),
    "topics.csv": "id,label\ntrade,Trade\n",
    "sources.csv": "id,url\nnews,javascript:alert(1)\n",
    "places.csv": "name\nAwaza\n",
}


def listed(app: AppTest) -> list[str]:
    """The ids of the events that the list shows."""
    return re.findall(r'class="card st-key-event-([^"]+)"', text(app))


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize("page", PAGES)
def test_page_opens(app_at: Open, page: str, lang: str) -> None:
    app = app_at(page, lang=lang)

    assert not app.exception
    assert f'<i id="spoken" lang="{lang}" dir="{language(lang).direction}"' in text(app)


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize("page", COUNTING)
def test_page_counts_the_events_of_its_dates(app_at: Open, page: str, lang: str) -> None:
    assert count(app_at(page, lang=lang, dates="../..")) == 9
    assert count(app_at(page, lang=lang)) == 4


def test_topic_pill_writes_its_id(app_at: Open) -> None:
    app = app_at(lang="ar")
    app.button_group(key="topic").set_value(["bilateral-relations"]).run()

    assert query(app) == "lang=ar&topic=bilateral-relations"
    assert count(app) == 2


def test_several_topics_are_any_of_them_until_all_are_asked(app_at: Open) -> None:
    app = app_at()
    app.button_group(key="topic").set_value(["sustainable-development", "peace-security"]).run()
    assert count(app) == 4

    app.button(key="match").click().run()
    assert query(app) == "topic=peace-security&topic=sustainable-development&match=all"
    assert count(app) == 2


def test_kind_pill_writes_its_id(app_at: Open) -> None:
    app = app_at(lang="en")
    app.button_group(key="kind").set_value(["phone-call"]).run()

    assert query(app) == "lang=en&kind=phone-call"
    assert count(app) == 1


def test_role_writes_its_id_and_all_takes_it_back(app_at: Open) -> None:
    app = app_at()
    app.button_group(key="role").set_value("contact").run()
    assert query(app) == "role=contact"
    assert count(app) == 2

    app.button_group(key="role").set_value("").run()
    assert query(app) == ""


def test_count_timeline_and_list_are_sent_before_all_else_when_another_question_is_asked(
    app_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What has been sent when the rest waits is what there would be if it never came.
    monkeypatch.setattr("timeline.turns.step_aside", lambda seconds: st.stop())

    app = app_at(dates="../..")
    assert app.button(key="next")
    app.query_params["event"] = "awaza-2025-08"
    app.run()
    assert app.button(key="next")
    app.button_group(key="topic").set_value(["bilateral-relations"]).run()

    assert count(app) == len(listed(app)) == 4
    assert "timeline" in str(app.get("plotly_chart"))
    assert "in-view" not in text(app)
    assert [one.key for one in app.button if one.key == "next"] == []


@pytest.mark.parametrize(("few", "seconds"), [(300, board.DRAWING), (3, board.DRAWING_COUNTED)])
def test_the_rest_waits_longer_where_events_are_counted(
    app_at: Open, few: int, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("timeline.turns.step_aside", waited.append)
    monkeypatch.setattr("timeline.view.FEW", few)
    app = app_at(dates="../..")
    app.button_group(key="topic").set_value(["bilateral-relations"]).run()

    assert waited == [seconds]


def test_a_list_of_one_page_leaves_no_way_to_others(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"e.{at},2025-01-{at:02},Talks,{'trade' if at < 4 else 'water'}\n" for at in range(1, 31))
    monkeypatch.setenv("TIMELINE_DATA", str(write(tmp_path, events=f"id,date,title,topics\n{rows}")))
    monkeypatch.setattr("timeline.record.REST", 0)
    app = app_at(dates="../..", event="e.30")
    # What is no part of a class in a style sheet is none here; the link has the id as it is.
    assert listed(app) == [f"e-{at}" for at in range(26, 31)]
    assert 'st-key-event-e-27"><a href="?dates=..%2F..&amp;event=e.27"' in text(app)
    assert app.button(key="page-back")
    assert not app.get("empty")
    app.button_group(key="topic").set_value(["trade"]).run()

    # What took the place of the pager; otherwise Streamlit would leave that until the script has run.
    assert listed(app) == ["e-1", "e-2", "e-3"]
    assert len(app.get("empty")) == 1
    assert [one.key for one in app.button if one.key == "page-back"] == []


def paged(folder: Path, events: int) -> Path:
    """A record of so many events."""
    rows = "".join(f"e{at},{1900 + at},Talks\n" for at in range(events))
    return write(folder, events=f"id,date,title\n{rows}")


def test_the_page_turned_to_stays_in_another_language(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(paged(tmp_path, 60)))
    app = app_at(event="e0", lang="en")
    app.button(key="page-on").click().run()
    app.button_group(key="language").set_value("ar").run()

    assert "lang=ar" in query(app)
    assert listed(app) == [f"e{at}" for at in range(25, 50)]
    # Another event may be on another page.
    app.query_params["event"] = "e59"
    assert listed(app.run()) == [f"e{at}" for at in range(50, 60)]


def test_the_page_turned_to_does_not_outlive_the_record(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(paged(tmp_path, 26)))
    monkeypatch.setattr("timeline.record.REST", 0)
    app = app_at(event="e0")
    app.button(key="page-on").click().run()
    assert listed(app) == ["e25"]
    paged(tmp_path, 25)

    assert listed(app.run()) == [f"e{at}" for at in range(25)]


@pytest.mark.parametrize("words", ["awaza", "Avaza", "آوازا", "أووازا"])
def test_search_finds_every_spelling_of_a_place(app_at: Open, words: str) -> None:
    app = app_at()
    app.text_input(key="q").set_value(words).run()

    assert query(app) == f"q={words}"
    assert "awaza-2025-08" in listed(app)


@pytest.mark.parametrize(
    ("preset", "written", "shown"),
    [
        ("everything", "dates=../..", 9),
        ("contacts", "dates=2019/..&role=contact", 4),
    ],
)
def test_preset_writes_its_dates(app_at: Open, preset: str, written: str, shown: int) -> None:
    app = app_at()
    app.button_group(key="preset").set_value(preset).run()

    assert query(app) == written
    assert count(app) == shown


def test_filters_are_set_from_the_link(app_at: Open) -> None:
    app = app_at(topic=["trade"], kind=["meeting"], role="contact", q="Awaza", dates="2025-08")

    assert app.button_group(key="topic").value == ["trade"]
    assert app.button_group(key="kind").value == ["meeting"]
    assert app.button_group(key="role").value == "contact"
    assert app.text_input(key="q").value == "Awaza"
    assert app.date_input(key="dates").value == (date(2025, 8, 1), date(2025, 8, 31))


def test_clear_all_keeps_language_and_event(app_at: Open) -> None:
    app = app_at(lang="ar", topic=["trade"], q="Awaza", event="awaza-2025-08")
    app.button(key="clear").click().run()

    assert query(app) == "lang=ar&event=awaza-2025-08"


@pytest.mark.parametrize(
    ("kind", "signs"),
    [(["phone-call", "forum"], ["dot", "arc"]), (["phone-call"], ["arc"]), (["forum"], ["dot"])],
)
def test_the_map_explains_the_signs_that_it_shows(app_at: Open, kind: list[str], signs: list[str]) -> None:
    heading = re.search(r"<h2>Where</h2>.*", text(app_at(kind=kind)))

    assert heading
    assert re.findall('<i class="([^"]+)"', heading[0]) == signs


def test_card_is_the_link_of_its_event(app_at: Open) -> None:
    app = app_at(lang="en", event="awaza-2025-08")
    link = re.search(r'st-key-event-forum-2025-12-12"><a href="\?([^"]+)"( aria-current)?', text(app))

    assert link
    assert link.groups() == ("lang=en&amp;event=forum-2025-12-12", None)
    assert 'st-key-event-awaza-2025-08"><a href="?lang=en&amp;event=awaza-2025-08" aria-current=' in text(app)


@pytest.mark.parametrize("lang", ENDONYMS)
def test_what_a_link_asks_in_vain_is_named(app_at: Open, lang: str) -> None:
    app = app_at(lang=lang, colour="red", topic=["trade", "<b>tourism"])

    assert "<code>colour=red</code>" in text(app)
    assert "<code>topic=&lt;b&gt;tourism</code>" in text(app)
    assert app.query_params["topic"] == ["trade", "<b>tourism"]
    assert count(app) == 1


def test_a_dismissed_notice_stays_away(app_at: Open) -> None:
    app = app_at(colour="red")
    app.button(key="dismiss").click().run()

    assert "colour=red" not in text(app)


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize("page", COUNTING)
def test_an_empty_view_offers_ways_out(app_at: Open, page: str, lang: str) -> None:
    app = app_at(page, lang=lang, topic=["trade"], kind=["phone-call"])
    assert count(app) == 0
    assert language(lang).gettext("No event matches all of these filters") in text(app)

    app.button(key="way-0").click().run()
    assert count(app) == 1


def test_words_of_another_script_do_not_turn_the_way_out(app_at: Open) -> None:
    app = app_at(lang="ar", q="nothing of the kind")

    assert "\u2068nothing of the kind\u2069»:" in text(app)
    assert "\u2068nothing of the kind\u2069" in app.button(key="way-0").label


@pytest.mark.parametrize(
    ("q", "offered"),
    [
        ("awaza autumn 2025 xyz", ["Search for “awaza 2025”", "Remove “awaza autumn 2025 xyz”"]),
        ("awaza telephone", ["Search for “telephone”", "Search for “awaza”", "Remove “awaza telephone”"]),
        ("of the xyz", ["Remove “of the xyz”"]),
        ("xyz", ["Remove “xyz”"]),
        ("awaza 1 2 3 4 5 6 7 xyz", ["Remove “awaza 1 2 3 4 5 6 7 xyz”"]),
    ],
)
def test_a_search_that_finds_nothing_can_go_on_with_fewer_words(
    app_at: Open, q: str, offered: list[str]
) -> None:
    app = app_at(q=q, dates="../..")
    labels = [button.label for button in app.button if (button.key or "").startswith("way-")]

    assert [label.translate({0x2068: None, 0x2069: None}) for label in labels[:-1]] == offered
    app.button(key="way-0").click().run()
    assert count(app) > 0


def test_clear_all_leads_out_of_an_empty_view(app_at: Open) -> None:
    app = app_at(topic=["trade"], kind=["phone-call"])
    app.button(key="way-clear").click().run()

    assert count(app) == 4


HOSTILE = ["<script>alert(1)</script>", "'; DROP TABLE events; --", "../../etc/passwd", "\x00", "%", "_"]
HOSTILE += ["\u202e", "9" * 5000, "0000", "9999-12-31/..", "../9999", "2025-02-30", "{0.__class__}", "${x}"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_query_gives_a_page(app_at: Open, page: str, value: str) -> None:
    names = [*Selection.__dataclass_fields__, value]
    app = app_at(page, **{name: [value, value] for name in names})

    assert not app.exception
    assert "<script>alert" not in text(app)


@pytest.mark.parametrize(
    "dates", ["0001", "0001-01-01", "9999", "9999-12-31", "../0001", "9999/..", "0001/9999", "../.."]
)
@pytest.mark.parametrize("lang", ENDONYMS)
def test_dates_at_the_ends_of_the_calendar_give_a_page(app_at: Open, dates: str, lang: str) -> None:
    app = app_at(lang=lang, dates=dates)

    assert not app.exception


@pytest.mark.parametrize("lang", ENDONYMS)
def test_broken_dataset_shows_every_fault(
    app_at: Open, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in FAULTY.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    app = app_at(lang=lang)

    assert not app.exception
    assert [fault[:4] for fault in faults(app)] == [
        ("events.csv", "2", "date", "2025-13"),
        ("events.csv", "3", "date", "2025-08-09/2025-08-05"),
        ("events.csv", "3", "id", "one"),
        ("events.csv", "3", "lon", ""),
        ("events.csv", "4", "parties", "tkm"),
        ("events.csv", "4", "title", ""),
        ("events.csv", "4", "topics", "tirade"),
        ("places.csv", "1", "id", ""),
        ("sources.csv", "2", "url", "javascript:alert(1)"),
    ]
    assert all(wanted for *_, wanted in faults(app))


def test_missing_events_are_a_fault_of_their_own(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    app = app_at()

    assert not app.exception
    assert [fault[0] for fault in faults(app)] == ["events.csv"]


def test_about_cites_the_record_and_not_what_a_visitor_sees_of_it(app_at: Open) -> None:
    app = app_at("about.py", lang="ar", topic=["trade"], dates="2025-12", event="call-2025-12-03")

    assert "/?lang=ar&amp;dates=../..</bdi>" in text(app)


@pytest.mark.parametrize("lang", ENDONYMS)
def test_an_event_outside_an_empty_view_is_still_told(app_at: Open, lang: str) -> None:
    app = app_at(lang=lang, dates="2025-09/2025-11", event="awaza-2025-08")

    assert language(lang).gettext("No event matches all of these filters") in text(app)
    assert language(lang).gettext("outside this view") in text(app)
    assert "dl class=" in text(app)


def test_an_empty_view_of_no_event_tells_of_none(app_at: Open) -> None:
    app = app_at(dates="2025-09/2025-11")

    assert "dl class=" not in text(app)
