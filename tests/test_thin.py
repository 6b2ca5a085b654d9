"""Files on a thin wire: compressed once, kept in bounds, and sent to no one who asked for something else."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.waiting import eventually
from timeline.web import chunks, thin
from timeline.web.accepting import accepted
from timeline.web.thin import APP_CACHING, Thin

BODY = b"export const answer = () => 42;\n" * 100
IMMUTABLE = "public, immutable, max-age=31536000"
CHUNK, OWN = "/static/js/chart.js", "/app/static/land.geojson"
PAGE = "<!doctype html><title>Streamlit</title>" + " " * 1000


class Server:
    """Files as Streamlit serves them, and what of them was asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        for path in (CHUNK, OWN, "/static/font.woff2", "/other/data.js"):
            self.write(folder, path, BODY)
        self.write(folder, "/static/small.js", BODY[:400])
        self.folder = folder
        self.files = Starlette(
            routes=[
                Mount("/app/static", StaticFiles(directory=folder / "app/static")),
                Mount("/other", StaticFiles(directory=folder / "other")),
                Route("/static/gone.js", HTMLResponse(PAGE)),
                Mount("/static", StaticFiles(directory=folder / "static")),
            ]
        )

    def write(self, folder: Path, path: str, body: bytes) -> None:
        file = folder / path.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def caching(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"].startswith("/static/"):
                MutableHeaders(raw=message["headers"])["cache-control"] = IMMUTABLE
            await send(message)

        if scope["type"] == "http":
            self.asked.append(f"{scope['method']} {scope['path']}")
        await self.files(scope, receive, caching)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.fixture
def client(server: Server) -> Iterator[TestClient]:
    with TestClient(Thin(server)) as client:
        client.headers["accept-encoding"] = "gzip, deflate, br"
        yield client


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codings in which something was compressed."""
    codings: list[str] = []
    real = thin.compress

    def noting(body: bytes, coding: str) -> bytes:
        codings.append(coding)
        return real(body, coding)

    monkeypatch.setattr(thin, "compress", noting)
    return codings


async def ask(app: ASGIApp, path: str = CHUNK, method: str = "GET") -> bytes:
    """The body that a browser is sent."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    base = {"type": "http", "method": method, "root_path": "", "query_string": b""}
    await app({**base, "path": path, "headers": [(b"accept-encoding", b"br")]}, thin._silence, send)
    return b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZip;Q=0.1", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000, *", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("br ; q = 1", "br"),
        ("", ""),
        ("identity, zstd", ""),
        ("gzip;q=0, br;q=0.0", ""),
        ("*;q=0", ""),
        ("br;q=much, gzip;level=9", "gzip"),
        ("br;q=nan, gzip;q=-1", ""),
    ],
)
def test_the_best_coding_that_is_accepted_is_taken(header: str, coding: str) -> None:
    assert accepted(header) == coding


@pytest.mark.parametrize("path", [CHUNK, OWN])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_file_arrives_whole_and_smaller(client: TestClient, path: str, coding: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": coding})

    assert (answer.status_code, answer.headers["content-encoding"]) == (200, coding)
    assert answer.content == BODY
    assert int(answer.headers["content-length"]) < len(BODY) / 10
    assert answer.headers["vary"] == "Accept-Encoding"


def test_every_form_of_a_file_has_a_tag_of_its_own(client: TestClient) -> None:
    tags = [
        client.get(CHUNK, headers={"Accept-Encoding": it}).headers["etag"]
        for it in ("identity", "br", "gzip")
    ]

    plain = tags[0].strip('"')
    assert tags == [f'"{plain}"', f'"{plain}-br"', f'"{plain}-gzip"']


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_browser_that_has_these_bytes_is_told_so(client: TestClient, form: str) -> None:
    tag = client.get(CHUNK).headers["etag"]
    again = client.get(CHUNK, headers={"If-None-Match": form.format(tag)})

    assert (again.status_code, again.content) == (304, b"")
    assert [again.headers[name] for name in ("etag", "cache-control", "vary")] == [
        tag,
        IMMUTABLE,
        "Accept-Encoding",
    ]
    assert not {"content-length", "content-encoding", "content-type"} & set(again.headers)


def test_a_browser_that_has_another_form_is_sent_this_one(client: TestClient) -> None:
    tag = client.get(CHUNK, headers={"Accept-Encoding": "gzip"}).headers["etag"]

    assert client.get(CHUNK, headers={"If-None-Match": tag}).status_code == 200


def test_the_head_of_a_file_is_that_of_the_file_and_no_more(client: TestClient, server: Server) -> None:
    assert dict(client.head(CHUNK).headers) == dict(client.get(CHUNK).headers)
    assert asyncio.run(ask(Thin(server), method="HEAD")) == b""


def test_a_range_counts_the_bytes_of_the_file_itself(client: TestClient) -> None:
    answer = client.get(CHUNK, headers={"Range": "bytes=7-11"})

    assert (answer.status_code, answer.content) == (206, BODY[7:12])
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-range"] == f"bytes 7-11/{len(BODY)}"


@pytest.mark.parametrize("path", ["/static/small.js", "/static/font.woff2", "/other/data.js"])
def test_what_would_gain_nothing_passes_as_it_is(client: TestClient, server: Server, path: str) -> None:
    answer = client.get(path)

    assert answer.content == (server.folder / path[1:]).read_bytes()
    assert "content-encoding" not in answer.headers
    assert server.asked[-1] == f"GET {path}"


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        ("GET", "/static/gone.js", 200, PAGE),
        ("GET", "/static/none.js", 404, "Not Found"),
        ("GET", "/app/static/none.geojson", 404, "Not Found"),
        ("GET", "/nowhere.js", 404, "Not Found"),
        ("POST", CHUNK, 405, "Method Not Allowed"),
    ],
)
def test_what_is_no_file_is_answered_as_ever(
    client: TestClient, method: str, path: str, status: int, body: str
) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.text) == (status, body)
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("coding", ["br", "identity"])
@pytest.mark.parametrize(("path", "caching"), [(CHUNK, IMMUTABLE), (OWN, APP_CACHING)])
def test_a_file_is_kept_by_the_browser_as_long_as_it_may_be(
    client: TestClient, path: str, caching: str, coding: str
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": coding})

    assert answer.headers["cache-control"] == caching
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_missing_file_of_the_apps_own_is_not_kept(client: TestClient) -> None:
    assert "cache-control" not in client.get("/app/static/none.geojson").headers


def test_a_file_is_compressed_once_for_all_who_ask_at_once(server: Server, made: list[str]) -> None:
    app = Thin(server)

    async def crowd() -> set[bytes]:
        return set(await asyncio.gather(*(ask(app) for _ in range(20))))

    assert len(asyncio.run(crowd())) == 1
    assert (made, server.asked.count(f"GET {CHUNK}")) == (["br"], 1)


def test_a_file_is_compressed_once_however_often_it_is_asked_for(client: TestClient, made: list[str]) -> None:
    for coding in ("br", "gzip") * 3:
        client.get(CHUNK, headers={"Accept-Encoding": coding})
    client.get(CHUNK.replace("/js/", "//js/"))

    assert made == ["br", "gzip"]


def test_a_changed_file_is_compressed_anew(client: TestClient, server: Server) -> None:
    client.get(OWN)
    server.write(server.folder, OWN, BODY + b"more")

    assert client.get(OWN).content == BODY + b"more"


def test_who_leaves_does_not_take_the_file_from_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, both_wait = Thin(server), Event()
    monkeypatch.setattr(thin, "compress", lambda *_: both_wait.wait() and b"compressed")

    async def one_leaves() -> bytes:
        first, second = asyncio.create_task(ask(app)), asyncio.create_task(ask(app))
        await asyncio.sleep(0.1)
        first.cancel()
        both_wait.set()
        return await second

    assert asyncio.run(one_leaves()) == b"compressed"


def test_a_failure_is_not_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(thin, "compress", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.get(CHUNK)

    assert client.get(CHUNK).content == BODY


def test_a_file_that_goes_between_two_looks_is_not_kept_as_its_error(tmp_path: Path) -> None:
    class Going(Server):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            is_gone = scope.get("method") == "GET" and "GET /static/none.js" not in self.asked
            await super().__call__({**scope, "path": "/static/none.js"} if is_gone else scope, receive, send)

    with TestClient(Thin(Going(tmp_path))) as client:
        assert [client.get(CHUNK).content for _ in range(2)] == [BODY, BODY]


def test_what_is_kept_is_bounded_and_the_least_used_goes_first(
    server: Server, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thin, "MOST", 3 * len(thin.compress(BODY, "br")))
    app = Thin(server)
    made.clear()
    paths = [f"/static/{number}.js" for number in range(4)]
    for path in paths:
        server.write(server.folder, path, BODY)
    for path in (*paths[:3], paths[0], paths[3]):
        asyncio.run(ask(app, path))

    assert len(made) == 4

    for path in (paths[2], paths[0], paths[3], paths[1]):
        asyncio.run(ask(app, path))
    assert len(made) == 5


def test_the_first_files_are_compressed_before_anyone_asks(server: Server, made: list[str]) -> None:
    with TestClient(Thin(server, first=[CHUNK[1:], "static/none.js"])):
        eventually(lambda: made, ["br"])


def test_the_server_starts_though_a_first_file_fails(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(thin, "compress", lambda *_: 1 / 0)
    with TestClient(Thin(server, first=[CHUNK[1:]])):
        eventually(
            lambda: [record.getMessage() for record in caplog.records],
            [f"could not compress {CHUNK} beforehand"],
        )


def test_a_base_path_moves_the_folders(server: Server) -> None:
    with TestClient(Thin(Starlette(routes=[Mount("/here", server)]), base_path="/here")) as client:
        codings = [client.get(f"/here{path}").headers.get("content-encoding") for path in (CHUNK, OWN)]

    assert codings == ["br", "br"]


def test_a_websocket_passes_untouched() -> None:
    seen: list[tuple[Any, ...]] = []

    async def app(*asked: Any) -> None:
        seen.append(asked)

    asyncio.run(Thin(app)({"type": "websocket", "path": CHUNK}, None, None))  # type: ignore[arg-type]

    assert seen == [({"type": "websocket", "path": CHUNK}, None, None)]


def hinted(html: str) -> list[str]:
    """The files that modulepreload links name."""
    return re.findall(r'<link rel="modulepreload" crossorigin href="\./([^"]+)">', html)


@pytest.mark.parametrize("names", [chunks.CHARTS, ("Html", "Button")])
def test_hints_name_files_that_exist_and_that_the_page_does_not_ask_for(names: tuple[str, ...]) -> None:
    files, page = hinted(chunks.hints(names)), (chunks.static() / "index.html").read_text(encoding="utf-8")

    assert len(files) == len(set(files)) > 0
    assert [file for file in files if not (chunks.static() / file).is_file() or file in page] == []


@pytest.mark.parametrize("name", chunks.CHARTS)
def test_the_chunk_of_each_chart_is_hinted_and_needed(name: str) -> None:
    [file] = [file.relative_to(chunks.static()) for file in chunks.static().glob(f"static/js/{name}.*.js")]

    assert str(file) in hinted(chunks.hints())
    assert str(file) in chunks.needed()


def test_what_the_page_itself_asks_for_is_needed_too() -> None:
    page = (chunks.static() / "index.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:src|href)="\./([^"]+\.js)"', page))

    assert asked <= set(chunks.needed())


def test_a_chunk_of_another_name_is_not_hinted() -> None:
    assert chunks.hints(["NoSuchElement"]) == ""


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], int]]:
    """Put another build of Streamlit, with this manifest, in place of the real one."""
    monkeypatch.setattr(chunks, "static", lambda: tmp_path)
    chunks._manifest.cache_clear()
    yield (tmp_path / "manifest.json").write_text
    chunks._manifest.cache_clear()


def test_without_a_manifest_there_are_no_hints(built: Callable[[str], int]) -> None:
    assert (chunks.hints(), chunks.needed()) == ("", [])


@pytest.mark.parametrize("manifest", ["{", "[]", "null", "{}", "\x00"])
def test_an_unknown_manifest_gives_no_hints(built: Callable[[str], int], manifest: str) -> None:
    built(manifest)

    assert (chunks.hints(), chunks.needed()) == ("", [])


def test_what_the_page_needs_comes_first_and_everything_once(built: Callable[[str], int]) -> None:
    built(
        '{"index.html": {"file": "page.js", "imports": ["c"]}, "c": {"file": "c.js", "imports": ["d"]},'
        ' "a": {"file": "a.js", "name": "A", "isDynamicEntry": true, "imports": ["b", "c"]},'
        ' "b": {"file": "b.js", "imports": ["a"]}, "d": {"file": "d.css"}}'
    )

    assert chunks.needed(["A"]) == ["page.js", "a.js", "c.js", "b.js"]
    assert hinted(chunks.hints(["A"])) == ["a.js", "b.js"]
