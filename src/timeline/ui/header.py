"""The head of every page: the pages, the record's title, the language, and the link to share."""

from contextlib import nullcontext, suppress
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from timeline.html.heading import heading
from timeline.html.share import doors
from timeline.language import language
from timeline.ui.view import go, pairs_to_params
from timeline.unanswered import Unanswered
from timeline.view import View


def pages(view: View, offered: list[StreamlitPage], here: StreamlitPage) -> None:
    """Links to the pages. They keep what is asked, which Streamlit's own navigation drops."""
    with st.container(key="pages", horizontal=True):
        for page in offered:
            # A link takes no key: the one to this page is known by what is around it.
            with st.container(key="here", width="content") if page == here else nullcontext():
                st.page_link(page, label=page.title, query_params=pairs_to_params(view.selection))


def title(view: View) -> None:
    """The rule in the parties' colours, the title and standfirst, language and Share."""
    with st.container(key="frame-title" if view.is_embedded else "title"):
        st.html(heading(view, standfirst=not view.is_embedded))
        with st.container(key="tools", horizontal=True, width="content"):
            _language(view)
            if view.is_embedded:
                with suppress(Unanswered):
                    _full_view(view)
            elif not view.is_private:
                _share(view)


def _language(view: View) -> None:
    st.session_state["language"] = view.language.tag

    def choose() -> None:
        go(view.selection.with_(lang=st.session_state["language"] or view.language.tag))

    st.segmented_control(
        view.language.gettext("Language"),
        list(view.store.dataset.languages),
        key="language",
        format_func=lambda tag: language(tag).endonym,
        label_visibility="collapsed",
        required=True,
        on_change=choose,
    )


def _full_view(view: View) -> None:
    """The way out of a frame: the same view on a page of its own."""
    words = view.language.gettext("Open the full view")
    address = escape(view.link(view.language.tag))
    st.html(f'<div class="acts"><a href="{address}" target="_blank" rel="noopener">{words}</a></div>')


def _share(view: View) -> None:
    say = view.language.gettext
    # Without the question that the link needs, the page below says what is the matter.
    with suppress(Unanswered), st.popover(say("Share"), icon=":material/link:", key="share"):
        words = say("Anyone who opens this link sees what you see now: the same dates, filters and event.")
        st.html(f"<p class='small'>{words}</p>")
        offered = view.store.dataset.languages
        for tag in sorted(offered, key=lambda tag: tag != view.language.tag):
            st.html(f"<h3 lang='{tag}'>{escape(language(tag).endonym)}</h3>")
            with st.container(key=f"link-{tag}"):
                st.code(view.link(tag), language=None, wrap_lines=True)
        st.html(doors(view))
