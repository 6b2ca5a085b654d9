"""A Plotly figure on the page, as ``timeline.charts`` drew it."""

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st
from plotly.basedatatypes import BaseFigure

from timeline.charts.canvas import Figure

# No toolbar, no zoom by double click: the dates filter is the zoom, and it is in the link.
_PLAIN = {"displayModeBar": False, "doubleClick": False, "showTips": False}

Mode = Literal["points", "box", "lasso"]
CLICK: tuple[Mode, ...] = ("points",)
DRAG: tuple[Mode, ...] = ("box",)
# A click where one may drag leaves an outline of no length, which Streamlit takes for a lasso; and it reports
# nothing at all of a click beside one that it was not asked for.
CLICK_AND_DRAG: tuple[Mode, ...] = (*CLICK, *DRAG, "lasso")


def show(
    figure: Figure,
    *,
    key: str,
    alt: str,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
    by: tuple[Mode, ...] = CLICK,
) -> None:
    """Show ``figure``; what was selected ``by`` a click or a drag is then in the session under ``key``."""
    st.plotly_chart(
        Drawn(figure),
        key=key,
        theme=None,
        config=_PLAIN,
        on_select=on_select,
        selection_mode=by,
        alt=alt,
    )


class Drawn(BaseFigure):  # type: ignore[misc]  # Plotly comes without types
    """A figure that needs no check: the tests have checked what draws it.

    Of a dictionary Streamlit makes a Plotly figure at every rerun, which checks each value, adds a theme
    that this page does not use and takes longer than drawing did.
    """

    def __init__(self, figure: Figure) -> None:
        """Hold ``figure``, as a drawing function of ``timeline.charts`` returned it."""
        object.__setattr__(self, "_figure", figure)

    def to_dict(self) -> dict[str, Any]:
        """What goes to the browser."""
        figure: Figure = object.__getattribute__(self, "_figure")
        return figure
