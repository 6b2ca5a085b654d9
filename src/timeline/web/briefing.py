"""``/briefing``: the filtered record as one page to print or keep, its sources as numbered notes."""

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline import tables
from timeline.charts import svg
from timeline.cite import event_link
from timeline.dates import parse
from timeline.html.answer import ignored, latest, legend, limits, sentence
from timeline.html.event import source_item, statements
from timeline.html.facts import card_foot, sign, when
from timeline.html.heading import heading
from timeline.html.text import own_words
from timeline.tables import Row, split
from timeline.view import MANY, View
from timeline.web.document import Head, document, view_address
from timeline.web.made import Made
from timeline.web.reply import reply, viewed
from timeline.web.request import link, public_url

_made = Made(2**24)


def routes() -> list[Route]:
    """The route of the briefing."""
    return [Route("/briefing", page)]


@viewed(focused=True)
def page(request: Request, view: View) -> Response:
    """The briefing of the view that the query asks for."""
    tag, root = view.language.tag, public_url(request)
    # One of a thousand events takes a third of a second of a core, and browsers look whether it has changed.
    name = ("briefing", view.selection, tuple(view.ignored), tag, root)
    body = _made.of(view.store, name, lambda: briefing(view, root).encode())
    return reply(request, body, "text/html", language=tag, max_age=60)


def briefing(view: View, root: str, *, picture: str = "", whole: bool = False) -> str:
    """The whole page: what was asked, the timeline, the latest events, and the notes that they cite.

    ``picture`` stands in place of the still timeline; ``whole``: the page fetches nothing.
    """
    view = view.latest(MANY)
    notes = numbered(view)
    rows = tables.rows(view.events)
    # One question for all: a thousand would take as many times as long.
    said = view.store.said(row["id"] for row in rows)
    events = "".join(
        _event(row, number, view, notes, said.get(row["id"], ()), root)
        for number, row in enumerate(rows, start=1)
    )
    body = (
        f'<main class="sheet">{_opening(view)}{picture or _picture(view, root)}{events}{_notes(view, notes)}'
        f"{_closing(view, root)}</main>"
    )
    say = view.language.gettext
    head = Head(
        "/briefing",
        title=say("Briefing: {title}", title=view.title),
        description=limits(view) or view.title,
        image=link(root, "/cards/view.png", view.asked, lang=view.language.tag),
    )
    return document(view, root, head, body, whole=whole)


def numbered(view: View) -> dict[str, int]:
    """The sources that the view's events cite, numbered in the order in which they are met."""
    cited = (id for cell in view.events["sources"] for id in split(cell))
    known = view.store.cited(view.events["sources"])
    return {id: number for number, id in enumerate(dict.fromkeys(id for id in cited if id in known), start=1)}


def _opening(view: View) -> str:
    say = view.language.gettext
    chosen = [view.named(name, value) for name, value in view.selection.filters()]
    narrowed = (
        f"<p>{say('Narrowed by: {filters}', filters=escape(view.language.listed(chosen)))}</p>"
        if chosen
        else ""
    )
    said = (ignored(view), latest(view) if view.is_cut else "")
    notes = "".join(f'<p class="note">{words}</p>' for words in said if words)
    return (
        f'{heading(view, standfirst=False)}<div class="answer"><span class="say">{sentence(view)}</span>'
        f'<span class="imp">{escape(limits(view))}</span></div>{narrowed}{notes}'
    )


def _picture(view: View, root: str) -> str:
    if view.events.empty:
        return f"<p>{view.language.gettext('No event matches all of these filters')}</p>"
    picture = svg.timeline(
        view.events,
        view.stage,
        view.language,
        href=lambda id: event_link(root, id, view.language.tag),
        title=view.title,
    )
    return f'<div class="place-in-time">{legend(view, is_drawn=True)}{picture}</div>'


def _event(row: Row, number: int, view: View, notes: dict[str, int], said: Sequence[Row], root: str) -> str:
    cited = [notes[id] for id in split(row["sources"]) if id in notes]
    numbers = "".join(f'<a href="#note-{note}">[{note}]</a>' for note in cited)
    # Digits after a Latin name join its run, and in Arabic stood before it, together with the full stop.
    refs = f'<bdi class="refs" dir="{view.language.direction}">{numbers}</bdi>'
    address = escape(event_link(root, row["id"], view.language.tag))
    title = f'<a href="{address}">{own_words(row, "title", view.language)}</a>'
    note = own_words(row, "note", view.language)
    return (
        f'<section class="brief" id="event-{escape(row["id"])}"><div class="when">{number}. {sign(row)} '
        f"{when(row, view.language)}</div><h2>{title}</h2>{card_foot(row, view)}"
        f'<p class="sum">{own_words(row, "summary", view.language)} {refs}</p>'
        f"{statements(said, view, whole=True)}"
        f"{f'<p class=note>{note}</p>' if note else ''}</section>"
    )


def _notes(view: View, notes: dict[str, int]) -> str:
    if not notes:
        return ""
    known = view.store.cited(view.events["sources"])
    items = (source_item(known[id], view.language, f"note-{number}") for id, number in notes.items())
    heading = view.language.gettext("Sources")
    return f'<section class="brief"><h2>{heading}</h2><ol class="notes src">{"".join(items)}</ol></section>'


def _closing(view: View, root: str) -> str:
    """The address of the view, and as of when the record is."""
    say, changed = view.language.gettext, view.store.dataset.modified
    address, name = escape(view_address(root, view)), view.store.dataset.package.licence
    as_of, licence = "", ""
    if changed:
        as_of = say("The record was last changed on {date}.", date=view.language.when(parse(changed)))
    if name:
        licence = say("Licence of our own text: {licence}.", licence=escape(name))
    return (
        f'<section class="brief small"><p>{as_of} {licence}</p>'
        f'<p><bdi dir="ltr"><a href="{address}">{address}</a></bdi></p></section>'
    )
