"""Preview pictures: what a chat or a news site shows of a link to an event or to a view.

``/cards/<id>.png`` is the card of one event, ``/cards/view.png?...`` that of any Selection. A card says
no more than the page behind it, in the same words and marks. Drawing takes longer than everything else
that a card needs, so cards are kept for as long as their record stands.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline import vocabulary
from timeline.charts.look import colour, mark, outline
from timeline.dates import parse
from timeline.html.answer import limits, sentence
from timeline.tables import Row, localised, split
from timeline.view import View
from timeline.web.card_timeline import legend, timeline
from timeline.web.drawing import EDGE, END, Face, Sheet, clean, elided, fitted, heading, width
from timeline.web.made import Made
from timeline.web.reply import reply, viewed

MAX_AGE = 3600
# Cards are about 70 kB each.
KEPT_BYTES = 2**25

_BADGES = {"corroborated": ("tint", "primary"), "conflicting": ("amber-page", "amber")}
_ROW = 54
_SWATCH = 18
_made = Made(KEPT_BYTES)


def routes() -> list[Route]:
    """The routes of all cards; whatever else is asked for under them is no event."""
    return [
        Route("/cards/view.png", of_view),
        Route("/cards/{id}.png", of_event),
        Route("/cards", of_event),
        Route("/cards/{rest:path}", of_event),
    ]


@viewed(focused=True)
def of_view(request: Request, view: View) -> Response:
    """The card of the view that the query asks for."""
    asked = replace(view.asked, lang=view.language.tag)
    return _reply(request, view, f"?{asked.to_query()}", lambda: view_card(view))


@viewed(focused=True)
def of_event(request: Request, view: View) -> Response:
    """The card of one event, or 404 in the visitor's language."""
    id = request.path_params.get("id", "")
    if id not in view.store.known["event"]:
        words = view.language.gettext("There is no such event.").encode()
        return reply(request, words, "text/plain", language=view.language.tag, status=404)
    return _reply(request, view, f"{id}?{view.language.tag}", lambda: event_card(view.store.event(id), view))


def event_card(row: Row, view: View) -> bytes:
    """One event as a PNG: its title large, when, what, between whom, and how well it is attested."""
    sheet = Sheet(view.language)
    _rule(sheet, view)
    record = elided(clean(view.title), "sans-regular", 27, END - EDGE)
    sheet.text(EDGE, 116, record, "sans-regular", 27, colour("muted", "light"))
    foot = _facts(sheet, row, view)
    title = clean(localised(row, "title", view.language.tag))
    y = _heading(sheet, title, 142, foot - 98, (66, 60, 54, 49, 44, 40, 36, 33))
    _date(sheet, row, view, y + 70)
    return sheet.png()


def view_card(view: View) -> bytes:
    """A view as a PNG: the record's title, what was asked and how much of it there is, its timeline."""
    sheet = Sheet(view.language)
    _rule(sheet, view)
    y = _heading(sheet, clean(view.title), 80, 190, (52, 47, 42, 38, 34)) + 56
    x: float = EDGE
    for at, words in enumerate(re.split("</?b>", sentence(view))):
        face: Face = "sans-semibold" if at % 2 else "sans-regular"
        x = sheet.text(x, y, words, face, 33, colour("text", "light"))
    for words, ink in ((_filters(view), "primary"), (limits(view), "muted")):
        if words:
            y += 40
            line = elided(clean(words), "sans-regular", 25, END - EDGE)
            sheet.text(EDGE, y, line, "sans-regular", 25, colour(ink, "light"))
    y = legend(sheet, view, y + 52)
    timeline(sheet, view, y + 28, 552)
    return sheet.png()


def _reply(request: Request, view: View, name: str, draw: Callable[[], bytes]) -> Response:
    card = _made.of(view.store, ("card", name), draw)
    return reply(request, card, "image/png", language=view.language.tag, max_age=MAX_AGE)


def _rule(sheet: Sheet, view: View) -> None:
    """The two-colour rule of the parties."""
    x = EDGE
    for party in view.store.dataset.package.parties[:6]:
        sheet.box(x, x + 60, 56, 63, party.mark.get("light") or colour("control", "light"))
        x += 60


def _heading(sheet: Sheet, words: str, top: float, bottom: float, sizes: tuple[int, ...]) -> float:
    """The title as large as it fits; return its last baseline."""
    face = heading(words, sheet.language)
    leading = 1.2 if face == "serif-semibold" else 1.38
    size, lines = fitted(words, face, sizes, END - EDGE, bottom - top, leading)
    y = top + size * (0.2 - leading / 2 + 0.62)
    for line in lines:
        y += size * leading
        sheet.text(EDGE, y - size * 0.2, line, face, size, colour("text", "light"))
    return y - size * 0.2


def _date(sheet: Sheet, row: Row, view: View, y: float) -> None:
    """The date in words, and what of it is not known."""
    language, when = view.language, parse(row["date"])
    words = language.when(when)
    unknown = "" if when.day_is_known else f" — {language.gettext('day not reported')}"
    size = next((size for size in (35, 30, 26) if _reach(words, unknown, size) <= END - EDGE), 22)
    x = sheet.text(EDGE, y, words, "sans-semibold", size, colour("text", "light"))
    sheet.text(x, y, unknown, "sans-regular", size, colour("muted", "light"))


def _reach(words: str, unknown: str, size: int) -> float:
    return width(words, "sans-semibold", size) + width(unknown, "sans-regular", size)


def _facts(sheet: Sheet, row: Row, view: View) -> float:
    """Kind, parties and verification under a hairline, in one row if they fit; return where it lies."""
    language, kind = view.language, mark(row["kind"])
    words = language.gettext(vocabulary.KINDS.get(row["kind"], ""))
    hollow = row["status"] in vocabulary.HOLLOW
    status = language.gettext(vocabulary.STATUSES[row["status"]]) if hollow else ""
    what = " · ".join(part for part in (words, status) if part)
    names = [(code, clean(language.territory(code))) for code in split(row["parties"])]
    after = EDGE + 46 + width(what, "sans-semibold", 28) + 44
    verdict = language.gettext(vocabulary.VERIFICATIONS.get(row["verification"], ""))
    room = END - (width(verdict, "sans-regular", 25) + 64 if verdict else 0) - after
    together = sum(_party_width(name) for _, name in names) <= room
    y = 566.0 if together else 566.0 - _ROW
    sheet.box(EDGE, END, y - 62, y - 60, colour("line", "light"))
    corners = outline(kind.symbol, 15)
    reach = max(across for across, _ in corners)
    sheet.shape(EDGE + reach, y - 10, corners, kind.light, hollow=3.2 if hollow else 0)
    sheet.text(EDGE + 46, y, what, "sans-semibold", 28, colour("text", "light"))
    if verdict:
        _badge(sheet, verdict, row["verification"], y)
    _parties(sheet, names, view, after if together else EDGE, 566)
    return y - 62


def _badge(sheet: Sheet, words: str, verification: str, y: float) -> None:
    ground, ink = _BADGES.get(verification, ("wash", "text"))
    start = END - width(words, "sans-regular", 25) - 40
    sheet.box(start, END, y - 33, y + 14, colour(ground, "light"), radius=8)
    sheet.text(start + 20, y - 1, words, "sans-regular", 25, colour(ink, "light"))


def _parties(sheet: Sheet, names: list[tuple[str, str]], view: View, x: float, y: float) -> None:
    """Each party with its swatch; those beyond the edge are counted."""
    language, ink = view.language, colour("text", "light")
    colours = {party.code: party.mark.get("light", "") for party in view.store.dataset.package.parties}
    for at, (code, name) in enumerate(names):
        left = len(names) - at
        more = language.ngettext("and {number} more", "and {number} more", left)
        spare = END - x - (width(more, "sans-regular", 28) if left > 1 else 0)
        if at and _party_width(name) > spare:
            sheet.text(x, y, more, "sans-regular", 28, ink)
            return
        if colours.get(code):
            sheet.box(x, x + _SWATCH, y - 19, y - 19 + _SWATCH, colours[code], radius=3)
        else:
            sheet.box(x, x + _SWATCH, y - 19, y - 19 + _SWATCH, colour("control", "light"), radius=3)
            sheet.box(x + 2, x + _SWATCH - 2, y - 17, y - 21 + _SWATCH, colour("page", "light"), radius=2)
        short = elided(name, "sans-regular", 28, spare - _SWATCH - 12)
        x = sheet.text(x + _SWATCH + 12, y, short, "sans-regular", 28, ink) + 30


def _party_width(name: str) -> float:
    return _SWATCH + 12 + width(name, "sans-regular", 28) + 30


def _filters(view: View) -> str:
    """What narrows the view, in the reader's words."""
    return " · ".join(view.named(name, value) for name, value in view.selection.filters())
