"""One fact of an event as HTML: its date, its parties, its place, how well it is attested."""

from collections.abc import Collection
from html import escape

from timeline import vocabulary
from timeline.charts.sheet import glyph
from timeline.dates import parse
from timeline.html.text import isolated
from timeline.language import Language
from timeline.tables import Row, localised, split
from timeline.view import View

# A card’s margin has room for four digits.
MOST_IN_MARGIN = 9_999


def badge(verification: str, language: Language) -> str:
    """The verification as HTML; nothing where the record does not say."""
    if not verification:
        return ""
    name = language.gettext(vocabulary.VERIFICATIONS[verification])
    return f'<span class="badge {verification}"><i aria-hidden="true"></i>{name}</span>'


def parties(cell: str, language: Language, hits: Collection[str] = ()) -> str:
    """The parties as HTML, each with the swatch of its colour if it has one."""
    return " ".join(
        f'<span class="party"><i style="background:var(--party-{escape(code)},transparent)"></i>'
        f"{isolated(language.territory(code), hits)}</span>"
        for code in split(cell)
    )


def sign(row: Row) -> str:
    """The symbol of the event: of its kind, and hollow as long as it has not taken place."""
    return glyph(row["kind"], hollow=row["status"] in vocabulary.HOLLOW)


def kind_and_role(row: Row, language: Language) -> str:
    """The event's sign, its kind, and in a word whether both parties took part, if the record says so."""
    say = language.gettext
    kind = say(vocabulary.KINDS.get(row["kind"], ""))
    role = {"contact": say("contact"), "context": say("context")}.get(row["role"], "")
    return f'{sign(row)}<b>{kind}</b><span class="muted">{"· " + role if role else ""}</span>'


def when(row: Row, language: Language) -> str:
    """The date in words as HTML, and what of it is not known."""
    date = parse(row["date"])
    known = "" if date.day_is_known else f" — {language.gettext('day not reported')}"
    return f"<b>{escape(language.when(date))}</b>{known}"


def place(row: Row, view: View) -> str:
    """The name of the event's place as HTML, ``""`` if it has none."""
    if not row["place"]:
        return ""
    found = view.store.dataset.by_id["places"].get(row["place"], {})
    return isolated(localised(found, "name", view.language.tag) or row["place"], view.hits)


def change_of_status(row: Row, language: Language) -> str:
    """``announced as planned, later held``; ``""`` where the source already said it."""
    if not row["status"] or row["status_reported"] in ("", row["status"]):
        return ""
    then, now = (vocabulary.status(row["kind"], row[column]) for column in ("status_reported", "status"))
    return language.gettext(
        "first reported as: {then}; now: {now}", then=language.gettext(then), now=language.gettext(now)
    )


def card_head(row: Row, number: int, view: View) -> str:
    """What stands above an event's title in the list: its symbol, number and date."""
    chosen = " sel" if row["id"] == view.selected else ""
    far = " far" if number > MOST_IN_MARGIN else ""
    counted = f'<span class="no">{view.language.number(number)}</span>'
    return (
        f'<div class="mk{chosen}{far}">{sign(row)}{counted}</div>'
        f'<div class="when">{when(row, view.language)}</div>'
    )


def card_foot(row: Row, view: View) -> str:
    """What stands under it: kind, place, parties, verification, and what became of the plan."""
    language = view.language
    kind = language.gettext(vocabulary.KINDS.get(row["kind"], ""))
    what = language.gettext(", ").join(part for part in (kind, place(row, view)) if part)
    status = (
        language.gettext(vocabulary.STATUSES[row["status"]]) if row["status"] in vocabulary.HOLLOW else ""
    )
    notes = [note for note in (status, change_of_status(row, language)) if note]
    return (
        f'<div class="meta"><span>{what}</span>{parties(row["parties"], language, view.hits)}'
        f"{badge(row['verification'], language)}</div>"
        + "".join(f'<div class="meta">{note}</div>' for note in notes)
    )
