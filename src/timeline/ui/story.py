"""The page that tells the events one by one: by its buttons, by the arrow keys, or by the clock."""

from functools import partial

import streamlit as st

from timeline import story
from timeline.charts.pane import Camera
from timeline.html.event import telling
from timeline.html.story import step_line, walking
from timeline.html.text import own_words
from timeline.story import Step
from timeline.ui import charts, wishes
from timeline.ui.view import pairs_to_params, select
from timeline.view import View

PAGE = "story"
# Long enough to see where to, too short to wait for.
FLIGHT = 1400
# Lower than on the main page, so that the course of time follows on the same screen.
MAP = 340


def show(view: View) -> None:
    """The step that ``view`` asks for, and the way to its neighbours."""
    step = story.step(view)
    shown = story.told(view)
    row = shown.store.event(step.event)
    if not step.next:
        stop()
    with st.container(key="walk", horizontal=True):
        with st.container(key="step"):
            st.html(step_line(step, row, shown))
        _ways(shown, step)
        _clock(shown, step)
    if story.is_elsewhere(view):
        words = view.language.gettext(
            "The event that this link names is outside its dates and filters. The walk begins with the first "
            "event inside them."
        )
        st.html(f'<p class="elsewhere" role="status">{words}</p>')
    with st.container(key="scene"):
        with st.container(key="told"):
            st.html(telling(row, shown))
        _map(shown, step)
        charts.course(shown)
    wishes.stillness(shown)
    # Last, since it looks for what stands above.
    st.html(walking(step, _seconds()), unsafe_allow_javascript=True)


def stop() -> None:
    """Let the clock walk no further."""
    st.session_state["walks"] = False


def link(view: View) -> None:
    """The way here from another page, to the event that is selected there."""
    words = view.language.gettext("Walk through from here")
    asked = view.selection.with_(event=view.selected)
    with st.container(key="walk-from", width="content"):
        st.page_link(f"pages/{PAGE}.py", label=words, query_params=pairs_to_params(asked))


def _ways(view: View, step: Step) -> None:
    """Previous and next. The arrow that points on is the left one where the script runs to the left."""
    say = view.language.gettext
    back, on = ("Right", "Left") if view.language.is_rtl else ("Left", "Right")
    with st.container(key="ways", horizontal=True, width="content"):
        st.button(
            say("Previous"),
            key="back",
            icon=":material/chevron_left:",
            shortcut=back,
            disabled=not step.previous,
            on_click=select,
            args=(view, step.previous),
        )
        st.button(
            say("Next"),
            key="onward",
            icon=":material/chevron_right:",
            icon_position="right",
            shortcut=on,
            disabled=not step.next,
            on_click=select,
            args=(view, step.next),
        )


def _clock(view: View, step: Step) -> None:
    """Play or pause, and how fast."""
    say = view.language.gettext
    with st.container(key="clock", horizontal=True, width="content"):
        if _walks():
            st.button(say("Pause"), key="play", icon=":material/pause:", on_click=stop)
        else:
            words = say("Play") if step.next else say("Play from the start")
            st.button(
                words,
                key="play",
                icon=":material/play_arrow:" if step.next else ":material/replay:",
                disabled=len(step.ids) == 1,
                on_click=partial(_walk, view, step),
            )
        st.session_state["pace"] = _pace()
        st.segmented_control(
            say("Pace"),
            list(story.PACES),
            key="pace",
            format_func=lambda pace: say(story.PACES[pace][0]),
            label_visibility="collapsed",
            required=True,
            on_change=_choose_pace,
        )


def _map(view: View, step: Step) -> None:
    """The map near the event, or where the walk last was if this one has no place."""
    shown = charts.on_map(view)
    near = story.last_placed(step, shown.placed)
    note = ""
    if near != step.event:
        say = view.language.gettext
        note = (
            say(
                "This event has no place on the map, which stays at the last one that has: {title}.",
                title=own_words(view.store.event(near), "title", view.language),
            )
            if near
            else say("This event has no place on the map.")
        )
    # Streamlit hands the map only what differs from the step before, and a hand on the map leaves a flight
    # of its own behind: a thousandth of a millisecond makes each step's differ.
    flight = (0 if wishes.is_still() else FLIGHT) + step.at / 1000
    charts.places_near(view, shown, Camera(MAP, near=near, flight=flight), note)


def _walk(view: View, step: Step) -> None:
    """Start the clock; at the end of the walk, start over."""
    st.session_state["walks"] = True
    if not step.next:
        select(view, step.ids[0])


def _walks() -> bool:
    return bool(st.session_state.get("walks"))


def _seconds() -> int:
    return story.PACES[_pace()][1] if _walks() else 0


def _pace() -> str:
    return str(st.session_state.get("chosen_pace", story.PACE))


def _choose_pace() -> None:
    st.session_state["chosen_pace"] = st.session_state["pace"] or story.PACE
