"""The style sheet and the pages that it styles know the same names, and it is sent once."""

import ast
import re
from pathlib import Path

import pytest

from tests.datasets import ROOT
from tests.pages import PAGES, Open, text
from timeline import web

SHEET = (Path(web.__file__).parent / "dashboard.css").read_text(encoding="utf-8")
SOURCES = [ROOT / "dashboard.py", *sorted((ROOT / "src" / "timeline" / "ui").glob("*.py"))]


def called(name: str) -> set[str]:
    """The first arguments, as far as they are texts, of all calls of a function of this name in the pages."""
    calls = [node for file in SOURCES for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if getattr(call.func, "id", getattr(call.func, "attr", "")) == name
    }


def test_every_part_that_may_come_late_has_its_style() -> None:
    assert called("part") == set(re.findall(r"\.st-key-late-([a-z]+)", SHEET))


def test_every_wish_is_hidden() -> None:
    wishes = re.findall(r'key="wish-([a-z]+)"', "".join(file.read_text("utf-8") for file in SOURCES))

    assert sorted(wishes) == sorted(re.findall(r"\.st-key-wish-([a-z]+)", SHEET))


@pytest.mark.parametrize("page", PAGES)
def test_a_rerun_sends_no_sheet(app_at: Open, page: str) -> None:
    assert ".st-key-board" not in text(app_at(page, lang="en"))


def test_no_rule_asks_for_a_part_of_a_class() -> None:
    """Each change of any class would then be a change to look at, and Streamlit changes many at each run."""
    assert not re.findall(r"\[class[^\]]*\]", SHEET)


@pytest.mark.parametrize("part", ["stExpandSidebarButton", "stSidebarCollapseButton"])
def test_the_arrow_of_the_filters_points_the_other_way_in_arabic(part: str) -> None:
    mirrored = re.findall(r"html\[dir=rtl\] (.*)\{transform:scaleX\(-1\)\}", SHEET)

    assert any(part in names and "stIconMaterial" in names for names in mirrored)
