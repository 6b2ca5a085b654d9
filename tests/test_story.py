"""The events told one by one: which, in what order, from where, and what moves by itself."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.datasets import FOCUS
from tests.pages import Open, query, text
from tests.views import view
from timeline import story
from timeline.html.story import WALKING, step_line, walking
from timeline.html.text import own_words
from timeline.language import ENDONYMS, language
from timeline.selection import EVERYTHING
from timeline.ui import story as page
from timeline.web import scripts

IN_FOCUS = tuple(FOCUS)


def deck(app: AppTest) -> dict[str, Any]:
    """Where the map looks, as the browser is told."""
    said: dict[str, Any] = json.loads(app.get("deck_gl_json_chart")[0].proto.json)["initialViewState"]
    return said


def shown(app: AppTest) -> str:
    """``3 of 4`` as the page says it."""
    return text(app).split('class="step"><b>')[1].split("</b>")[0]


def test_a_walk_tells_the_events_of_its_view_oldest_first() -> None:
    assert story.step(view()).ids == IN_FOCUS
    assert story.step(view(kind=("forum", "meeting"))).ids == ("awaza-2025-08", "forum-2025-12-12")


@pytest.mark.parametrize(
    ("event", "at", "previous", "next"),
    [
        ("", 0, "", "lldc3-2025"),
        ("awaza-2025-08", 0, "", "lldc3-2025"),
        ("call-2025-12-03", 2, "lldc3-2025", "forum-2025-12-12"),
        ("forum-2025-12-12", 3, "call-2025-12-03", ""),
        ("unga-50-80", 0, "", "lldc3-2025"),
    ],
)
def test_a_step_knows_its_neighbours(event: str, at: int, previous: str, next: str) -> None:
    step = story.step(view(event=event))

    assert (step.at, step.previous, step.next) == (at, previous, next)


def test_a_link_to_a_walk_names_the_event_that_is_told() -> None:
    assert "event=awaza-2025-08" in story.told(view()).link("en")
    assert "event=awaza-2025-08" in story.told(view(event="unga-50-80")).link("en")
    assert "event=forum-2025-12-12" in story.told(view(event="forum-2025-12-12")).link("en")


def test_nothing_to_tell_is_the_same_view() -> None:
    empty = view(topic=("trade",), kind=("phone-call",))

    assert story.told(empty) is empty


@pytest.mark.parametrize(("event", "elsewhere"), [("", False), ("lldc3-2025", False), ("unga-50-80", True)])
def test_an_event_outside_the_view_is_known(event: str, elsewhere: bool) -> None:
    assert story.is_elsewhere(view(event=event)) is elsewhere


@pytest.mark.parametrize(("at", "stands"), [(0, ""), (1, "b"), (2, "b"), (3, "d")])
def test_the_map_stands_at_the_last_event_that_has_a_place(at: int, stands: str) -> None:
    assert story.last_placed(story.Step(("a", "b", "c", "d"), at), {"b", "d"}) == stands


@pytest.mark.parametrize(
    ("ids", "at", "said"),
    [
        (IN_FOCUS, 0, '<b>1 of 4</b><span class="muted"> · the first</span>'),
        (IN_FOCUS, 2, '<b>3 of 4</b><span class="unseen">'),
        (IN_FOCUS, 3, '<b>4 of 4</b><span class="muted"> · the last</span>'),
        (IN_FOCUS[:1], 0, '<b>1 of 1</b><span class="unseen">'),
    ],
)
def test_a_step_says_where_it_stands(ids: tuple[str, ...], at: int, said: str) -> None:
    step, asked = story.Step(ids, at), view()
    row = asked.store.event(step.event)

    assert said in step_line(step, row, asked)
    assert own_words(row, "title", asked.language) in step_line(step, row, asked)


def test_a_step_that_waits_has_no_seconds() -> None:
    step = story.Step(IN_FOCUS, 0)

    assert "data-seconds" not in walking(step, 0).removesuffix(f"<script>{WALKING}</script>")
    assert 'data-seconds="7"' in walking(step, 7)


def test_the_policy_lets_the_script_run() -> None:
    assert WALKING in scripts.every()


@pytest.mark.parametrize("lang", ENDONYMS)
def test_next_and_previous_write_the_event(app_at: Open, lang: str) -> None:
    app = app_at("story.py", lang=lang, event="lldc3-2025")
    app.button(key="onward").click().run()
    assert query(app) == f"lang={lang}&event=call-2025-12-03"

    app.button(key="back").click().run()
    assert query(app) == f"lang={lang}&event=lldc3-2025"
    assert shown(app) == language(lang).gettext("{number} of {total}", number=2, total=4)


def test_a_walk_keeps_to_its_filters(app_at: Open) -> None:
    app = app_at("story.py", lang="en", kind=["forum", "meeting"])
    app.button(key="onward").click().run()

    assert query(app) == "lang=en&kind=forum&kind=meeting&event=forum-2025-12-12"
    assert shown(app) == "2 of 2"


@pytest.mark.parametrize(("event", "ends"), [(IN_FOCUS[0], (True, False)), (IN_FOCUS[3], (False, True))])
def test_an_end_leads_no_further(app_at: Open, event: str, ends: tuple[bool, bool]) -> None:
    app = app_at("story.py", event=event)

    assert (app.button(key="back").disabled, app.button(key="onward").disabled) == ends


@pytest.mark.parametrize(("lang", "onward"), [("en", "right"), ("ar", "left")])
def test_the_arrow_that_leads_on_points_with_the_script(app_at: Open, lang: str, onward: str) -> None:
    app = app_at("story.py", lang=lang)

    arrows = {app.button(key=key).proto.shortcut for key in ("back", "onward")}
    assert app.button(key="onward").proto.shortcut == onward
    assert arrows == {"left", "right"}


def test_playing_outlasts_its_steps_and_ends_with_the_last(app_at: Open) -> None:
    app = app_at("story.py", event="lldc3-2025")
    assert "data-seconds" not in marks(app)
    app.button(key="play").click().run()
    assert 'data-seconds="7"' in marks(app)

    app.button(key="onward").click().run()
    assert 'data-seconds="7"' in marks(app)
    app.button(key="onward").click().run()
    assert "data-seconds" not in marks(app)


def test_playing_at_the_end_starts_over(app_at: Open) -> None:
    app = app_at("story.py", lang="en", event="forum-2025-12-12")
    app.button(key="play").click().run()

    assert query(app) == "lang=en&event=awaza-2025-08"
    assert 'data-seconds="7"' in marks(app)


def test_pause_and_another_page_stop_the_clock(app_at: Open) -> None:
    app = app_at("story.py")
    app.button(key="play").click().run()
    app.button(key="play").click().run()
    assert "data-seconds" not in marks(app)

    app.button(key="play").click().run()
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/story.py").run()
    assert "data-seconds" not in marks(app)


def test_a_chosen_pace_is_kept(app_at: Open) -> None:
    app = app_at("story.py")
    app.button_group(key="pace").set_value("fast").run()
    app.button(key="play").click().run()
    assert 'data-seconds="4"' in marks(app)

    app.button_group(key="language").set_value("ar").run()
    assert 'data-seconds="4"' in marks(app)


def test_the_map_flies_unless_the_reader_wants_no_motion(app_at: Open) -> None:
    app = app_at("story.py", event="call-2025-12-03")
    assert deck(app)["transitionDuration"] > page.FLIGHT

    app.button(key="wish-still").click().run()
    app.button(key="onward").click().run()
    assert deck(app)["transitionDuration"] < 1
    assert "wish-still" not in {button.key for button in app.button}


def test_every_step_tells_the_map_of_its_flight_anew(app_at: Open) -> None:
    app = app_at("story.py")
    flights = {deck(app)["transitionDuration"]}
    for _ in IN_FOCUS[1:]:
        flights.add(deck(app.button(key="onward").click().run())["transitionDuration"])

    assert len(flights) == len(IN_FOCUS)


@pytest.mark.parametrize("lang", ENDONYMS)
def test_an_event_without_a_place_leaves_the_map_and_says_so(app_at: Open, lang: str) -> None:
    say = language(lang).gettext
    app = app_at("story.py", lang=lang, dates=EVERYTHING, event="unga-50-80")

    assert say("This event has no place on the map.") in text(app)
    app = app_at("story.py", lang=lang, event="awaza-2025-08")
    assert say("This event has no place on the map.") not in text(app)


@pytest.mark.parametrize("lang", ENDONYMS)
def test_a_link_to_an_event_outside_its_filters_says_so(app_at: Open, lang: str) -> None:
    app = app_at("story.py", lang=lang, event="unga-50-80")

    assert 'class="elsewhere"' in text(app)
    assert shown(app) == language(lang).gettext("{number} of {total}", number=1, total=4)


def test_the_details_lead_into_the_walk_at_their_event(app_at: Open) -> None:
    app = app_at(lang="en")
    led = [link.proto.query_string for link in app.get("page_link")]
    assert led.count("lang=en&event=call-2025-12-03") == 1

    app = app_at(lang="en", event="unga-50-80")
    assert {link.proto.query_string for link in app.get("page_link")} == {"lang=en&event=unga-50-80"}
    assert language("en").gettext("Walk through from here") not in [
        one.proto.label for one in app.get("page_link")
    ]


def marks(app: AppTest) -> str:
    """What the script of the clock reads; the script itself aside."""
    return text(app).replace(WALKING, "")
