"""A record as TimelineJS3 shows it: its JSON, or the rows of the Google sheet that it reads.

TimelineJS (https://timeline.knightlab.com/docs/json-format.html) knows years and months without a day,
so a date stays as precise as it is; it has no open ends and no doubt. It shows its texts as HTML.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from timeline import vocabulary
from timeline.dataset import slug
from timeline.dates import parse
from timeline.faults import Fault, FaultyDataset
from timeline.formats.content import Content, Loss, frame, in_each_language, unheld
from timeline.formats.csv import FORMULA
from timeline.formats.json import cell, parsed
from timeline.formats.markup import Link, Slide, paragraphs, plain
from timeline.intake import separators
from timeline.language import ENDONYMS, language
from timeline.tables import Row, localised, rows, split

SHEET = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date"),
    *("Headline", "Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group"),
    "Background",
)
_PARTS = ("year", "month", "day")
_NO_START = "events without a first day or month, left out"
Slides = list[dict[str, Any]]


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events as the JSON of TimelineJS, in one language."""
    slides, loss = _slides(content, lang)
    title = _title(content, lang)
    said = {**({"title": {"text": title}} if title else {}), "events": slides}
    return json.dumps(said, ensure_ascii=False, indent=1).encode(), loss


def write_sheet(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The events as the rows of the Google sheet, in one language."""
    slides, loss = _slides(content, lang)
    loss["events.csv, id: cells"] += len(slides)
    text = StringIO(newline="")
    writer = csv.DictWriter(text, SHEET, restval="", lineterminator="\r\n")
    writer.writeheader()
    title = _title(content, lang)
    if title:
        writer.writerow(
            {"Headline": _shown(title["headline"]), "Text": _shown(title["text"]), "Type": "title"}
        )
    writer.writerows(map(_sheet_row, slides))
    return text.getvalue().encode(), +loss


def read(file: Path) -> tuple[Content, Loss]:
    """The events of a TimelineJS JSON file."""
    said = parsed(file)
    if not isinstance(said, dict) or not isinstance(said.get("events"), list):
        raise FaultyDataset([Fault(file.name, None, "events", None, "a list of events")])
    slides = [slide for slide in said["events"] if isinstance(slide, dict)]
    return _content(slides, said.get("title"), file)


def read_sheet(file: Path) -> tuple[Content, Loss]:
    """The events of a sheet in the layout of TimelineJS, as a CSV file."""
    text = file.read_bytes().decode("utf-8-sig", "replace")
    header, *lines = separators.cells(file.name, text) or [[]]
    names = [name.strip().lower() for name in header]
    slides, title = [], None
    for line in lines:
        said = {name: cell.strip() for name, cell in zip(names, line, strict=False) if name}
        slide = {
            "start_date": {part: said.get(part, "") for part in _PARTS},
            "end_date": {part: said.get(f"end {part}", "") for part in _PARTS},
            "text": {"headline": said.get("headline", ""), "text": said.get("text", "")},
            "group": said.get("group", ""),
            "media": {"url": said.get("media", "")},
        }
        if said.get("type") == "title":
            title = slide
        elif any(said.values()):
            slides.append(slide)
    return _content(slides, title, file)


def _slides(content: Content, lang: str) -> tuple[Slides, Loss]:
    texts = {f"title_{lang}", f"summary_{lang}"}
    events = {"id", "date", "kind", "status", "sources", "source_url", "source_title", *texts}
    loss = unheld(content, {"events": events, "sources": ("id", "url", "title")}, about=("title",))
    sources, slides = content.by_id("sources"), []
    for row in rows(content.numbered):
        slide = _slide(row, sources, lang, loss)
        if slide:
            slides.append(slide)
    return slides, +loss


def _slide(row: Row, sources: Mapping[str, Row], lang: str, loss: Loss) -> dict[str, Any] | None:
    spoken, when = language(lang), parse(row["date"])
    opening, _, closing = when.text.partition("/")
    if opening == "..":
        loss[_NO_START] += 1
        return None
    loss["dates whose end is open, without it"] += closing == ".."
    loss["dates in doubt, as if they were sure"] += when.uncertain or when.approximate
    kind, status = vocabulary.KINDS.get(row["kind"], ""), vocabulary.STATUSES.get(row["status"], "")
    prose = localised(row, "summary", lang)
    text = paragraphs(prose, spoken.gettext(status) if status else "", _links(row, sources))
    slide: dict[str, Any] = {
        "unique_id": row["id"],
        "start_date": _parts(opening),
        "text": {"headline": plain(localised(row, "title", lang)), "text": text},
    }
    if closing not in ("", ".."):
        slide["end_date"] = _parts(closing)
    if when.uncertain or when.approximate or closing == "..":
        slide["display_date"] = plain(spoken.when(when))
    if kind:
        slide["group"] = spoken.gettext(kind)
    return slide


def _links(row: Row, sources: Mapping[str, Row]) -> list[Link]:
    known = [(id, sources[id]) for id in split(row["sources"]) if id in sources]
    links = [(id, one["url"], one["title"] or one["publisher"] or one["url"] or id) for id, one in known]
    if not links and row["source_url"]:
        return [("", row["source_url"], row["source_title"] or row["source_url"])]
    return links


def _parts(end: str) -> dict[str, int]:
    return {part: int(text) for part, text in zip(_PARTS, end.rstrip("?~%").split("-"), strict=False)}


def _title(content: Content, lang: str) -> dict[str, str]:
    """Headline and text of the first slide, if the record has a title."""
    own = content.about.get("timeline", {})
    headline = own.get("titles", {}).get(lang) or content.about.get("title", "")
    text = own.get("standfirsts", {}).get(lang) or content.about.get("description", "")
    return {"headline": plain(str(headline)), "text": plain(str(text))} if headline else {}


def _sheet_row(slide: Mapping[str, Any]) -> dict[str, str]:
    start, end = slide["start_date"], slide.get("end_date", {})
    return {
        **{part.title(): str(start[part]) for part in _PARTS if part in start},
        **{f"End {part.title()}": str(end[part]) for part in _PARTS if part in end},
        "Display Date": _shown(slide.get("display_date", "")),
        "Headline": _shown(slide["text"]["headline"]),
        "Text": _shown(slide["text"]["text"]),
        "Group": slide.get("group", ""),
    }


def _shown(html: str) -> str:
    """``html`` so that a spreadsheet shows it and never runs it: what it would run begins with an entity."""
    return f"&#{ord(html[0])};{html[1:]}" if html.startswith(FORMULA) else html


def _content(slides: Iterable[Mapping[str, Any]], title: Any, file: Path) -> tuple[Content, Loss]:
    loss, written, sources = Loss(), [], dict[str, dict[str, str]]()
    for slide in slides:
        row = _row(slide, sources, loss)
        if row:
            written.append(row)
    frames = {"events": frame("events", written)}
    if sources:
        frames["sources"] = frame("sources", sources.values())
    headline = Slide(cell(_object(_object(title).get("text")).get("headline"))).prose
    return Content(frames, {"title": headline} if headline else {}, origin=file), +loss


def _row(slide: Mapping[str, Any], sources: dict[str, dict[str, str]], loss: Loss) -> dict[str, str] | None:
    start, end = _date(slide.get("start_date"), loss), _date(slide.get("end_date"), loss)
    if not start:
        loss["events without a date, left out"] += 1
        return None
    text = _object(slide.get("text"))
    told = Slide(cell(text.get("text")))
    group = Slide(cell(slide.get("group"))).prose
    kind = _ids("kind").get(group, "")
    for name in ("media", "background"):
        loss[f"{name}: left out"] += any(map(cell, _object(slide.get(name)).values()))
    return {
        "id": cell(slide.get("unique_id")),
        "date": f"{start}/{end}" if end and end != start else start,
        "kind": kind,
        "topics": "" if kind else group.replace(";", ","),
        "status": _ids("status").get(told.status, ""),
        "sources": ";".join(dict.fromkeys(_source(link, sources) for link in told.links)),
        **in_each_language("title", Slide(cell(text.get("headline"))).prose),
        **in_each_language("summary", told.prose),
    }


def _object(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


def _date(said: Any, loss: Loss) -> str:
    """An EDTF date of the parts that are given; "" where there is no year that we can hold."""
    if not isinstance(said, dict):
        return ""
    given = [cell(said.get(part)) for part in _PARTS]
    loss["times of day: left out"] += bool(cell(said.get("hour")))
    if not given[0]:
        return ""
    try:
        numbers = [int(part) for part in given[: given.index("") if "" in given else 3]]
        date(*[*numbers, 1, 1][:3])
    except (ValueError, OverflowError):
        return ""
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:])])


def _source(link: Link, sources: dict[str, dict[str, str]]) -> str:
    id, url, words = link
    id = id or slug(url.partition("://")[2] or words)
    sources.setdefault(id, {"id": id, "url": url, "title": words if words != url else ""})
    return id


@cache
def _ids(column: str) -> Mapping[str, str]:
    """The values of a column by their names in every language."""
    names = vocabulary.COLUMNS[column].items()
    return {language(tag).gettext(name): id for tag in ENDONYMS for id, name in names}
