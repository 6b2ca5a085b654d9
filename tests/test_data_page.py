"""What the pages “Data” and “Your data” hand over: the rows in the visitor's language, and files of them."""

from typing import Any

import pytest
import streamlit as st

from tests.datasets import FOCUS
from tests.pages import Open

TITLES = {
    "en": [
        "Deputy foreign ministers meet on the margins of the Third UN Conference on Landlocked Developing "
        "Countries",
        "Third United Nations Conference on Landlocked Developing Countries (LLDC3)",
        "Telephone conversation of the foreign ministers of Turkmenistan and Somalia",
        "International Forum of Peace and Trust",
    ],
    "ar": [
        "اجتماع على مستوى نواب وزراء الخارجية على هامش مؤتمر الأمم المتحدة الثالث للدول النامية الحبيسة",
        "مؤتمر الأمم المتحدة الثالث للدول النامية الحبيسة",
        "اتصال هاتفي بين وزيري خارجية تركمانستان والصومال",
        "المنتدى الدولي للسلام والثقة",
    ],
}
MESSY = "Event date;Event\n31/12/2025;Meeting\nsoon;A forum\n"


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The lines of each file that a page offers, by the key of its button, which AppTest cannot click."""
    offered: dict[str, str] = {}

    def button(label: str, data: Any, *, key: str, **_: Any) -> None:
        raw = data() if callable(data) else data
        offered[key] = raw if isinstance(raw, str) else raw.decode("utf-8-sig", "replace")

    monkeypatch.setattr(st, "download_button", button)
    return offered


@pytest.mark.parametrize("lang", TITLES)
def test_the_table_has_the_events_of_the_view_in_its_language(app_at: Open, lang: str) -> None:
    assert list(app_at("data.py", lang=lang).dataframe[0].value["title"]) == TITLES[lang]


def test_the_file_of_the_page_has_the_events_of_the_view(app_at: Open, files: dict[str, str]) -> None:
    app_at("data.py", lang="ar")

    head, *rows = files["download"].lstrip("\ufeff").splitlines()
    assert head.startswith("id,date,")
    assert [row.partition(",")[0] for row in rows] == FOCUS


@pytest.mark.parametrize("lang", TITLES)
def test_the_file_of_many_events_is_the_answer_of_the_api(
    app_at: Open, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.view.FEW", 1)
    app = app_at("data.py", lang=lang, topic=["trade", "neutrality"], event="lldc3-2025")

    [link] = app.get("link_button")
    asked = f"lang={lang}&dates=2025-08/2025-12&topic=neutrality&topic=trade"
    assert link.proto.url == f"/api/v1/events.csv?{asked}"


def test_the_events_of_ones_own_file_can_be_kept_at_any_time(app_at: Open, files: dict[str, str]) -> None:
    app = app_at("yours.py", lang="en")
    app.file_uploader[0].set_value(("contacts.csv", MESSY.encode(), "text/csv")).run()

    assert list(files) == ["keep-csv"]
    assert files["keep-csv"].splitlines() == ["date,title", "2025-12-31,Meeting", "soon,A forum"]
