"""What ``datapackage.json`` says of the record as a whole: its titles, parties and focus.

The file follows Data Package 2.0 (https://datapackage.org/profiles/2.0/datapackage.json). What the
dashboard adds stands under the property ``timeline``. Without the file everything has a default.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from timeline.dates import parse
from timeline.faults import Fault
from timeline.rules import link
from timeline.tags import is_tag
from timeline.vocabulary import N_

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Party:
    """A state or organisation that the record is about, with its colours as ``#RRGGBB`` per theme.

    ``caption`` is the longitude and latitude of its name on the map, where the middle of its land is
    taken by marks.
    """

    code: str
    mark: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    caption: tuple[float, float] | None = None


@dataclass(frozen=True)
class Package:
    """Titles and standfirsts by BCP 47 tag; ``focus`` is the EDTF interval a page opens on, or ``""``.

    ``languages`` are the tags of those that the record says it is in, ``()`` if its columns are to say so.
    ``said`` is the whole object as it is written, which may hold more.
    """

    id: str = ""
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    standfirsts: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    focus: str = ""
    languages: tuple[str, ...] = ()
    version: str = ""
    licence: str = ""
    licence_url: str = ""
    said: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


class File(Protocol):
    """A file, on a disk or elsewhere."""

    @property
    def name(self) -> str:
        """The last part of its path."""

    def exists(self) -> bool:
        """Whether it is there."""

    def read_bytes(self) -> bytes:
        """All that is in it."""


def read_package(file: File, faults: list[Fault]) -> Package:
    """Return what ``file`` says, or defaults if there is none; add to ``faults`` what is wrong in it."""
    if not file.exists():
        return Package()
    said = description(file.read_bytes(), file.name, faults)
    return Package() if said is None else package_of(said, file.name, faults)


def description(text: bytes, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """Return the object that ``text`` is in JSON, or None; add to ``faults`` what is wrong with it.

    ``name`` is what it stands in.
    """
    try:
        said = json.loads(text.decode("utf-8-sig"))
        # JSON may escape half a character ("\\ud800"), which no page can carry.
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeError as error:
        value = f"0x{error.object[error.start]:02X}" if isinstance(error, UnicodeDecodeError) else None
        faults.append(Fault(name, None, None, value, N_("text in UTF-8")))
    except json.JSONDecodeError as error:
        faults.append(Fault(name, error.lineno, None, None, N_("JSON: {reason}"), {"reason": error.msg}))
    except ValueError as error:  # an endless number
        faults.append(Fault(name, None, None, None, N_("JSON: {reason}"), {"reason": str(error)}))
    except RecursionError:
        faults.append(Fault(name, None, None, None, N_("JSON that is not nested so deeply")))
    else:
        if isinstance(said, dict):
            return said
        faults.append(Fault(name, None, None, None, N_("a JSON object")))
    return None


def package_of(said: Mapping[str, Any], name: str, faults: list[Fault]) -> Package:
    """Return what the object ``said`` says; ``name`` is the file that it stands in."""
    own = _object(said, "timeline", name, faults)
    focus = _text(own.get("focus"))
    try:
        if focus:
            parse(focus)
    except ValueError as error:
        faults.append(Fault(name, None, "timeline.focus", focus[:80], str(error)))
    licences = said.get("licenses") or [{}]
    licence = licences[0] if isinstance(licences, list) and isinstance(licences[0], dict) else {}
    licence_url = _text(licence.get("path"))
    wrong = link(licence_url) if licence_url else None
    if wrong:
        faults.append(Fault(name, None, "licenses.path", licence_url[:80], *wrong))
    return Package(
        id=_text(said.get("id")),
        name=_text(said.get("name")),
        titles=_texts(own, "titles", name, faults) or _texts_of(said.get("title")),
        standfirsts=_texts(own, "standfirsts", name, faults) or _texts_of(said.get("description")),
        parties=tuple(_parties(own.get("parties", []), name, faults)),
        focus=focus,
        languages=_languages(own.get("languages", []), name, faults),
        version=_text(said.get("version")),
        licence=_text(licence.get("title") or licence.get("name")),
        licence_url=licence_url,
        said=said,
    )


def resource(table: str) -> dict[str, Any]:
    """What a description says of the file that holds ``table``."""
    kind = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": table, "path": f"{table}.csv", **kind}


def written(said: Mapping[str, Any]) -> bytes:
    """The description ``said`` as the text of its file."""
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _has_code(party: Any) -> bool:
    return isinstance(party, dict) and isinstance(party.get("code"), str) and party["code"] != ""


def _parties(said: Any, name: str, faults: list[Fault]) -> list[Party]:
    column = "timeline.parties"
    if not isinstance(said, list) or not all(map(_has_code, said)):
        faults.append(Fault(name, None, column, None, N_("a list of objects, each with a code")))
        return []
    return [
        Party(
            one["code"],
            mark=_colours(one, "mark", name, faults),
            text=_colours(one, "text", name, faults),
            fill=_colours(one, "fill", name, faults),
            caption=_position(one.get("caption"), name, faults),
        )
        for one in said
    ]


def _languages(said: Any, name: str, faults: list[Fault]) -> tuple[str, ...]:
    column = "timeline.languages"
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        faults.append(Fault(name, None, column, str(said)[:80], N_("a list of languages, each as a tag")))
        return ()
    wrong = [tag for tag in said if not is_tag(tag)]
    faults += [
        Fault(name, None, column, tag[:80], N_("the tag of a language, such as fr or pt-BR")) for tag in wrong
    ]
    return tuple(dict.fromkeys(tag for tag in said if tag not in wrong))


def _position(said: Any, name: str, faults: list[Fault]) -> tuple[float, float] | None:
    if said is None:
        return None
    try:
        longitude, latitude = (float(part) for part in said)
    except (TypeError, ValueError, OverflowError):
        longitude = latitude = 999.0
    if abs(longitude) <= 180 and abs(latitude) <= 90:
        return longitude, latitude
    column = "timeline.parties.caption"
    faults.append(Fault(name, None, column, str(said)[:80], N_("[longitude, latitude] in degrees")))
    return None


def _colours(said: Mapping[str, Any], key: str, name: str, faults: list[Fault]) -> dict[str, str]:
    colours = _texts(said, key, name, faults)
    for text in colours.values():
        if not _COLOUR.fullmatch(text):
            column = f"timeline.parties.{key}"
            faults.append(Fault(name, None, column, text[:80], N_("a colour such as #1F3A5F")))
    return colours


def _texts(said: Mapping[str, Any], key: str, name: str, faults: list[Fault]) -> dict[str, str]:
    return {tag: str(text) for tag, text in _object(said, key, name, faults).items()}


def _object(said: Mapping[str, Any], key: str, name: str, faults: list[Fault]) -> dict[str, Any]:
    value = said.get(key, {})
    if isinstance(value, dict):
        return value
    faults.append(Fault(name, None, key, str(value)[:80], N_("a JSON object")))
    return {}


def _text(said: object) -> str:
    return "" if said is None else str(said)


def _texts_of(text: object) -> dict[str, str]:
    return {"en": text} if isinstance(text, str) and text else {}
