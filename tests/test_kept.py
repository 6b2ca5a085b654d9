"""The view as one file: everything in it, and nothing that it would fetch."""

import json
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import FOCUS, store
from tests.views import ROOT, view
from timeline.web import kept as kept_file
from timeline.web.kept import kept

CLIENT = TestClient(Starlette(routes=kept_file.routes()), base_url="http://localhost")
DRAWN = re.compile(r'<script type="application/json" id="drawn">(.*?)</script>', re.DOTALL)
FETCHED = re.compile(r'\bsrc=[^>]{1,60}|url\((?!"?data:|"?#)[^)]{1,60}|<link[^>]+stylesheet[^>]*>')


def test_the_file_is_named_for_what_it_holds() -> None:
    answer = CLIENT.get("/briefing.html?lang=ar&dates=2025")

    assert answer.headers["content-disposition"] == 'attachment; filename="events-2025.html"'
    assert answer.headers["content-language"] == "ar"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_charts_hold_the_events_of_the_view(lang: str) -> None:
    drawn = json.loads(DRAWN.findall(kept(view(lang), ROOT))[0])

    marks = {id for trace in drawn["timeline"]["data"] for id in trace.get("customdata") or ()}
    assert marks == set(FOCUS)
    assert all(not isinstance(layer["data"], str) for layer in drawn["map"]["layers"])


def test_the_page_itself_names_no_address_to_fetch_from() -> None:
    page = re.sub("<script>.*?</script>", "", kept(view(), ROOT), flags=re.DOTALL)

    assert FETCHED.findall(page) == []


def test_hostile_text_ends_no_script(tmp_path: Path) -> None:
    title = "</script><script>window.pwned=1</script><!--"
    record = store(tmp_path, events=f'id,date,title\na,2025-01-02,"{title}"\n')
    page = kept(view("en", record, dates="2025"), ROOT)

    assert "<script>window.pwned" not in page
    assert page.count("</script>") == 4


def test_an_empty_view_is_a_file_without_charts() -> None:
    page = kept(view(topic=("trade",), kind=("phone-call",)), ROOT)

    assert "No event matches all of these filters" in page
    assert "<script" not in page
