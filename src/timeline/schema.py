"""The written contract of a dataset for programs: a Table Schema a file, and one JSON Schema.

Both are made from the columns that ``check`` knows and from its rules, as far as a list, a range or a
pattern can say them; ``check`` judges more. Table Schema:
https://datapackage.org/standard/table-schema/; JSON Schema: draft 2020-12.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from timeline.language import language
from timeline.rules import ID, LINK, NUMBERS, PARTY
from timeline.tables import COLUMNS, IN_EACH_LANGUAGE, NEEDED, in_language
from timeline.vocabulary import BASES, STATEMENT_KINDS
from timeline.vocabulary import COLUMNS as LISTED

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# Columns that hold several values: a list in JSON, `;` between them in CSV.
SEVERAL = ("parties", "topics", "sources", "aliases")
DATES = ("date", "modified", "published")
LINKS = ("source_url", "url", "unbis_uri", "eurovoc_uri")

_END = r"[0-9]{4}(-([0-9]{2}|XX)(-([0-9]{2}|XX))?)?[?~%]?"
_PATTERNS = {
    **dict.fromkeys(DATES, rf"({_END}|{_END}/({_END}|\.\.)|\.\./{_END})"),
    **dict.fromkeys(LINKS, LINK),
    "id": ID,
    "parties": rf"\s*{PARTY}\s*(;\s*{PARTY}\s*)*;?",
    "country": PARTY,
}


def table_schema(table: str, columns: Sequence[str] = ()) -> dict[str, Any]:
    """The Table Schema of a table, or of the ``columns`` that one file of it has."""
    fields = [_field(table, column) for column in columns or COLUMNS[table]]
    key = {"primaryKey": ["id"]} if "id" in NEEDED[table] else {}
    return {"fields": fields, "missingValues": [""], **key}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record as ``timeline convert`` writes it to a .json file."""
    listed = {table: {"type": "array", "items": _object(table)} for table in COLUMNS}
    return {
        "$schema": JSON_SCHEMA,
        "title": "A record of dated diplomatic events",
        "type": "object",
        "required": ["events"],
        "properties": {"datapackage": {"type": "object"}, **listed},
    }


def _field(table: str, column: str) -> dict[str, Any]:
    title, meaning = _meaning(table, column)
    field = {"name": column, "type": "string", "title": title, "description": meaning}
    constraints = _constraints(table, column)
    if column in NUMBERS:
        field["type"] = "number"
    if column in LINKS:
        field["format"] = "uri"
    return {**field, "constraints": constraints} if constraints else field


def _constraints(table: str, column: str) -> dict[str, Any]:
    """What is required of a cell, in the words of Table Schema."""
    said: dict[str, Any] = {}
    if column in NEEDED[table]:
        said["required"] = True
    if column == "id":
        said["unique"] = True
    values = _values(table, column)
    if values:
        said["enum"] = list(values)
    elif column in NUMBERS:
        said["minimum"], said["maximum"] = NUMBERS[column]
    elif column in _PATTERNS:
        said["pattern"] = _PATTERNS[column]
    return said


def _values(table: str, column: str) -> Sequence[str]:
    """The values of a column that is a fixed list; none for any other."""
    if table == "events":
        return tuple(LISTED.get(column, ()))
    if table == "statements":
        return tuple({"kind": STATEMENT_KINDS, "event_basis": BASES}.get(column, ()))
    return ()


def _object(table: str) -> dict[str, Any]:
    needed = list(NEEDED[table])
    properties = {column: _property(table, column) for column in COLUMNS[table]}
    return {"type": "object", "required": needed, "properties": properties}


def _property(table: str, column: str) -> dict[str, Any]:
    title, meaning = _meaning(table, column)
    said = {"title": title, "description": meaning}
    constraints = _constraints(table, column)
    if column in SEVERAL:
        item = {"type": "string"}
        return {**said, "type": "array", "items": item}
    if column in NUMBERS:
        lowest, highest = NUMBERS[column]
        return {**said, "type": "number", "minimum": lowest, "maximum": highest}
    said |= {"type": "string", **({"format": "uri"} if column in LINKS else {})}
    if "enum" in constraints:
        return {**said, "enum": constraints["enum"]}
    if "pattern" in constraints:
        return {**said, "pattern": f"^{constraints['pattern']}$"}
    return said


def _meaning(table: str, column: str) -> Sequence[str]:
    """Title and meaning of a column; one in a further language means what that in English does."""
    known, (base, tag) = _meanings()[table], in_language(column)
    if column in known:
        return known[column]
    if column in IN_EACH_LANGUAGE:
        title, meaning = known[f"{column}_en"]
        return title.removesuffix(" (English)"), meaning.replace("in English", "in every language")
    name = language("en").language_name(tag)
    return known[f"{base}_en"][0].replace("English", name), f"The same in {name}."


@cache
def _meanings() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Title and meaning of every column, by table."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
