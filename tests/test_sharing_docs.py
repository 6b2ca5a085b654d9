"""What docs/sharing.md promises: its example addresses answer, and it forgets no address and no setting."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.routing import Route

from tests.datasets import ROOT
from timeline.web import briefing, calendar_file, cards, crawlers, event_page, feed, health, kept, metrics
from timeline.web.api import PREFIX
from timeline.web.api.endpoints import ENDPOINTS

PAGE = (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `(/[^`]*)` \| `([^`]+)` \|", PAGE, re.MULTILINE)
PATHS = [address.partition("?")[0] for address, _ in EXAMPLES]
# Both end in a 404, whatever is asked for there.
NO_EXAMPLE = ["/cards", "/events"]


def routes() -> Iterator[Route]:
    """Every route beside Streamlit's."""
    for module in (briefing, calendar_file, cards, crawlers, event_page, feed, health, kept, metrics):
        yield from module.routes()


@pytest.mark.parametrize(("address", "media"), EXAMPLES, ids=[address for address, _ in EXAMPLES])
def test_an_example_answers_with_its_media_type(served: str, address: str, media: str) -> None:
    with urlopen(Request(f"{served}{address}", headers={"accept": "text/html,*/*"})) as answer:
        assert (answer.status, answer.headers.get_content_type()) == (200, media)


def test_every_address_has_an_example() -> None:
    without = {route.path for route in routes() if not any(map(route.path_regex.match, PATHS))}

    assert sorted(without) == NO_EXAMPLE


def test_every_endpoint_of_the_api_has_an_example() -> None:
    wanted = [f"{PREFIX}{endpoint.path}".replace("{id}", "[^/.]+") for endpoint in ENDPOINTS]

    assert [it for it in wanted if not any(re.fullmatch(it, path) for path in PATHS)] == []


def test_an_address_has_one_example() -> None:
    assert [path for path in PATHS if PATHS.count(path) > 1] == ["/", "/"]


def test_every_setting_of_the_server_is_told() -> None:
    files = [*(ROOT / "src").rglob("*.py"), ROOT / "app.py", ROOT / "dashboard.py"]
    read = {name for file in files for name in re.findall(r"\bTIMELINE_[A-Z_]+", file.read_text("utf-8"))}

    assert set(re.findall(r"^\| `(TIMELINE_\w+)` \|", PAGE, re.MULTILINE)) == read


def test_the_container_is_given_files_that_exist() -> None:
    copied = [name for line in re.findall(r"^COPY (.+) \S+$", PAGE, re.MULTILINE) for name in line.split()]

    assert [name for name in copied if not Path(ROOT, name).exists()] == []
    assert {"app.py", ".streamlit", "requirements.txt"} < set(copied)
