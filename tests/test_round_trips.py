"""What a format can hold comes back from it, whatever a cell holds."""

from collections.abc import Callable, Sequence
from json import loads
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests import records
from tests.datasets import SHIPPED
from tests.records import PLAIN, cells, content, events
from timeline import conversion
from timeline.dates import has_days, parse
from timeline.formats import csv, folder, gdelt, geojson, ics, json, timelinejs, workbook
from timeline.formats.content import Content, Reader, Writer, dataset_of
from timeline.plaintext import one_line
from timeline.tables import COLUMNS

SLOW = settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
WHOLE: dict[str, tuple[Writer, Reader, str]] = {
    "json": (json.write, json.read, "json"),
    "xlsx": (workbook.write, workbook.read, "xlsx"),
    "csv": (csv.write, csv.read, "csv"),
    "geojson": (geojson.write, geojson.read, "geojson"),
}


def there_and_back(
    record: Content, write: Writer, read: Reader, ending: str = "x", lang: str = "en"
) -> Content:
    with TemporaryDirectory() as place:
        file = Path(place, f"record.{ending}")
        file.write_bytes(write(record, lang)[0])
        return read(file)[0]


def _spoken(row: dict[str, str], lang: str) -> dict[str, str]:
    """The row as a reader of one language gets it: in the other one rather than not at all."""
    other = "en" if lang == "ar" else "ar"
    return row | {
        f"{base}_{lang}": row[f"{base}_{lang}"] or row[f"{base}_{other}"] for base in ("title", "summary")
    }


@pytest.mark.parametrize("name", WHOLE)
@SLOW
@given(rows=events(**PLAIN))
def test_every_plain_column_survives(name: str, rows: list[dict[str, str]]) -> None:
    record = content(rows)
    back = there_and_back(record, *WHOLE[name])
    columns = ("id", "date", "title_en", *PLAIN)

    assert sorted(cells(back, *columns)) == sorted(cells(record, *columns))


@SLOW
@given(rows=events(**PLAIN))
def test_a_folder_keeps_every_cell(rows: list[dict[str, str]]) -> None:
    record = content(rows, {"name": "mine", "keywords": ["a"], "timeline": {"titles": {"ar": "سجل"}}})
    with TemporaryDirectory() as place:
        folder.write(record, Path(place, "record"))
        back, _ = folder.read(Path(place, "record"))

    columns = COLUMNS["events"]
    assert cells(back, *columns) == cells(record, *columns)
    assert {name: back.about[name] for name in record.about} == record.about


@pytest.mark.parametrize("name", ["json", "xlsx"])
def test_the_record_that_ships_survives_whole(name: str) -> None:
    record, _ = folder.read(SHIPPED)
    back = there_and_back(record, *WHOLE[name])

    assert {table: list(frame.columns) for table, frame in back.frames.items()} == {
        table: list(COLUMNS[table]) for table in record.frames
    }
    for table, columns in COLUMNS.items():
        assert cells(back, *columns, table=table) == cells(record, *columns, table=table)
    assert back.about == {key: said for key, said in record.about.items() if key != "resources"}


def test_the_record_that_ships_survives_in_a_folder(tmp_path: Path) -> None:
    record, _ = folder.read(SHIPPED)
    folder.write(record, tmp_path / "copy")

    for name in ("events", "statements", "topics", "places", "sources"):
        assert (tmp_path / "copy" / f"{name}.csv").read_bytes() == (SHIPPED / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("form", ["json", "sheet"])
@SLOW
@given(
    rows=events(
        title_ar=records.titles,
        summary_en=records.texts,
        summary_ar=records.texts,
        kind=PLAIN["kind"],
        status=PLAIN["status"],
        sources=st.sampled_from(["", "s1", "s1;s2"]),
    ),
    urls=st.tuples(records.urls, records.urls),
)
def test_timelinejs_keeps_what_it_shows(
    form: str, lang: str, rows: list[dict[str, str]], urls: Sequence[str]
) -> None:
    sources = [
        {"id": f"s{number}", "url": url, "title": "<i>a</i> & b"} for number, url in enumerate(urls, 1)
    ]
    record = content(rows, sources=sources)
    pair = {
        "json": (timelinejs.write, timelinejs.read),
        "sheet": (timelinejs.write_sheet, timelinejs.read_sheet),
    }
    back = there_and_back(record, *pair[form], lang=lang)

    named = ("id",) if form == "json" else ()
    columns = (*named, f"title_{lang}", f"summary_{lang}", "kind", "status", "sources")
    kept = [_spoken(row, lang) for row in rows if not row["date"].startswith("../")]
    assert cells(back, *columns) == cells(content(kept), *columns)
    assert cells(back, "date") == [(row["date"].removesuffix("/..").rstrip("?~%"),) for row in kept]
    if "sources" in back.frames:
        known = {(one["id"], one["url"], one["title"]) for one in sources}
        assert set(cells(back, "id", "url", "title", table="sources")) <= known


ONCE = "date,title,summary,place,lat,lon\n2025-08-05,Talks,Of trade,Rome,41.9,12.5\n"
IN_TWO = "date,title,title_ar\n2025-08-05,Talks,محادثات\n2025-08-06,More talks,\n"


def column_names(file: Path) -> set[str]:
    """The columns of the events that a file really has, whichever of the whole formats it is in."""
    if file.suffix == ".json":
        return {name for one in loads(file.read_text(encoding="utf-8"))["events"] for name in one}
    if file.suffix == ".xlsx":
        return {str(cell.value) for cell in openpyxl.load_workbook(file)["events"][1]}
    table = file / "events.csv" if file.is_dir() else file
    return set(table.read_text(encoding="utf-8-sig").splitlines()[0].split(","))


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.xlsx", "out"])
@pytest.mark.parametrize(
    ("written", "texts"),
    [(ONCE, {"title", "summary"}), (IN_TWO, {"title", "title_en", "title_ar"})],
)
def test_a_text_written_once_is_claimed_for_no_language(
    tmp_path: Path, name: str, written: str, texts: set[str]
) -> None:
    (tmp_path / "in.csv").write_text(written, encoding="utf-8")
    record, _ = csv.read(tmp_path / "in.csv")
    conversion.write(record, tmp_path / name, conversion.format_of(tmp_path / name))
    back, _ = conversion.read(tmp_path / name, conversion.format_of(tmp_path / name))

    assert {one for one in column_names(tmp_path / name) if one.startswith(("title", "summary"))} == texts
    assert cells(back, *TITLES) == cells(record, *TITLES)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("name", ["ics", "timelinejs", "timelinejs-csv", "geojson"])
def test_a_text_written_once_is_there_in_a_format_of_one_language(
    tmp_path: Path, name: str, lang: str
) -> None:
    (tmp_path / "in.csv").write_text(ONCE, encoding="utf-8")
    body, _ = conversion.written(csv.read(tmp_path / "in.csv")[0], name, lang)

    assert b"Talks" in body
    assert b"Of trade" in body


TITLES = ("title_en", "title_ar", "summary_en", "summary_ar")


@pytest.mark.parametrize("lang", ["en", "ar"])
@SLOW
@given(
    rows=events(
        # A calendar shows no text that would turn what surrounds it.
        **dict.fromkeys(TITLES, records.titles.map(lambda text: one_line(text) or "x")),
        status=PLAIN["status"],
        topics=st.sampled_from(["", "trade", "trade;peace"]),
        place=st.sampled_from(["", "rome"]),
    )
)
def test_a_calendar_keeps_what_it_shows(lang: str, rows: list[dict[str, str]]) -> None:
    labels = {"trade": "Trade, goods; \\ and", "peace": "سلام"}
    topics = [{"id": id, "label_en": label, "label_ar": label} for id, label in labels.items()]
    rome = {"id": "rome", "name_en": "Rome", "name_ar": "روما", "lat": "41.9", "lon": "12.5"}
    record = content(rows, topics=topics, places=[{**rome, "coord_precision": "city"}])
    back = there_and_back(record, ics.write, ics.read, lang=lang)

    kept = [_spoken(row, lang) for row in rows if has_days(parse(row["date"]))]
    columns = ("id", "date", f"title_{lang}", f"summary_{lang}")
    # The calendar lists them by date.
    assert sorted(cells(back, *columns)) == sorted(cells(content(kept), *columns))
    wanted = {row["id"]: row["status"].replace("postponed", "planned") for row in kept}
    assert sorted(cells(back, "id", "status")) == sorted(wanted.items())
    if any(row["place"] for row in kept):
        assert cells(back, f"name_{lang}", "lat", "lon", table="places") == [
            (rome[f"name_{lang}"], "41.9", "12.5")
        ]
    if any(row["topics"] for row in kept):
        assert set(cells(back, "label_en", table="topics")) <= {(label,) for label in labels.values()}


@pytest.mark.parametrize("write", [gdelt.write_2, gdelt.write_1])
@SLOW
@given(
    rows=events(
        parties=st.lists(records.codes, min_size=2, max_size=2, unique=True).map(";".join),
        cameo=st.sampled_from(["041", "042", "043", "044", "057", "0311", "190"]),
        place=st.sampled_from(["", "rome"]),
        source_url=st.one_of(st.just(""), records.urls),
        modified=records.days,
    ),
    name=records.titles,
    position=records.positions,
)
def test_gdelt_keeps_what_it_has_columns_for(
    write: Callable[[Content, str], tuple[bytes, object]],
    rows: list[dict[str, str]],
    name: str,
    position: tuple[str, str],
) -> None:
    rome = {"id": "rome", "name_en": name, "lat": position[0], "lon": position[1], "coord_precision": "city"}
    kept = [
        {**row, "id": f"gdelt-{number}"}
        for number, row in enumerate(rows, 1)
        if len(row["date"]) == 10 and has_days(parse(row["date"]))
    ]
    if not kept:
        return
    back = there_and_back(content(kept, places=[rome]), write, gdelt.read)  # type: ignore[arg-type]

    columns = ("id", "date", "parties", "cameo", "source_url", "modified")
    assert cells(back, *columns) == cells(content(kept), *columns)
    if any(row["place"] for row in kept):
        assert cells(back, "name_en", "lat", "lon", table="places") == [(" ".join(name.split()), *position)]


def test_what_comes_back_is_a_record(tmp_path: Path) -> None:
    record, _ = folder.read(SHIPPED)
    for write, read, ending in [
        *WHOLE.values(),
        (ics.write, ics.read, "ics"),
        (gdelt.write_2, gdelt.read, "x"),
    ]:
        assert len(dataset_of(there_and_back(record, write, read, ending)).events)
