"""Every page opens in both languages, on a desk and in a hand, in the reader's direction."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import IN_FOCUS, expect_events, open_page, open_view, rest
from tests.conftest import Serve, Visit
from tests.datasets import ROOT, shipped
from timeline import vocabulary
from timeline.language import language

PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPOKEN = "() => [document.documentElement.lang, document.documentElement.dir]"


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_its_language(visitor: Page, served: str, name: str, lang: str, size: str) -> None:
    path = "" if name == "timeline" else name
    visitor.goto(f"{served}/{path}?lang={lang}")
    visitor.locator(".st-key-title h1").wait_for()
    rest(visitor)

    assert visitor.evaluate(SPOKEN) == [lang, "rtl" if lang == "ar" else "ltr"]
    assert visitor.evaluate(WIDER) <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_which_of_them_it_is(visitor: Page, served: str, name: str, lang: str) -> None:
    other = "about" if name == "timeline" else ""
    open_page(visitor, f"{served}/{other}?lang={lang}")
    visitor.locator(f".st-key-pages a[href^='{'' if name == 'timeline' else name}?']").click()
    here = visitor.locator(".st-key-pages a[aria-current=page]")
    record = shipped().dataset.package.titles[lang]
    words = language(lang).gettext(vocabulary.PAGES["" if name == "timeline" else name])

    expect(visitor).to_have_title(record if name == "timeline" else f"{words} – {record}")
    expect(here).to_have_text([words])


def test_a_servers_first_visitor_may_come_to_any_page(serve: Serve, visitor: Page, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("date,title\n2025,A\n", encoding="utf-8")
    visitor.goto(f"{serve(tmp_path)}/about?lang=en")

    expect(visitor.locator(".st-key-title h1")).to_be_visible()
    expect(visitor.locator(".st-key-pages a")).to_have_count(len(PAGES))


def test_count_list_and_timeline_agree(visitor: Page, served: str, lang: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang={lang}")

    expect_events(visitor, IN_FOCUS)


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_the_links_between_pages_stand_in_one_line(visitor: Page, served: str, lang: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    open_view(visitor, f"{served}/?lang={lang}")
    links = [link.bounding_box() for link in visitor.locator(".st-key-pages a").all()]

    assert len(links) == len(PAGES)
    assert len({round(link["y"]) for link in links if link}) == 1
    assert all(link["x"] >= 0 and link["x"] + link["width"] <= width for link in links if link)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "timeline"])
def test_the_links_between_pages_keep_what_is_asked(visitor: Page, served: str, name: str) -> None:
    open_view(visitor, f"{served}/?lang=ar&topic=trade")

    visitor.locator(f".st-key-pages a[href^='{name}?']").click()
    visitor.wait_for_url(f"**/{name}?lang=ar&topic=trade")
    rest(visitor)
    assert visitor.evaluate(SPOKEN) == ["ar", "rtl"]


def test_the_language_switch_turns_the_page(visitor: Page, served: str, size: str) -> None:
    open_view(visitor, f"{served}/?lang=en&topic=trade")

    visitor.locator(".st-key-language button", has_text="العربية").click()
    visitor.wait_for_url("**/?lang=ar&topic=trade")
    expect(visitor.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    expect(visitor.locator(".st-key-title h1")).to_have_text("تركمانستان – الصومال: سجل اللقاءات والاتصالات")


def test_a_reader_of_arabic_is_spoken_to_in_arabic(visit: Visit, served: str) -> None:
    page = visit(locale="ar-EG")
    open_view(page, f"{served}/")

    assert page.evaluate(SPOKEN) == ["ar", "rtl"]


def test_a_broken_record_shows_its_faults_and_no_traceback(
    serve: Serve, visitor: Page, lang: str, tmp_path: Path
) -> None:
    (tmp_path / "events.csv").write_text("id,date,title\na,2025-13,<b>x</b>\n", encoding="utf-8")
    visitor.goto(f"{serve(tmp_path)}/?lang={lang}")

    cells = visitor.locator(".st-key-faults tbody tr").first.locator("td")
    expect(cells.nth(3)).to_have_text("2025-13")
    assert cells.all_inner_texts()[:4] == ["events.csv", "2", "date", "2025-13"]
    assert cells.nth(4).inner_text().strip()
    assert "Traceback" not in visitor.inner_text("body")


def test_text_of_the_record_is_text(serve: Serve, visitor: Page, tmp_path: Path) -> None:
    title = "<img src=x onerror=alert(1)> **bold** :red[red] $x^2$ [a](https://a.example)"
    (tmp_path / "events.csv").write_text(f"date,title,summary\n2025,{title},{title}\n", encoding="utf-8")
    open_view(visitor, f"{serve(tmp_path)}/")

    expect(visitor.locator(".st-key-details h2")).to_have_text(title)
    expect(visitor.locator("[class*='st-key-event-'] a")).to_have_text(title)
    expect(visitor.locator(".st-key-details .sum")).to_have_text(title)


def test_how_to_read_it_is_one_click_away_and_gets_out_of_the_way(
    visitor: Page, served: str, lang: str, size: str
) -> None:
    open_view(visitor, f"{served}/?lang={lang}")
    door = visitor.locator(".st-key-count .how")
    points = door.locator("li")
    expect(points.first).to_be_hidden()
    chart = visitor.locator(".st-key-timeline").bounding_box()
    door.locator("summary").click()

    expect(points).to_have_count(6)
    expect(points.last).to_be_visible()
    assert visitor.locator(".st-key-timeline").bounding_box() == chart
    door.locator("summary").click()
    expect(points.first).to_be_hidden()
