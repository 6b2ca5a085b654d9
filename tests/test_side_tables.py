"""Faults of the tables of a visitor's zip besides the events: where they are told, and what leans on them."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import Open, text
from timeline.intake import read_bytes
from timeline.intake.mending import Mending
from timeline.language import language
from timeline.ui import mending as grid

SOURCES = "id,title,url\ns1,One,\ns2,Two,javascript:alert(1)\n"


def zipped(sources: str, cited: str = "s1") -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("events.csv", f"id,date,title,sources\na,2025,A,s1\nb,2026,B,{cited}\n")
        archive.writestr("sources.csv", sources)
    return packed.getvalue()


def drop(app: AppTest, packed: bytes) -> AppTest:
    return app.file_uploader[0].set_value(("contacts.zip", packed, "application/zip")).run()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "sources.csv, row 3, url, “javascript:alert(1)” – wanted: "),
        ("ar", "\u2068sources.csv\u2069، الصف 3، url، «\u2068javascript:alert(1)\u2069» – المطلوب: "),
    ],
)
def test_a_fault_of_another_table_is_told_with_its_file(app_at: Open, lang: str, said: str) -> None:
    app = drop(app_at("yours.py", lang=lang), zipped(SOURCES))
    mending = app.session_state["yours"].mending

    assert f"<li>{said}" in text(app)
    assert list(grid.table(mending, mending.events.index, language(lang))["faults"]) == ["", ""]


@pytest.mark.parametrize(
    ("sources", "cited", "drawn"),
    [
        ("id,title\ns1,One\ns2,Two,surplus\n", "s1", ["A", "B"]),
        ("id,title\ns1,One\ns2,Two,surplus\n", "s2", ["A"]),
        ("id,title\ns1,One\n\n\n\n\ns2,Two,surplus\n", "s1", ["A", "B"]),
        ("id,title,title\ns1,One,Eins\n", "", ["B"]),
    ],
)
def test_a_misread_row_leaves_out_what_leans_on_it(sources: str, cited: str, drawn: list[str]) -> None:
    kept, missing = Mending(read_bytes("contacts.zip", zipped(sources, cited))).sound

    assert (list(kept["events"]["title"]), missing) == (drawn, 2 - len(drawn))


@pytest.mark.parametrize(("lang", "more"), [("en", "and 5 more"), ("ar", "و5 أخرى")])
def test_faults_that_are_not_listed_are_counted(app_at: Open, lang: str, more: str) -> None:
    rows = "".join(f"s{number},Two,javascript:{number}\n" for number in range(2, 27))
    app = drop(app_at("yours.py", lang=lang), zipped(f"id,title,url\ns1,One,\n{rows}"))

    assert text(app).count("“javascript:" if lang == "en" else "«\u2068javascript:") == 20
    assert f"<li>{more}</li>" in text(app)
