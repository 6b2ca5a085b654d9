"""The API under ``/api/v1/``: that it answers as the Store does, and refuses what it cannot answer."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.apis import FORMATS, HOSTILE, LOCAL, V1
from tests.datasets import shipped
from timeline import dataset, record
from timeline.selection import FACETS, LISTED, Selection
from timeline.store import Store
from timeline.web.api.endpoints import LONGEST_LINKS


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


def test_a_long_question_names_its_next_page_only(client: TestClient) -> None:
    # In an address each of these letters is six.
    asked: dict[str, Any] = {"q": " ".join(["تركمانستان"] * 18), "limit": 1}

    middle = client.get(f"{V1}/events", params={**asked, "offset": 1})
    found = rels(middle)
    assert list(found) == ["next"]
    following = client.get(f"{V1}/{found['next']}").json()["events"]
    assert [one["id"] for one in following] == ids(client, "events", **asked, offset=2)
    assert len(middle.headers["link"]) < LONGEST_LINKS
    last = middle.json()["total"] - 1
    assert "link" not in client.get(f"{V1}/events", params={**asked, "offset": last}).headers


def questions() -> list[tuple[str, str]]:
    """Every parameter that narrows, with values that it takes."""
    known = Store(dataset.read(record.SHIPPED)).known
    facets = [(name, value) for name in FACETS for value in sorted(LISTED.get(name) or known[name])]
    days = ("2025", "2025-08", "2025-08-06", "2019/2024", "2025-09/..", "../2000", "../..")
    words = ("awaza", "أووازا", "food security", "no such word")
    return [*facets, *(("dates", value) for value in days), *(("q", value) for value in words)]


@pytest.mark.parametrize(("name", "value"), questions())
def test_a_parameter_gives_what_the_store_gives(client: TestClient, name: str, value: str) -> None:
    selection, ignored = Selection.from_query([(name, value)], shipped().known)

    assert ignored == ()
    assert ids(client, "events", **{name: value}) == list(shipped().events(selection)["id"])


@pytest.mark.parametrize("path", FORMATS)
@pytest.mark.parametrize("question", [{}, {"dates": "2025"}, {"topic": ["trade", "neutrality"]}, {"q": "x"}])
def test_every_format_holds_the_same_events(client: TestClient, path: str, question: dict[str, Any]) -> None:
    expected = ids(client, "events", **question)

    assert ids(client, path, **question) == expected


def test_match_all_wants_every_topic(client: TestClient) -> None:
    topics = ["multilateral-cooperation", "trade"]

    assert ids(client, "events", topic=topics) == ["awaza-2025-08", "call-2025-12-03"]
    assert ids(client, "events", topic=topics, match="all") == ["awaza-2025-08"]


def test_without_dates_the_whole_record_answers(client: TestClient) -> None:
    assert len(ids(client, "events")) == shipped().total


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


def test_facets_count_as_the_store_does(client: TestClient) -> None:
    body = client.get(f"{V1}/facets?topic=trade").json()

    counted = {name: {one["id"]: one["events"] for one in values} for name, values in body["facets"].items()}
    assert counted == shipped().facets(Selection(topic=("trade",)))


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


def test_buckets_beyond_number_are_refused(client: TestClient) -> None:
    refused = client.get(f"{V1}/density?dates=2025/9999")
    by_year = client.get(f"{V1}/density?dates=2025/9999&by=year")

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "parameter": "dates",
            "value": "2025/9999",
            "wanted": "at most 10000 buckets: dates nearer to each other, or by=year",
        }
    ]
    assert by_year.status_code == 200


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
        ("q=%20", "words, of letters or digits, at most 200 characters"),
        ("q=***", "words, of letters or digits, at most 200 characters"),
        (f"q={'x' * 201}", "words, of letters or digits, at most 200 characters"),
        ("embed=true", "a parameter of this address"),
    ],
)
def test_a_fault_says_what_is_wanted(client: TestClient, query: str, wanted: str) -> None:
    [fault] = client.get(f"{V1}/events?{query}").json()["errors"]

    assert fault["wanted"].startswith(wanted)


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
