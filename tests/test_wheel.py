"""An installed wheel carries the whole dashboard, and serves it from anywhere."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from hatchling.build import build_wheel

from running.servers import started
from tests.datasets import ROOT, write


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``timeline`` command in an environment that has the wheel, and our libraries beside it."""
    folder = tmp_path_factory.mktemp("installed")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        wheel = folder / build_wheel(str(folder))
    finally:
        os.chdir(before)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        "-q",
    ]
    subprocess.run([*command, str(wheel)], check=True)
    [packages] = (folder / "env" / "lib").glob("python*/site-packages")
    [libraries] = [path for path in sys.path if Path(path).name == "site-packages"][:1]
    (packages / "libraries.pth").write_text(f"{libraries}\n")
    return folder / "env" / "bin" / "timeline"


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that the installed command serves, called from a folder of its own."""
    place = tmp_path_factory.mktemp("elsewhere")
    write(place / "mine", events="id,date,title\none,2025-08-05,An event of my own\n")
    words = [str(installed), "serve", "mine", "--port", "{port}"]
    with started(words, place, ready="/_stcore/health") as server:
        yield server.address


def test_the_installed_command_serves_the_page(address: str) -> None:
    assert "An event of my own" in _text(f"{address}/events/one?lang=en")


@pytest.mark.parametrize(
    "path",
    [
        "basemap/land.geojson",
        "basemap/countries/SOM.geojson",
        "fonts/ibm-plex-sans-latin-400-normal.woff2",
        "icon.svg",
    ],
)
def test_the_installed_command_serves_its_files(address: str, path: str) -> None:
    with urlopen(f"{address}/app/static/{path}") as answer:
        assert answer.read() == (ROOT / "static" / path).read_bytes()


def test_the_installed_command_has_the_record_that_ships(installed: Path) -> None:
    program = "from timeline.record import SHIPPED; from timeline.dataset import read; "
    program += "print(len(read(SHIPPED).events))"
    python = installed.with_name("python")
    said = subprocess.run([python, "-c", program], cwd="/", capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "9"


def _text(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())
