"""Who raised what, when, and how contacts follow each other."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.datasets import store
from tests.pages import Open, text
from tests.views import view
from timeline import topics
from timeline.charts import cadence, matrix
from timeline.dates import parse
from timeline.language import language
from timeline.presets import presets
from timeline.selection import EVERYTHING
from timeline.store import Store
from timeline.topics import Cell
from timeline.vocabulary import HOLLOW


def test_a_cell_counts_statements_and_not_words() -> None:
    found = {(cell.topic, cell.event): cell.statements for cell in topics.cells(view())}

    assert found["peace-security", "call-2025-12-03"] == 4
    assert found["peace-security", "awaza-2025-08"] == 1
    assert found["peace-security", "forum-2025-12-12"] == 0
    assert ("peace-security", "lldc3-2025") not in found


def test_what_a_writer_thinks_raises_no_topic() -> None:
    found = {(cell.topic, cell.event): cell.statements for cell in topics.cells(view())}

    assert found["neutrality", "call-2025-12-03"] == 0
    assert found["neutrality", "forum-2025-12-12"] == 1
    assert found["sustainable-development", "call-2025-12-03"] == 3


def test_a_topic_that_only_an_opinion_names_is_still_drawn(tmp_path: Path) -> None:
    record = store(
        tmp_path,
        events="id,date,title,sources\none,2025,Talks,s\n",
        sources="id,title\ns,News\n",
        statements="id,event,source,kind,topics,text\na,one,s,assessment,trade,Trade will grow.\n",
        topics="id,label\ntrade,Trade\n",
    )

    assert topics.cells(view(record=record)) == [Cell("trade", "one", 0)]


def test_the_page_shows_an_opinion_and_does_not_count_it(app_at: Open) -> None:
    shown = text(app_at("topics.py", lang="en", topic="neutrality"))

    assert '<summary>Neutrality<span class="muted"> · 1 statement</span>' in shown
    assert "Numbers count statements, not the writer’s opinions." in shown
    opinion = '<p class="muted small">No statement raises it.</p><div class="gk">The writer’s opinion</div>'
    assert opinion in shown


def test_topics_of_most_events_come_first() -> None:
    found = [Cell("b", "one", 9), Cell("a", "one", 1), Cell("a", "two", 0), Cell("c", "two", 1)]

    assert topics.ranked(found) == ["a", "b", "c"]


def test_only_topics_that_share_two_events_go_together() -> None:
    found = [
        Cell(topic, event, 1) for topic, event in [("a", "1"), ("b", "1"), ("a", "2"), ("b", "2"), ("c", "2")]
    ]

    assert topics.together(found) == [("a", "b", 2)]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], 0),
        ([4, 2, 2], 3),
        ([4, 3, 2, 1], 3),
        ([4, 3, 2, 2, 1], 4),
        ([4, 2, 2, 2, 2], 5),
        ([2] * 6, 5),
        ([3] * 4 + [2] * 2, 4),
    ],
)
def test_pairs_are_cut_within_a_tie_only_if_it_is_very_long(numbers: list[int], told: int) -> None:
    pairs = [(f"a{at}", f"b{at}", number) for at, number in enumerate(numbers)]

    assert topics.foremost(pairs, 3, 5) == told


def tied(folder: Path, named: int) -> Store:
    """Two events that have so many topics, so that every two of them go together."""
    names = ";".join(f"t{at:02d}" for at in range(named))
    rows = f"2025-01-01,Talks,{names}\n2025-01-02,Talks,{names}\n"
    return store(folder, events=f"date,title,topics\n{rows}")


@pytest.mark.parametrize(
    ("lang", "named", "told", "more"),
    [
        ("en", 6, 15, ""),
        ("en", 8, 25, "<p class='muted small'>3 more pairs</p>"),
        ("ar", 8, 25, "<p class='muted small'>3 أزواج أخرى</p>"),
        ("ar", 9, 25, "<p class='muted small'>11 زوجًا آخر</p>"),
    ],
)
def test_the_page_says_how_many_more_pairs_there_are(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, named: int, told: int, more: str
) -> None:
    tied(tmp_path, named)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    heading = language(lang).gettext("Topics that go together")
    block = text(app_at("topics.py", lang=lang)).partition(heading)[2]
    items, _, after = block.partition("</ul>")

    assert items.count("<li>") == told
    assert after.partition("\n")[0] == more


@pytest.mark.parametrize("is_chosen", [False, True])
@pytest.mark.parametrize(
    ("lang", "named", "more"),
    [
        ("en", 24, ""),
        ("en", 25, "1 more topic"),
        ("en", 30, "6 more topics"),
        ("ar", 24, ""),
        ("ar", 25, "موضوع آخر"),
        ("ar", 26, "موضوعان آخران"),
        ("ar", 30, "6 مواضيع أخرى"),
        ("ar", 40, "16 موضوعًا آخر"),
    ],
)
def test_the_page_says_how_many_more_topics_there_are(
    app_at: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    named: int,
    more: str,
    is_chosen: bool,
) -> None:
    tied(tmp_path, named)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    asked = {"topic": [f"t{at:02d}" for at in range(named)]} if is_chosen else {}
    shown = text(app_at("topics.py", lang=lang, **asked))
    said = f"<p class='muted small'>{more}</p>" if more else ""
    stories = shown.partition(language(lang).gettext("Topic by topic"))[2].partition("\n")[0]

    assert shown.count("class='door story'") == 24
    assert stories.endswith(f"</details>{said}")
    noted = shown.count(f'<div class="matrix-note">{said}</div>')
    assert shown.count('<div class="matrix-note">') == noted == bool(more)


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("2025-08", "2025-12-03", (94, 124)),
        ("2025-12-03", "2025-12-12", (9, 9)),
        ("2025-08", "2025-08", (0, 30)),
        ("../2025-08-01", "2025-08-03", (2, None)),
        ("2025-08/..", "2025-12", None),
    ],
)
def test_days_between_are_a_range_where_a_date_is_imprecise(
    before: str, after: str, days: tuple[int, int | None] | None
) -> None:
    assert topics.days_between(parse(before), parse(after)) == days


@pytest.mark.parametrize(("lang", "words"), [("en", "94 to 124 days"), ("ar", "من 94 إلى 124 يومًا")])
def test_a_gap_is_said_as_a_range(lang: str, words: str) -> None:
    asked = view(lang)

    assert [cadence.said(gap, asked) for gap in topics.gaps(asked)] == [words]


@pytest.mark.parametrize("status", HOLLOW)
def test_days_lie_between_contacts_that_took_place(tmp_path: Path, status: str) -> None:
    rows = f"2025-01-01,A,contact,held\n2025-03-01,B,contact,{status}\n2025-06-05,C,contact,\n"
    asked = view(record=store(tmp_path, events=f"date,title,role,status\n{rows}"))

    assert [(gap.before["title_en"], gap.after["title_en"]) for gap in topics.gaps(asked)] == [("A", "C")]
    assert [cadence.said(gap, asked) for gap in topics.gaps(asked)] == ["155 days"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "Between recorded contacts</h2>"
            "<p class='muted small'>Contacts that this record does not hold may lie between.",
        ),
        (
            "ar",
            "بين اللقاءات والاتصالات المسجّلة</h2>"
            "<p class='muted small'>وقد تكون بينها لقاءات أو اتصالات لم يسجّلها هذا السجل.",
        ),
    ],
)
def test_the_days_between_contacts_do_not_claim_that_there_was_no_other(
    app_at: Open, lang: str, words: str
) -> None:
    assert words in text(app_at("topics.py", lang=lang))


@pytest.mark.parametrize(
    ("lang", "label"),
    [("en", "Recorded contacts since 2019"), ("ar", "اللقاءات والاتصالات المسجّلة منذ 2019")],
)
def test_the_contacts_offered_are_those_on_record(lang: str, label: str) -> None:
    assert presets(view(lang))["contacts"][0] == label


def test_a_topics_story_holds_its_events_and_statements_in_order() -> None:
    said = topics.said_of("peace-trust", view())

    assert list(said) == ["call-2025-12-03", "forum-2025-12-12"]
    assert [row["id"] for row in said["forum-2025-12-12"]] == ["a04"]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [(9, ["one", "two", "three"]), (6, ["one", "two", "three"]), (5, ["two", "three"]), (1, ["three"])],
)
def test_the_latest_events_that_fill_so_many_lines_are_told(lines: int, kept: list[str]) -> None:
    said: dict[str, list[Any]] = {"one": [], "two": [{}], "three": [{}, {}]}

    assert list(topics.latest(said, lines)) == kept


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_matrix_reads_in_the_direction_of_the_language(lang: str) -> None:
    asked = view(lang)
    found = topics.cells(asked)
    layout = matrix.figure(asked, found, topics.ranked(found))["layout"]

    first, last = layout["xaxis"]["range"]
    assert (first > last) == (lang == "ar")
    assert layout["yaxis"]["side"] == ("right" if lang == "ar" else "left")


def test_an_empty_mark_is_a_topic_that_no_statement_raises() -> None:
    asked = view()
    found = topics.cells(asked)
    marks = matrix.figure(asked, found, topics.ranked(found))["data"][0]

    at = marks["customdata"].index(["peace-security", "forum-2025-12-12"])
    assert (marks["text"][at], marks["marker"]["color"][at]) == ("", "#FCFBF8")


@pytest.mark.parametrize(
    ("selection", "cell"),
    [
        ({"points": [{"customdata": ["trade", "awaza-2025-08"]}]}, ("trade", "awaza-2025-08")),
        ({"points": [{"customdata": "trade"}]}, None),
        ({"points": []}, None),
        ({}, None),
    ],
)
def test_a_click_chooses_a_topic_at_an_event(selection: dict[str, Any], cell: tuple[str, str] | None) -> None:
    assert matrix.chosen_cell(selection) == cell


def test_levels_are_ordered_from_the_highest() -> None:
    figure = cadence.levels(view(dates=EVERYTHING))

    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Foreign ministers",
        "Deputy foreign ministers",
        "Ambassador",
    ]


def levelled(folder: Path, lang: str = "en") -> tuple[dict[str, Any], dict[str, Any]]:
    """The bars and the days of the levels of contacts, held and announced."""
    rows = (
        "2025-01-01,meeting,held",
        "2025-03-01,visit,cancelled",
        "2025-04-01/2025-04-04,visit,planned",
        "2025-06-05/2025-06-08,visit,held",
        "2025-08,meeting,",
        "2025-09,meeting,planned",
    )
    events = "date,kind,status,role,level,title\n" + "".join(f"{row},contact,official,A\n" for row in rows)
    bars, days = cadence.levels(view(lang, store(folder, events=events)))["data"]
    return bars, days


def test_a_contact_that_is_only_announced_is_drawn_hollow(tmp_path: Path) -> None:
    bars, days = levelled(tmp_path)
    page, visit, meeting = "#FCFBF8", "#59616B", "#1A2A85"

    assert (days["x"], days["marker"]["symbol"]) == (["2025-01-01", "2025-03-01"], ["square", "bowtie-open"])
    assert bars["marker"]["color"] == [page, visit, meeting, meeting]


def test_only_a_day_that_is_not_known_is_hatched(tmp_path: Path) -> None:
    bars, _ = levelled(tmp_path)

    assert bars["marker"]["pattern"]["shape"] == ["", "", "/", "/"]


@pytest.mark.parametrize(("level", "charts"), [("official", 1), ("", 0)])
def test_the_level_of_a_contact_is_shown_where_no_days_are_counted(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, charts: int
) -> None:
    rows = f"2025-01-01,A,contact,held,{level}\n2025-02-01,B,contact,planned,{level}\n"
    store(tmp_path, events=f"date,title,role,status,level\n{rows}")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    app = app_at("topics.py", lang="en")

    assert "Between recorded contacts" not in text(app)
    assert (text(app).count("The level of contacts"), len(app.get("plotly_chart"))) == (charts, charts)


@pytest.mark.parametrize(("lang", "words"), [("en", "Planned"), ("ar", "مقرر")])
def test_a_hatched_contact_says_that_it_is_only_announced(tmp_path: Path, lang: str, words: str) -> None:
    bars, _ = levelled(tmp_path, lang)

    assert ["<br>" in text for text in bars["hovertext"]] == [True, False, False, True]
    assert words in bars["hovertext"][3]


def many(folder: Path, events: int) -> Store:
    """So many events with a topic or two each."""
    rows = (f"e{at},2025-01-{at % 28 + 1:02d},Talks,{'a;b' if at % 3 else 'b'}\n" for at in range(events))
    return store(folder, events=f"id,date,title,topics\n{''.join(rows)}")


@pytest.mark.parametrize(("events", "angle"), [(12, 0), (13, -90)])
def test_the_dates_of_many_columns_stand_upright(tmp_path: Path, events: int, angle: int) -> None:
    asked = view(record=many(tmp_path, events))
    found = topics.cells(asked)
    axis = matrix.figure(asked, found, topics.ranked(found))["layout"]["xaxis"]

    assert (axis["tickangle"], len(axis["ticktext"])) == (angle, events)
    assert ("<br>" in axis["ticktext"][0]) == (angle == 0)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_matrix_has_a_column_for_the_latest_events_only(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    many(tmp_path, 50)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    app = app_at("topics.py", lang=lang)
    said = "Drawn are the latest {number} events in view; the lists below tell of the others."

    assert language(lang).ngettext(
        "Drawn is the latest event in view; the lists below tell of the others.", said, 40
    ) in text(app)
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert len(spec["layout"]["xaxis"]["tickvals"]) == 40
    assert set(spec["data"][0]["x"]) == set(range(40))


def test_topics_that_go_together_keep_their_direction(
    app_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path, 9)
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))

    assert '«<bdi dir="auto">a</bdi>» و«<bdi dir="auto">b</bdi>»' in text(app_at("topics.py", lang="ar"))


@pytest.mark.parametrize(("lang", "arrow"), [("en", " → "), ("ar", " ← ")])
def test_the_arrow_between_two_contacts_points_where_reading_goes(
    app_at: Open, lang: str, arrow: str
) -> None:
    shown = text(app_at("topics.py", lang=lang))

    assert shown.count(arrow) == 1
    assert shown.count(" → ") + shown.count(" ← ") == 1
