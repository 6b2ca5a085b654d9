"""What the popover of a view gives to follow it and to show it elsewhere."""

from tests.views import ROOT, view
from timeline.html.share import doors


def test_a_frame_shows_the_event_that_the_link_shows() -> None:
    assert f"{ROOT}/?embed=true&amp;amp;lang=en&amp;amp;dates=2025-12&amp;amp;event=lldc3-2025" in doors(
        view(dates="2025-12", event="lldc3-2025")
    )
