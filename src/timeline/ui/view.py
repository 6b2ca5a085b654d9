"""The visitor's view as Streamlit knows it, and the way to another one.

The URL is the only state. A page reads it into a ``View``; a widget's callback writes another URL,
which pushes the browser's history, so that Back and Forward move between views.
"""

import streamlit as st

from timeline import record
from timeline.language import language, preferred
from timeline.selection import Selection
from timeline.store import Store
from timeline.view import View
from timeline.vocabulary import Theme


def current() -> View:
    """The view that the URL asks for; FaultyDataset if the record cannot be shown."""
    return of(record.current())


def of(store: Store, *, is_private: bool = False) -> View:
    """The view of ``store`` that the URL asks for."""
    params = st.query_params
    pairs = [(name, value) for name in params for value in params.get_all(name)]
    selection, ignored = Selection.from_query(pairs, store.known)
    tag = selection.lang or preferred(_wished(), store.dataset.languages)
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    address, embedded = st.context.url or "", bool(st.context.is_embedded)
    return View(store, selection, ignored, language(tag), address, theme, embedded, is_private)


def asked_language() -> str:
    """The language tag to speak when there is no record to ask."""
    return Selection.from_query([("lang", st.query_params.get("lang", ""))], {})[0].lang or preferred(
        _wished()
    )


def _wished() -> str | None:
    """The browser's languages, as it named them for the first paint; its first one where it says no more."""
    return st.context.headers.get("Accept-Language") or st.context.locale


def go(selection: Selection) -> None:
    """Move to ``selection``; call it from a callback, so that the browser can come back."""
    st.query_params.from_dict(pairs_to_params(selection))


def select(view: View, id: str) -> None:
    """Select an event everywhere; for a callback too."""
    go(view.selection.with_(event=id))


def pairs_to_params(selection: Selection) -> dict[str, list[str]]:
    """The canonical query of ``selection`` as Streamlit takes it."""
    params: dict[str, list[str]] = {}
    for name, value in selection.to_pairs():
        params.setdefault(name, []).append(value)
    return params
