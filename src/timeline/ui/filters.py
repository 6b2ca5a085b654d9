"""The filters beside every page. Each widget is set from the URL and writes the URL."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from timeline import dates, vocabulary
from timeline.presets import chosen_preset, presets
from timeline.selection import FACETS, LONGEST_SEARCH
from timeline.topics import FIRST_TOPICS
from timeline.ui.late import part
from timeline.ui.text import plain
from timeline.ui.view import go
from timeline.view import View

# More are no choice by eye; the search knows them by name.
MOST_TOPICS = 100
# Filters that a link may carry and that have no widget of their own.
_QUIET = ("status", "level", "party", "place")


def show(view: View) -> None:
    """Draw all filters for ``view`` into the current container."""
    say = view.language.gettext
    counts: Mapping[str, Mapping[str, int]] = {facet: {} for facet in FACETS}
    with part("filters", view.language):
        counts = view.store.facets(view.asked)
    with st.container(key="filters"):
        with st.container(key="filters-head", horizontal=True):
            st.html(f"<h2>{say('Filters')}</h2>")
            cleared = view.selection.without_filters()
            st.button(say("Clear all"), key="clear", type="tertiary", on_click=go, args=(cleared,))
        _search(view)
        with part("dates", view.language):
            _dates(view)
        _topics(view, counts["topic"])
        _pills(view, "kind", say("Kind"), vocabulary.KINDS, counts["kind"])
        _roles(view, counts["role"])
        _pills(view, "verification", say("Verification"), vocabulary.VERIFICATIONS, counts["verification"])
        _quiet(view)


def _search(view: View) -> None:
    say = view.language.gettext
    st.session_state["q"] = view.selection.q
    st.text_input(
        say("Search"),
        key="q",
        icon=":material/search:",
        placeholder=say("Title, place, topic, statement"),
        max_chars=LONGEST_SEARCH,
        on_change=_narrow(view, "q", lambda value: " ".join((value or "").split())),
    )


def _dates(view: View) -> None:
    say = view.language.gettext
    offered = presets(view)
    labels = {
        id: f"{plain(label)} {_count(view, view.would_show(chosen))}"
        for id, (label, chosen) in offered.items()
    }
    st.session_state["preset"] = chosen_preset(view, offered)

    def choose() -> None:
        chosen = st.session_state["preset"]
        go(offered[chosen][1] if chosen else view.selection)

    st.pills(say("Dates"), list(offered), key="preset", format_func=labels.__getitem__, on_change=choose)
    first, last = view.window
    st.session_state["dates"] = (first, last)
    st.date_input(
        say("First and last day"),
        key="dates",
        label_visibility="collapsed",
        min_value=min(date(1900, 1, 1), first),
        max_value=max(date(2100, 12, 31), last),
        format="YYYY-MM-DD",
        on_change=partial(_choose_days, view),
    )


def _choose_days(view: View) -> None:
    chosen = st.session_state["dates"]
    if len(chosen) == 2:
        go(view.selection.with_(dates=dates.between(*chosen)))


def _topics(view: View, counts: Mapping[str, int]) -> None:
    say = view.language.gettext
    chosen = view.selection.topic
    offered = [*counts, *(topic for topic in chosen if topic not in counts)]
    shown_all = st.session_state.get("all_topics", False)
    most = MOST_TOPICS if shown_all else FIRST_TOPICS
    shown = [id for at, id in enumerate(offered) if at < most or id in chosen]
    rest = len(offered) - len(shown)
    if not offered:
        return
    # A label is said by browsers as it is written, so there is no markup in it.
    label = f"{say('Topics')} · {say('all of') if view.selection.match else say('any of')}"
    if rest and shown_all:
        more = view.language.ngettext("{number} more topic by search", "{number} more topics by search", rest)
        label = f"{label} · {more}"
    _multi(view, "topic", label, {id: view.named("topic", id) for id in shown}, counts)
    with st.container(key="topic-more", horizontal=True):
        if rest or shown_all:
            words = (
                say("Fewer") if shown_all else view.language.ngettext("{number} more", "{number} more", rest)
            )
            st.button(words, key="topics-all", type="tertiary", on_click=_toggle_topics)
        if len(chosen) > 1:
            other = view.selection.with_(match="" if view.selection.match else "all")
            words = say("Match any of them") if view.selection.match else say("Match all of them")
            st.button(words, key="match", type="tertiary", on_click=go, args=(other,))


def _toggle_topics() -> None:
    st.session_state["all_topics"] = not st.session_state.get("all_topics", False)


def _pills(view: View, name: str, label: str, values: Mapping[str, str], counts: Mapping[str, int]) -> None:
    chosen = getattr(view.selection, name)
    shown = {id: view.language.gettext(values[id]) for id in values if id in counts or id in chosen}
    if shown:
        _multi(view, name, label, shown, counts)


def _multi(view: View, name: str, label: str, shown: Mapping[str, str], counts: Mapping[str, int]) -> None:
    labels = {id: f"{plain(words)} {_count(view, counts.get(id, 0))}" for id, words in shown.items()}
    st.session_state[name] = list(getattr(view.selection, name))
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        key=name,
        format_func=labels.__getitem__,
        on_change=_narrow(view, name, list),
    )


def _roles(view: View, counts: Mapping[str, int]) -> None:
    say = view.language.gettext
    if not counts and not view.selection.role:
        return
    labels = {"": say("All")} | {
        id: f"{say(words)} {view.language.number(counts.get(id, 0))}"
        for id, words in vocabulary.ROLES.items()
    }
    st.session_state["role"] = view.selection.role[0] if len(view.selection.role) == 1 else ""
    st.segmented_control(
        say("Role"),
        list(labels),
        key="role",
        format_func=labels.__getitem__,
        width="stretch",
        on_change=_narrow(view, "role", lambda value: [value] if value else []),
    )


def _quiet(view: View) -> None:
    """What else narrows the view, each with a way to drop it."""
    say = view.language.gettext
    active = [(name, value) for name, value in view.selection.filters() if name in _QUIET]
    if not active:
        return
    st.html(f"<h3>{say('Also narrowed by')}</h3>")
    with st.container(key="quiet", horizontal=True):
        for name, value in active:
            st.button(
                plain(view.named(name, value)),
                key=f"drop-{name}-{value}",
                icon=":material/close:",
                on_click=go,
                args=(view.selection.dropping(name, value),),
            )


def _narrow(view: View, name: str, read: Callable[..., object]) -> Callable[[], None]:
    """A callback that puts the widget ``name`` into the selection."""
    return lambda: go(view.selection.with_(**{name: read(st.session_state[name])}))


def _count(view: View, number: int) -> str:
    return f":gray[{view.language.number(number)}]"
