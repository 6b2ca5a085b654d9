"""What stands where a part of the page would be, had its question been answered: the rest stays as it is.

Where what holds the record is down, the page asks again by itself every few seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from timeline import record
from timeline.language import Language
from timeline.ui import live
from timeline.ui.text import notice
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

_WORDS = {
    "slow": N_("This took too long and was stopped. Ask for fewer days, or choose a filter."),
    "large": N_("This needs more memory than the server has. Ask for fewer days, or choose a filter."),
    "gone": N_("The files of the record have changed or gone while they were read."),
    "down": N_("The store or cluster that holds the record does not answer."),
    "failed": N_("The store or cluster that holds the record could not answer this."),
}


@contextmanager
def part(name: str, language: Language) -> Iterator[None]:
    """Draw a part of the page; if its question has no answer, say so in its place, and offer to ask again."""
    try:
        yield
    except Unanswered as missing:
        if missing.reason == "down":
            live.again()
        with st.container(key=f"late-{name}", horizontal=True):
            words = language.gettext(_WORDS[missing.reason])
            st.html(notice(words))
            # A click runs the page again, which is all that it takes.
            st.button(
                language.gettext("Try again"), key=f"again-{name}", icon=":material/refresh:", type="tertiary"
            )


def page(missing: Unanswered, language: Language) -> None:
    """The whole page, while there is no record: it is drawn anew as soon as there is one."""
    with part("page", language):
        raise missing
    if not record.is_loaded():
        words = language.gettext("The server asks again every few seconds, and this page follows.")
        st.html(f'<p class="caption">{words}</p>')
