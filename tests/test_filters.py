"""What the filters beside every page say, and what else narrows or turns the list."""

import re
from pathlib import Path

import pytest

from tests.datasets import write
from tests.pages import Open, count, query, text

NUMBERS = {
    "en": {
        "preset": [
            "Aug–Dec 2025 :gray[4]",
            "Recorded contacts since 2019 :gray[4]",
            "Everything since 1995 :gray[9]",
        ],
        "topic": ["Trade :gray[1]", "Bilateral relations :gray[2]"],
        "kind": ["Meeting :gray[1]", "Conference :gray[1]", "Phone call :gray[1]", "Forum :gray[1]"],
        "role": ["All", "Contacts 2", "Context 2"],
        "verification": ["Corroborated :gray[3]", "Sources differ :gray[1]"],
    },
    "ar": {
        "preset": [
            "أغسطس–ديسمبر 2025 :gray[4]",
            "اللقاءات والاتصالات المسجّلة منذ 2019 :gray[4]",
            "الكل منذ 1995 :gray[9]",
        ],
        "topic": ["التجارة :gray[1]", "العلاقات الثنائية :gray[2]"],
        "kind": ["اجتماع :gray[1]", "مؤتمر :gray[1]", "اتصال هاتفي :gray[1]", "منتدى :gray[1]"],
        "role": ["الكل", "اللقاءات والاتصالات 2", "السياق 2"],
        "verification": ["مؤكد من مصدر ثانٍ :gray[3]", "تختلف المصادر :gray[1]"],
    },
}


@pytest.mark.parametrize("lang", NUMBERS)
@pytest.mark.parametrize("name", ["preset", "kind", "role", "verification"])
def test_a_filter_says_how_many_events_each_choice_would_show(app_at: Open, lang: str, name: str) -> None:
    assert list(app_at(lang=lang).button_group(key=name).options) == NUMBERS[lang][name]


@pytest.mark.parametrize("lang", NUMBERS)
def test_a_topic_says_how_many_events_it_would_show(app_at: Open, lang: str) -> None:
    app = app_at(lang=lang)
    app.button(key="topics-all").click().run()

    assert set(app.button_group(key="topic").options) >= set(NUMBERS[lang]["topic"])


def test_verification_pill_writes_its_id(app_at: Open) -> None:
    app = app_at(lang="ar")
    app.button_group(key="verification").set_value(["conflicting"]).run()

    assert query(app) == "lang=ar&verification=conflicting"
    assert count(app) == 1


def test_what_else_narrows_the_view_is_named_and_can_be_dropped(app_at: Open) -> None:
    app = app_at(lang="en", place="awaza", party=["SOM"], status="held", level="deputy-foreign-minister")
    chips = {button.key: button.label for button in app.button if (button.key or "").startswith("drop-")}

    assert chips == {
        "drop-status-held": "Held",
        "drop-level-deputy-foreign-minister": "Deputy foreign ministers",
        "drop-party-SOM": "Somalia",
        "drop-place-awaza": "Awaza",
    }
    assert "<h3>Also narrowed by</h3>" in text(app)


@pytest.mark.parametrize(
    ("chip", "left", "events"),
    [
        ("drop-place-awaza", "lang=en&party=SOM", 2),
        ("drop-party-SOM", "lang=en&place=awaza", 2),
    ],
)
def test_a_dropped_chip_leaves_the_others(app_at: Open, chip: str, left: str, events: int) -> None:
    app = app_at(lang="en", place="awaza", party="SOM")
    assert count(app) == 1
    app.button(key=chip).click().run()

    assert query(app) == left
    assert count(app) == events


def test_the_list_turns_to_later_events_and_back(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"e{at},2025-01-{at:02},Talks\n" for at in range(1, 31))
    monkeypatch.setenv("TIMELINE_DATA", str(write(tmp_path, events=f"id,date,title\n{rows}")))
    app = app_at(dates="../..", event="e1")
    first, later = [f"e{at}" for at in range(1, 26)], [f"e{at}" for at in range(26, 31)]

    for key, shown in (("page-on", later), ("page-back", first)):
        app.button(key=key).click().run()
        assert re.findall(r'class="card st-key-event-([^"]+)"', text(app)) == shown
    assert query(app) == "dates=../..&event=e1"
