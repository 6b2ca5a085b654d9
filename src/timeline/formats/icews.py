"""ICEWS event files: 20 tab-separated columns, with or without their header. They can only be read.

The project ended in April 2023. An ``Event ID`` is its own only together with its day; actors have the
names of their countries, in English (Integrated Crisis Early Warning System, doi:10.7910/DVN/28075).
"""

from collections.abc import Mapping
from pathlib import Path

from timeline.dataset import slug
from timeline.dates import parse
from timeline.faults import Fault, FaultyDataset
from timeline.formats import cameo
from timeline.formats.content import Content, Loss, frame
from timeline.intake import separators, values

COLUMNS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text"),
    *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID"),
    *("Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude"),
)
_KEPT = (
    *("Event ID", "Event Date", "Source Name", "Source Country", "Event Text", "CAMEO Code"),
    *("Target Name", "Target Country", "Publisher", "City", "Country", "Latitude", "Longitude"),
)


def read(file: Path) -> tuple[Content, Loss]:
    """Every row as an event of its own, as reported."""
    text = file.read_bytes().decode("utf-8-sig", "replace")
    lines = separators.cells(file.name, text, "\t", is_quoted=False)
    if not lines or len(lines[0]) != len(COLUMNS):
        wanted = "an ICEWS event file: 20 columns with tabs between them"
        raise FaultyDataset([Fault(file.name, 1, None, None, wanted)])
    loss, written, places = Loss(), [], dict[str, dict[str, str]]()
    for cells in lines:
        if tuple(cells) == COLUMNS or not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            loss["rows with another number of columns, left out"] += 1
            continue
        row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        event = _event(row, places, loss)
        if event:
            written.append(event)
            loss.update(f"{name}: cells" for name, cell in row.items() if cell and name not in _KEPT)
    frames = {"events": frame("events", written), "places": frame("places", places.values())}
    return Content(frames, origin=file), +loss


def _event(row: Mapping[str, str], places: dict[str, dict[str, str]], loss: Loss) -> dict[str, str] | None:
    try:
        day = parse(row["Event Date"]).text
    except ValueError:
        loss["rows without a day, left out"] += 1
        return None
    code = cameo.padded(row["CAMEO Code"])
    said = cameo.meaning(code)
    actors = [_code(row[f"{side} Country"], loss) for side in ("Source", "Target")]
    parties = [one for one in (actors[::-1] if said.visitor_first is False else actors) if one]
    title = f"{row['Source Name']}, {row['Target Name']}: {row['Event Text']}"
    place = _place(row)
    if place:
        places.setdefault(place["id"], place)
    elif row["Latitude"]:
        loss["points that stand for a whole country or region"] += 1
    return {
        "id": f"icews-{slug(row['Event ID'])}-{day}",
        "date": day,
        "kind": said.kind,
        "mode": said.mode,
        "parties": ";".join(dict.fromkeys(parties)),
        "place": place.get("id", ""),
        "title_en": title,
        "title_ar": title,
        "cameo": code,
        "note_en": f"Reported by {row['Publisher']}." if row["Publisher"] else "",
        "note_ar": f"المصدر: {row['Publisher']}." if row["Publisher"] else "",
    }


def _place(row: Mapping[str, str]) -> dict[str, str]:
    """The city of an event; without one its point is that of a whole region or country."""
    name = ", ".join(part for part in (row["City"], row["Country"]) if part)
    if not row["City"]:
        return {}
    place = {"id": slug(name), "name_en": name, "name_ar": name, "kind": "city"}
    if row["Latitude"] and row["Longitude"]:
        place |= {"lat": row["Latitude"], "lon": row["Longitude"], "coord_precision": "city"}
    return place


def _code(country: str, loss: Loss) -> str:
    """The ISO 3166-1 alpha-3 code of an English name."""
    # Some names have another one behind them: Myanmar (Burma).
    code = values.state(country) or values.state(country.partition("(")[0])
    loss["names of countries without an ISO 3166-1 code"] += bool(country and not code)
    return code
