"""What each address of the API answers: its body, made by ``timeline.formats`` or here as JSON."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from timeline import tables
from timeline.density import ends
from timeline.formats import csv, facts, geojson
from timeline.formats.terms import citation, file_name, licence
from timeline.language import language
from timeline.periods import Calendar
from timeline.store import BATCH, Store
from timeline.view import named
from timeline.vocabulary import ROLES
from timeline.web.api import models
from timeline.web.api.answers import Body
from timeline.web.api.query import PAGING, SELECTING, Question, WrongQuestion, fault
from timeline.web.api.streams import Stream
from timeline.web.request import link

JSON, CSV, GEOJSON = "application/json", "text/csv; charset=utf-8", "application/geo+json"
PAGE = 100
# Letters of a Link header; many a proxy takes no more than 4 KB of headers in all.
LONGEST_LINKS = 2_500
# Half a megabyte: the months of eight centuries.
MOST_BUCKETS = 10_000


@dataclass(frozen=True)
class Asked:
    """A question as it arrived: ``root`` is the server's address, ``base`` where the API is mounted."""

    store: Store
    question: Question
    root: str
    base: str
    id: str = ""

    @property
    def total(self) -> int:
        """How many events match."""
        return self.store.count(self.question.selection)

    def page(self) -> pd.DataFrame:
        """The matching events that the question wants."""
        question = self.question
        return self.store.events(question.selection, offset=question.offset, limit=question.limit)

    @property
    def query(self) -> str:
        """The selection in its one spelling."""
        return self.question.selection.in_address()


@dataclass(frozen=True)
class Endpoint:
    """An address of the API: how it is answered, and what its documentation says."""

    path: str
    answer: Callable[[Asked], Body | Stream]
    takes: tuple[str, ...] = ("lang",)
    summary: str = ""
    description: str = ""
    media: str = JSON
    model: type[BaseModel] | None = None


def as_json(content: Any, headers: Mapping[str, str] | None = None) -> Body:
    """``content`` as JSON, without spaces."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Body(body, JSON, headers or {})


def _index(asked: Asked) -> Body:
    names = ("openapi.json", "dataset", "events", "events.csv", "events.geojson", "facets", "density")
    here = f"{asked.root}{asked.base}"
    return as_json({name.removesuffix(".json").replace(".", "_"): f"{here}/{name}" for name in names})


def _events(asked: Asked) -> Body:
    question = replace(asked.question, limit=asked.question.limit or PAGE)
    asked, dataset = replace(asked, question=question), asked.store.dataset
    events = asked.page()
    cited = asked.store.cited(events["sources"])
    page = {
        **_terms(asked),
        "query": asked.query,
        "total": asked.total,
        "limit": question.limit,
        "offset": question.offset,
        "events": [facts.event_facts(row, dataset, cited, asked.root) for row in tables.rows(events)],
    }
    return as_json(page, _links(asked, "events"))


def _events_csv(asked: Asked) -> Body | Stream:
    return _whole(asked, partial(csv.parts, asked.store), CSV, "csv")


def _events_geojson(asked: Asked) -> Body | Stream:
    parts = partial(geojson.parts, asked.store, root=asked.root)
    return _whole(asked, parts, GEOJSON, "geojson")


def _whole(
    asked: Asked, parts: Callable[[Iterable[pd.DataFrame]], Iterator[bytes]], media: str, suffix: str
) -> Body | Stream:
    """A file of the events; one that is too long to be held at once goes out in parts."""
    question = asked.question
    name = file_name(question.selection, suffix)
    headers = {"content-disposition": f'attachment; filename="{name}"', **_links(asked, f"events.{suffix}")}
    if question.limit is None and asked.total > BATCH:
        return Stream(parts(asked.store.batches(question.selection, offset=question.offset)), media, headers)
    return Body(b"".join(parts([asked.page()])), media, headers)


def _event(asked: Asked) -> Body:
    try:
        row = asked.store.event(asked.id)
    except KeyError:
        raise HTTPException(404, f"want the id of an event (got {asked.id[:80]!r})") from None
    return as_json(facts.event_details(row, asked.store, asked.root))


def _facets(asked: Asked) -> Body:
    counted = asked.store.facets(asked.question.selection)
    dataset = asked.store.dataset
    values = {
        facet: [
            {
                "id": id,
                **{f"label_{tag}": named(dataset, facet, id, language(tag)) for tag in dataset.languages},
                "events": events,
            }
            for id, events in counts.items()
        ]
        for facet, counts in counted.items()
    }
    return as_json({"query": asked.query, "total": asked.total, "facets": values})


def _density(asked: Asked) -> Body:
    calendar, dates = Calendar(asked.question.by), asked.question.selection.dates
    first, last = ends(dates, asked.store.extent())
    if first and last and calendar.number(last) - calendar.number(first) >= MOST_BUCKETS:
        wanted = f"at most {MOST_BUCKETS} buckets: dates nearer to each other, or by=year"
        raise WrongQuestion([fault("dates", dates, wanted)])
    buckets = asked.store.density(asked.question.selection, calendar)
    return as_json(
        {
            "query": asked.query,
            "total": asked.total,
            "by": asked.question.by,
            "buckets": [
                {"bucket": one.period.text, "events": one.events, **{role: one.roles[role] for role in ROLES}}
                for one in buckets
            ],
        }
    )


def _dataset(asked: Asked) -> Body:
    dataset = asked.store.dataset
    package = dataset.package
    first, last = asked.store.extent()
    return as_json(
        {
            **_terms(asked),
            "titles": dict(package.titles),
            "descriptions": dict(package.standfirsts),
            "version": package.version or None,
            "modified": dataset.modified or None,
            "licence_name": package.licence or None,
            "parties": [party.code for party in package.parties],
            "focus": package.focus or None,
            "earliest": first.isoformat() if first else None,
            "latest": last.isoformat() if last else None,
            "counts": dict(dataset.counts),
            "url": f"{asked.root}/",
        }
    )


_FILE = " Without `limit` it holds every matching event."
ENDPOINTS = (
    Endpoint("/", _index, ("lang",), "Where everything is", "The addresses of this API.", model=models.Index),
    Endpoint(
        "/events",
        _events,
        (*SELECTING, *PAGING),
        "Events",
        "Matching events, oldest first; `Link` headers lead to the other pages (RFC 8288).",
        model=models.EventPage,
    ),
    Endpoint(
        "/events.csv",
        _events_csv,
        (*SELECTING, *PAGING),
        "Events as CSV",
        "The columns of events.csv, then source addresses, licence and citation; UTF-8 with a byte order"
        " mark. A cell that a spreadsheet would run as a formula begins with an apostrophe." + _FILE,
        media=CSV,
    ),
    Endpoint(
        "/events.geojson",
        _events_geojson,
        (*SELECTING, *PAGING),
        "Events as GeoJSON",
        "Positions are longitude, latitude. An event at a place is a point; a call has no place and"
        " carries the line between the parties' capitals; others have no geometry." + _FILE,
        media=GEOJSON,
        model=models.FeatureCollection,
    ),
    Endpoint(
        "/events/{id}",
        _event,
        ("lang",),
        "One event",
        "An event with its statements and every source, topic and place that it names.",
        model=models.FullEvent,
    ),
    Endpoint(
        "/facets",
        _facets,
        SELECTING,
        "Values to filter by",
        "How many events each value of each facet would show, given every other filter.",
        model=models.Facets,
    ),
    Endpoint(
        "/density",
        _density,
        (*SELECTING, "by"),
        "Events per month or year",
        "An event of imprecise date counts in every bucket that it may lie in, so buckets can add up to"
        " more than `total`; one without an end counts until the end of the dates asked for, else of"
        " the record. Only buckets within `dates` are counted, and of no more than 10,000.",
        model=models.Density,
    ),
    Endpoint(
        "/dataset",
        _dataset,
        ("lang",),
        "The record",
        "Titles, version, licence, citation, extent and size of the record.",
        model=models.Record,
    ),
)


def _terms(asked: Asked) -> dict[str, str | None]:
    dataset = asked.store.dataset
    return {"licence": licence(dataset) or None, "citation": citation(dataset) or None}


def _links(asked: Asked, name: str) -> dict[str, str]:
    """The Link header that leads through the pages (RFC 8288); of a long question to the next one only."""
    question, total = asked.question, asked.total
    limit, offset = question.limit, question.offset
    if limit is None:
        return {}
    end = max(total - 1, 0) // limit * limit
    offsets = {"first": 0}
    if offset > 0:
        offsets["prev"] = max(0, min(offset - limit, end))
    if offset + limit < total:
        offsets["next"] = offset + limit
    offsets["last"] = end
    address = link(asked.root, f"{asked.base}/{name}", question.selection)
    start = f"{address}{'&' if '?' in address else '?'}limit={limit}&offset="
    links = {rel: f'<{start}{at}>; rel="{rel}"' for rel, at in offsets.items()}
    if sum(map(len, links.values())) > LONGEST_LINKS:
        links = {rel: words for rel, words in links.items() if rel == "next"}
    return {"link": ", ".join(links.values())} if links else {}
