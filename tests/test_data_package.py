"""What the shipped record promises its readers, checked against the files themselves."""

import csv
import json
import re
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
FILES = ["events", "statements", "topics", "places", "sources"]
Row = dict[str, str]


def rows(file: str) -> list[Row]:
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def header(file: str) -> list[str]:
    first_line = (DATA / f"{file}.csv").read_text(encoding="utf-8").splitlines()[0]
    return first_line.split(",")


def schema_fields(file: str) -> list[dict[str, object]]:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["path"] == f"{file}.csv")
    return list(resource["schema"]["fields"])


def readme_table(file: str) -> list[list[str]]:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"## `{file}.csv`\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def by_id(file: str, identifier: str) -> Row:
    return next(row for row in rows(file) if row["id"] == identifier)


@pytest.mark.parametrize("file", FILES)
def test_readme_describes_every_column_in_the_order_of_the_file(file: str) -> None:
    described = [cells[0].strip("`") for cells in readme_table(file)]

    assert described == header(file)


@pytest.mark.parametrize("file", FILES)
def test_readme_gives_a_good_and_a_bad_value_for_every_column(file: str) -> None:
    incomplete = [cells[0] for cells in readme_table(file) if len(cells) != 5 or not all(cells)]

    assert incomplete == []


@pytest.mark.parametrize("file", FILES)
def test_table_schema_lists_the_columns_of_the_file(file: str) -> None:
    assert [field["name"] for field in schema_fields(file)] == header(file)


@pytest.mark.parametrize("file", FILES)
def test_readme_and_table_schema_agree_on_what_is_required(file: str) -> None:
    by_readme = [cells[0].strip("`") for cells in readme_table(file) if cells[2] == "yes"]
    by_schema = [field["name"] for field in schema_fields(file) if '"required": true' in json.dumps(field)]

    assert by_readme == by_schema


@pytest.mark.parametrize("file", FILES)
def test_every_row_has_as_many_cells_as_the_header(file: str) -> None:
    ragged = [row for row in rows(file) if None in row or None in row.values()]

    assert ragged == []


@pytest.mark.parametrize("file", FILES)
def test_values_keep_to_the_enumerations_and_patterns_of_the_schema(file: str) -> None:
    wrong = []
    for field in schema_fields(file):
        constraints = field.get("constraints", {})
        assert isinstance(constraints, dict)
        for value in filter(None, (row[str(field["name"])] for row in rows(file))):
            if value not in constraints.get("enum", [value]):
                wrong.append(value)
            if not re.fullmatch(constraints.get("pattern", ".*"), value):
                wrong.append(value)

    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_every_id_is_present_and_used_once(file: str) -> None:
    ids = [row["id"] for row in rows(file)]

    assert all(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", FILES)
def test_english_and_arabic_are_both_there_or_both_missing(file: str) -> None:
    pairs = [(name, f"{name[:-3]}_ar") for name in header(file) if name.endswith("_en")]
    one_sided = [(row["id"], en) for row in rows(file) for en, ar in pairs if bool(row[en]) != bool(row[ar])]

    assert pairs
    assert one_sided == []


@pytest.mark.parametrize("file", FILES)
def test_files_are_utf8_with_unix_line_ends_and_no_byte_order_mark(file: str) -> None:
    raw = (DATA / f"{file}.csv").read_bytes()

    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8").endswith("\n")


@pytest.mark.parametrize(
    ("file", "column", "target"),
    [
        ("events", "place", "places"),
        ("events", "part_of", "events"),
        ("events", "topics", "topics"),
        ("events", "sources", "sources"),
        ("statements", "event", "events"),
        ("statements", "source", "sources"),
        ("statements", "topics", "topics"),
    ],
)
def test_every_reference_leads_to_a_row(file: str, column: str, target: str) -> None:
    known = {row["id"] for row in rows(target)}
    dangling = [(row["id"], key) for row in rows(file) for key in listed(row[column]) if key not in known]

    assert dangling == []


def test_every_event_cites_a_source() -> None:
    assert [event["id"] for event in rows("events") if not event["sources"]] == []


def test_corroborated_and_conflicting_events_have_two_sources_and_the_others_one() -> None:
    wrong = [
        event["id"]
        for event in rows("events")
        if (len(set(listed(event["sources"]))) >= 2) != (event["verification"] != "single-source")
    ]

    assert wrong == []


def test_every_event_has_a_statement() -> None:
    spoken_of = {statement["event"] for statement in rows("statements")}

    assert {event["id"] for event in rows("events")} - spoken_of == set()


def test_a_statement_rests_on_a_source_and_topics_of_its_event() -> None:
    astray = []
    for statement in rows("statements"):
        event = by_id("events", statement["event"])
        sources, topics = listed(event["sources"]), listed(event["topics"])
        if statement["source"] not in sources or not set(listed(statement["topics"])) <= set(topics):
            astray.append(statement["id"])

    assert astray == []


def test_evidence_is_a_phrase_of_at_most_twelve_words_in_a_stated_language() -> None:
    wrong = [
        statement["id"]
        for statement in rows("statements")
        if not 0 < len(statement["evidence"].split()) <= 12 or not statement["evidence_lang"]
    ]

    assert wrong == []


def test_statements_that_the_article_does_not_date_are_attached_by_our_reading() -> None:
    resolved = {row["id"] for row in rows("statements") if row["event_basis"] == "resolved"}

    assert resolved == {"a10", "a11", "a12", "a13", "a14", "a15"}


def test_only_the_writers_opinions_are_assessments() -> None:
    assert {row["id"] for row in rows("statements") if row["kind"] == "assessment"} == {"a12", "a15"}


def test_the_august_meeting_keeps_its_unknown_day() -> None:
    assert by_id("events", "awaza-2025-08")["date"] == "2025-08"


def test_the_forum_lists_only_its_host_as_a_party() -> None:
    forum = by_id("events", "forum-2025-12-12")

    assert (forum["role"], forum["parties"]) == ("context", "TKM")
    assert (forum["status_reported"], forum["status"]) == ("planned", "held")


def test_the_conference_dates_stay_marked_as_conflicting() -> None:
    conference = by_id("events", "lldc3-2025")

    assert (conference["date"], conference["verification"]) == ("2025-08-05/2025-08-08", "conflicting")


def test_no_title_names_a_person() -> None:
    people = "Meredov|Abdisalam|Gurbanov|Mursal|Fathudin|Gulmanova|Byashimova"
    titles = [event["title_en"] + event["title_ar"] for event in rows("events")]

    assert [title for title in titles if re.search(people, title)] == []


def test_coordinates_come_together_or_not_at_all() -> None:
    assert [place["id"] for place in rows("places") if bool(place["lat"]) != bool(place["lon"])] == []


def test_a_note_on_a_place_without_an_item_does_not_tell_of_the_search_for_one() -> None:
    notes = [
        place[column]
        for place in rows("places")
        for column in ("note_en", "note_ar")
        if not place["wikidata"]
    ]

    assert len(notes) == 2
    assert not any("Wikidata" in note for note in notes)


def test_every_source_is_cited_and_has_a_web_address() -> None:
    cited = {key for event in rows("events") for key in listed(event["sources"])}

    assert {source["id"] for source in rows("sources")} == cited
    assert all(source["url"].startswith(("https://", "http://")) for source in rows("sources"))
