"""Candidate contacts from GDELT: one a day, pair and kind, and nothing that GDELT does not say."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from timeline.candidates import Candidates, publisher
from timeline.faults import FaultyDataset
from timeline.formats import gdelt
from timeline.formats.content import Content, Loss, dataset_of
from timeline.formats.gdelt import LAYOUTS
from timeline.tables import rows

# All rows in these tests are invented.
TODAY = date(2026, 11, 24)
CITY = {"ActionGeo_Type": "4", "ActionGeo_FullName": "Ashgabat, Ahal, Turkmenistan"}
POINT = {"ActionGeo_Lat": "37.95", "ActionGeo_Long": "58.38"}
_numbers = iter(range(1, 10_000))


def row(
    one: str = "TKM", other: str = "SOM", code: str = "042", url: str = "https://a.example/1", **cells: str
) -> dict[str, str]:
    said = {
        "GLOBALEVENTID": str(next(_numbers)),
        "SQLDATE": "20250805",
        "Actor1CountryCode": one,
        "Actor2CountryCode": other,
        "EventCode": code,
        "EventRootCode": code[:2],
        "SOURCEURL": url,
    }
    return said | cells


def lines(rows: list[dict[str, str]], width: int = 61) -> bytes:
    text = "".join("\t".join(one.get(column, "") for column in LAYOUTS[width]) + "\n" for one in rows)
    return text.encode()


def found(folder: Path, rows: list[dict[str, str]], width: int = 61) -> Content:
    file = folder / "20250805.export.CSV"
    file.write_bytes(lines(rows, width))
    candidates = Candidates(["TKM", "SOM"])
    for batch in gdelt.batches(file, candidates.loss):
        candidates.add(batch)
    content = candidates.content(TODAY)
    dataset_of(content)
    return content


def events(content: Content) -> list[Mapping[str, str]]:
    return [dict(one) for one in rows(content.events)]


@pytest.mark.parametrize("width", [61, 58])
def test_one_visit_is_one_candidate_however_often_it_is_reported(tmp_path: Path, width: int) -> None:
    reports = [row(url=f"https://a.example/{n}") for n in range(3)]
    hosts = [row("SOM", "TKM", "043", url="https://www.b.example/x")]
    content = found(tmp_path, reports + hosts, width)

    [event] = events(content)
    assert (event["date"], event["kind"], event["mode"]) == ("2025-08-05", "visit", "visit")
    # The one who visits comes first, whoever the reports begin with.
    assert event["parties"] == "TKM;SOM"
    assert event["verification"] == "corroborated"
    assert [one["publisher"] for one in rows(content.frames["sources"])] == ["a.example"] * 3 + ["b.example"]
    assert len(event["sources"].split(";")) == 4


def test_a_candidate_says_that_it_is_one(tmp_path: Path) -> None:
    [event] = events(found(tmp_path, [row()]))

    assert event["title_en"] == "Candidate: Visit, Turkmenistan – Somalia"
    assert event["title_ar"] == "مرشّح للمراجعة: زيارة، تركمانستان – الصومال"
    assert event["note_en"].startswith(
        "A candidate from GDELT, coded by a program and not yet checked by a person."
    )
    assert "Reports: 1; publishers: 1; CAMEO: 042." in event["note_en"]
    assert event["note_ar"].startswith("مرشّح من GDELT")
    assert (event["status"], event["level"], event["modified"]) == ("", "", "2026-11-24")


def test_pages_of_one_publisher_are_one_source_of_knowledge(tmp_path: Path) -> None:
    urls = ["https://www.a.example/1", "https://m.a.example/1", "http://en.a.example/2"]
    [event] = events(found(tmp_path, [row(url=url) for url in urls]))

    assert event["verification"] == "single-source"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("https://ab.co.uk/", "ab.co.uk"),
        ("http://user@En.Trend.AZ:80?x=/y", "trend.az"),
        ("https://t.me/x", "t.me"),
        ("https://uk.reuters.com/a", "reuters.com"),
    ],
)
def test_a_publisher_is_a_host_without_its_editions(url: str, name: str) -> None:
    assert publisher(url) == name


@pytest.mark.parametrize(
    "other",
    [
        row("TKM", "AFG"),
        row("TKM", "TKM"),
        row("TKM", ""),
        row(code="190"),
        row(code="010"),
        row(SQLDATE="20250231"),
        row(SQLDATE="202508"),
    ],
)
def test_what_is_no_contact_of_the_parties_is_left_out(tmp_path: Path, other: dict[str, str]) -> None:
    assert events(found(tmp_path, [other])) == []


def test_days_pairs_and_kinds_stay_apart(tmp_path: Path) -> None:
    content = found(tmp_path, [row(), row(SQLDATE="20250806"), row(code="041"), row(code="060")])

    assert [(one["date"], one["kind"], one["cameo"]) for one in events(content)] == [
        ("2025-08-05", "", "060"),
        ("2025-08-05", "phone-call", "041"),
        ("2025-08-05", "visit", "042"),
        ("2025-08-06", "visit", "042"),
    ]


def test_a_file_read_twice_counts_once(tmp_path: Path) -> None:
    same = row()
    [event] = events(found(tmp_path, [same, same]))

    assert "Reports: 1;" in event["note_en"]


def test_reports_that_differ_on_the_visitor_name_none(tmp_path: Path) -> None:
    [event] = events(found(tmp_path, [row("TKM", "SOM"), row("SOM", "TKM")]))

    assert (event["parties"], event["mode"]) == ("SOM;TKM", "")
    assert "differ on who visited whom" in event["note_en"]


def test_a_city_has_a_point_and_a_country_has_none(tmp_path: Path) -> None:
    country = {"ActionGeo_Type": "1", "ActionGeo_FullName": "Turkmenistan"}
    [city] = rows(found(tmp_path, [row(**CITY, **POINT)]).frames["places"])
    [land] = rows(found(tmp_path, [row(**country, **POINT)]).frames["places"])

    assert (city["lat"], city["lon"], city["coord_precision"]) == ("37.95", "58.38", "city")
    assert (land["lat"], land["lon"], land["kind"]) == ("", "", "country")


def test_reports_that_differ_on_the_place_give_none(tmp_path: Path) -> None:
    other = {"ActionGeo_Type": "4", "ActionGeo_FullName": "Mogadishu, Banaadir, Somalia"}
    [event] = events(found(tmp_path, [row(**CITY), row(**other)]))

    assert event["place"] == ""
    assert "different places: Ashgabat, Ahal, Turkmenistan; Mogadishu, Banaadir, Somalia." in event["note_en"]


def test_a_call_is_at_no_place(tmp_path: Path) -> None:
    [event] = events(found(tmp_path, [row(code="041", **CITY, **POINT)]))

    assert (event["place"], event["mode"]) == ("", "phone")


@pytest.mark.parametrize("said", ["", "BBC Monitoring"])
def test_a_report_without_an_address_keeps_what_it_has(tmp_path: Path, said: str) -> None:
    content = found(tmp_path, [row(url=said)])
    [event] = events(content)

    assert event["verification"] == ("single-source" if said else "")
    assert [(one["publisher"], one["url"]) for one in rows(content.frames["sources"])] == (
        [(said, "")] if said else []
    )


def test_the_backfile_has_no_addresses(tmp_path: Path) -> None:
    [event] = events(found(tmp_path, [row()], width=57))

    assert event["sources"] == ""


def test_rows_of_another_length_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.CSV"
    file.write_bytes(lines([row()]) + b"1\t2\n" + lines([row()]))
    loss = Loss()

    assert sum(len(batch) for batch in gdelt.batches(file, loss)) == 2
    assert loss.lines() == ["1 × rows with another number of columns, left out"]


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.CSV", lines([row()]))

    assert sum(len(batch) for batch in gdelt.batches(tmp_path / "a.zip", Loss())) == 1


def test_a_zip_that_would_unpack_too_far_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.CSV", b"0" * 2_000_000)

    with pytest.raises(FaultyDataset, match="a zip archive of one file of at most 1 MB"):
        list(gdelt.batches(tmp_path / "a.zip", Loss(), most_bytes=1_000_000))


@pytest.mark.parametrize("body", [b"", b"a\tb\n", b"date,title\n2025,a\n"])
def test_what_is_no_gdelt_file_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.CSV").write_bytes(body)

    with pytest.raises(FaultyDataset, match="61, 58 or 57 columns"):
        list(gdelt.batches(tmp_path / "a.CSV", Loss()))
