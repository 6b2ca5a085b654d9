"""What a view answers in one line, what of a link was ignored, and the way out of an empty view."""

from collections.abc import Iterator
from html import escape
from itertools import islice

import streamlit as st

from timeline.html import answer
from timeline.selection import EVERYTHING, Selection
from timeline.ui.text import notice, plain
from timeline.ui.view import go
from timeline.view import View

# In an empty view each word of a search is a question of its own.
_MOST_WORDS = 8
# Letters of a word that says something by itself, as “of the” does not.
_TELLING = 4
# Ways out of an empty view that are offered, and filters that are tried for them.
_MOST_WAYS, _MOST_TRIED = 6, 24


def notices(view: View) -> None:
    """Say which parts of the link could not be used."""
    asked, words = tuple(view.ignored), answer.ignored(view)
    if not asked or st.session_state.get("dismissed") == asked:
        return
    with st.container(key="notices", horizontal=True):
        st.html(notice(words))
        st.button(
            view.language.gettext("Dismiss"),
            icon=":material/close:",
            key="dismiss",
            type="tertiary",
            on_click=_dismiss,
            args=(asked,),
        )


def line(view: View) -> None:
    """The count and dates in one line, with what is not known about the events."""
    with st.container(key="count"):
        st.html(answer.line(view))


def nothing(view: View) -> None:
    """Say that nothing matches, which filters exclude each other, and offer to drop each."""
    language = view.language
    if not view.store.total:
        with st.container(key="nothing"):
            words = language.gettext("Events appear here as soon as the record’s files name any.")
            st.html(f"<h2>{language.gettext('The record has no events yet')}</h2><p>{words}</p>")
        return
    ways = ways_out(view)
    with st.container(key="nothing"):
        heading = language.gettext("No event matches all of these filters")
        st.html(f"<h2>{heading}</h2><p>{_conflict(view, ways)}</p>")
        with st.container(horizontal=True, horizontal_alignment="center"):
            for number, (label, selection, _) in enumerate(ways):
                st.button(plain(label), key=f"way-{number}", on_click=go, args=(selection,))
            cleared = view.selection.without_filters()
            words, key = language.gettext("Clear all"), "way-clear"
            if not view.would_show(cleared):
                cleared = cleared.with_(dates=EVERYTHING)
                words, key = language.gettext("Show everything"), "way-all"
            st.button(words, key=key, type="primary", on_click=go, args=(cleared,))


def _dismiss(asked: tuple[tuple[str, str], ...]) -> None:
    st.session_state["dismissed"] = asked


def ways_out(view: View) -> list[tuple[str, Selection, int]]:
    """For all that stands in the way: a label, the selection without it, how many events return."""
    return list(islice(_ways(view), _MOST_WAYS))


def _ways(view: View) -> Iterator[tuple[str, Selection, int]]:
    """As ``ways_out``; each is a question, asked when it is wanted."""
    say, selection = view.language.gettext, view.selection
    yield from _fewer_words(view)
    # The search stands last, and is tried.
    for name, value in [pair for pair in selection.filters() if _narrows(selection, pair[0])][-_MOST_TRIED:]:
        without = selection.dropping(name, value)
        if count := view.would_show(without):
            yield say("Remove “{name}”", name=_named(view, name, value)), without, count
    whole = selection.with_(dates=EVERYTHING)
    if view.asked.dates != EVERYTHING and (count := view.store.count(whole)):
        yield say("Look at all dates"), whole, count


def _narrows(selection: Selection, name: str) -> bool:
    """Whether one value of a filter keeps events out: of several, any of which will do, none does."""
    return name == "q" or len(getattr(selection, name)) == 1 or (name == "topic" and bool(selection.match))


def _fewer_words(view: View) -> Iterator[tuple[str, Selection, int]]:
    """The same search for those of its words that occur in view; if each does, without one or another."""
    asked = view.selection.q.split()
    if not 1 < len(asked) <= _MOST_WORDS:
        return
    found = [word for word in asked if view.would_show(view.selection.with_(q=word))]
    fewer = [found] if found != asked else [[*asked[:at], *asked[at + 1 :]] for at in range(len(asked))]
    for words in fewer:
        if not any(len(word) >= _TELLING for word in words):
            continue
        searched = " ".join(words)
        other = view.selection.with_(q=searched)
        if count := view.would_show(other):
            name = view.language.embedded(searched)
            yield view.language.gettext("Search for “{name}”", name=name), other, count


def _named(view: View, name: str, value: str) -> str:
    """What a filter asks for; search words may be of another script than the sentence around them."""
    return view.language.embedded(view.named(name, value))


def _conflict(view: View, ways: list[tuple[str, Selection, int]]) -> str:
    language = view.language
    chosen = [
        language.gettext("“{name}”", name=_named(view, name, value))
        for name, value in view.selection.filters()
    ]
    if chosen:
        words = language.ngettext(
            "{names} has no event in this time: {span}.",
            "{names} have no event in common in this time: {span}.",
            len(chosen),
            names=escape(language.listed(chosen)),
            span=answer.span(view),
        )
    else:
        words = language.gettext("The record has no event in this time: {span}.", span=answer.span(view))
    returns = [
        f"{escape(label)}: {language.ngettext('{number} event', '{number} events', count)}"
        for label, _, count in ways
    ]
    return words + (f"<br>{' · '.join(returns)}" if returns else "")
