"""What a search engine may read, and that it finds every event in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.datasets import ROOT as FOLDER
from tests.datasets import shipped, store, write
from tests.views import ROOT
from timeline.language import ENDONYMS
from timeline.selection import Selection
from timeline.store import Store
from timeline.web import crawlers
from timeline.web.crawlers import PAGES, sitemap

NAMESPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "html": "http://www.w3.org/1999/xhtml"}
Alternates = dict[str, str]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.delenv("TIMELINE_PUBLIC_URL", raising=False)
    with TestClient(Starlette(routes=crawlers.routes()), base_url="http://localhost:8501") as client:
        yield client


def listed(xml: bytes) -> dict[str, Alternates]:
    """Each address of a sitemap, and the same page's address by language."""
    return {
        url.findtext("map:loc", "", NAMESPACES): {
            link.attrib["hreflang"]: link.attrib["href"]
            for link in url.findall("html:link[@rel='alternate']", NAMESPACES)
        }
        for url in ET.fromstring(xml).findall("map:url", NAMESPACES)
    }


def changes(store: Store) -> list[str]:
    """When each page of a sitemap changed; "" where it does not say."""
    urls = ET.fromstring(sitemap(store, ROOT)).findall("map:url", NAMESPACES)
    return [url.findtext("map:lastmod", "", NAMESPACES) for url in urls]


def test_everything_may_be_read_but_streamlits_own_wires(client: TestClient) -> None:
    answer = client.get("/robots.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "User-agent: *\nDisallow: /_stcore/\n\nSitemap: http://localhost:8501/sitemap.xml\n"
    )


def test_every_page_and_every_event_is_listed_in_both_languages() -> None:
    paths = [*PAGES, *(f"/events/{id}" for id in shipped().ids(Selection()))]
    wanted = {f"{ROOT}{path}?lang={tag}" for path in paths for tag in ENDONYMS}

    assert set(listed(sitemap(shipped(), ROOT))) == wanted
    assert len(wanted) == len(ENDONYMS) * (len(PAGES) + 9)


def test_every_page_of_the_dashboard_is_listed() -> None:
    names = {page.stem for page in (FOLDER / "pages").glob("*.py")}

    assert set(PAGES) == {f"/{name.removeprefix('timeline')}" for name in names}


def test_each_address_names_the_same_page_in_every_language() -> None:
    found = listed(sitemap(shipped(), ROOT))
    assert found
    for address, alternates in found.items():
        page = address.partition("?")[0]

        assert alternates == {tag: f"{page}?lang={tag}" for tag in ENDONYMS}


def test_the_sitemap_is_xml_as_the_protocol_has_it(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    parts = {tuple(part.tag for part in url) for url in ET.fromstring(answer.content)}

    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert answer.text.startswith("<?xml version='1.0' encoding='utf-8'?>\n<urlset xmlns=")
    loc, lastmod = (f"{{{NAMESPACES['map']}}}{name}" for name in ("loc", "lastmod"))
    assert parts == {(loc, lastmod, *(f"{{{NAMESPACES['html']}}}link",) * 2)}


@pytest.mark.parametrize(
    ("modified", "said"), [("2025-12-03", "2025-12-03"), ("2025-12", ""), ("2025-12-03~", ""), ("", "")]
)
def test_only_a_whole_day_is_said_to_be_a_change(tmp_path: Path, modified: str, said: str) -> None:
    record = store(tmp_path, events=f"id,date,title,modified\na,2025,A,{modified}\n")

    assert changes(record)[-2:] == [said, said]


def test_the_latest_change_comes_first(tmp_path: Path) -> None:
    rows = "old,2025,A,2024-01-01\nnew,2024,B,2025-06-01\n"
    record = store(tmp_path, events=f"id,date,title,modified\n{rows}")

    assert changes(record)[-4:] == ["2025-06-01"] * 2 + ["2024-01-01"] * 2


def test_a_name_in_any_script_is_an_address(tmp_path: Path) -> None:
    record = store(tmp_path, events="id,date,title\nلقاء~1,2025,A\n")
    last = list(listed(sitemap(record, ROOT)))[-1]

    assert re.fullmatch(rf"{ROOT}/events/[\x21-\x7e]+\?lang=ar", last)


def test_a_sitemap_holds_no_more_addresses_than_the_protocol_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawlers, "MOST", 9)
    record = store(tmp_path, events="date,title\n2024,A\n2025,B\n")

    assert len(listed(sitemap(record, ROOT))) == 8


def test_a_sitemap_is_no_longer_than_the_protocol_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = store(tmp_path, events="date,title\n2024,A\n2025,B\n")
    whole = sitemap(record, ROOT)
    monkeypatch.setattr(crawlers, "MOST_BYTES", len(whole))
    assert sitemap(record, ROOT) == whole

    monkeypatch.setattr(crawlers, "MOST_BYTES", len(whole) - 1)
    assert list(listed(sitemap(record, ROOT))) == list(listed(whole))[:-2]


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
@pytest.mark.parametrize("public", ["", "https://timeline.example https://other.example"])
def test_a_forged_host_reaches_no_crawler(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, public: str
) -> None:
    monkeypatch.setenv("TIMELINE_PUBLIC_URL", public)
    answer = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert "evil" not in f"{answer.headers}{answer.text}"
    roots = set(re.findall(r"https?://[\w.:]+(?=/sitemap\.xml|/events/)", answer.text))
    assert roots == {public.split()[0] if public else "http://localhost:8501"}


def test_a_host_that_is_known_is_the_one_that_is_listed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_PUBLIC_URL", "https://timeline.example http://other.example/")

    assert (
        "Sitemap: http://other.example/sitemap.xml"
        in client.get("/robots.txt", headers={"Host": "other.example"}).text
    )


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_a_crawler_fetches_an_unchanged_file_once(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_record_that_cannot_be_shown_has_no_sitemap(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_DATA", str(write(tmp_path, events="date,title\nsoon,A\n")))
    answer = client.get("/sitemap.xml")

    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")
    assert answer.text.startswith("events.csv, row 2, date: ")
