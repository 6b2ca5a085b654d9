"""A record may be in any languages: what names them, what is read of them, and who is offered which."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.datasets import Fault, faults, store, write
from tests.views import ROOT, view
from timeline import conversion, tables
from timeline.dataset import load, read
from timeline.formats import folder
from timeline.formats.content import Content
from timeline.language import ENDONYMS, language, preferred
from timeline.selection import Selection
from timeline.store import Store
from timeline.tags import is_tag
from timeline.web import api
from timeline.web.crawlers import sitemap
from timeline.web.document import Head
from timeline.web.event_page import event_page
from timeline.web.first_paint import first_paint

FILES = {
    "events": (
        "id,date,parties,place,topics,title_en,title_ar,title_fr,summary_fr,note_fr\n"
        "a,2025-08-05,DJI,paris,trade,Opening,افتتاح,Ouverture,Résumé,Remarque\n"
        "b,2025-08-06,DJI,paris,trade,,,Clôture,,\n"
    ),
    "topics": "id,label_en,label_ar,label_fr\ntrade,Trade,تجارة,Commerce\n",
    "places": "id,name_en,name_ar,name_fr,note_fr\nparis,Paris City,باريس,Ville de Paris,Capitale\n",
    "statements": "id,event,kind,text_en,text_fr\ns,a,fact,Said,Propos\n",
    "sources": "id,title,url,note_fr\nlemonde,L,https://a.example/,Quotidien\n",
}
OTHERS = "one of the record’s languages ({}); datapackage.json can declare others"


@pytest.fixture
def french(tmp_path: Path) -> Store:
    """A record in three languages."""
    return store(tmp_path, **FILES)


def declared(*languages: object) -> str:
    return json.dumps({"timeline": {"languages": languages}})


# Tags


@pytest.mark.parametrize("text", ["fr", "so", "fa", "ar-EG", "pt-BR", "zh-Hant", "sr-Latn-RS", "es-419"])
def test_a_language_that_babel_knows_has_a_tag(text: str) -> None:
    assert is_tag(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "xx", "FR", "pt_BR", "pt-br", "zh-hant", "french", "../en"),
        *("iw", "eng", "und", "en-US-POSIX", "fr "),
    ],
)
def test_another_text_is_none(text: str) -> None:
    assert not is_tag(text)


# Which languages a record is in


@pytest.mark.parametrize(
    ("files", "languages"),
    [
        ({"events": "date,title\n2025,A\n"}, ("en", "ar")),
        ({"events": "date,title_ar\n2025,A\n"}, ("en", "ar")),
        ({"events": "date,title_fr\n2025,A\n"}, ("en", "ar", "fr")),
        ({"events": "date,title,note_so,summary_fr\n2025,A,B,C\n"}, ("en", "ar", "so", "fr")),
        ({"events": "date,title\n2025,A\n", "datapackage": declared("so")}, ("so", "en", "ar")),
        ({"events": "date,title\n2025,A\n", "datapackage": declared("fr", "ar", "fr")}, ("fr", "ar", "en")),
        ({"events": "date,title_fr\n2025,A\n", "datapackage": declared()}, ("en", "ar", "fr")),
        ({"events": "date,title,title_id_card\n2025,A,B\n"}, ("en", "ar")),
    ],
)
def test_a_record_is_in_those_declared_else_in_those_of_its_columns(
    tmp_path: Path, files: dict[str, str], languages: tuple[str, ...]
) -> None:
    dataset = read(write(tmp_path, **files))

    assert dataset.languages == languages
    assert tuple(dataset.events.columns) == tables.columns("events", languages)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("fr", [("fr", "a list of languages, each as a tag")]),
        ([1], [("[1]", "a list of languages, each as a tag")]),
        ({"fr": 1}, [("{'fr': 1}", "a list of languages, each as a tag")]),
        (None, [("None", "a list of languages, each as a tag")]),
        (["fr", "xx", "FR"], [(tag, "the tag of a language, such as fr or pt-BR") for tag in ("xx", "FR")]),
        (["x" * 99], [("x" * 80, "the tag of a language, such as fr or pt-BR")]),
    ],
)
def test_every_wrong_language_is_named(tmp_path: Path, said: object, found: list[tuple[str, str]]) -> None:
    package = json.dumps({"timeline": {"languages": said}})

    assert faults(tmp_path, events="date,title\n2025,A\n", datapackage=package) == [
        ("datapackage.json", None, "timeline.languages", value, wanted) for value, wanted in found
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            {"events": "date,title,title_de\n2025,A,B\n", "datapackage": declared("fr")},
            ("events.csv", 1, "title_de", None, OTHERS.format("fr, en, ar")),
        ),
        (
            {"events": "date,title\n2025,A\n", "topics": "id,label,label_fr\nt,T,T\n"},
            ("topics.csv", 1, "label_fr", None, OTHERS.format("en, ar")),
        ),
        (
            {"events": "date,title,title_xr\n2025,A,B\n"},
            ("events.csv", 1, "title_xr", None, "a known column; nearest: title_ar"),
        ),
    ],
)
def test_a_text_in_no_language_of_the_record_is_a_fault(
    tmp_path: Path, files: dict[str, str], found: Fault
) -> None:
    assert faults(tmp_path, **files) == [found]


def test_a_title_in_any_language_is_a_title(tmp_path: Path) -> None:
    events = "date,title_so\n2025,Kulan\n2026,\n"

    assert faults(tmp_path, events=events) == [("events.csv", 3, "title", "", "a value")]
    assert [*read(write(tmp_path, events="date,title_so\n2025,Kulan\n")).events["id"]] == ["2025-kulan"]


# What is read


def test_one_column_serves_every_language(tmp_path: Path) -> None:
    events = read(write(tmp_path, events="date,title,title_fr\n2025,A,À\n2026,B,\n")).events

    assert events[["title_en", "title_ar", "title_fr"]].to_numpy().tolist() == [["A", "A", "À"], ["B"] * 3]


@pytest.mark.parametrize(
    ("row", "tag", "text", "written"),
    [
        ({"title_fr": "F", "title_en": "E", "title_ar": ""}, "fr", "F", "fr"),
        ({"title_fr": "F", "title_en": "E", "title_ar": ""}, "ar", "F", "fr"),
        ({"title_en": "E", "title_ar": "", "title_fr": "F"}, "ar", "E", "en"),
        ({"title_en": "", "title_ar": "", "title_fr": "F"}, "en", "F", "fr"),
        ({"title_en": "", "title_ar": "", "title_fr": ""}, "fr", "", "fr"),
        ({}, "fr", "", "fr"),
    ],
)
def test_a_text_comes_in_the_readers_language_else_in_the_records_first(
    row: dict[str, str], tag: str, text: str, written: str
) -> None:
    assert tables.localised(row, "title", tag) == text
    assert tables.written_in(row, "title", tag) == written


@pytest.mark.parametrize("words", ["ouverture", "résumé", "commerce", "ville de paris", "propos", "Djibouti"])
def test_every_text_is_found_in_a_further_language(french: Store, words: str) -> None:
    assert "a" in set(french.events(Selection(q=words))["id"])


def test_a_state_is_found_by_its_name_in_a_further_language(tmp_path: Path) -> None:
    found = store(tmp_path, events="date,title_de,parties\n2025,A,TUR\n2026,B,TKM\n")

    assert [*found.events(Selection(q="Türkei"))["title_de"]] == ["A"]


# Who is offered which


@pytest.mark.parametrize(("lang", "kept"), [("fr", "fr"), ("en", "en"), ("so", ""), ("xx", ""), ("FR", "")])
def test_a_link_may_ask_for_the_languages_of_the_record(french: Store, lang: str, kept: str) -> None:
    selection, ignored = Selection.from_query(f"lang={lang}", french.known)

    assert selection.lang == kept
    assert ignored == (() if kept else (("lang", lang),))


def test_a_record_without_french_ignores_it(tmp_path: Path) -> None:
    known = store(tmp_path, events="date,title\n2025,A\n").known

    assert Selection.from_query("lang=fr", known) == (Selection(), (("lang", "fr"),))


@pytest.mark.parametrize(
    ("browser", "tag"),
    [
        *(("fr", "fr"), ("fr-CA,fr;q=0.9", "fr"), ("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("pt-PT", "pt-BR")),
        *(("ar-DJ", "ar"), ("so", "en"), ("", "en"), (None, "en")),
    ],
)
def test_a_page_opens_in_a_further_language_that_the_browser_asks_for(browser: str | None, tag: str) -> None:
    assert preferred(browser, ("en", "ar", "fr", "pt-BR")) == tag


def test_every_page_offers_every_language(french: Store) -> None:
    asked = view("fr", french)
    row = french.event("a")
    pages = (first_paint(asked, ROOT), event_page(row, asked, ROOT))

    for page in pages:
        body = page.partition("<body")[2] or page
        offered = dict(re.findall(r'<a [^>]*? lang="([^"]+)"[^>]*>([^<]+)</a>', body))
        assert offered.items() >= {"en": "English", "ar": "العربية"}.items()
    assert 'lang="fr" aria-current=true>Français</a>' in pages[0]
    assert '<html lang="fr" dir="ltr">' in pages[1]
    assert "<h1>Ouverture</h1>" in pages[1]
    assert "mardi 5 août 2025" in pages[1]


def test_every_language_has_an_address_of_its_own(french: Store) -> None:
    links = Head("/events/a", title="", description="", image="").written(view("fr", french), ROOT)
    written = sitemap(french, ROOT).decode()

    for tag in (*ENDONYMS, "fr"):
        assert f'hreflang="{tag}" href="{ROOT}/events/a?lang={tag}"' in links
        assert f"<loc>{ROOT}/events/a?lang={tag}</loc>" in written


# Formats

ALONE = {"csv": "csv", "xlsx": "xlsx", "json": "json", "geojson": "geojson"}


def content(place: Path) -> Content:
    return folder.content_of(load(write(place, **FILES, datapackage=declared("fr", "en"))))


def spoken(record: Content, table: str = "events") -> list[list[str]]:
    frame = record.frames[table]
    return (
        frame[[column for column in frame.columns if tables.in_language(column)[1] == "fr"]]
        .to_numpy()
        .tolist()
    )


@pytest.mark.parametrize("name", ALONE)
def test_a_format_holds_the_events_in_every_language(tmp_path: Path, name: str) -> None:
    record, file = content(tmp_path / "record"), tmp_path / f"out.{ALONE[name]}"
    loss = conversion.write(record, file, name, "fr")
    back, _ = conversion.read(file, name)

    assert spoken(back) == spoken(record)
    assert spoken(back)[0] == ["Ouverture", "Résumé", "Remarque"]
    assert not [what for what in loss if what.startswith("events.csv") and "_fr" in what]


@pytest.mark.parametrize("name", ["xlsx", "json", "folder"])
def test_a_format_holds_every_table_in_every_language(tmp_path: Path, name: str) -> None:
    record, file = content(tmp_path / "record"), tmp_path / f"out{'' if name == 'folder' else f'.{name}'}"
    assert not conversion.write(record, file, name)
    back, loss = conversion.read(file, name)

    assert not loss
    assert {table: spoken(back, table) for table in FILES} == {
        table: spoken(record, table) for table in FILES
    }
    assert back.languages == ("fr", "en", "ar")


@pytest.mark.parametrize("name", ["ics", "timelinejs", "timelinejs-csv"])
def test_a_format_of_one_language_counts_the_others(tmp_path: Path, name: str) -> None:
    body, loss = conversion.written(content(tmp_path), name, "fr")

    assert "Ouverture" in body.decode()
    assert "Opening" not in body.decode()
    assert (loss["events.csv, title_en: cells"], loss["events.csv, title_fr: cells"]) == (1, 0)
    assert loss["events.csv, note_fr: cells"] == 1


def test_a_column_of_no_language_in_json_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    said = {
        "datapackage": json.loads(declared("fr")),
        "events": [{"date": "2025", "title": "A", "title_de": "B"}],
    }
    file.write_text(json.dumps(said), encoding="utf-8")

    assert conversion.read(file, "json")[1].lines() == ["1 × events, title_de: no such column"]


def test_the_description_of_a_folder_knows_a_further_language(tmp_path: Path) -> None:
    fields = folder.described(content(tmp_path))["resources"][0]["schema"]["fields"]

    assert {"name": "title_fr", "type": "string", "title": "Title (French)",
            "description": "The same in French."} in fields  # fmt: skip


# API


@pytest.fixture
def client(french: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A program that asks for the record in three languages."""
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr("timeline.record.REST", 0)
    with TestClient(api.app(), base_url="http://localhost:8501") as client:
        yield client


def test_the_api_answers_in_every_language_as_documented(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    event = client.get("/events/a").json()
    found = {
        "FullEvent": event,
        "Statement": event["statements"][0],
        "Topic": event["topic_details"][0],
        "Place": event["place_details"],
        "Value": client.get("/facets").json()["facets"]["topic"][0],
        "Properties": client.get("/events.geojson").json()["features"][0]["properties"],
    }

    for name, answer in found.items():
        assert set(answer) == set(schemas[name]["properties"]) == set(schemas[name]["required"])
    assert [event[f"title_{tag}"] for tag in ("en", "ar", "fr")] == ["Opening", "افتتاح", "Ouverture"]
    assert found["Value"]["label_fr"] == "Commerce"
    assert found["Properties"]["place_name_fr"] == "Ville de Paris"
    assert schemas["Event"]["properties"]["title_fr"]["description"] == "Title in French."
    assert client.get("/events.csv").text.splitlines()[0].split(",")[13:19] == [
        *("title_en", "title_ar", "title_fr", "summary_en", "summary_ar", "summary_fr")
    ]


def test_the_api_takes_the_languages_of_the_record_and_no_other(client: TestClient) -> None:
    assert client.get("/events?lang=fr").status_code == 200
    assert client.get("/events?lang=so").json()["errors"] == [
        {"parameter": "lang", "value": "so", "wanted": "one of: en, ar, fr"}
    ]


# The words of the page


def test_a_language_without_a_catalogue_says_english_words_and_its_own_dates() -> None:
    spoken = language("fr")

    assert spoken.gettext("Timeline") == "Timeline"
    assert spoken.ngettext("{number} row", "{number} rows", 2) == "2 rows"
    assert (spoken.endonym, spoken.direction, spoken.territory("TUR")) == ("Français", "ltr", "Turquie")


def test_a_variety_of_a_language_has_its_words() -> None:
    assert language("ar-EG").gettext("Timeline") == language("ar").gettext("Timeline") != "Timeline"


@pytest.mark.parametrize(
    ("tag", "mixed"), [("en", False), ("ar", False), ("ar-EG", False), ("fr", False), ("fa", True)]
)
def test_english_words_run_their_own_way_on_a_page_from_right_to_left(
    tmp_path: Path, tag: str, mixed: bool
) -> None:
    record = store(tmp_path, events=f"date,title_{tag}\n2025,A\n")
    page = first_paint(view(tag, record), ROOT)

    assert ("unicode-bidi:plaintext" in page) == mixed
