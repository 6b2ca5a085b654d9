"""What goes to Plotly unchecked is what Plotly would have let pass."""

import pytest
from plotly.graph_objects import Figure

from tests.views import view
from timeline import topics
from timeline.charts import cadence, density, matrix, overview
from timeline.charts import timeline as chart
from timeline.charts.canvas import Figure as Picture
from timeline.selection import EVERYTHING, Selection
from timeline.ui.plot import Drawn
from timeline.view import View


def drawn(view: View) -> dict[str, Picture]:
    """Every figure of the dashboard, of this view."""
    found = topics.cells(view)
    everything, extent = view.store.events(Selection()), view.store.extent()
    return {
        "timeline": chart.figure(view.events, view.stage, view.language, view.theme, view.selected),
        "density": density.figure(view.buckets, view.window, view.language, view.theme, view.chosen),
        "overview": overview.figure(everything, extent, view.window, view.language, view.theme),
        "counted": overview.counted(*view.store.overview(), view.window, view.language, view.theme),
        "matrix": matrix.figure(view, found, topics.ranked(found)),
        "levels": cadence.levels(view),
    }


@pytest.mark.parametrize("name", ["timeline", "density", "overview", "counted", "matrix", "levels"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_plotly_accepts_every_figure(name: str, tag: str) -> None:
    figure = drawn(view(tag, dates=EVERYTHING))[name]

    assert Figure(figure).to_dict()["layout"].keys() >= figure["layout"].keys()


def test_a_wrong_figure_would_be_noticed() -> None:
    figure = drawn(view())["timeline"]
    figure["layout"]["hovermode"] = "somewhere"

    with pytest.raises(ValueError, match="hovermode"):
        Figure(figure)


def test_a_figure_reaches_the_browser_as_it_was_drawn() -> None:
    figure = drawn(view())["timeline"]

    assert Drawn(figure).to_dict() is figure
