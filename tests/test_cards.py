"""Preview pictures: right in both languages, never spoiled by what a record or a link contains, and quick."""

import hashlib
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFont
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timeline import record
from timeline.dataset import read
from timeline.language import language
from timeline.selection import Selection
from timeline.store import Store
from timeline.tables import Row
from timeline.view import View
from timeline.web import cards
from timeline.web.drawing import (
    EDGE,
    END,
    FONTS,
    HEIGHT,
    WIDTH,
    clean,
    direction,
    elided,
    fitted,
    heading,
    width,
)

CALL, MONTH = "/cards/call-2025-12-03.png", "/cards/awaza-2025-08.png"
PAPER = (252, 251, 248)
# A letter may lean a little over its own width, and marks piled on it a little more.
LEAN = 10

Draw = Callable[..., bytes]


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=cards.routes()), raise_server_exceptions=True) as client:
        yield client


@pytest.fixture
def store() -> Store:
    return Store(read(record.SHIPPED))


def view(store: Store, tag: str, query: str = "") -> View:
    selection, ignored = Selection.from_query(query, store.known)
    return View(store, selection, ignored, language(tag))


@pytest.fixture
def drawn(store: Store) -> Draw:
    """Draw the card of the call, changed as told."""

    def draw(tag: str = "en", **changes: str) -> bytes:
        row: Row = {**store.event("call-2025-12-03"), **changes}
        return cards.event_card(row, view(store, tag))

    return draw


def ink(card: bytes) -> "np.ndarray[Any, Any]":
    """Where the card is not bare paper, a row of the array for each row of pixels."""
    with Image.open(BytesIO(card)) as picture:
        difference = np.asarray(picture.convert("RGB")).astype(int) - PAPER
    found: np.ndarray[Any, Any] = np.abs(difference).max(axis=2) > 8
    return found


def margins(card: bytes) -> int:
    """How many inked pixels lie in the card's margins."""
    marked = ink(card)
    sides = marked[:, : EDGE - LEAN].sum() + marked[:, END + LEAN :].sum()
    return int(sides + marked[:40].sum() + marked[HEIGHT - 30 :].sum())


@pytest.mark.parametrize("address", [CALL, "/cards/view.png"])
def test_a_card_is_a_png_of_the_size_that_chats_ask_for(client: TestClient, address: str) -> None:
    answer = client.get(address)

    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (1200, 630) == (WIDTH, HEIGHT)


def test_every_event_has_a_card_of_its_own_in_each_language(client: TestClient, store: Store) -> None:
    addresses = [
        f"/cards/{id}.png?lang={tag}" for id in store.events(Selection())["id"] for tag in ("en", "ar")
    ]

    pictures = {hashlib.sha256(client.get(address).content).digest() for address in addresses}
    assert len(pictures) == len(addresses) == 18


def test_a_card_without_a_language_follows_the_browser(client: TestClient) -> None:
    asked = client.get(CALL, headers={"Accept-Language": "ar-EG,ar;q=0.9"})

    assert asked.content == client.get(f"{CALL}?lang=ar").content
    assert asked.headers["content-language"] == "ar"


@pytest.mark.parametrize("query", ["dates=../..", "kind=meeting", "q=Awaza", "event=awaza-2025-08"])
def test_a_view_has_a_card_of_its_own(client: TestClient, query: str) -> None:
    assert client.get(f"/cards/view.png?{query}").content != client.get("/cards/view.png").content


def test_a_view_is_drawn_once_however_it_is_spelled(client: TestClient) -> None:
    one = client.get("/cards/view.png?lang=en&kind=meeting&kind=forum")
    other = client.get("/cards/view.png?kind=forum&nonsense=1&kind=meeting&lang=en")

    assert one.headers["etag"] == other.headers["etag"]


def test_arabic_letters_are_joined_in_every_face() -> None:
    word = "اجتماع"

    for face in ("sans-regular", "sans-semibold"):
        apart = sum(width(letter, face, 60) for letter in word)
        assert width(word, face, 60) < 0.9 * apart


def test_letters_of_both_scripts_are_in_one_file() -> None:
    missing = width("\ue123", "sans-semibold", 60)

    for letter in ["ş", "Ş", "ý", "ň", "ž", "A", "0", "–", "…", "ا", "ة", "ؤ", "،", "؛", "«", "Ж", "α"]:
        assert width(letter, "sans-semibold", 60) != missing


def test_joined_fonts_do_not_bear_the_reserved_name() -> None:
    fonts = sorted(FONTS.glob("*.ttf"))
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")

    assert [font.stem for font in fonts] == ["card-sans-regular", "card-sans-semibold", "card-serif-semibold"]
    families = {ImageFont.truetype(font, 20).getname()[0] for font in fonts}
    assert not [family for family in families if "Plex" in str(family)]
    assert {name for name in ("Card Sans", "Card Serif") if f"{name}: Copyright ©" in licence} == {
        "Card Sans",
        "Card Serif",
    }


@pytest.mark.parametrize("address", [CALL, MONTH, "/cards/view.png"])
def test_an_arabic_card_begins_at_the_right_edge(client: TestClient, address: str) -> None:
    english, arabic = (ink(client.get(f"{address}?lang={tag}").content)[:70] for tag in ("en", "ar"))
    rule = [list(np.flatnonzero(half.any(axis=0))[[0, -1]]) for half in (english, arabic)]

    assert rule == [[EDGE, EDGE + 119], [END - 120, END - 1]]
    lines = ink(client.get(f"{address}?lang=ar").content)[85:230].any(axis=0)
    assert END - LEAN < np.flatnonzero(lines)[-1] < END + LEAN
    assert np.flatnonzero(lines)[0] > EDGE + LEAN


def test_a_planned_event_is_hollow_and_a_held_one_is_not(drawn: Draw) -> None:
    symbol = slice(552, 562), slice(EDGE + 8, EDGE + 22)

    assert ink(drawn())[symbol].all()
    assert not ink(drawn(status="planned"))[symbol].any()


def test_a_month_says_that_its_day_is_not_reported(drawn: Draw) -> None:
    line = slice(250, 320)
    known, unknown = (ink(drawn(title_en="Talks", date=date))[line] for date in ("2025-08-01", "2025-08"))

    assert unknown.any(axis=0).sum() > 1.5 * known.any(axis=0).sum() > 0


HOSTILE = [
    pytest.param("word " * 2000, id="ten thousand characters"),
    pytest.param("W" * 10_000, id="one long word"),
    pytest.param("الاتصال " * 1500, id="long Arabic"),
    pytest.param("ب" * 10_000, id="one long Arabic word"),
    pytest.param("\u202eevil\u202c \u2067abc\r\n\t\x00</script>", id="controls"),
    pytest.param("e" + "\u0301" * 500, id="piled marks"),
    pytest.param("﷽ " * 60, id="wide letters"),
    pytest.param("\u200f\u202e", id="nothing to see"),
    pytest.param("土库曼斯坦 🇹🇲 \U0010ffff", id="letters that no font has"),
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_no_title_leaves_the_card(drawn: Draw, title: str, tag: str) -> None:
    assert margins(drawn(tag, title_en=title, title_ar=title)) == 0


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_no_number_of_parties_leaves_the_card(drawn: Draw, tag: str) -> None:
    parties = ";".join(["COD", "BIH", "UN", "GBR", "USA", "ARE", "X" * 200, "CAF", "TKM"])

    assert margins(drawn(tag, parties=parties, kind="relations-established", status="postponed")) == 0


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize(
    "query", ["", "dates=../..", "dates=0001/9999", "q=" + "W" * 200, "dates=1900-01-01"]
)
def test_no_view_leaves_the_card(store: Store, tag: str, query: str) -> None:
    assert margins(cards.view_card(view(store, tag, query))) == 0


def test_a_title_is_shrunk_before_it_is_cut() -> None:
    face, sizes = heading("meet", language("en")), (66, 40, 33)

    size, lines = fitted("ministers meet " * 12, face, sizes, 1056, 250, 1.2)
    assert size == 40
    assert " ".join(lines) == ("ministers meet " * 12).strip()


def test_a_title_that_does_not_fit_ends_at_a_word() -> None:
    size, lines = fitted("ministers meet " * 200, "serif-semibold", (66, 40, 33), 1056, 250, 1.2)

    assert (size, len(lines)) == (33, 6)
    assert lines[-1].endswith(("ministers…", "meet…"))
    assert elided("one two", "sans-regular", 30, 90) == "one…"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u202eb\u2067c\u200fd", "abcd"),
        (" a\r\n\tb\u2028c\u00a0 d ", "a b c d"),
        ("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800x", "x"),
    ],
)
def test_what_would_disturb_a_line_is_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("words", "tag", "way"),
    [
        ("LLDC3 مؤتمر", "ar", "rtl"),
        ("Yeni Şafak", "ar", "ltr"),
        ("50/80", "ar", "rtl"),
        ("مؤتمر LLDC3", "en", "rtl"),
        ("50/80", "en", "ltr"),
    ],
)
def test_a_line_runs_as_its_words_do(words: str, tag: str, way: str) -> None:
    assert direction(words, language(tag)) == way


def test_a_card_is_drawn_once(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "current", lambda: store)
    first = client.get(CALL).content
    monkeypatch.setattr(cards, "event_card", lambda *_: pytest.fail("drawn again"))

    assert client.get(CALL).content == first


def test_another_record_has_other_cards(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "event_card", lambda *_: b"drawn again")
    monkeypatch.setattr(record, "current", lambda: Store(read(record.SHIPPED)))

    assert client.get(CALL).content == b"drawn again"


def test_a_client_that_has_the_card_is_told_so(client: TestClient) -> None:
    first = client.get(CALL)
    again = client.get(CALL, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=3600"
    assert not first.headers["etag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")


def test_the_head_of_a_card_says_its_length_and_no_more(client: TestClient) -> None:
    head = client.head(CALL)

    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(client.get(CALL).content)


@pytest.mark.parametrize(
    "path",
    ["nope.png", "", "call-2025-12-03", "a/b.png", "%ff.png", "%00", "..%2f..%2fapp.png", "%5B.png", ".png"],
)
def test_what_is_no_event_is_not_found_in_the_visitors_language(client: TestClient, path: str) -> None:
    answer = client.get(f"/cards/{path}?lang=ar")

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == language("ar").gettext("There is no such event.") != "There is no such event."


@pytest.mark.parametrize(
    "query",
    ["q=%ff%00%0d%0a", "dates=9999-12-31", "dates=0001", "%", "=&&=", "lang=%E2%80%AE", "q=" + "%" * 999],
)
def test_no_query_breaks_a_card(client: TestClient, query: str) -> None:
    assert client.get(f"/cards/view.png?{query}").status_code == 200


def test_a_record_that_cannot_be_shown_has_no_cards(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.csv").write_text("date,title\nsoon,A visit\n", encoding="utf-8")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))

    assert client.get("/cards/view.png").status_code == 503


@pytest.mark.parametrize("lines", [100, 3000])
def test_a_crowded_view_is_drawn_too(tmp_path: Path, lines: int) -> None:
    rows = [f"20{n % 25:02}-{n % 12 + 1:02}{'-05' * (n % 3 > 0)},Event {n}" for n in range(lines)]
    (tmp_path / "events.csv").write_text("\n".join(["date,title", *rows]), encoding="utf-8")

    card = cards.view_card(view(Store(read(tmp_path)), "en"))
    assert margins(card) == 0
    assert ink(card)[330:550, 300:].any(axis=0).mean() > 0.3


def test_a_card_takes_hardly_longer_than_packing_an_empty_one(store: Store) -> None:
    row, here = store.event("awaza-2025-08"), view(store, "ar")
    blank = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    cards.event_card(row, here), cards.view_card(here)

    empty = _least(lambda: blank.save(BytesIO(), "PNG"))
    assert _least(lambda: cards.event_card(row, here)) < 4 * empty
    assert _least(lambda: cards.view_card(here)) < 6 * empty


def _least(act: Callable[[], object]) -> float:
    """The processor's seconds for the quickest of several runs."""
    took = []
    for _ in range(7):
        begun = time.thread_time()
        act()
        took.append(time.thread_time() - begun)
    return min(took)
