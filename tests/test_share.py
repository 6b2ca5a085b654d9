"""What the popover of a view gives to follow it and to show it elsewhere."""

import pytest

from tests.views import ROOT, view
from timeline.html.share import doors


def test_a_frame_shows_the_event_that_the_link_shows() -> None:
    assert f"{ROOT}/?embed=true&amp;amp;lang=en&amp;amp;dates=2025-12&amp;amp;event=lldc3-2025" in doors(
        view(dates="2025-12", event="lldc3-2025")
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "This view ends on 31 December 2025; later events will not come."),
        ("ar", "ينتهي هذا العرض في 31 ديسمبر 2025، فلن تصلك أحداث بعده."),
    ],
)
def test_who_follows_a_view_with_a_last_day_is_told_that_it_ends(lang: str, words: str) -> None:
    assert words in doors(view(lang))


@pytest.mark.parametrize("dates", ["../..", "2025-08/.."])
def test_a_view_without_a_last_day_does_not_end(dates: str) -> None:
    assert "This view ends" not in doors(view(dates=dates))
