"""What docs/data.md promises: its tables are the code's, its dates and examples are read."""

import re
from pathlib import Path

import pytest
from typer.main import get_group

from scripts.update_contract import PAGE, updated
from timeline import cli, dates
from timeline.dataset import read
from timeline.tables import COLUMNS

TEXT = PAGE.read_text(encoding="utf-8")
DATES = re.findall(r"^\| `([^`]+)` \|", TEXT.split("## Dates")[1].split("\n## ")[0], re.MULTILINE)
EXAMPLES = re.findall(
    r"^### (.+?)$(.+?)(?=^##)", TEXT.split("## How to write it")[1], re.MULTILINE | re.DOTALL
)
BLOCK = re.compile(r"^```csv\n(.+?)^```", re.MULTILINE | re.DOTALL)
FILES = ("events.csv", "sources.csv")
WRITTEN = {title: BLOCK.findall(body) for title, body in EXAMPLES if BLOCK.search(body)}


def test_the_tables_are_those_of_the_code() -> None:
    assert updated(TEXT) == TEXT


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        updated("# The data contract")


def test_every_column_is_explained() -> None:
    for table, columns in COLUMNS.items():
        section = TEXT.split(f"### `{table}.csv`")[1].split("\n##")[0]
        assert re.findall(r"^\| `(\w+)` \| \S", section, re.MULTILINE) == list(columns)


def test_every_command_is_named() -> None:
    names = [
        *(set(get_group(cli.app).commands) - {"import"}),
        *(f"import {name}" for name in get_group(cli.imports).commands),
    ]

    missing = [name for name in names if not re.search(f"`timeline {name}[ `]", TEXT)]
    assert missing == []


def test_there_are_dates_and_examples() -> None:
    assert len(DATES) >= 8
    assert {"Planned", "Only the month is known", "Two sources disagree"} <= set(WRITTEN)


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_read(written: str) -> None:
    assert dates.parse(written).text


@pytest.mark.parametrize("title", WRITTEN)
def test_an_example_is_a_dataset_without_faults(title: str, tmp_path: Path) -> None:
    for name, block in zip(FILES, WRITTEN[title], strict=False):
        (tmp_path / name).write_text(block, encoding="utf-8")

    found = read(tmp_path)

    assert len(found.events) == 1
