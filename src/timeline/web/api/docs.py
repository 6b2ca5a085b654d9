"""The OpenAPI document: what FastAPI knows of the addresses, with the parameters and ids of the record."""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.web.api import models, query
from timeline.web.api.endpoints import ENDPOINTS, JSON, Endpoint

_SCHEMAS = "#/components/schemas/"
_REFUSALS = {
    404: "There is no such event.",
    414: "The query is too long.",
    422: "The question is wrong: every parameter that is, its value and what it takes.",
    429: "Too many long answers are under way.",
    503: "The record has faults and cannot be shown.",
    504: "The question took too long or too much memory and was stopped, or what holds the record is down.",
}


def responses(endpoint: Endpoint) -> dict[int | str, dict[str, Any]]:
    """What ``endpoint`` may answer, as FastAPI takes it."""
    found = _content("The answer.", endpoint.media, endpoint.model)
    found["headers"] = {"ETag": _header("Names the bytes of the answer.")}
    if "limit" in endpoint.takes:
        found["headers"]["Link"] = _header(
            "The first, previous, next and last page; of a very long question the next one only."
        )
    refused: dict[int | str, dict[str, Any]] = {
        status: _content(words, JSON, models.Problem)
        for status, words in _REFUSALS.items()
        if status != 404 or "{" in endpoint.path
    }
    return {200: found, 304: {"description": "The sender holds these very bytes."}, **refused}


def document(api: FastAPI, store: Store, base: str) -> dict[str, Any]:
    """The document for an API mounted at ``base`` that answers from ``store``."""
    found = deepcopy(_document(api))
    found["servers"] = [{"url": base or "/"}]
    for schema in found["components"]["schemas"].values():
        _speak(schema, store.dataset.languages)
    for endpoint in ENDPOINTS:
        parameters = query.documented(store, endpoint.takes)
        if "{id}" in endpoint.path:
            parameters.insert(0, _id(store))
        found["paths"][endpoint.path]["get"]["parameters"] = parameters
    return found


def _speak(schema: dict[str, Any], languages: Iterable[str]) -> None:
    """Describe the texts of a schema in the record's further languages as those in English are."""
    fields = schema.get("properties", {})
    for field in [name for name in fields if name.endswith("_en")]:
        for tag in languages:
            name = f"{field.removesuffix('en')}{tag}"
            if name not in fields:
                said = {key: words for key, words in fields[field].items() if key != "examples"}
                meaning = said.get("description", "").replace("English", language("en").language_name(tag))
                fields[name] = said | ({"description": meaning} if meaning else {}) | {"title": name}
                schema["required"].append(name)


@cache
def _document(api: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title=api.title,
        version=api.version,
        openapi_version=api.openapi_version,
        description=api.description,
        routes=api.routes,
    )
    answered: list[type[BaseModel]] = [models.Problem, *(one.model for one in ENDPOINTS if one.model)]
    _, schemas = models_json_schema(
        [(model, "serialization") for model in answered], ref_template=f"{_SCHEMAS}{{model}}"
    )
    found["components"] = {"schemas": schemas["$defs"]}
    return found


def _content(description: str, media: str, model: type[BaseModel] | None) -> dict[str, Any]:
    schema = {"$ref": f"{_SCHEMAS}{model.__name__}"} if model else {"type": "string"}
    return {"description": description, "content": {media.partition(";")[0]: {"schema": schema}}}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _id(store: Store) -> dict[str, Any]:
    found = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The id of an event.",
        "schema": {"type": "string"},
    }
    ids = store.ids(Selection())
    return found | ({"example": ids[-1]} if ids else {})
