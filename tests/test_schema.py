"""The written contract, made from the code and true of the record that ships."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.datasets import SHIPPED
from timeline.formats import folder
from timeline.formats import json as record_json
from timeline.rules import link
from timeline.schema import json_schema, table_schema
from timeline.tables import COLUMNS

PACKAGE = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_has_a_title_and_a_meaning(table: str) -> None:
    fields = table_schema(table)["fields"]

    assert [field["name"] for field in fields] == list(COLUMNS[table])
    assert all(field["title"] and field["description"].endswith(".") for field in fields)


@pytest.mark.parametrize("table", COLUMNS)
def test_the_package_that_ships_describes_columns_as_the_code_does(table: str) -> None:
    ours = {field["name"]: field for field in table_schema(table)["fields"]}
    [shipped] = [one["schema"] for one in PACKAGE["resources"] if one["name"] == table]

    assert [field["title"] for field in shipped["fields"]] == [
        ours[field["name"]]["title"] for field in shipped["fields"]
    ]


def test_a_column_for_all_languages_is_described_as_one() -> None:
    [field] = table_schema("events", ["title"])["fields"]

    assert (field["title"], field["description"]) == (
        "Title",
        "Title in every language, without personal names.",
    )


def test_a_column_of_fixed_values_lists_them() -> None:
    fields = {field["name"]: field for field in table_schema("events")["fields"]}

    assert fields["status"]["constraints"] == {"enum": ["held", "planned", "postponed", "cancelled"]}
    assert fields["date"]["constraints"]["required"]
    assert fields["cameo"]["type"] == "string"
    assert (fields["lat"]["type"], fields["lat"]["constraints"]) == (
        "number",
        {"minimum": -90, "maximum": 90},
    )


def test_the_json_of_the_record_that_ships_keeps_to_the_json_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    body, loss = record_json.write(folder.read(SHIPPED)[0])

    assert not loss
    assert list(Draft202012Validator(json_schema()).iter_errors(json.loads(body))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "done"},
        {"date": "05/08/2025"},
        {"parties": "TKM;SOM"},
        {"lat": 91},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "https://example.org/a b"},
    ],
)
def test_the_json_schema_refuses_what_a_check_refuses(wrong: dict[str, object]) -> None:
    record = {"events": [{"date": "2025", "title_en": "a", **wrong}]}

    assert not Draft202012Validator(json_schema()).is_valid(record)


@pytest.mark.parametrize("url", ["https://example.org", "HTTP://example.org/?a=1#b", "https://مثال.org/أ"])
def test_a_link_that_a_check_takes_keeps_to_the_json_schema(url: str) -> None:
    record = {"events": [{"date": "2025", "title_en": "a", "source_url": url}]}

    assert link(url) is None
    assert Draft202012Validator(json_schema()).is_valid(record)
