"""GDELT event files: tab-separated, without a header, 61 columns (2.0), 58 (1.0) or 57 (its backfile).

A row is what a program read in news reports: a day, two actors, a CAMEO code and, if it saw any, places.
It knows no month without a day, no range of days, and no event that is only planned, so such events stay
out of an export and are counted. Codebook 2.0: http://data.gdeltproject.org/documentation/.
"""

import csv
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
from pyarrow import csv as arrow

from timeline.dataset import slug
from timeline.dates import has_days, parse
from timeline.faults import Fault, FaultyDataset
from timeline.formats import cameo
from timeline.formats.content import Content, Loss, frame, unheld
from timeline.language import language
from timeline.rules import link
from timeline.tables import Row, point_is_own, rows, split

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_COLUMNS_2 = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{place}Geo_{part}" for place in ("Actor1", "Actor2", "Action") for part in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
_COLUMNS_1 = tuple(column for column in _COLUMNS_2 if not column.endswith("ADM2Code"))
LAYOUTS = {61: _COLUMNS_2, 58: _COLUMNS_1, 57: _COLUMNS_1[:-1]}
# What a row of ours keeps of a row of theirs.
_KEPT = (
    *("GLOBALEVENTID", "SQLDATE", "Actor1CountryCode", "Actor2CountryCode", "EventCode", "DATEADDED"),
    *("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL"),
    # These follow from the others.
    *("MonthYear", "Year", "FractionDate", "EventBaseCode", "EventRootCode", "QuadClass"),
)
# A point that stands for a city; any other stands for a whole country or region.
CITY_TYPES = ("3", "4")
AREAS = {"1": "country", "2": "region", "5": "region"}
MOST_BYTES = 2_000_000_000
_BLOCK = 2**22
_OUR_ID = re.compile("gdelt-([0-9]{1,18})")
Progress = Callable[[int], None]


def batches(
    file: Path, loss: Loss, *, most_bytes: int = MOST_BYTES, advance: Progress = lambda read: None
) -> Iterator[list[Row]]:
    """The rows of a file or of a zipped one, some thousands at a time, under the names of the codebook.

    Rows of another length are counted. ``advance`` is told how many bytes have been read.
    """
    try:
        with _opened(file, most_bytes) as stream:
            start = stream.readline()
            columns = LAYOUTS.get(start.rstrip(b"\r\n").count(b"\t") + 1)
            if columns is None:
                wanted = "a GDELT event file: 61, 58 or 57 columns with tabs between them"
                raise FaultyDataset([Fault(file.name, 1, None, None, wanted)])
            yield from _blocks(start, stream, columns, loss, advance)
    except (BadZipFile, EOFError, zlib.error):
        raise _no_archive(file, most_bytes) from None


def read(file: Path) -> tuple[Content, Loss]:
    """Every row of a file as an event of its own, as reported: nobody has looked whether it took place."""
    loss, written, places = Loss(), [], dict[str, dict[str, str]]()
    for batch in batches(file, loss):
        for row in batch:
            event = _event(row, places, loss)
            if event:
                written.append(event)
            for column, text in row.items():
                if text and column not in _KEPT:
                    loss[f"{column}: cells"] += 1
    frames = {"events": frame("events", written), "places": frame("places", places.values())}
    return Content(frames, origin=file), +loss


def write_2(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events in the 61 columns of GDELT 2.0."""
    return _write(content, 61)


def write_1(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events in the 58 columns of GDELT 1.0."""
    return _write(content, 58)


def day_of(row: Row) -> str:
    """The day of an event as an ISO date; "" if there is no such day."""
    text = row["SQLDATE"]
    day = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        return parse(day).text if len(text) == 8 else ""
    except ValueError:
        return ""


def place_of(row: Row) -> dict[str, str]:
    """The place of an event as a row of places.csv; a point only where it stands for a city."""
    name, kind = row["ActionGeo_FullName"].strip(), row["ActionGeo_Type"]
    if not name:
        return {}
    area = "city" if kind in CITY_TYPES else AREAS.get(kind, "")
    place = {"id": slug(name), "name_en": name, "name_ar": name, "kind": area}
    lat, lon = row["ActionGeo_Lat"], row["ActionGeo_Long"]
    if kind in CITY_TYPES and lat and lon:
        place |= {"lat": lat, "lon": lon, "coord_precision": "city"}
    return place


def _opened(file: Path, most_bytes: int) -> IO[bytes]:
    """The file itself, or the only file in a zip archive, whose size is known before it is unpacked."""
    if file.suffix.lower() != ".zip":
        return file.open("rb")
    archive = ZipFile(file)
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1 or members[0].file_size > most_bytes:
        raise _no_archive(file, most_bytes)
    try:
        return archive.open(members[0])
    except RuntimeError:
        # It has a password, or is packed in a way that Python does not know.
        raise _no_archive(file, most_bytes) from None


def _no_archive(file: Path, most_bytes: int) -> FaultyDataset:
    wanted = "a zip archive of one file of at most {most} MB, without a password"
    details = {"most": str(most_bytes // 1_000_000)}
    return FaultyDataset([Fault(file.name, None, None, None, wanted, details)])


def _blocks(
    start: bytes, stream: IO[bytes], columns: tuple[str, ...], loss: Loss, advance: Progress
) -> Iterator[list[Row]]:
    rest = start
    while True:
        block = stream.read(_BLOCK)
        advance(len(block))
        whole, end, rest = (rest + block).rpartition(b"\n") if block else (rest, b"", b"")
        if whole.strip():
            yield _rows(whole + end, columns, loss)
        if not block:
            return


def _rows(lines: bytes, columns: tuple[str, ...], loss: Loss) -> list[Row]:
    def skip(row: arrow.InvalidRow) -> str:
        loss["rows with another number of columns, left out"] += 1
        return "skip"

    table = arrow.read_csv(
        BytesIO(lines.decode("utf-8", "replace").encode()),
        arrow.ReadOptions(use_threads=False, column_names=columns, block_size=2**30),
        arrow.ParseOptions(delimiter="\t", quote_char=False, invalid_row_handler=skip),
        arrow.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
    )
    found: list[Row] = table.to_pylist()
    return found if columns[-1] == "SOURCEURL" else [{**row, "SOURCEURL": ""} for row in found]


def _event(row: Row, places: dict[str, dict[str, str]], loss: Loss) -> dict[str, str] | None:
    day = day_of(row)
    if not day:
        loss["rows without a day, left out"] += 1
        return None
    place = place_of(row)
    if place:
        places.setdefault(place["id"], place)
    if row["ActionGeo_Lat"] and "lat" not in place:
        loss["points that stand for a whole country or region"] += 1
    code = row["EventCode"]
    said = cameo.meaning(code)
    actors = [row["Actor1CountryCode"], row["Actor2CountryCode"]]
    parties = [one for one in (actors[::-1] if said.visitor_first is False else actors) if one]
    url = row["SOURCEURL"] if not link(row["SOURCEURL"]) else ""
    loss["SOURCEURL: cells that are no address"] += bool(row["SOURCEURL"] and not url)
    added = row["DATEADDED"][:8]
    names = " – ".join(language("en").territory(code) for code in parties) or "?"
    return {
        "id": f"gdelt-{row['GLOBALEVENTID']}",
        "date": day,
        "kind": said.kind,
        "mode": said.mode,
        "parties": ";".join(dict.fromkeys(parties)),
        "place": place.get("id", ""),
        "title_en": f"{names}: CAMEO {code}",
        "title_ar": f"{names}: CAMEO {code}",
        "cameo": code,
        "source_url": url,
        "modified": f"{added[:4]}-{added[4:6]}-{added[6:]}" if len(added) == 8 else "",
    }


def _write(content: Content, width: int) -> tuple[bytes, Loss]:
    events = ("id", "date", "parties", "place", "cameo", "modified", "lat", "lon", "sources", "source_url")
    held = {
        # Kind and mode follow from the code.
        "events": (*events, "kind", "mode"),
        "places": ("id", "name_en", "lat", "lon", "kind", "coord_precision"),
        "sources": ("id", "url"),
    }
    loss = unheld(content, held)
    places, sources = content.by_id("places"), content.by_id("sources")
    written = []
    for row in rows(content.numbered):
        why = _unfit(row)
        if why:
            loss[why] += 1
        else:
            written.append(_cells(row, places.get(row["place"]), sources, loss, width))
    taken = {cells["GLOBALEVENTID"] for cells in written}
    fresh = (str(number) for number in range(1, len(written) + len(taken) + 1) if str(number) not in taken)
    for cells in written:
        loss["events.csv, id: cells"] += not cells["GLOBALEVENTID"]
        cells["GLOBALEVENTID"] = cells["GLOBALEVENTID"] or next(fresh)
    text = StringIO(newline="")
    lines = csv.DictWriter(
        text,
        LAYOUTS[width],
        restval="",
        delimiter="\t",
        lineterminator="\n",
        quoting=csv.QUOTE_NONE,
        quotechar=None,
    )
    lines.writerows(written)
    return text.getvalue().encode(), +loss


def _unfit(row: Row) -> str:
    """Why GDELT cannot hold an event, or ""."""
    if not has_days(parse(row["date"])):
        return "events whose day is not known, left out"
    if row["status"] not in ("", "held"):
        return "events that are not said to have taken place, left out"
    if not re.fullmatch("[01][0-9]{1,3}|20[0-9]{0,2}", row["cameo"]):
        return "events without a CAMEO code, left out"
    return ""


def _cells(row: Row, place: Row | None, sources: Mapping[str, Row], loss: Loss, width: int) -> dict[str, Any]:
    when, code = parse(row["date"]), row["cameo"]
    day = when.earliest
    assert day is not None  # see _unfit
    compact = day.isoformat().replace("-", "")
    loss["days after the first of an event of several"] += bool(when.latest and when.latest > day)
    actors = split(row["parties"])
    loss["parties after the second"] += max(len(actors) - 2, 0)
    actors = [*actors, "", ""][:2]
    if cameo.meaning(code).visitor_first is False:
        actors.reverse()
    urls = [sources[id]["url"] for id in split(row["sources"]) if id in sources and sources[id]["url"]]
    urls = urls or [row["source_url"]]
    loss["addresses of sources after the first"] += len(urls) - 1
    number = _OUR_ID.fullmatch(row["id"])
    return {
        "GLOBALEVENTID": number[1] if number else "",
        "SQLDATE": compact,
        "MonthYear": compact[:6],
        "Year": compact[:4],
        # Months of thirty days, as in what GDELT publishes: 19790101 is 1979.0027 there.
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        **{
            f"Actor{number}{part}": actor
            for number, actor in enumerate(actors, 1)
            for part in ("Code", "CountryCode")
        },
        "IsRootEvent": "1",
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": cameo.quad_class(code),
        "NumSources": str(len(split(row["sources"])) or int(bool(row["source_url"]))),
        **_geography(row, place, loss),
        "DATEADDED": _added(row["modified"], width),
        "SOURCEURL": urls[0],
    }


def _geography(row: Row, place: Row | None, loss: Loss) -> dict[str, str]:
    name = " ".join((place["name_en"] if place else row["place"]).split())
    at = place or row
    if not name:
        loss["points of places without a name"] += bool(at["lat"])
        return {}
    if at["lat"] and point_is_own(at):
        return {
            "ActionGeo_Type": "4",
            "ActionGeo_FullName": name,
            "ActionGeo_Lat": at["lat"],
            "ActionGeo_Long": at["lon"],
        }
    loss["points that are not the place's own"] += bool(at["lat"])
    areas = {area: number for number, area in AREAS.items()}
    return {"ActionGeo_Type": areas.get(at.get("kind", ""), "0"), "ActionGeo_FullName": name}


def _added(modified: str, width: int) -> str:
    day = modified.replace("-", "") if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", modified) else ""
    return f"{day}000000" if day and width == 61 else day
