"""What docs/sharing.md promises: its example addresses answer, and it forgets no address and no setting."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.apis import LOCAL
from tests.datasets import ROOT, write
from timeline import record
from timeline.web import briefing, calendar_file, cards, crawlers, event_page, feed, health, kept, metrics
from timeline.web.api import PREFIX, Api
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


@pytest.mark.parametrize(
    ("address", "mark", "number", "words"),
    [
        ("/feed.atom", "<entry>", 500, "A feed has the latest 500 changes"),
        ("/calendar.ics", "BEGIN:VEVENT", 1000, "a calendar the latest 1,000 dated events"),
        ("/briefing?dates=../..", 'id="event-', 1000, "a briefing the latest 1,000 events"),
        ("/api/v1/events", '"title_en"', 100, "`/api/v1/events` gives 100 events a page"),
        ("/api/v1/events?limit=1000", '"title_en"', 1000, "or `limit`, at most 1,000"),
    ],
    ids=["feed", "calendar", "briefing", "page", "limit"],
)
def test_an_answer_holds_as_many_events_as_is_told(
    address: str, mark: str, number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, events="date,title\n" + "2025-01-01,Talks\n" * 1001)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    monkeypatch.setattr(record, "REST", 0)
    client = TestClient(Api(Starlette(routes=list(routes()))), base_url=LOCAL)

    assert client.get(address).text.count(mark) == number
    assert words in PAGE


def test_every_setting_of_the_server_is_told() -> None:
    files = [*(ROOT / "src").rglob("*.py"), ROOT / "app.py", ROOT / "dashboard.py"]
    read = {name for file in files for name in re.findall(r"\bTIMELINE_[A-Z_]+", file.read_text("utf-8"))}

    assert set(re.findall(r"^\| `(TIMELINE_\w+)` \|", PAGE, re.MULTILINE)) == read


def test_the_container_is_given_files_that_exist() -> None:
    copied = [name for line in re.findall(r"^COPY (.+) \S+$", PAGE, re.MULTILINE) for name in line.split()]

    assert [name for name in copied if not Path(ROOT, name).exists()] == []
    assert {"app.py", ".streamlit", "requirements.txt"} < set(copied)
