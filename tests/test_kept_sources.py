"""The events as CSV keep their sources: what a visitor wrote comes out, and can be dropped again."""

from io import BytesIO

import pandas as pd
import pytest

from tests.effort import effort
from timeline.intake import Intake, read_bytes
from timeline.intake.mending import Mending
from timeline.intake.writing import csv_of_events, zip_of

SEVERAL = "https://example.org/a?x=1; https://example.org/z"
ARABIC = (
    "التاريخ,العنوان,المصدر\n"
    f"2025-04-03,اجتماع,{SEVERAL}\n"
    "2025-08-15,زيارة,https://example.org/b\n"
    "2025-12-12,توقيع,وكالة الأنباء\n"
)
LINKED = "date,title,Source,Link\n2025,A,وكالة الأنباء,https://a.example/1\n2026,B,Reuters; SNA,\n2027,C,,\n"
OURS = (
    "id,date,title,sources,source_urls\n"
    "one,2025,A,x;y,https://a.example/x ; https://a.example/y\ntwo,2026,B,x,https://a.example/x\n"
)


def kept(intake: Intake) -> bytes:
    return csv_of_events(Mending(intake).frames)


def sources(intake: Intake) -> list[list[tuple[str, str]]]:
    """Title and address of the sources of each event."""
    table = intake.frames["sources"]
    known = {row.id: (str(row.title), str(row.url)) for row in table.itertuples()}
    return [[known[id] for id in cell.split(";") if id] for cell in intake.frames["events"]["sources"]]


def cells(raw: bytes, column: str) -> list[str]:
    return list(pd.read_csv(BytesIO(raw), dtype="str", keep_default_na=False)[column])


@pytest.mark.parametrize("heading", ["source", "source_url", "المصدر"])
@pytest.mark.parametrize(
    "around", ["\u202a{}\u202c", "\u200e{}\u200f", " {} \u200e ", "\ufeff\u2066{}\u2069"]
)
def test_an_address_is_one_whatever_is_copied_with_it_unseen(heading: str, around: str) -> None:
    one = "https://a.example/x"
    for links in (one, f"{one}/1; {one}/2") if heading != "source_url" else (one,):
        cell = "; ".join(around.format(one) for one in links.split("; "))
        intake = read_bytes("a.csv", f"date,title,{heading}\n2025,A,{cell}\n".encode())

        assert not intake.faults
        assert cells(kept(intake), "sources" if "sources" in intake.frames else "source_url") == [links]


def test_a_pair_of_marks_within_a_cell_stays() -> None:
    title = "اجتماع \u202aUN\u202c"
    frames = read_bytes("a.csv", f"date,title\n2025,{title}\n".encode()).frames

    assert list(frames["events"]["title"]) == [title]


def test_names_and_addresses_come_out_as_they_went_in() -> None:
    raw = kept(read_bytes("a.csv", ARABIC.encode()))

    assert cells(raw, "sources") == [SEVERAL, "https://example.org/b", "وكالة الأنباء"]


@pytest.mark.parametrize("content", [ARABIC, LINKED, OURS])
def test_a_download_that_is_dropped_again_has_the_same_sources(content: str) -> None:
    first = read_bytes("a.csv", content.encode())
    again = read_bytes("a.csv", kept(first))

    assert sources(again) == sources(first)
    assert again.faults == first.faults
    assert kept(again) == kept(first)


def test_a_name_stands_with_its_address() -> None:
    raw = kept(read_bytes("a.csv", LINKED.encode()))

    assert cells(raw, "sources") == ["وكالة الأنباء <https://a.example/1>", "Reuters; SNA", ""]


def test_ids_that_were_given_stay() -> None:
    raw = kept(read_bytes("a.csv", OURS.encode()))

    assert cells(raw, "sources") == ["x;y", "x"]
    assert cells(raw, "source_urls") == ["https://a.example/x ; https://a.example/y", "https://a.example/x"]


@pytest.mark.parametrize(
    ("title", "url", "told"),
    [
        ("Reuters; SNA", "https://a.example/1;v=2", "Reuters, SNA"),
        ("", "https://a.example/1;v=2", ""),
        ("Seen at https://b.example", "https://a.example/1", "Seen at b.example"),
        ("A <draft>", "https://a.example/1", "A (draft)"),
        ("بيان؛ نص", "", "بيان، نص"),
    ],
)
def test_no_title_or_address_is_torn_apart(title: str, url: str, told: str) -> None:
    files = {
        "events": pd.DataFrame({"date": ["2025"], "title": ["A"], "sources": ["s"]}),
        "sources": pd.DataFrame({"id": ["s"], "title": [title], "url": [url]}),
    }
    again = read_bytes("a.csv", kept(read_bytes("a.zip", zip_of(files, "A"))))

    assert sources(again) == [[(told, url)]]


def of_zip(events: dict[str, list[str]], **table: list[str]) -> Intake:
    """A visitor's own dataset with a table of sources, and what its events' CSV is read as."""
    files = {"events": pd.DataFrame(events), "sources": pd.DataFrame(table)}
    return read_bytes("a.csv", kept(read_bytes("a.zip", zip_of(files, "A"))))


@pytest.mark.parametrize(
    ("publishers", "titles"),
    [
        (["MFA TKM", "MFA SOM"], ["Communiqué (MFA TKM)", "Communiqué (MFA SOM)"]),
        (["MFA", "MFA"], ["Communiqué (s)", "Communiqué (t)"]),
        (["", ""], ["Communiqué (s)", "Communiqué (t)"]),
    ],
)
def test_two_sources_of_one_title_stay_two(publishers: list[str], titles: list[str]) -> None:
    again = of_zip(
        {"date": ["2025"], "title": ["A"], "sources": ["s;t"], "verification": ["corroborated"]},
        id=["s", "t"],
        title=["Communiqué"] * 2,
        publisher=publishers,
    )

    assert sources(again) == [[(title, "") for title in titles]]
    assert again.faults == []


def test_two_sources_at_one_address_stay_two() -> None:
    again = of_zip(
        {"date": ["2025"], "title": ["A"], "sources": ["s;t"]},
        id=["s", "t"],
        url=["https://a.example/1"] * 2,
    )

    assert [address for _, address in sources(again)[0]] == ["https://a.example/1"] * 2


def test_an_address_may_be_in_capitals() -> None:
    again = of_zip(
        {"date": ["2025"], "title": ["A"], "sources": ["s"]},
        id=["s"],
        title=["Paper"],
        url=["HTTPS://a.example/1"],
    )

    assert sources(again) == [[("Paper", "HTTPS://a.example/1")]]


@pytest.mark.parametrize("url", ["", "https://a.example/1"])
def test_an_address_of_the_events_own_stays_beside_its_sources(url: str) -> None:
    again = of_zip(
        {
            "date": ["2025", "2026"],
            "title": ["A", "B"],
            "sources": ["s", "s"],
            "source_url": ["https://b.example/2", ""],
            "source_title": ["Other", ""],
        },
        id=["s"],
        title=["Paper"],
        url=[url],
    )

    assert sources(again) == [[("Paper", url), ("Other", "https://b.example/2")], [("Paper", url)]]


def test_a_long_cell_is_read_at_once() -> None:
    cell = "؛" * 200_000 + "<https://" * 50_000 + " " * 200_000 + "x"
    took, intake = effort(lambda: read_bytes("a.csv", f"date,title,Source\n2025,A,{cell}\n".encode()))

    assert len(intake.frames["events"]) == 1
    assert took < 5


def test_a_single_address_keeps_its_column() -> None:
    raw = kept(read_bytes("a.csv", b"date,title,Source\n2025,A,https://a.example/1\n"))

    assert cells(raw, "source_url") == ["https://a.example/1"]


A, B = "https://a.example/1", "https://b.example/2"
R, P = ("Reuters", ""), ("AP", "")


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ("Links", [f"{A} ; {B}"], [[("", A), ("", B)]]),
        ("Source,Links", [f"Reuters,{A} ; {B}"], [[("Reuters", ""), ("", A), ("", B)]]),
        ("Source,Links", [f"Reuters; AFP,{A} ; {B}"], [[("Reuters", A), ("AFP", B)]]),
        ("Source,Links", [f"Radio Dalsan,{A}"], [[("Radio Dalsan", A)]]),
        ("Source,Links", [f"Reuters,{A}", f"Reuters,{B}"], [[("Reuters", A)], [("Reuters", B)]]),
        ("Source,Link", [f"Reuters; AFP,{A}"], [[("Reuters", ""), ("AFP", ""), ("", A)]]),
        ("Source,Link", [f"{A},{B}"], [[("", A), ("", B)]]),
        ("Source,Link", [f"Reuters <{A}>,{B}"], [[("Reuters", A), ("", B)]]),
        ("Source,Link", [f"Reuters <{A}>,{A}"], [[("Reuters", A)]]),
        ("Source", [f'"{A}, {B}"'], [[("", A), ("", B)]]),
        ("Source", ['"Reuters\r\nAP"', "Reuters", "Reuters\xa0; AP,"], [[R, P], [R], [R, P]]),
    ],
)
def test_no_address_is_lost(header: str, cells: list[str], found: list[list[tuple[str, str]]]) -> None:
    content = "\n".join([f"date,title,{header}", *(f"2025,A,{cell}" for cell in cells)])
    first = read_bytes("a.csv", content.encode())

    assert sources(first) == found
    assert first.faults == []
    assert sources(read_bytes("a.csv", kept(first))) == found


def test_ids_of_any_letters_come_back() -> None:
    content = f"id,date,title,sources,source_urls\none,2025,A,وكالة-سونا;UN.79,{A} ; {B}\n"
    table = read_bytes("a.csv", content.encode()).frames["sources"]

    assert list(table["id"]) == ["وكالة-سونا", "UN.79"]


@pytest.mark.parametrize("name", ["Agency {}", "https://a.example/" + "a" * 60 + "/{}"])
def test_many_sources_of_one_name_are_told_apart_as_fast_as_few(name: str) -> None:
    def seconds(number: int) -> float:
        rows = "".join(f"2025,A,{name.format(at)}; {name.format(f'{at}b')}\n" for at in range(number))
        raw = f"date,title,source\n{rows}".encode()
        took, intake = effort(lambda: read_bytes("a.csv", raw))
        assert len(intake.frames["sources"]) == 2 * number
        return took

    # In step with their number it takes eight times as long; with its square, sixty-four times.
    long, short = (min(seconds(number) for _ in range(3)) for number in (8_000, 1_000))
    assert long < 16 * short
