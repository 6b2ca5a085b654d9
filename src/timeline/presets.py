"""The ready-made stretches of time that a reader is offered."""

from datetime import date

from timeline import dates
from timeline.selection import EVERYTHING, Selection
from timeline.view import View


def presets(view: View) -> dict[str, tuple[str, Selection]]:
    """The focus, the contacts on record, everything: id -> (label, selection)."""
    say, plainly = view.language.gettext, view.selection.with_(role=())
    found: dict[str, tuple[str, Selection]] = {}
    focus = view.store.dataset.package.focus
    if focus:
        span = dates.parse(focus)
        if span.earliest and span.latest:
            found["focus"] = (_months(span.earliest, span.latest, view), plainly.with_(dates=""))
    first, _ = view.store.extent()
    if first is None:
        return found
    contact = view.store.summary(Selection(role=("contact",))).first
    if contact:
        year = contact.year
        label = say("Recorded contacts since {year}", year=year)
        found["contacts"] = (label, view.selection.with_(dates=f"{year:04d}/..", role=("contact",)))
    label = say("Everything since {year}", year=first.year)
    whole = "" if view.default_dates == EVERYTHING else EVERYTHING
    found["everything"] = (label, plainly.with_(dates=whole))
    return found


def chosen_preset(view: View, offered: dict[str, tuple[str, Selection]]) -> str | None:
    """The id of the preset that the view is, if it is one."""
    here = view.selection
    matching = (
        id for id, (_, chosen) in offered.items() if (chosen.dates, chosen.role) == (here.dates, here.role)
    )
    return next(matching, None)


def _months(first: date, last: date, view: View) -> str:
    """``Aug–Dec 2025``."""
    if first.year == last.year and first.month != last.month:
        opening = view.language.month(first, short=True, year=False)
        return f"{opening}–{view.language.month(last, short=True)}"
    return view.language.when(dates.parse(view.store.dataset.package.focus))
