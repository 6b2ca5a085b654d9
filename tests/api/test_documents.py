"""The API as it documents itself: every answer is as described, and everything is described."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from starlette.testclient import TestClient

from tests.apis import V1, mounted
from tests.datasets import shipped
from timeline.density import ends
from timeline.periods import Calendar
from timeline.search import fold
from timeline.selection import LONGEST_SEARCH, Selection
from timeline.web.api import models
from timeline.web.api.endpoints import MOST_BUCKETS


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("", models.Index),
        ("events", models.EventPage),
        ("events.geojson", models.FeatureCollection),
        ("events/awaza-2025-08", models.FullEvent),
        ("facets", models.Facets),
        ("density", models.Density),
        ("dataset", models.Record),
    ],
)
def test_answers_have_the_documented_fields(client: TestClient, path: str, model: type[BaseModel]) -> None:
    body = client.get(f"{V1}/{path}").json()

    assert model.model_validate(body)


def test_every_documented_field_and_parameter_is_described(client: TestClient) -> None:
    document = client.get(f"{V1}/openapi.json").json()

    operations = [path["get"] for path in document["paths"].values()]
    parameters = [one for operation in operations for one in operation["parameters"]]
    schemas = document["components"]["schemas"]
    fields = {
        f"{name}.{field}": said
        for name, schema in schemas.items()
        for field, said in schema["properties"].items()
    }
    assert [one["name"] for one in parameters if not one["description"]] == []
    assert {"Fault.wanted", "Event.id", "Source.title", "Counts.events", "Index.density"} <= fields.keys()
    assert [name for name, said in fields.items() if not said.get("description")] == []


def test_the_documentation_lists_the_ids_of_the_record(client: TestClient) -> None:
    document = client.get(f"{V1}/openapi.json").json()

    parameters = {one["name"]: one["schema"] for one in document["paths"]["/events"]["get"]["parameters"]}
    assert parameters["topic"]["items"]["enum"] == sorted(shipped().known["topic"])
    assert set(parameters) == {*Selection.__dataclass_fields__, "limit", "offset"}


@pytest.mark.parametrize("path", ["docs", "redoc"])
def test_no_page_that_loads_foreign_scripts_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"{V1}/{path}").status_code == 404


def edtf_dates() -> st.SearchStrategy[str]:
    """Dates and intervals as the documentation's format ``edtf`` means them."""
    days = st.dates().map(str)
    ends = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
    return st.one_of(ends, ends.map(lambda end: f"{end}/.."), ends.map(lambda end: f"../{end}"))


def searches() -> st.SearchStrategy[str]:
    """What its format ``words`` means."""
    return st.text(st.characters(codec="utf-8"), max_size=LONGEST_SEARCH).filter(fold)


@schemathesis.hook
def filter_case(_: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """All but what is refused as the words of ``/density`` say: more buckets than there may be."""
    asked = dict(case.query or {})
    try:
        first, last = ends(str(asked.get("dates", "")), shipped().extent())
        calendar = Calendar("year" if asked.get("by") == "year" else "month")
    except ValueError:
        return True
    counted = calendar.number(last) - calendar.number(first) + 1 if first and last else 0
    return not case.path.endswith("/density") or counted <= MOST_BUCKETS


schemathesis.openapi.format("edtf", edtf_dates())
schemathesis.openapi.format("words", searches())
described = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", mounted())
# Its systematic part puts hundreds of questions to each address: enough to ask for one of those that
# take the same parameters.
described.config.phases.coverage.enabled = False
thoroughly = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", mounted()).include(path="/density")
bounded = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@described.parametrize()
@bounded
def test_whatever_the_documentation_allows_is_answered_as_documented(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


@thoroughly.parametrize()
@bounded
def test_each_parameter_is_answered_or_refused_as_documented(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


def test_the_served_dashboard_answers_as_documented(served: str) -> None:
    schema = schemathesis.openapi.from_url(f"{served}{V1}/openapi.json")

    @settings(bounded, max_examples=60)
    @given(case=schema.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate()

    ask()
