"""The sign of an event, its kind's symbol, is the same wherever the event stands."""

import re
from pathlib import Path

import pytest

from tests.datasets import store, write
from tests.pages import Open, text
from tests.views import ROOT, view
from timeline.html import answer
from timeline.web.briefing import briefing
from timeline.web.event_page import event_page
from timeline.web.first_paint import first_paint

HEAD = "id,date,title,kind,status,role\n"


@pytest.mark.parametrize(("status", "sign"), [("held", "meeting"), ("planned", "meeting hollow")])
def test_an_event_that_has_not_taken_place_is_hollow_on_every_page(
    tmp_path: Path, status: str, sign: str
) -> None:
    record = store(tmp_path, events=f"{HEAD}talks,2025-08-05,Talks,meeting,{status},contact\n")
    seen = view(record=record, event="talks")
    pages = [
        first_paint(seen, ROOT),
        event_page(record.event("talks"), seen, ROOT),
        briefing(seen, ROOT),
        answer.chosen(seen),
    ]

    legend = answer.legend(seen, is_drawn=True)
    worn = [set(re.findall(r'class="glyph ([^"]+)"', page.replace(legend, ""))) for page in pages]
    assert worn == [{sign}] * 4


@pytest.mark.parametrize("page", ["timeline.py", "topics.py"])
@pytest.mark.parametrize(("status", "sign"), [("held", "meeting"), ("planned", "meeting hollow")])
def test_it_is_hollow_in_its_details_and_among_its_topics(
    app_at: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str, status: str, sign: str
) -> None:
    topics = "id,label_en,label_ar\ntrade,Trade,التجارة\n"
    row = f"talks,2025-08-05,Talks,meeting,{status},contact,trade\n"
    write(tmp_path, topics=topics, events=f"{HEAD.strip()},topics\n{row}")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))

    shown = text(app_at(page, event="talks"))

    told = re.findall(r'class="(?:kind|when)"><i class="glyph ([^"]+)"', shown)
    assert set(told) == {sign}
