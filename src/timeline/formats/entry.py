"""What a feed and a calendar both say of an event."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from timeline import vocabulary
from timeline.dates import parse
from timeline.outline import Outline
from timeline.plaintext import clean, one_line
from timeline.tables import Row, split
from timeline.view import View


def title(view: View) -> str:
    """The record's title and what narrows it: whoever follows two parts of a record tells them apart."""
    parts = [view.title, *(view.named(name, value) for name, value in view.selection.filters())]
    asked = parse(view.asked.dates)
    if asked.earliest or asked.latest:
        parts.append(view.language.span(asked.earliest, asked.latest))
    return one_line(" · ".join(parts))


def headline(view: View, row: Row) -> str:
    """Date, kind, status and verification in words: neither format has a place of its own for them."""
    say, when = view.language.gettext, parse(row["date"])
    known = "" if when.day_is_known else f" ({say('day not reported')})"
    names = (
        vocabulary.KINDS.get(row["kind"], ""),
        vocabulary.status(row["kind"], row["status"]),
        vocabulary.VERIFICATIONS.get(row["verification"], ""),
    )
    return " · ".join([view.language.when(when) + known, *(say(name) for name in names if name)])


def topics(view: View, row: Row) -> dict[str, str]:
    """The event's topics: id -> label in the view's language."""
    return {clean(id): one_line(view.named("topic", id)) for id in split(row["topics"])}


def sources(row: Row, cited: Mapping[str, Row]) -> list[Row]:
    """Those of the sources ``cited`` that are the event's."""
    return [cited[id] for id in split(row["sources"]) if id in cited]


def changed(dataset: Outline, modified: str) -> datetime:
    """When a row changed, from its ``modified``, else the record's; where neither says, from its file."""
    text = modified or dataset.modified
    when = parse(text) if text else None
    day = (when.earliest or when.latest) if when else None
    # The record knows no times.
    return datetime.combine(day, time(), UTC) if day else datetime.fromtimestamp(int(dataset.written), UTC)
