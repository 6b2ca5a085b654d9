"""A drag across an axis of time chooses its dates; what a click does there is none of its business."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import (
    asked,
    click_at,
    day_on,
    expect_events,
    expect_selected,
    mark_of,
    open_view,
    rest,
)
from tests.conftest import Serve
from tests.datasets import FOCUS, write

DIRECTIONS = [("2024-07-20", "2025-03-01"), ("2025-03-01", "2024-07-20")]


@pytest.mark.parametrize("chart", ["overview", "timeline"])
@pytest.mark.parametrize(("first", "last"), DIRECTIONS)
def test_a_drag_chooses_dates(
    visitor: Page, served: str, lang: str, chart: str, first: str, last: str
) -> None:
    open_view(visitor, f"{served}/?lang={lang}&dates=../..")
    drag(visitor, chart, first, last)

    expect_events(visitor, ["credentials-2024-08-27"])
    assert asked(visitor)["dates"][0].startswith("2024-")


def test_a_drag_stays_within_what_is_shown_and_leads_back(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en&dates=2025-08-10/2025-12-31")
    drag(visitor, "timeline", "2025-07-25", "2025-09-10")
    expect_events(visitor, ["awaza-2025-08"])
    assert asked(visitor)["dates"][0].startswith("2025-08-10/2025-09-")

    visitor.go_back()
    expect_events(visitor, [id for id in FOCUS if id != "lldc3-2025"])
    expect(visitor.locator(".st-key-timeline .select-outline")).to_have_count(0)


def test_a_click_selects_before_and_after_a_drag(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    for id in ("forum-2025-12-12", "lldc3-2025"):
        click_at(visitor, mark_of(visitor, id))
        expect_selected(visitor, id, lang)

    drag(visitor, "timeline", "2025-11-10", "2025-12-20")
    expect_events(visitor, ["call-2025-12-03", "forum-2025-12-12"])
    for id in ("call-2025-12-03", "forum-2025-12-12"):
        click_at(visitor, mark_of(visitor, id))
        expect_selected(visitor, id, lang)


def test_what_follows_a_drag_at_once_does_not_undo_it(visitor: Page, served: str) -> None:
    broken: list[str] = []
    visitor.on("pageerror", lambda error: broken.append(str(error)))
    open_view(visitor, f"{served}/?lang=en")
    drag(visitor, "timeline", "2025-11-10", "2025-12-20")
    visitor.mouse.down()
    visitor.mouse.up()
    drag(visitor, "timeline", "2025-08-10", "2025-09-20")

    expect_events(visitor, ["call-2025-12-03", "forum-2025-12-12"])
    assert broken == []


def test_only_the_first_button_drags(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    drag(visitor, "timeline", "2025-11-10", "2025-12-20", button="middle")
    rest(visitor)

    assert asked(visitor) == {"lang": ["en"]}


def test_a_hand_that_shakes_chooses_nothing(visitor: Page, served: str) -> None:
    open_view(visitor, f"{served}/?lang=en")
    x, y = day_on(visitor, "timeline", "2025-10-15")
    visitor.mouse.move(x, y)
    visitor.mouse.down()
    visitor.mouse.move(x + 4, y + 12, steps=4)
    visitor.mouse.up()
    rest(visitor)

    assert asked(visitor) == {"lang": ["en"]}
    outlines = visitor.locator(".st-key-timeline").locator(
        ".selectionlayer path, .outline-controllers circle"
    )
    expect(outlines.filter(visible=True)).to_have_count(0)
    # What comes within 0.3 seconds is the second half of a double click to Plotly.
    visitor.wait_for_timeout(400)
    click_at(visitor, mark_of(visitor, "forum-2025-12-12"))
    expect_selected(visitor, "forum-2025-12-12", "en")


def test_columns_are_clicked_and_dragged_across(
    serve: Serve, visitor: Page, tmp_path: Path, lang: str
) -> None:
    rows = [f"{2000 + at % 20}-{1 + at % 12:02}-15,Talks {at}" for at in range(1_000)]
    write(tmp_path, events="\n".join(["date,title", *rows]) + "\n")
    open_view(visitor, f"{serve(tmp_path)}/?lang={lang}")
    drag(visitor, "timeline", "2004-05-01", "2012-05-01")
    expect(visitor).to_have_url(re.compile("dates=2004-.+2F2012-"))

    rest(visitor)
    click_at(visitor, day_on(visitor, "timeline", "2008-05-15"))
    expect(visitor).to_have_url(re.compile("dates=2008-05$"))


def drag(page: Page, chart: str, first: str, last: str, button: Literal["left", "middle"] = "left") -> None:
    """Go with the pressed pointer from one day to another, not quite level, as a hand does."""
    (x0, y), (x1, _) = day_on(page, chart, first), day_on(page, chart, last)
    page.mouse.move(x0, y - 6)
    page.mouse.down(button=button)
    page.mouse.move((x0 + x1) / 2, y, steps=4)
    page.mouse.move(x1, y + 6, steps=4)
    page.mouse.up(button=button)


def test_a_drag_from_mark_to_mark_takes_both(visitor: Page, served: str, lang: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}&dates=2025-11/2025-12")
    start, end = (mark_of(visitor, id) for id in ("call-2025-12-03", "forum-2025-12-12"))
    visitor.mouse.move(*start)
    visitor.mouse.down()
    visitor.mouse.move(*end, steps=8)
    visitor.mouse.up()

    expect(visitor).to_have_url(re.compile("dates=2025-12-03(/|%2F)2025-12-12"))
    expect_events(visitor, ["call-2025-12-03", "forum-2025-12-12"])
