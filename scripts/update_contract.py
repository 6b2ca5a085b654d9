"""Bring the tables of docs/data.md in line with the code: ``python -m scripts.update_contract``.

The columns and what they may hold are those that ``timeline check`` uses.
"""

from pathlib import Path
from typing import Any

from timeline import schema
from timeline.tables import COLUMNS, NEEDED

PAGE = Path(__file__).resolve().parents[1] / "docs" / "data.md"
_HEAD = "| column | meaning | required | values |\n| --- | --- | --- | --- |\n"
BEGIN, END = "<!-- columns -->\n", "<!-- end of columns -->"


def updated(page: str) -> str:
    """``page`` with the tables as they must be between its two marks; ValueError without the marks."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{PAGE.name}: want {BEGIN.strip()} and then {END}")
    return f"{before}{BEGIN}{tables()}{END}{after}"


def tables() -> str:
    """A section a file: what each column means, whether it must be there, and what it may hold."""
    return "".join(_section(name) for name in COLUMNS) + "\n"


def _section(name: str) -> str:
    rows = "\n".join(_row(field, NEEDED[name]) for field in schema.table_schema(name)["fields"])
    return f"\n### `{name}.csv`\n\n{_HEAD}{rows}\n"


def _row(field: dict[str, Any], needed: tuple[str, ...]) -> str:
    name = field["name"]
    required = "yes" if name in needed else ""
    return f"| `{name}` | {field['description']} | {required} | {_values(field)} |"


def _values(field: dict[str, Any]) -> str:
    limits = field.get("constraints", {})
    if "enum" in limits:
        return ", ".join(f"`{value}`" for value in limits["enum"])
    if "minimum" in limits:
        return f"{limits['minimum']} to {limits['maximum']}"
    return "unique" if limits.get("unique") else ""


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
