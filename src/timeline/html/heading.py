"""The top of every page: a rule in the parties' colours, the record's title, and what stands under it."""

from html import escape

from timeline.html.text import said_in
from timeline.view import View


def heading(view: View, *, standfirst: bool = True) -> str:
    """The whole of it, or what is above the ``standfirst``."""
    package = view.store.dataset.package
    colours = "".join(
        f'<i style="background:var(--party-{escape(party.code)})"></i>'
        for party in package.parties
        if party.mark
    )
    words = said_in(package.standfirsts, view.language) if standfirst else ""
    stand = f'<p class="stand">{words}</p>' if words else ""
    return f'<div class="duo" aria-hidden="true">{colours}</div><h1>{escape(view.title)}</h1>{stand}'
