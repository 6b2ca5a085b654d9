"""What the popover of a view gives to follow it and to show it elsewhere."""

import re

import pytest

from tests.pages import Open
from tests.views import ROOT, view
from timeline.html.share import doors, of_event

ASKED = "dates=2025-08/2025-12&amp;topic=trade"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_view_can_be_followed_printed_and_kept(lang: str) -> None:
    html = doors(view(lang, topic=("trade",)))

    assert re.findall(r'href="([^"]+)"|<code[^>]*>(https[^<]+)', html) == [
        ("", f"https://timeline.example/feed.atom?lang={lang}&amp;{ASKED}"),
        ("", f"https://timeline.example/calendar.ics?lang={lang}&amp;{ASKED}"),
        (f"https://timeline.example/briefing?lang={lang}&amp;{ASKED}", ""),
        (f"https://timeline.example/briefing.html?lang={lang}&amp;{ASKED}", ""),
    ]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_event_has_a_page_and_an_entry_for_a_calendar_if_its_days_are_known(lang: str) -> None:
    known, month = (of_event(id, view(lang)) for id in ("lldc3-2025", "awaza-2025-08"))

    assert re.findall('href="([^"]+)"', known) == [
        f"https://timeline.example/events/lldc3-2025?lang={lang}",
        f"https://timeline.example/events/lldc3-2025.ics?lang={lang}",
    ]
    assert re.findall('href="([^"]+)"', month) == [
        f"https://timeline.example/events/awaza-2025-08?lang={lang}"
    ]


@pytest.mark.parametrize(("lang", "other"), [("en", "ar"), ("ar", "en")])
def test_the_links_to_copy_are_those_of_the_view_and_of_the_event(
    app_at: Open, lang: str, other: str
) -> None:
    links = [code.value for code in app_at(lang=lang, topic=["trade"]).code][:3]

    rest = "dates=2025-08/2025-12&topic=trade&event=awaza-2025-08"
    assert links == [f"/?lang={lang}&{rest}", f"/?lang={other}&{rest}", f"/events/awaza-2025-08?lang={lang}"]


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
