"""What a feed and a calendar both say of an event."""

from datetime import UTC, date, datetime, time

from timeline import vocabulary
from timeline.dataset import Dataset
from timeline.dates import parse
from timeline.plaintext import clean, one_line
from timeline.tables import Row, localised, split
from timeline.view import View


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
    known = view.store.dataset.by_id["topics"]
    labels = {id: localised(known.get(id, {}), "label", view.language.tag) for id in split(row["topics"])}
    return {clean(id): one_line(label or id) for id, label in labels.items()}


def sources(view: View, row: Row) -> list[Row]:
    """The rows of the event's sources."""
    known = view.store.dataset.by_id["sources"]
    return [known[id] for id in split(row["sources"]) if id in known]


def changed(dataset: Dataset, modified: str) -> datetime:
    """When a row changed, from its ``modified``, else the record's; where neither says, from its file."""
    text = modified or dataset.modified
    when = parse(text) if text else None
    day = (when.earliest or when.latest) if when else None
    return at_midnight(day) if day else _of_file(dataset)


def at_midnight(day: date) -> datetime:
    """The first moment of ``day``: the record knows no times."""
    return datetime.combine(day, time(), UTC)


def _of_file(dataset: Dataset) -> datetime:
    file = dataset.folder / "events.csv"
    stamp = (file if file.exists() else dataset.folder).stat().st_mtime
    return datetime.fromtimestamp(int(stamp), UTC)
