"""What the browser wants on its reader's behalf: a map that keeps still, and charts in the page's theme.

Streamlit tells the script nothing of a reader who wants no motion. When the system's theme turns, it turns
the page without running the script, so that charts and map would keep their old colours until the next
click. So the page holds ready a button for either, which nobody sees and ``web.scripts.WISHES`` presses.
"""

import streamlit as st

from timeline.view import View


def theme(view: View) -> None:
    """Draw everything anew for the other theme, once the page has it."""
    say = view.language.gettext
    if view.theme == "dark":
        st.button(say("Draw for a light page"), key="wish-light")
    else:
        st.button(say("Draw for a dark page"), key="wish-dark")


def stillness(view: View) -> None:
    """Let the map fly no more."""
    if not is_still():
        st.button(view.language.gettext("Keep the map still"), key="wish-still", on_click=_keep_still)


def is_still() -> bool:
    """Whether the browser has said that its reader wants no motion."""
    return bool(st.session_state.get("wants_still"))


def _keep_still() -> None:
    st.session_state["wants_still"] = True
