"""``datapackage.json``: what it says of a record, what it may leave out, and what is wrong with it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import GOOD, LINK, faults, write
from timeline.dataset import read
from timeline.dates import NO_SUCH_DAY, ORDERED, WANTED
from timeline.faults import FaultyDataset
from timeline.package import Package, Party
from timeline.parties import completed


def package(own: dict[str, Any], **said: Any) -> str:
    return json.dumps({"timeline": own, **said})


def test_the_package_says_what_the_record_is(tmp_path: Path) -> None:
    colours = {"light": "#123456", "dark": "#ABCDEF"}
    own = {
        "titles": {"en": "T", "ar": "ع"},
        "focus": "2025",
        "parties": [{"code": "TKM", "mark": colours, "caption": [59, 43.5]}, {"code": "OIC"}],
    }
    licences = [{"name": "CC-BY-4.0", "path": "https://a.example/by"}]
    said = read(
        write(
            tmp_path, events=GOOD, datapackage=package(own, description="D", version="1", licenses=licences)
        )
    ).package

    assert said == Package(
        titles={"en": "T", "ar": "ع"},
        standfirsts={"en": "D"},
        parties=completed([Party("TKM", mark=colours, caption=(59.0, 43.5)), Party("OIC")], pd.DataFrame()),
        focus="2025",
        version="1",
        licence="CC-BY-4.0",
        licence_url="https://a.example/by",
    )


@pytest.mark.parametrize(
    "text", ["{}", '{"timeline": {"focus": null}, "version": null, "licenses": [], "title": null}']
)
def test_what_the_package_leaves_out_has_a_default(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path, events=GOOD, datapackage=text)).package == Package()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", (1, None, None, "JSON: Expecting property name enclosed in double quotes")),
        ('{\n"a": 1,,\n}', (2, None, None, "JSON: Expecting property name enclosed in double quotes")),
        ("", (1, None, None, "JSON: Expecting value")),
        ("[]", (None, None, None, "a JSON object")),
        ("null", (None, None, None, "a JSON object")),
        (b'{"title": "\xff"}', (None, None, "0xFF", "text in UTF-8")),
        (r'{"title": "\ud800"}', (None, None, None, "text in UTF-8")),
        ("[" * 100_000, (None, None, None, "JSON that is not nested so deeply")),
        ('{"timeline": 5}', (None, "timeline", "5", "a JSON object")),
        (package({"titles": ["T"]}), (None, "titles", "['T']", "a JSON object")),
        (package({"focus": "2025-13"}), (None, "timeline.focus", "2025-13", NO_SUCH_DAY)),
        (package({"focus": "2026/2025"}), (None, "timeline.focus", "2026/2025", ORDERED)),
        (package({"focus": False}), (None, "timeline.focus", "False", WANTED)),
        (package({"parties": {}}), (None, "timeline.parties", None, "a list of objects, each with a code")),
        (
            package({"parties": ["A"]}),
            (None, "timeline.parties", None, "a list of objects, each with a code"),
        ),
        (
            package({"parties": [{"code": ["TKM"]}]}),
            (None, "timeline.parties", None, "a list of objects, each with a code"),
        ),
        (package({"parties": [{}]}), (None, "timeline.parties", None, "a list of objects, each with a code")),
        (
            package({"parties": [{"code": "TKM", "caption": [200, 5]}]}),
            (None, "timeline.parties.caption", "[200, 5]", "[longitude, latitude] in degrees"),
        ),
        (
            package({"parties": [{"code": "TKM", "caption": "here"}]}),
            (None, "timeline.parties.caption", "here", "[longitude, latitude] in degrees"),
        ),
        (
            package({"parties": [{"code": "TKM", "fill": {"dark": "red;}"}}]}),
            (None, "timeline.parties.fill", "red;}", "a colour such as #1F3A5F"),
        ),
        (
            package({}, licenses=[{"path": "javascript:alert(1)"}]),
            (None, "licenses.path", "javascript:alert(1)", LINK),
        ),
    ],
)
def test_a_wrong_package_is_a_fault(
    tmp_path: Path, content: str | bytes, fault: tuple[int | None, str | None, str | None, str]
) -> None:
    assert faults(tmp_path, events=GOOD, datapackage=content) == [("datapackage.json", *fault)]


def test_an_endless_number_is_a_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, events=GOOD, datapackage='{"a": 1' + "0" * 5000 + "}")

    assert [fault[:4] for fault in found] == [("datapackage.json", None, None, None)]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.sampled_from(["2025", "#123456", "TKM", "", "https://a.b", 2025]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "light"]), inner),
    max_leaves=5,
)
any_party = st.fixed_dictionaries(
    {"code": json_values}, optional={"mark": json_values, "fill": json_values, "caption": json_values}
)
any_own = st.fixed_dictionaries(
    {}, optional={"titles": json_values, "focus": json_values, "parties": st.lists(any_party) | json_values}
)


@settings(max_examples=200, deadline=None)
@given(any_own | json_values, json_values | st.lists(st.fixed_dictionaries({"path": json_values})))
def test_any_package_at_all_is_read_or_a_list_of_faults(own: object, licences: object) -> None:
    text = json.dumps({"timeline": own, "licenses": licences, "version": licences})
    with TemporaryDirectory() as folder:
        try:
            said = read(write(Path(folder), events=GOOD, datapackage=text)).package
        except FaultyDataset:
            return

    told = own.get("parties") if isinstance(own, dict) else None
    assert [party.code for party in said.parties] == [one["code"] for one in told or []]
