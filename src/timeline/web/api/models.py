"""What the API answers, field by field: the source of its OpenAPI document.

Answers are made by ``timeline.formats`` and never pass through these models, which would cost more
than the answer; a test holds one to the other.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = str | None
Position = tuple[float, float]


class Model(BaseModel):
    """An object of the API: every field named here is there, and no other."""

    model_config = ConfigDict(extra="forbid")


class Fault(Model):
    """One thing that is wrong with a question."""

    parameter: str = Field(description="The parameter as it was given.", examples=["kind"])
    value: str = Field(description="Its value, cut after 80 characters.", examples=["telegram"])
    wanted: str = Field(description="What it takes.", examples=["one of: meeting, visit, phone-call"])


class Problem(Model):
    """Why there is no answer; for a wrong question (422), everything that is wrong with it."""

    detail: str = Field(description="In one sentence.", examples=["1 parameter is wrong"])
    errors: list[Fault] = Field(description="Empty unless the question is wrong.")


class Event(Model):
    """One event. What is null is not recorded."""

    id: str = Field(description="Stable id, never reused.", examples=["call-2025-12-03"])
    url: str = Field(
        description="The event's own page.", examples=["http://localhost:8501/events/call-2025-12-03"]
    )
    date: str = Field(
        description="EDTF date or interval, as precise as the sources.",
        examples=["2025-12-03", "2025-08", "2025-08-05/2025-08-08"],
    )
    earliest: dt.date | None = Field(
        description="The first day that `date` may mean; null for an open end.", examples=["2025-08-01"]
    )
    latest: dt.date | None = Field(
        description="The last day that `date` may mean; null for an open end.", examples=["2025-08-31"]
    )
    date_basis: Text = Field(
        description="`stated`, or `resolved` from the source's context.", examples=["stated"]
    )
    role: Text = Field(
        description="`contact` (both parties took part) or `context`.", examples=["contact", "context"]
    )
    kind: Text = Field(description="What sort of event it is.", examples=["phone-call"])
    status: Text = Field(description="The latest that a source supports.", examples=["held"])
    status_reported: Text = Field(description="As the event's own source put it.", examples=["planned"])
    level: Text = Field(description="The highest level of those who met.", examples=["foreign-minister"])
    mode: Text = Field(description="How the parties met; the visitor comes first.", examples=["phone"])
    parties: list[str] = Field(
        description="ISO 3166-1 alpha-3 codes, or organisations' codes.", examples=[["TKM", "SOM"]]
    )
    place: Text = Field(description="Id of the place; a call has none.", examples=["ashgabat"])
    topics: list[str] = Field(description="Topic ids.", examples=[["food-security", "education"]])
    part_of: Text = Field(description="Id of the event that it belongs to.", examples=["lldc3-2025"])
    title_en: Text = Field(description="Title in English.", examples=["Telephone call between ministers"])
    title_ar: Text = Field(description="Title in Arabic.", examples=["اتصال هاتفي بين الوزيرين"])
    summary_en: Text = Field(description="Summary in English, in the record's own words.")
    summary_ar: Text = Field(description="Summary in Arabic, in the record's own words.")
    sources: list[str] = Field(description="Source ids.", examples=[["nabd-2025"]])
    verification: Text = Field(
        description="How well the sources bear the event out.", examples=["corroborated"]
    )
    cameo: Text = Field(description="CAMEO code, with its leading zero.", examples=["041"])
    note_en: Text = Field(description="What a reader should know of the row's limits, in English.")
    note_ar: Text = Field(description="What a reader should know of the row's limits, in Arabic.")
    modified: Text = Field(description="When the row last changed.", examples=["2026-11-23"])
    source_urls: list[str] = Field(description="Addresses of the sources.")


class Statement(Model):
    """What was reportedly said or agreed at an event. An assessment is its writer's opinion."""

    id: Text = Field(description="Id of the statement.", examples=["a01"])
    event_basis: Text = Field(
        description="Whether the source ties it to the event (`stated`) or we do (`resolved`)."
    )
    source: Text = Field(description="Id of the source.", examples=["nabd-2025"])
    kind: Text = Field(description="fact, agenda, position, commitment or assessment.", examples=["agenda"])
    topics: list[str] = Field(description="Topic ids.")
    text_en: Text = Field(description="In our own words, English.")
    text_ar: Text = Field(description="In our own words, Arabic.")
    evidence: Text = Field(description="A few words of the source, to find the passage.")
    evidence_lang: Text = Field(description="Language of these words (BCP 47).", examples=["ar"])


class Source(Model):
    """A page or document that the record rests on."""

    id: str = Field(description="Stable id, never reused.", examples=["nabd-2025"])
    title: Text = Field(description="Headline as printed, in its own language; null where none was read.")
    publisher: Text = Field(description="Who published it, or the site's name.", examples=["Goobjoog"])
    lang: Text = Field(description="BCP 47 tag.", examples=["so"])
    published: Text = Field(description="EDTF date.", examples=["2025-12-04"])
    url: Text = Field(description="Its full address.")
    type: Text = Field(description="`news`, `official` or `reference`.", examples=["news"])
    note_en: Text = Field(description="What a reader should know of the source, in English.")
    note_ar: Text = Field(description="What a reader should know of the source, in Arabic.")


class Topic(Model):
    """A topic, with the concepts of public vocabularies that it corresponds to."""

    id: str = Field(description="Stable id, never reused.", examples=["food-security"])
    label_en: Text = Field(description="Name in English.")
    label_ar: Text = Field(description="Name in Arabic.")
    unbis_uri: Text = Field(description="Address of the UNBIS category under which the topic falls.")
    eurovoc_uri: Text = Field(description="Address of the nearest EuroVoc concept.")
    match: Text = Field(description="exact, related or broader.")


class Place(Model):
    """A place, and how precise its coordinates are."""

    id: str = Field(description="Stable id, never reused.", examples=["awaza"])
    name_en: Text = Field(description="Name in English.")
    name_ar: Text = Field(description="Name in Arabic.")
    kind: Text = Field(description="What sort of place it is.", examples=["capital"])
    country: Text = Field(description="ISO 3166-1 alpha-3 code of the country.", examples=["TKM"])
    lat: float | None = Field(description="Degrees north (WGS 84).", examples=[40.0167])
    lon: float | None = Field(description="Degrees east (WGS 84).", examples=[52.9667])
    coord_precision: Text = Field(
        description="`parent-city` where the point is that of a larger place.", examples=["parent-city"]
    )
    wikidata: Text = Field(description="The Wikidata item.", examples=["Q23438"])
    note_en: Text = Field(description="What a reader should know of the place, in English.")
    note_ar: Text = Field(description="What a reader should know of the place, in Arabic.")


class FullEvent(Event):
    """An event with its statements and every source, topic and place that it or they name."""

    statements: list[Statement] = Field(description="What was reportedly said or agreed at the event.")
    source_details: list[Source] = Field(description="The sources of the event and its statements.")
    topic_details: list[Topic] = Field(description="The topics of the event and its statements.")
    place_details: Place | None = Field(description="The place, if there is one.")


class Terms(Model):
    """Under which terms the answer may be used, and how to cite it."""

    licence: Text = Field(
        description="Address of the licence of the record's own text.",
        examples=["https://creativecommons.org/licenses/by/4.0/"],
    )
    citation: Text = Field(
        description="How to name the record.",
        examples=["Turkmenistan – Somalia: the record of contacts (version 1.0.0)"],
    )


class EventPage(Terms):
    """Matching events, oldest first: one page of them."""

    query: str = Field(description="The question in its one spelling.", examples=["dates=2025&kind=meeting"])
    total: int = Field(description="How many events match, on all pages.", examples=[3])
    limit: int = Field(description="How many events a page holds.", examples=[100])
    offset: int = Field(description="How many events come before this page.", examples=[0])
    events: list[Event] = Field(description="The events of this page.")


class Point(Model):
    """Where an event took place: longitude, latitude."""

    type: Literal["Point"] = Field(description="The kind of geometry.")
    coordinates: Position = Field(description="Longitude, then latitude, in degrees (WGS 84).")


class LineString(Model):
    """The line between the parties' capitals."""

    type: Literal["LineString"] = Field(description="The kind of geometry.")
    coordinates: list[Position] = Field(description="Its points in order, each longitude, then latitude.")


class MultiLineString(Model):
    """The same, cut in two at the antimeridian."""

    type: Literal["MultiLineString"] = Field(description="The kind of geometry.")
    coordinates: list[list[Position]] = Field(
        description="Its parts, each a list of points: longitude, then latitude."
    )


class Properties(Event):
    """An event's facts, and what its geometry means."""

    place_name_en: Text = Field(description="Name of the place in English.")
    place_name_ar: Text = Field(description="Name of the place in Arabic.")
    coord_precision: Text = Field(
        description="`parent-city` where the point is that of a larger place.", examples=["parent-city"]
    )
    geometry_meaning: Literal["place", "parties' capitals"] | None = Field(
        description="A call has no place: its line joins the capitals of the parties."
    )


class Feature(Model):
    """One event."""

    type: Literal["Feature"] = Field(description="As GeoJSON names it.")
    id: str = Field(description="The event's id.")
    geometry: Point | LineString | MultiLineString | None = Field(
        description="Where it is drawn; null if nowhere."
    )
    properties: Properties = Field(description="The event's facts.")


class FeatureCollection(Terms):
    """GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"] = Field(description="As GeoJSON names it.")
    features: list[Feature] = Field(description="The matching events, oldest first.")


class Value(Model):
    """One value of a facet."""

    id: str = Field(description="What the parameter takes.", examples=["food-security"])
    label_en: str = Field(description="Name in English.", examples=["Food security"])
    label_ar: str = Field(description="Name in Arabic.", examples=["الأمن الغذائي"])
    events: int = Field(description="How many events it would show, given every other filter.")


class Values(Model):
    """The values of each facet, most events first; those that would show none are left out."""

    topic: list[Value] = Field(description="Topics.")
    place: list[Value] = Field(description="Places.")
    party: list[Value] = Field(description="Parties.")
    kind: list[Value] = Field(description="Sorts of event.")
    status: list[Value] = Field(description="What became of the events.")
    role: list[Value] = Field(description="Contacts and context.")
    level: list[Value] = Field(description="Highest levels of those who met.")
    verification: list[Value] = Field(description="How well the sources bear the events out.")


class Facets(Model):
    """How many events each value would show."""

    query: str = Field(description="The question in its one spelling.")
    total: int = Field(description="How many events match.")
    facets: Values = Field(description="The values, by the parameter that takes them.")


class DensityBucket(Model):
    """A month or year, and the events that it may hold."""

    bucket: str = Field(description="EDTF month or year.", examples=["2025-08", "2025"])
    events: int = Field(description="All of them.")
    contact: int = Field(description="Those of role `contact`.")
    context: int = Field(description="Those of role `context`.")


class Density(Model):
    """Events per month or year."""

    query: str = Field(description="The question in its one spelling.")
    total: int = Field(description="How many events match; buckets can add up to more.")
    by: Literal["month", "year"] = Field(description="Which period a bucket is.")
    buckets: list[DensityBucket] = Field(description="Oldest first; those that hold no event are left out.")


class Counts(Model):
    """How many rows each table of the record has."""

    events: int = Field(description="Rows of `events.csv`.")
    statements: int = Field(description="Rows of `statements.csv`.")
    topics: int = Field(description="Rows of `topics.csv`.")
    places: int = Field(description="Rows of `places.csv`.")
    sources: int = Field(description="Rows of `sources.csv`.")


class Record(Terms):
    """The record as a whole."""

    titles: dict[str, str] = Field(description="By BCP 47 tag.")
    descriptions: dict[str, str] = Field(description="By BCP 47 tag.")
    version: Text = Field(description="Version of the record.", examples=["1.0.0"])
    modified: Text = Field(description="When any event last changed.", examples=["2026-11-23"])
    licence_name: Text = Field(description="Name of the licence.")
    parties: list[str] = Field(description="Whose dealings the record keeps.", examples=[["TKM", "SOM"]])
    focus: Text = Field(description="The EDTF interval that the dashboard opens on.")
    earliest: dt.date | None = Field(description="The first day that any event may have.")
    latest: dt.date | None = Field(description="The last day that any event may have.")
    counts: Counts = Field(description="How large the record is.")
    url: str = Field(description="The dashboard.")


class Index(Model):
    """Where everything is."""

    openapi: str = Field(description="Address of the description of the API.")
    dataset: str = Field(description="Address of the record as a whole.")
    events: str = Field(description="Address of the events as JSON.")
    events_csv: str = Field(description="Address of the events as CSV.")
    events_geojson: str = Field(description="Address of the events as GeoJSON.")
    facets: str = Field(description="Address of the counts of each value.")
    density: str = Field(description="Address of the counts of each month or year.")
