"""How others name the record: lasting identifiers, and citations of a view or of one event.

A citation carries what a reader needs to find the same thing again: the exact link, the version of the
data and the day of its last change. The record names no author, so its title comes first. That of an
event says its date, or the day of the last change would be read as the day of the event.
"""

import json
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from timeline.dates import EdtfDate, parse
from timeline.language import Language
from timeline.outline import Outline
from timeline.plaintext import one_line
from timeline.selection import EVERYTHING, Selection
from timeline.tables import Row, localised, written_in
from timeline.view import View

# BibTeX counts braces even behind a backslash, so both are spelled out in balanced groups.
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "%&#$_"},
    }
)
# Names that babel and polyglossia know.
_TEX_LANGUAGES = {"en": "english", "ar": "arabic"}


def apa(view: View, event: str | None = None) -> str:
    """The view, or one event, as an APA-style reference in the view's language."""
    cited, say = _reference(view, event), view.language.gettext
    version = f" ({say('Version {version}', version=cited.version)})" if cited.version else ""
    form = f"{version} [{say('Data set')}]"
    when = _apa_date(view, cited.changed) if cited.changed else say("n.d.")
    if cited.record:
        inside = f"{cited.record}{form}"
        return say(
            "{entry}. ({date}). In {record}. {link}",
            entry=cited.title,
            date=when,
            record=inside,
            link=cited.url,
        )
    return f"{cited.title}{form}. ({when}). {cited.url}"


def bibtex(view: View, event: str | None = None) -> str:
    """The same as one ``@misc`` entry, for BibTeX and biblatex alike."""
    cited = _reference(view, event)
    year, month, day = (*_date_parts(cited.changed), None, None, None)[:3]
    fields: dict[str, object] = {
        # Braces of their own keep a style from changing capitals.
        "title": f"{{{cited.title.translate(_TEX)}}}",
        "year": year,
        "month": month,
        "day": day,
        "version": cited.version.translate(_TEX),
        "note": cited.record.translate(_TEX),
        "url": cited.url,
        "langid": _TEX_LANGUAGES.get(cited.language, ""),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{cited.key},\n{''.join(lines)}}}\n"


def csl_json(view: View, event: str | None = None) -> str:
    """The same as CSL-JSON, which Zotero, Pandoc and citeproc read."""
    cited = _reference(view, event)
    item: dict[str, object] = {
        "id": cited.key,
        "type": "entry" if cited.record else "dataset",
        "title": cited.title,
        "container-title": cited.record,
        "version": cited.version,
        "issued": {"date-parts": [_date_parts(cited.changed)]} if cited.changed else None,
        "URL": cited.url,
        "language": cited.language,
    }
    said = {name: value for name, value in item.items() if value}
    return json.dumps([said], ensure_ascii=False, indent=2)


def namespace(dataset: Outline) -> UUID:
    """The record's lasting name: the same on every host and in every language."""
    name = dataset.package.id or dataset.package.name or dataset.name
    try:
        return UUID(name)
    except ValueError:
        return uuid5(NAMESPACE_URL, name)


def question(view: View) -> str:
    """What the view asks of the record, whatever its language and the event in its details."""
    return replace(view.asked, lang="", event="").to_query()


def event_link(root: str, id: str, tag: str = "") -> str:
    """The address of an event's own page, in the language ``tag`` if any; of its calendar: ``id.ics``."""
    return f"{root}/events/{quote(id, safe='')}{'?lang=' if tag else ''}{tag}"


@dataclass(frozen=True)
class _Reference:
    """What is cited. ``record`` is the title of the whole where ``title`` is that of one event."""

    key: str
    title: str
    record: str
    version: str
    changed: EdtfDate | None
    url: str
    language: str


def _reference(view: View, event: str | None) -> _Reference:
    """The reference of the view, or of the event; KeyError if there is no such event."""
    dataset, tag = view.store.dataset, view.language.tag
    row: Row = view.store.event(event) if event else {}
    changed = row.get("modified") or dataset.modified
    record = one_line(view.title)
    return _Reference(
        key=_event_key(dataset, event) if event else _view_key(view),
        title=_dated_title(row, view.language) if event else record,
        record=record if event else "",
        version=one_line(dataset.package.version),
        changed=parse(changed) if changed else None,
        url=event_link(view.root, event, tag) if event else f"{view.root}/?{urlsplit(view.link(tag)).query}",
        language=written_in(row, "title", tag) if event else tag,
    )


def _dated_title(row: Row, language: Language) -> str:
    """``Telephone conversation [Event date: 3 December 2025]``, as precise as the record has it."""
    title = one_line(localised(row, "title", language.tag))
    said = language.gettext("Event date: {date}", date=language.when(parse(row["date"])))
    return f"{title} [{said}]"


def _event_key(dataset: Outline, event: str) -> str:
    return _key(event, uuid5(namespace(dataset), event))


def _view_key(view: View) -> str:
    """The record's name; where the view narrows it, with a mark of what the view asks."""
    dataset, asked = view.store.dataset, question(view)
    name = dataset.package.name or "record"
    whole = asked == Selection(dates=EVERYTHING).to_query()
    return _key(name, uuid5(namespace(dataset), asked), always=not whole)


def _key(name: str, mark: UUID, *, always: bool = False) -> str:
    """``name`` in characters that every BibTeX takes, marked where that alone would not tell it apart."""
    plain = re.sub("[^A-Za-z0-9.-]+", "-", name).strip("-")
    return f"{plain}-{mark.hex[:8]}".lstrip("-") if always or plain != name else plain


def _date_parts(when: EdtfDate | None) -> list[int]:
    """Year, month and day of a date, or of the first day of an interval, as far as they are known."""
    if when is None:
        return []
    stated = next((end for end in when.text.split("/") if end != ".."), "")
    return [int(part) for part in re.findall("[0-9]+", stated)]


def _apa_date(view: View, when: EdtfDate) -> str:
    """``2026, November 23``; a less precise date as the record says it."""
    if when.precision != "day" or not when.earliest:
        return view.language.when(when)
    day = when.earliest
    month = view.language.month(day, year=False)
    return view.language.gettext("{year}, {month} {day}", year=f"{day.year:04d}", month=month, day=day.day)
