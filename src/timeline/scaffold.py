"""A dataset to start from: one example in events.csv, what it means in words, and its description."""

from collections.abc import Sequence
from pathlib import Path

from timeline import schema
from timeline.formats import folder
from timeline.formats.content import Content, frame
from timeline.language import language
from timeline.rules import party

_README = """# {title}

A record of dated diplomatic events: one row of `events.csv` is one event.
See it with `timeline serve {folder}`, and check it with `timeline check {folder}`.

The first row is an example. Replace it with your own.

- `date` is no more precise than your source: `2025`, `2025-08`, `2025-08-05`, `2025-08-05/2025-08-08`.
  Write `?` after a date in doubt, `~` after one that is about right, and `..` for an end not known.
- An event that is announced is `planned` until a source says that it was `held`.
- Every event names its source: `source_url` and `source_title`, or ids of a file `sources.csv`.
- Several parties, topics or sources in one cell have `;` between them.

## `events.csv`

| column | meaning | values |
|---|---|---|
{rows}
"""


def content(parties: Sequence[str]) -> Content:
    """The example: a meeting that never took place, between the first two of ``parties``."""
    names = {tag: " – ".join(language(tag).territory(code) for code in parties) for tag in ("en", "ar")}
    example = {
        "id": "example-meeting",
        "date": "2025-08",
        "date_basis": "stated",
        "role": "contact",
        "kind": "meeting",
        # A planned one would be warned of as soon as its month has passed.
        "status": "held",
        "parties": ";".join(parties[:2]),
        "topics": "trade",
        "title_en": "Example: the foreign ministers meet",
        "title_ar": "مثال: اجتماع وزيري الخارجية",
        "note_en": "An example to replace: the source gives the month, and no day.",
        "note_ar": "مثال للاستبدال: يذكر المصدر الشهر دون اليوم.",
        "source_url": "https://example.org/report",
        "source_title": "Report of the meeting",
    }
    about = {
        "name": "-".join([*(code.lower() for code in parties), "contacts"]),
        "title": f"{names['en']}: the record of contacts",
        "timeline": {
            "titles": {
                "en": f"{names['en']}: the record of contacts",
                "ar": f"{names['ar']}: سجل اللقاءات والاتصالات",
            },
            "parties": [{"code": code} for code in parties],
        },
    }
    return Content({"events": frame("events", [example])}, about)


def write(place: Path, parties: Sequence[str]) -> list[Path]:
    """Write the dataset into the folder ``place``; return the files."""
    example = content(parties)
    files = folder.write(example, place)
    readme = place / "README.md"
    readme.write_text(_readme(place, example), encoding="utf-8")
    return [*files, readme]


def unknown(codes: Sequence[str]) -> list[str]:
    """Those of ``codes`` that are no code of a state or an organisation."""
    return [code for code in codes if party(code)]


def _readme(place: Path, example: Content) -> str:
    rows = [
        f"| `{field['name']}` | {field['description']} | {_values(field)} |"
        for field in schema.table_schema("events")["fields"]
    ]
    return _README.format(title=example.about["title"], folder=place.name, rows="\n".join(rows))


def _values(field: dict[str, object]) -> str:
    constraints = field.get("constraints")
    values = constraints.get("enum", []) if isinstance(constraints, dict) else []
    return ", ".join(f"`{value}`" for value in values)
