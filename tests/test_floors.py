"""The house has floors, and an import never goes up."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "src" / "timeline"
# From the ground up; what stands on one floor may use its neighbours.
FLOORS = (
    (
        "dates",
        "vocabulary",
        "search",
        "language",
        "states",
        "tags",
        "home",
        "logs",
        "metrics",
        "turns",
        "keys",
        "weights",
    ),
    (
        "faults",
        "encoded",
        "package",
        "tables",
        "rules",
        "dataset",
        "outline",
        "selection",
        "plaintext",
        "intake",
        "parties",
        "unanswered",
    ),
    (
        *("schema", "cautions", "derived", "traits", "engine", "objects", "built", "lookup", "shelf"),
        *("periods", "waited"),
    ),
    (
        "once",
        "ids",
        "store",
        "origin",
        "record",
        "view",
        "presets",
        "topics",
        "density",
        "story",
        "matching",
        "answers",
        "counting",
        "geography",
    ),
    ("charts", "formats", "cite", "building", "publishing", "candidates", "conversion", "scaffold"),
    ("html",),
    ("ui", "web", "cli", "checking", "serving"),
)
# The house and what stands beside it, and what each part may use of the others; tests may use all.
BESIDE = {"src": set[str](), "running": set[str](), "scripts": {"running"}, "benchmarks": {"running"}}
HEIGHT = {name: height for height, floor in enumerate(FLOORS) for name in floor}
MODULES = sorted(file for file in ROOT.rglob("*.py") if file != ROOT / "__init__.py")


def room(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(file: Path) -> set[str]:
    """Full names of all that the module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say where from"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_below(file: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(file) if name.startswith("timeline.")}


def test_every_room_has_its_floor() -> None:
    assert {room(file) for file in MODULES} == set(HEIGHT)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_import_goes_up(file: Path) -> None:
    above = {name for name in rooms_below(file) if HEIGHT[name] > HEIGHT[room(file)]}

    assert not above


def test_no_two_rooms_lean_on_each_other() -> None:
    neighbours: dict[str, set[str]] = {}
    for file in MODULES:
        neighbours.setdefault(room(file), set()).update(rooms_below(file) - {room(file)})

    # It refuses a circle of any length, and names it.
    TopologicalSorter(neighbours).prepare()


def test_the_two_doors_do_not_know_each_other() -> None:
    assert not [file for file in MODULES if {room(file), *rooms_below(file)} >= {"ui", "web"}]


def test_only_the_dashboards_pieces_know_streamlit() -> None:
    knowing = [file for file in MODULES if any(name.split(".")[0] == "streamlit" for name in imported(file))]

    assert {room(file) for file in knowing} == {"ui"}


@pytest.mark.parametrize("part", BESIDE)
def test_what_stands_beside_the_house_leans_on_one_room(part: str) -> None:
    files = (ROOT.parents[1] / part).rglob("*.py")
    used = {name.split(".")[0] for file in files for name in imported(file)}

    assert used & {*BESIDE, "tests"} <= {part, *BESIDE[part]}
