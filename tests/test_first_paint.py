"""What stands on the page before any script has run."""

import re
from dataclasses import replace

import pytest
from starlette.requests import Request

from tests.datasets import FOCUS, shipped
from tests.views import ROOT, view
from timeline.charts import svg
from timeline.charts.pane import Camera
from timeline.web.first_paint import first_paint
from timeline.web.scripts import BOOT
from timeline.web.shell import mended, shell

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><link\n rel="preload"\n href="./a.woff2"\n/>'
    "<title>Streamlit</title>"
    '<script>\nwindow.a=1</script></head><body><div id="root"></div></body></html>'
)


def request(query: str = "", accept: str = "", path: str = "/") -> Request:
    headers = [(b"host", b"localhost:8501"), (b"accept-language", accept.encode())]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "headers": headers}
    return Request({**scope, "query_string": query.encode(), "server": ("localhost", 8501)})


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_first_paint_holds_the_events_of_the_view(lang: str) -> None:
    html = first_paint(view(lang), ROOT)

    listed = re.findall(r'class="card"><a href="[^"]*event=([^"&]+)"', html)
    drawn = re.findall(r'<a href="[^"]*event=([^"&]+)" aria-label', html)
    assert listed == FOCUS
    assert set(drawn) == set(FOCUS)


def test_the_first_paint_needs_no_script() -> None:
    assert "<script" not in first_paint(view(), ROOT)


def test_the_selected_event_is_the_one_asked_for() -> None:
    html = first_paint(view(event="awaza-2025-08"), ROOT)

    assert f"<h2>{shipped().event('awaza-2025-08')['title_en']}</h2>" in html


def test_an_empty_view_says_so() -> None:
    html = first_paint(view(topic=("trade",), kind=("phone-call",)), ROOT)

    assert "No event matches all of these filters" in html


@pytest.mark.parametrize(
    ("query", "accept", "html"),
    [
        ("", "", '<html lang="en" dir="ltr">'),
        ("", "ar-EG,en;q=0.5", '<html lang="ar" dir="rtl">'),
        ("lang=en", "ar", '<html lang="en" dir="ltr">'),
        ("lang=xx", "", '<html lang="en" dir="ltr">'),
    ],
)
def test_the_page_speaks_the_visitors_language(query: str, accept: str, html: str) -> None:
    assert html in mended(PAGE, request(query, accept)).decode()


def test_the_head_is_the_views_own() -> None:
    page = shell(PAGE, view("ar"), ROOT, "/")

    assert "<title>تركمانستان – الصومال: سجل اللقاءات والاتصالات</title>" in page
    assert f'<link rel="canonical" href="{ROOT}/?lang=ar">' in page
    assert 'type="application/atom+xml"' in page


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/topics", "Topics – Turkmenistan – Somalia: the record of contacts"),
        ("/unknown", "Turkmenistan – Somalia: the record of contacts"),
    ],
)
def test_a_page_is_titled_with_its_name(path: str, title: str) -> None:
    page = shell(PAGE, view("en"), ROOT, path)

    assert f"<title>{title}</title>" in page
    assert f'<meta property="og:title" content="{title}">' in page


def test_streamlits_own_font_is_not_fetched() -> None:
    assert '.woff2"\n/>' not in mended(PAGE, request()).decode()


def test_only_the_main_page_has_a_first_paint() -> None:
    assert 'id="first"' in shell(PAGE, view(), ROOT, "/")
    assert 'id="first"' not in shell(PAGE, view(), ROOT, "/data")


def test_a_search_for_markup_is_shown_as_text() -> None:
    page = mended(PAGE, request("q=%3Cscript%3Ealert(1)%3C/script%3E&topic=%22%3E%3Cb%3E")).decode()

    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_what_of_a_link_was_ignored_is_said_at_once() -> None:
    html = first_paint(replace(view(), ignored=(("topic", "<b>"),)), ROOT)

    assert "<code>topic=&lt;b&gt;</code>" in html
    assert "could not be used" not in first_paint(view(), ROOT)


def test_in_arabic_time_runs_from_right_to_left() -> None:
    early, late = FOCUS[0], FOCUS[-1]

    english, arabic = (
        svg.timeline(view(lang).events, view(lang).stage, view(lang).language, href=lambda id: id)
        for lang in ("en", "ar")
    )

    assert _place(english, early) < _place(english, late)
    assert _place(arabic, early) > _place(arabic, late)


def test_a_month_is_a_hatched_bar_and_no_mark_lies_on_it() -> None:
    asked = view()

    picture = svg.timeline(asked.events, asked.stage, asked.language, href=lambda id: id)

    mine = picture.split('<a href="awaza-2025-08"')[1].split("</a>")[0]
    assert "url(#hatch-meeting)" in mine
    bar = re.search(r'<rect [^>]*y="([\d.]+)" height="16"', mine)
    marks = [float(y) for y in re.findall(r'<svg x="[^"]*" y="([\d.]+)"', mine)]
    assert bar
    assert all(y < float(bar[1]) for y in marks)


def _place(picture: str, id: str) -> float:
    """Where the event's first mark stands, as a share of the width."""
    found = re.search(r'x="([\d.]+)%"', picture.split(f'<a href="{id}"')[1])
    assert found
    return float(found[1])


def test_the_filters_are_links_that_toggle_and_keep_the_rest() -> None:
    html = first_paint(view("en", topic=("trade",), dates="2025"), ROOT)

    pills = dict(re.findall(r'class="pill" href="([^"]*)"( aria-current=true)?', html))
    assert pills[f"{ROOT}/?lang=en&amp;dates=2025"] == " aria-current=true"
    assert pills[f"{ROOT}/?lang=en&amp;dates=2025&amp;topic=trade&amp;kind=meeting"] == ""


def test_the_search_form_keeps_what_is_asked() -> None:
    html = first_paint(view("ar", topic=("trade",), q='"><b>'), ROOT)

    form = html.split("<form")[1].split("</form>")[0]
    assert 'name="lang" value="ar"' in form
    assert 'name="topic" value="trade"' in form
    assert 'value="&quot;&gt;&lt;b&gt;"' in form


def test_the_fonts_wait_until_the_first_paint_is_drawn() -> None:
    html = first_paint(view(), ROOT)

    late = html.split('<noscript id="fonts">')[1].split("</noscript>")[0]
    assert late.count("@font-face") == html.count("@font-face") > 0
    assert late.startswith("<style>@font-face")
    assert late.endswith("</style>")
    assert '"fonts"' in BOOT


def test_a_frame_shows_the_view_alone() -> None:
    html = first_paint(replace(view(), is_embedded=True), ROOT)

    assert "<aside" not in html
    assert "<nav" not in html


def test_the_frame_keeps_as_much_room_as_the_map_takes() -> None:
    assert f"#first .frame{{block-size:{Camera().height}px;" in first_paint(view(), ROOT)


def test_the_scripts_wait_until_the_first_paint_is_drawn() -> None:
    tags = '<script type="module" crossorigin src="./a.js"></script><link rel="stylesheet" href="./a.css">'
    page = shell(PAGE.replace("</head>", f"{tags}</head>"), view(), ROOT, "/")

    head, body = page.split("</head>")
    waiting = body.split('<template id="boot">')[1].split("</template>")[0]
    assert waiting == '<script type="module" crossorigin src="./a.js"></script>'
    assert body.index('id="first"') < body.index("./a.css") < body.index('<div id="root">')
    assert "./a.js" not in head


def test_a_page_without_a_first_paint_starts_at_once() -> None:
    tags = '<script type="module" crossorigin src="./a.js"></script>'
    page = shell(PAGE.replace("</head>", f"{tags}</head>"), view(), ROOT, "/data")

    assert tags in page.split("</head>")[0]
