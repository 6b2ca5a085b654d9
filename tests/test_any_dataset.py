"""Any record gives pages that make sense: one party or twenty, one language or two, much or nothing."""

import math
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from tests.datasets import store, write
from tests.pages import Open, count, text
from tests.test_look import contrast
from timeline.charts.look import MARKS, colour
from timeline.language import ENDONYMS, language
from timeline.parties import PALETTE
from timeline.selection import Selection
from timeline.view import View
from timeline.vocabulary import Theme
from timeline.web.first_paint import first_paint

TWENTY = (
    *("TKM", "SOM", "KAZ", "UZB", "TUR", "IRN", "AZE", "RUS", "CHN", "IND"),
    *("EGY", "KEN", "ETH", "DJI", "SAU", "ARE", "QAT", "USA", "FRA", "DEU"),
)
NAMED = '{"timeline": {"parties": [{"code": "KEN"}, {"code": "ETH"}]}}'
HEAD = "id,date,role,kind,parties,place,lat,lon,topics,title\n"
# Each with the number of its events.
RECORDS: dict[str, tuple[int, dict[str, str]]] = {
    "no package, dates and titles only": (2, {"events": "date,title\n2025-08-05,Opening\n2026,Closing\n"}),
    "one party": (2, {"events": f"{HEAD}a,2025-08-05,contact,visit,TKM,Ashgabat,37.9,58.4,trade,A\n"
                                "b,2025,context,,TKM,,,,,B\n"}),
    "twenty parties": (20, {"events": HEAD + "".join(
        f"e{n},2025-01-{n + 1:02d},contact,meeting,{code};{TWENTY[n - 1]},,,,trade,Event {n}\n"
        for n, code in enumerate(TWENTY))}),
    "an organisation": (1, {"events": f"{HEAD}a,2025-08-05,contact,meeting,UN;OIC-7,,,,,A\n"}),
    "no places": (1, {"events": f"{HEAD}a,2025-08-05,contact,meeting,TKM;SOM,,,,trade,A\n"}),
    "no topics": (1, {"events": f"{HEAD}a,2025-08-05,contact,meeting,TKM;SOM,Awaza,40,53,,A\n"}),
    "one event of one day": (1, {"events": "date,title\n2025-08-05,Opening\n"}),
    "one event without end": (1, {"events": "date,title\n2025/..,Opening\n"}),
    "nothing": (0, {"events": "date,title\n"}),
    "nothing but a package": (0, {"events": "date,title\n", "datapackage": '{"title": "Empty"}'}),
    "English only": (1, {"events": "date,title_en,summary_en\n2025,Opening,Words\n"}),
    "Arabic only": (1, {"events": "date,title_ar,summary_ar\n2025,افتتاح,كلمات\n",
                        "datapackage": '{"timeline": {"titles": {"ar": "سجل"}}}'}),
    "parties without colours": (1, {"events": f"{HEAD}a,2025,contact,meeting,KEN;ETH,,,,,A\n",
                                    "datapackage": NAMED}),
    "three languages": (3, {
        "events": (
            "id,date,role,kind,status,level,parties,place,topics,title_en,title_ar,title_fr,summary_fr,note_fr\n"
            "a,2025-08-05,contact,meeting,held,foreign-minister,DJI;FRA,paris,trade,Ministers meet in Paris,"
            "لقاء الوزيرين في باريس,Rencontre des ministres à Paris,Ils ont évoqué le port et l’énergie.,\n"
            "b,2025-10,contact,visit,planned,head-of-state,FRA;DJI,djibouti,energy,Visit to Djibouti,"
            "زيارة إلى جيبوتي,Visite à Djibouti,Une visite d’État.,Le jour n’est pas connu.\n"
            "c,2025-11-20,contact,phone-call,held,foreign-minister,DJI;FRA,,trade,,,"
            "Entretien téléphonique,,\n"
        ),
        "places": "id,name_en,name_ar,name_fr,country,lat,lon\nparis,Paris,باريس,Paris,FRA,48.86,2.35\n"
                  "djibouti,Djibouti City,مدينة جيبوتي,Djibouti-ville,DJI,11.59,43.15\n",
        "topics": "id,label_en,label_ar,label_fr\ntrade,Trade,التجارة,Commerce\n"
                  "energy,Energy,الطاقة,Énergie\n",
        "datapackage": '{"timeline": {"titles": {"en": "Djibouti – France", "ar": "جيبوتي – فرنسا", '
                       '"fr": "Djibouti – France : les contacts"}, '
                       '"standfirsts": {"fr": "Qui a rencontré qui."}}}'}),
    "Persian": (2, {
        "events": (
            "id,date,role,kind,status,parties,place,lat,lon,topics,title_fa,summary_fa\n"
            "a,2025-08-05,contact,meeting,held,IRN;TJK,دوشنبه,38.56,68.79,تجارت,دیدار وزیران امور خارجه,"
            "دو طرف دربارهٔ بازرگانی گفت‌وگو کردند.\n"
            "b,2025-12,contact,visit,planned,TJK;IRN,تهران,35.69,51.39,انرژی,سفر رئیس‌جمهور به تهران,\n"
        ),
        "datapackage": '{"timeline": {"languages": ["fa"], "titles": {"fa": "ایران – تاجیکستان"}}}'}),
    "Somali": (1, {"events": "date,kind,parties,title_so,summary_so\n2025-08-05,meeting,SOM;DJI,"
                             "Kulanka wasiirrada,Ganacsi ayay ka wada hadleen.\n"}),
    "a distant past": (2, {"events": "date,title\n0044-03-15,Ides\n1648,Peace\n"}),
}  # fmt: skip
# Languages that the page has no words in, and the records that are in them.
FURTHER = {"three languages": "fr", "Persian": "fa", "Somali": "so"}
LANGUAGES = [(name, tag) for name in RECORDS for tag in (*ENDONYMS, *filter(None, [FURTHER.get(name)]))]

Show = Callable[[str], Path]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    def shown(name: str) -> Path:
        monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
        monkeypatch.setattr("timeline.record.REST", 0)
        return write(tmp_path, **RECORDS[name][1])

    return shown


@pytest.mark.parametrize("page", ["timeline.py", "data.py"])
@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_page_opens_and_counts(app_at: Open, show: Show, name: str, page: str, lang: str) -> None:
    show(name)
    app = app_at(page, lang=lang)

    assert not app.exception
    assert count(app) == RECORDS[name][0]
    assert "None" not in re.sub("<style.*?</style>|<[^>]*>", " ", text(app), flags=re.DOTALL)


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_about_opens(app_at: Open, show: Show, name: str, lang: str) -> None:
    show(name)

    assert not app_at("about.py", lang=lang).exception


@pytest.mark.parametrize(("name", "lang"), LANGUAGES)
def test_first_paint_says_as_much(tmp_path: Path, name: str, lang: str) -> None:
    found = store(tmp_path, **RECORDS[name][1])
    html = first_paint(View(found, Selection(lang=lang), (), language(lang)), "https://a.example")

    assert html.count('<li class="card') == RECORDS[name][0]


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize("name", ["nothing", "nothing but a package"])
def test_an_empty_record_says_so_and_offers_no_way_out(
    app_at: Open, show: Show, name: str, lang: str
) -> None:
    show(name)
    app = app_at(lang=lang)

    assert language(lang).gettext("The record has no events yet") in text(app)
    assert not [button for button in app.button if (button.key or "").startswith("way-")]


@pytest.mark.parametrize(("name", "offered"), [("no topics", False), ("no places", True)])
def test_a_filter_without_values_is_not_offered(app_at: Open, show: Show, name: str, offered: bool) -> None:
    show(name)

    assert ("topic" in {group.key for group in app_at().button_group}) is offered


def test_a_record_without_roles_claims_none(app_at: Open, show: Show) -> None:
    show("no package, dates and titles only")
    app = app_at(lang="en")

    assert "role" not in {group.key for group in app.button_group}
    charts = str([chart.proto for chart in app.get("plotly_chart")])
    assert "both took part" not in charts
    assert "role not stated" in charts


@pytest.mark.parametrize(
    ("lang", "rows", "words"),
    [
        ("en", 1, "1 event is not on the map: no place with coordinates."),
        ("en", 2, "2 events are not on the map: no place with coordinates."),
        ("ar", 2, "حدثان لا يظهران على الخريطة لعدم وجود إحداثيات لمكانيهما."),
        ("ar", 11, "11 حدثًا لا تظهر على الخريطة لعدم وجود إحداثيات لأماكنها."),
    ],
)
def test_what_the_map_leaves_out_is_not_said_to_have_no_place(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, rows: int, words: str
) -> None:
    dates = "".join(f"2025-08-{day:02d},Talks,Geneva\n" for day in range(1, rows + 1))
    write(tmp_path, events=f"date,title,place\n{dates}")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))

    assert f"<bdi>{words}</bdi>" in text(app_at(lang=lang))


def test_an_arabic_record_keeps_its_words_on_an_english_page(app_at: Open, show: Show) -> None:
    show("Arabic only")
    app = app_at(lang="en")

    assert "<h1>سجل</h1>" in text(app)
    assert '<bdi dir="auto">افتتاح</bdi>' in text(app)


@pytest.mark.parametrize(
    ("name", "direction", "offered", "said"),
    [
        (
            "three languages",
            "ltr",
            ["English", "العربية", "Français"],
            [
                "Djibouti – France : les contacts",
                "Qui a rencontré qui.",
                "Paris</bdi>, France",
                "5 août 2025",
            ],
        ),
        (
            "Persian",
            "rtl",
            ["فارسی", "English", "العربية"],
            ["ایران – تاجیکستان", "دیدار وزیران امور خارجه", "5 اوت 2025", "تاجیکستان"],
        ),
        (
            "Somali",
            "ltr",
            ["English", "العربية", "Soomaali"],
            ["Kulanka wasiirrada", "Agosto 5, 2025", "Jabuuti"],
        ),
    ],
)
def test_a_page_speaks_a_further_language(
    app_at: Open, show: Show, name: str, direction: str, offered: list[str], said: list[str]
) -> None:
    show(name)
    page, lang = app_at(lang=FURTHER[name], event="a"), FURTHER[name]

    assert page.button_group(key="language").options == offered
    assert f'id="spoken" lang="{lang}" dir="{direction}"' in text(page)
    assert [words for words in said if words not in text(page)] == []


def test_a_language_that_the_record_does_not_have_is_named_as_ignored(app_at: Open, show: Show) -> None:
    show("three languages")

    assert "<code>lang=so</code>" in text(app_at(lang="so"))
    assert "<code>lang=fr</code>" not in text(app_at(lang="fr"))


def test_a_standfirst_in_another_language_runs_its_own_way(app_at: Open, show: Show, tmp_path: Path) -> None:
    show("three languages")
    stand = '<p class="stand"><bdi dir="auto">Qui a rencontré qui.</bdi></p>'

    assert stand in text(app_at(lang="ar"))
    assert '<p class="stand">Qui a rencontré qui.</p>' in text(app_at(lang="fr"))
    found = View(store(tmp_path), Selection(lang="ar"), (), language("ar"))
    assert stand in first_paint(found, "https://a.example")


# Parties


def test_parties_are_those_of_the_events_most_events_first(tmp_path: Path) -> None:
    events = f"{HEAD}a,2025,,,KEN;ETH,,,,,A\nb,2025,,,ETH,,,,,B\nc,2025,,,,,,,,C\n"
    parties = store(tmp_path, events=events).dataset.package.parties

    assert [party.code for party in parties] == ["ETH", "KEN"]
    assert [party.mark["light"] for party in parties] == [PALETTE[0][0], PALETTE[1][0]]
    assert parties[0].fill == {"light": "#B6C8A2", "dark": "#505D41"}
    assert parties[0].text == parties[0].mark


def test_named_parties_keep_their_order_and_their_colours(tmp_path: Path) -> None:
    package = '{"timeline": {"parties": [{"code": "KEN"}, {"code": "ETH", "mark": {"light": "#297D0F"}}]}}'
    parties = store(
        tmp_path, events=f"{HEAD}a,2025,,,ETH,,,,,A\n", datapackage=package
    ).dataset.package.parties

    assert [(party.code, party.mark["light"]) for party in parties] == [
        ("KEN", PALETTE[1][0]),
        ("ETH", "#297D0F"),
    ]


def test_past_the_palette_a_party_has_no_colour(app_at: Open, show: Show) -> None:
    show("twenty parties")
    rule = re.search('<div class="duo".*?</div>', text(app_at()))

    assert rule
    assert rule[0].count("<i ") == len(PALETTE)
    assert "light-dark(,)" not in text(app_at())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_of_parties_can_be_read_and_told_apart(theme: Theme) -> None:
    own = [pair[theme == "dark"] for pair in PALETTE]
    kinds = {mark.colour(theme) for mark in MARKS.values()}

    assert min(contrast(one, colour(ground, theme)) for one in own for ground in ("page", "sea")) >= 4.5
    assert min(distance(one, other) for one, other in combinations(own, 2)) >= 11
    assert min(distance(one, kind) for one in own for kind in kinds) >= 11


def distance(one: str, other: str) -> float:
    """How far apart two colours are to the eye: OKLab x 100 (https://bottosson.github.io/posts/oklab/)."""
    return 100 * math.dist(oklab(one), oklab(other))


def oklab(text: str) -> tuple[float, float, float]:
    parts = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
