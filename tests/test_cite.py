"""Citations of a view and of one event."""

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import Entry, parse_string

from tests.datasets import shipped, store
from timeline import cite
from timeline.html import share
from timeline.language import language
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store
from timeline.view import View

EVENT = "lldc3-2025"
TITLE = "Third United Nations Conference on Landlocked Developing Countries (LLDC3)"
RECORD = "Turkmenistan – Somalia: the record of contacts"
LINK = "https://timeline.example/?lang=en&dates=../..&event=call-2025-12-03"
HOSTILE = "a} } \\input{x} % # $ & _ ~ ^ {\r\n@misc{evil, title={x}}"


def view(record: Store | None = None, lang: str = "en", **asked: Any) -> View:
    selection = Selection(**{"lang": lang, "dates": EVERYTHING, **asked})
    address = "https://timeline.example/about"
    return View(record or shipped(), selection, (), language(lang), address=address)


def entry(text: str) -> Entry:
    """The one BibTeX entry of a text."""
    [found] = parse_string(text, "bibtex").entries.values()
    return found


def hostile(folder: Path) -> View:
    quoted = HOSTILE.replace('"', '""')
    package = json.dumps({"name": "a{b}", "title": HOSTILE, "version": HOSTILE})
    events = f'id,date,title,modified\nعربي,2020,"{quoted}",2026-01\n'
    return view(store(folder, events=events, datapackage=package))


def test_apa_names_version_change_and_exact_link() -> None:
    assert cite.apa(view()) == f"{RECORD} (Version 1.0.1) [Data set]. (2026, November 30). {LINK}"


def test_apa_of_an_event_names_the_record_that_it_stands_in() -> None:
    assert cite.apa(replace(view(), address="https://other.example/base/"), EVENT) == (
        f"{TITLE} [Event date: 5–8 August 2025]. (2026, November 30). "
        f"In {RECORD} (Version 1.0.1) [Data set]. https://other.example/base/events/lldc3-2025?lang=en"
    )


def test_an_arabic_citation_is_arabic_throughout() -> None:
    say = language("ar").gettext
    cited = cite.apa(view(lang="ar"))

    assert cited.startswith("تركمانستان – الصومال: سجل اللقاءات والاتصالات")
    assert say("{year}, {month} {day}", year=2026, month="نوفمبر", day=30) in cited
    assert "lang=ar" in cited


def test_the_link_is_that_of_the_view() -> None:
    asked = view(dates="2025", topic=("trade",), event="awaza-2025-08")

    assert cite.apa(asked).endswith(" " + asked.link("en", to_record=True))


def test_a_record_that_says_nothing_of_itself_can_be_cited(tmp_path: Path) -> None:
    bare = view(store(tmp_path, events="id,date,title\none,2020,x\n"))

    assert cite.apa(bare, "one") == (
        "x [Event date: 2020]. (n.d.). In A record of diplomatic events [Data set]. "
        "https://timeline.example/events/one?lang=en"
    )
    assert set(entry(cite.bibtex(bare, "one")).fields) == {"title", "note", "url", "langid"}


@pytest.mark.parametrize(
    ("lang", "event", "said"),
    [
        ("en", "call-2025-12-03", "[Event date: 3 December 2025]"),
        ("ar", "call-2025-12-03", "[تاريخ الحدث: 3 ديسمبر 2025]"),
        ("en", "awaza-2025-08", "[Event date: August 2025]"),
        ("ar", "awaza-2025-08", "[تاريخ الحدث: أغسطس 2025]"),
    ],
)
def test_every_citation_of_an_event_says_its_date_after_its_title(lang: str, event: str, said: str) -> None:
    asked = view(lang=lang)
    title = f"{asked.store.event(event)[f'title_{lang}']} {said}"
    [item] = json.loads(cite.csl_json(asked, event))

    assert cite.apa(asked, event).startswith(f"{title}. (")
    assert entry(cite.bibtex(asked, event)).fields["title"] == f"{{{title}}}"
    assert item["title"] == title
    assert item["issued"] == {"date-parts": [[2026, 11, 30]]}


def test_an_unknown_event_cannot_be_cited() -> None:
    with pytest.raises(KeyError):
        cite.apa(view(), "nowhere")


def test_bibtex_of_the_record() -> None:
    found = entry(cite.bibtex(view()))

    assert (found.type, found.key) == ("misc", "turkmenistan-somalia-contacts")
    assert dict(found.fields) == {
        "title": f"{{{RECORD}}}",
        "year": "2026",
        "month": "11",
        "day": "30",
        "version": "1.0.1",
        "url": LINK,
        "langid": "english",
    }


def test_bibtex_of_an_event_names_the_record() -> None:
    found = entry(cite.bibtex(view(), EVENT))

    assert found.key == EVENT
    assert found.fields["note"] == RECORD


def test_keys_are_stable_and_tell_views_apart() -> None:
    whole, some, other = (entry(cite.bibtex(one)).key for one in (view(), view(q="a"), view(q="b")))

    assert len({whole, some, other}) == 3
    assert some == entry(cite.bibtex(view(lang="ar", q="a", event=EVENT))).key


def test_hostile_titles_are_one_bibtex_entry(tmp_path: Path) -> None:
    hurt = hostile(tmp_path)
    for text in (cite.bibtex(hurt), cite.bibtex(hurt, "عربي")):
        found = entry(text)

        assert "input{x}" not in text
        assert text.count("\n@misc") == 0
        assert r"\% \# \$ \& \_" in found.fields["title"]
        assert found.fields["title"].count("{") == found.fields["title"].count("}")
        assert found.key.isascii()


def test_a_month_of_change_stays_a_month(tmp_path: Path) -> None:
    hurt = hostile(tmp_path)

    assert "(January 2026)" in cite.apa(hurt)
    assert "day" not in entry(cite.bibtex(hurt)).fields
    assert json.loads(cite.csl_json(hurt))[0]["issued"] == {"date-parts": [[2026, 1]]}


def test_csl_json_of_the_record() -> None:
    assert json.loads(cite.csl_json(view())) == [
        {
            "id": "turkmenistan-somalia-contacts",
            "type": "dataset",
            "title": RECORD,
            "version": "1.0.1",
            "issued": {"date-parts": [[2026, 11, 30]]},
            "URL": LINK,
            "language": "en",
        }
    ]


def test_csl_json_of_an_event_names_the_record() -> None:
    [item] = json.loads(cite.csl_json(view(lang="ar"), EVENT))

    assert (item["type"], item["language"]) == ("entry", "ar")
    assert item["container-title"] == "تركمانستان – الصومال: سجل اللقاءات والاتصالات"


def test_the_lasting_name_is_the_packages_own() -> None:
    assert cite.namespace(shipped().dataset).urn == "urn:uuid:4be96fae-1981-4f9e-895a-e57c92e75776"


def test_the_lasting_name_moves_with_the_package_not_the_folder(tmp_path: Path) -> None:
    name = '{"name": "contacts"}'
    one, two = (
        store(tmp_path / folder, events="date,title\n2020,x\n", datapackage=name) for folder in ("a", "b")
    )

    assert cite.namespace(one.dataset) == cite.namespace(two.dataset)
    assert cite.namespace(one.dataset) != cite.namespace(shipped().dataset)


def test_a_reference_runs_as_its_words_do_and_its_address_from_left_to_right() -> None:
    asked = view(lang="ar")

    words, _, address = cite.apa(asked).rpartition(" ")
    shown = f'<p class="cited" dir="auto">{escape(words)} <bdi dir="ltr">{escape(address)}</bdi></p>'
    assert shown in share.doors(asked)
    assert list(share.cited(asked, EVENT)) == ["APA", "BibTeX", "CSL-JSON"]
