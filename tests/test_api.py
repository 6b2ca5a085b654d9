"""The API under ``/api/v1/``: that it answers as the Store does, and refuses what it cannot answer."""

import asyncio
import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timeline import dataset, record
from timeline.selection import FACETS, LISTED, Selection
from timeline.store import Store
from timeline.web import api
from timeline.web.api import models
from timeline.web.api.answers import Answer, Answers, Made

V1 = "/api/v1"
LOCAL = "http://localhost:8501"
FORMATS = ("events", "events.csv", "events.geojson")
HOSTILE = (
    '<script>alert(1)</script>"]]>',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\u202egnp.exe\u2066",
    "x" * 10_000,
    "one\r\ntwo",
)


@pytest.fixture(scope="module")
def shipped() -> Store:
    """The record that ships."""
    return Store(dataset.read(record.SHIPPED))


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A program on the server's own machine that asks for the record that ships."""
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    monkeypatch.delenv("TIMELINE_PUBLIC_URL", raising=False)
    with TestClient(mounted(), base_url=LOCAL) as client:
        client.headers["accept-encoding"] = "identity"
        yield client


@pytest.fixture
def showing(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """Serve a record made of rows, each a dictionary."""

    def show(*rows: dict[str, str]) -> TestClient:
        with (tmp_path / "events.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
        monkeypatch.setattr(record, "REST", 0)
        return client

    return show


def mounted() -> api.Api:
    """The API before a server that has nothing of its own."""
    return api.Api(Starlette())


def ids(client: TestClient, path: str, **parameters: Any) -> list[str]:
    """The ids of the events at ``path``, whatever its format."""
    answer = client.get(f"{V1}/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    if path.endswith("csv"):
        return [row["id"] for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))]
    body = answer.json()
    return [one["id"] for one in body["features" if path.endswith("geojson") else "events"]]


def rels(answer: Any) -> dict[str, str]:
    """The Link header: relation -> address."""
    return {name: found["url"].removeprefix(f"{LOCAL}{V1}/") for name, found in answer.links.items()}


def questions() -> list[tuple[str, str]]:
    """Every parameter that narrows, with values that it takes."""
    known = Store(dataset.read(record.SHIPPED)).known
    facets = [(name, value) for name in FACETS for value in sorted(LISTED.get(name) or known[name])]
    days = ("2025", "2025-08", "2025-08-06", "2019/2024", "2025-09/..", "../2000", "../..")
    words = ("awaza", "أووازا", "food security", "no such word")
    return [*facets, *(("dates", value) for value in days), *(("q", value) for value in words)]


@pytest.mark.parametrize(("name", "value"), questions())
def test_a_parameter_gives_what_the_store_gives(
    client: TestClient, shipped: Store, name: str, value: str
) -> None:
    selection, ignored = Selection.from_query([(name, value)], shipped.known)

    assert ignored == ()
    assert ids(client, "events", **{name: value}) == list(shipped.events(selection)["id"])


@pytest.mark.parametrize("path", FORMATS)
@pytest.mark.parametrize("question", [{}, {"dates": "2025"}, {"topic": ["trade", "neutrality"]}, {"q": "x"}])
def test_every_format_holds_the_same_events(
    client: TestClient, shipped: Store, path: str, question: dict[str, Any]
) -> None:
    expected = ids(client, "events", **question)

    assert ids(client, path, **question) == expected


def test_match_all_wants_every_topic(client: TestClient) -> None:
    topics = ["multilateral-cooperation", "trade"]

    assert ids(client, "events", topic=topics) == ["awaza-2025-08", "call-2025-12-03"]
    assert ids(client, "events", topic=topics, match="all") == ["awaza-2025-08"]


def test_without_dates_the_whole_record_answers(client: TestClient, shipped: Store) -> None:
    assert len(ids(client, "events")) == shipped.total


def test_language_and_open_event_of_a_dashboard_link_change_nothing(client: TestClient) -> None:
    plain = client.get(f"{V1}/events?dates=2025")

    linked = client.get(f"{V1}/events?lang=ar&dates=2025&event=call-2025-12-03")

    assert linked.content == plain.content


def test_an_event_comes_with_statements_and_full_sources(client: TestClient) -> None:
    event = client.get(f"{V1}/events/call-2025-12-03").json()

    assert event["url"] == f"{LOCAL}/events/call-2025-12-03"
    assert event["parties"] == ["TKM", "SOM"]
    assert event["place"] is None
    assert event["cameo"] == "041"
    assert {one["id"] for one in event["statements"]} >= {"a01", "a02", "a03"}
    named = {*event["sources"], *(one["source"] for one in event["statements"])}
    assert {one["id"] for one in event["source_details"]} == named
    assert all(one["title"] or one["publisher"] for one in event["source_details"])


def test_a_month_is_told_by_its_ends(client: TestClient) -> None:
    event = client.get(f"{V1}/events/awaza-2025-08").json()

    assert (event["date"], event["earliest"], event["latest"]) == ("2025-08", "2025-08-01", "2025-08-31")
    assert event["place_details"]["coord_precision"] == "parent-city"


def test_facets_count_as_the_store_does(client: TestClient, shipped: Store) -> None:
    body = client.get(f"{V1}/facets?topic=trade").json()

    counted = {name: {one["id"]: one["events"] for one in values} for name, values in body["facets"].items()}
    assert counted == shipped.facets(Selection(topic=("trade",)))


def test_facets_name_their_values_in_both_languages(client: TestClient) -> None:
    facets = client.get(f"{V1}/facets").json()["facets"]

    labels = {
        (name, one["id"]): (one["label_en"], one["label_ar"]) for name in facets for one in facets[name]
    }
    assert labels["topic", "food-security"] == ("Food security", "الأمن الغذائي")
    assert labels["party", "SOM"] == ("Somalia", "الصومال")
    assert labels["kind", "phone-call"] == ("Phone call", "اتصال هاتفي")


def test_an_imprecise_event_counts_in_every_bucket_it_may_lie_in(showing: Callable[..., TestClient]) -> None:
    client = showing(
        {"date": "2025-01/2025-03", "title": "Talks", "role": "contact"},
        {"date": "2025-03-05", "title": "Setting", "role": "context"},
        {"date": "2025", "title": "Some time", "role": ""},
    )

    buckets = client.get(f"{V1}/density?dates=2025-02/2025-04").json()["buckets"]

    assert [tuple(one.values()) for one in buckets] == [
        ("2025-02", 2, 1, 0),
        ("2025-03", 3, 1, 1),
        ("2025-04", 1, 0, 0),
    ]


def test_density_by_year_leaves_empty_years_out(client: TestClient) -> None:
    body = client.get(f"{V1}/density?by=year&role=context").json()

    assert [(one["bucket"], one["context"]) for one in body["buckets"]] == [
        ("1995", 1),
        ("2017", 1),
        ("2024", 1),
        ("2025", 2),
    ]


def test_an_event_without_end_counts_to_the_end_of_the_record(showing: Callable[..., TestClient]) -> None:
    client = showing({"date": "2020-05/..", "title": "Open"}, {"date": "2022", "title": "Last"})

    buckets = client.get(f"{V1}/density?by=year").json()["buckets"]
    later = client.get(f"{V1}/density?by=year&dates=2030/..").json()["buckets"]

    assert [one["bucket"] for one in buckets] == ["2020", "2021", "2022"]
    assert [one["bucket"] for one in later] == ["2030"]


def test_the_dataset_says_what_it_is(client: TestClient) -> None:
    body = client.get(f"{V1}/dataset").json()

    assert body["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert body["counts"]["events"] == 9
    assert (body["earliest"], body["latest"]) == ("1995-12-12", "2025-12-12")
    assert body["citation"].startswith(body["titles"]["en"])


def test_pages_lead_through_the_record_and_back(client: TestClient) -> None:
    address, seen = "events?limit=2&kind=resolution", []
    while address:
        answer = client.get(f"{V1}/{address}")
        seen += [one["id"] for one in answer.json()["events"]]
        address = rels(answer).get("next", "")

    assert seen == ["unga-50-80", "unga-71-275", "unga-78-266"]
    assert rels(answer) == {
        "first": "events?kind=resolution&limit=2&offset=0",
        "prev": "events?kind=resolution&limit=2&offset=0",
        "last": "events?kind=resolution&limit=2&offset=2",
    }


def test_a_page_past_the_end_is_empty_and_leads_back(client: TestClient) -> None:
    answer = client.get(f"{V1}/events?limit=5&offset=1000000000")

    assert answer.json()["events"] == []
    assert rels(answer)["prev"] == "events?limit=5&offset=5"


@pytest.mark.parametrize("path", ["events.csv", "events.geojson"])
def test_a_file_is_whole_unless_a_page_of_it_is_asked_for(client: TestClient, path: str) -> None:
    assert len(ids(client, path)) == 9
    assert ids(client, path, limit=2, offset=3) == ids(client, "events")[3:5]


def test_csv_rows_carry_sources_licence_and_citation(client: TestClient) -> None:
    answer = client.get(f"{V1}/events.csv?kind=phone-call")

    [row] = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert row["source_urls"].startswith("https://")
    assert row["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert row["citation"].startswith("Turkmenistan – Somalia")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="events.csv"'


def test_every_wrong_parameter_is_named_at_once(client: TestClient) -> None:
    answer = client.get(f"{V1}/events?kind=telegram&limit=0&dates=2025-13&topik=trade&lang=en&lang=ar")

    assert answer.status_code == 422
    named = {(one["parameter"], one["value"]) for one in answer.json()["errors"]}
    assert named == {
        ("kind", "telegram"),
        ("limit", "0"),
        ("dates", "2025-13"),
        ("topik", "trade"),
        ("lang", "ar"),
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("kind=x", "one of: meeting, visit, "),
        ("topik=trade", "a parameter of this address, such as topic: "),
        ("limit=1001", "a whole number from 1 to 1000"),
        ("limit=١", "a whole number from 1 to 1000"),
        ("limit=1&limit=2", "this parameter once"),
        ("offset=99999999999999999999", "a whole number from 0 to 1000000000"),
        ("dates=2025-12/2025-08", "a closing date that is not before the opening one"),
        ("dates=2025&dates=2024", "this parameter once"),
        ("dates=yesterday", "a year, month or day such as 2025"),
        ("match=any", "all"),
        ("q=%20", "words, at most 200 characters"),
        (f"q={'x' * 201}", "words, at most 200 characters"),
        ("embed=true", "a parameter of this address"),
    ],
)
def test_a_fault_says_what_is_wanted(client: TestClient, query: str, wanted: str) -> None:
    [fault] = client.get(f"{V1}/events?{query}").json()["errors"]

    assert fault["wanted"].startswith(wanted)


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2/events", "/api/v1", "/api/v1/no", "/api/v1/events/"]
)
def test_an_unknown_path_is_a_404_in_json(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)

    assert answer.status_code == 404
    assert models.Problem.model_validate(answer.json()).errors == []


def test_an_unknown_event_is_a_404_that_repeats_its_id(client: TestClient) -> None:
    answer = client.get(f"{V1}/events/nothing-here")

    assert answer.status_code == 404
    assert answer.json() == {"detail": "want the id of an event (got 'nothing-here')", "errors": []}


def test_writing_is_not_allowed(client: TestClient) -> None:
    answer = client.post(f"{V1}/events")

    assert answer.status_code == 405
    assert models.Problem.model_validate(answer.json())


@pytest.mark.parametrize(
    "query", [b"q=%00", b"q=%ff%fe", b"q=\xff\xfe", b"\xff=1", b"&&==&%", b"q=" + b"%41" * 34_000]
)
@pytest.mark.parametrize("path", ["events", "events.csv", "events.geojson", "facets", "density", "dataset"])
def test_no_bytes_in_a_query_break_it(path: str, query: bytes) -> None:
    assert status(f"{V1}/{path}", query) in (200, 414, 422)


@pytest.mark.parametrize(
    "id", ["\x00", "\n", "a\nb", "\udcff", "../../etc", "a" * 100_000, "%", "<script>", "\u202e"]
)
def test_no_text_in_a_path_breaks_it(id: str) -> None:
    assert status(f"{V1}/events/{id}", b"") == 404


def status(path: str, query: bytes) -> int:
    """The status of a request that no client would send, made of raw bytes."""
    found: list[int] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": quote(path, errors="surrogateescape").encode(),
        "query_string": query,
        "headers": [(b"host", b"localhost:8501")],
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        found.append(message.get("status", 0))

    asyncio.run(mounted()(scope, receive, send))
    return found[0]


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    whole = client.get(f"{V1}/events")

    head = client.head(f"{V1}/events")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("path", [*FORMATS, "events/call-2025-12-03", "facets", "dataset", "openapi.json"])
def test_whoever_holds_the_answer_is_not_sent_it_again(client: TestClient, path: str) -> None:
    tag = client.get(f"{V1}/{path}").headers["etag"]

    again = client.get(f"{V1}/{path}", headers={"if-none-match": f'"other", W/{tag}'})
    other = client.get(f"{V1}/{path}", headers={"if-none-match": '"other"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_a_compressed_answer_is_the_same_under_another_tag(client: TestClient) -> None:
    plain = client.get(f"{V1}/events")

    packed = client.get(f"{V1}/events", headers={"accept-encoding": "br, gzip;q=0.5"})
    refused = client.get(f"{V1}/events", headers={"accept-encoding": "gzip;q=0"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in refused.headers


def test_answers_may_be_kept_for_a_while_but_refusals_not(client: TestClient) -> None:
    assert "max-age=60" in client.get(f"{V1}/events").headers["cache-control"]
    assert client.get(f"{V1}/events?kind=x").headers["cache-control"] == "no-store"


def test_a_changed_record_gives_another_answer(
    showing: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "SECONDS_FRESH", 0)
    client = showing({"date": "2025", "title": "Before"})
    before = client.get(f"{V1}/events").headers["etag"]
    showing({"date": "2025", "title": "Afterwards"})

    after = client.get(f"{V1}/events")

    assert after.json()["events"][0]["title_en"] == "Afterwards"
    assert after.headers["etag"] != before


def test_a_faulty_record_is_a_503_that_lists_its_faults(showing: Callable[..., TestClient]) -> None:
    answer = showing({"date": "soon", "title": "Talks"}).get(f"{V1}/events")

    assert answer.status_code == 503
    assert "events.csv, row 2, date" in answer.json()["detail"]


def test_a_page_of_another_origin_may_read(client: TestClient) -> None:
    origin = {"origin": "https://example.org"}

    answer = client.get(f"{V1}/events", headers=origin)
    asked = client.options(f"{V1}/events", headers=origin | {"access-control-request-method": "GET"})
    writing = client.options(f"{V1}/events", headers=origin | {"access-control-request-method": "DELETE"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Link" in answer.headers["access-control-expose-headers"]
    assert asked.status_code == 200
    assert writing.status_code == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8501", '"><script>']
)
def test_a_forged_host_reaches_no_link(client: TestClient, host: str) -> None:
    answer = client.get(f"{V1}/events?limit=1", headers={"host": host})

    assert host not in answer.text + answer.headers["link"]
    assert answer.json()["events"][0]["url"] == f"{LOCAL}/events/unga-50-80"


def test_links_lead_to_the_public_address(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_PUBLIC_URL", "https://example.org/record")

    answer = client.get(f"{V1}/events?limit=1")

    assert answer.links["next"]["url"] == "https://example.org/record/api/v1/events?limit=1&offset=1"
    assert answer.json()["events"][0]["url"] == "https://example.org/record/events/unga-50-80"


def test_a_repeated_question_is_not_answered_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"{V1}/events?kind=meeting&role=contact")
    monkeypatch.setattr(Store, "events", lambda self, *asked, **page: pytest.fail("asked again"))

    again = client.get(f"{V1}/events?role=contact&kind=meeting&lang=ar")

    assert again.content == first.content


def test_kept_answers_make_room_for_new_ones(shipped: Store) -> None:
    answers = Answers(most_bytes=3000)
    for number in range(10):
        answers.keep(shipped, number, Answer(Made(b"x" * 900, "text/plain")))

    kept = [number for number in range(10) if answers.find(shipped, number)]
    assert kept == [7, 8, 9]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_comes_out_as_it_went_in(showing: Callable[..., TestClient], title: str) -> None:
    client = showing({"id": "one", "date": "2025", "title": title})
    kept = title.replace("\r\n", "\n") if "\n" in title else title

    assert client.get(f"{V1}/events").json()["events"][0]["title_en"] in (title, kept)
    assert client.get(f"{V1}/events.geojson").json()["features"][0]["properties"]["title_en"] in (title, kept)
    assert client.get(f"{V1}/events/one").json()["title_ar"] in (title, kept)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_cell_stays_one_cell_that_nothing_runs(
    showing: Callable[..., TestClient], title: str
) -> None:
    client = showing({"id": "one", "date": "2025", "title": title, "summary": "after"})

    text = client.get(f"{V1}/events.csv").content.decode("utf-8-sig")

    [row] = csv.DictReader(StringIO(text, newline=""))
    assert not row["title_en"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["title_en"].removeprefix("'") == title
    assert row["summary_en"] == "after"


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
    fields = document["components"]["schemas"]["Event"]["properties"]
    assert [one["name"] for one in parameters if not one["description"]] == []
    assert [name for name, field in fields.items() if "description" not in field] == []


def test_the_documentation_lists_the_ids_of_the_record(client: TestClient, shipped: Store) -> None:
    document = client.get(f"{V1}/openapi.json").json()

    parameters = {one["name"]: one["schema"] for one in document["paths"]["/events"]["get"]["parameters"]}
    assert parameters["topic"]["items"]["enum"] == sorted(shipped.known["topic"])
    assert set(parameters) == {*Selection.__dataclass_fields__, "limit", "offset"}


@pytest.mark.parametrize("path", ["docs", "redoc"])
def test_no_page_that_loads_foreign_scripts_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"{V1}/{path}").status_code == 404


def edtf_dates() -> st.SearchStrategy[str]:
    """Dates and intervals as the documentation's format ``edtf`` means them."""
    days = st.dates().map(str)
    ends = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
    return st.one_of(ends, ends.map(lambda end: f"{end}/.."), ends.map(lambda end: f"../{end}"))


schemathesis.openapi.format("edtf", edtf_dates())
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
