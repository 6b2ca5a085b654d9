"""What stands around the cards of the list."""

from timeline.store import LISTED
from timeline.view import View


def page(view: View, number: int) -> str:
    """``51 to 100 of 3,412``: which of the events a page of the list holds."""
    language = view.language
    first, last = number * LISTED + 1, min((number + 1) * LISTED, view.count)
    return language.gettext(
        "{first} to {last} of {total}",
        first=language.number(first),
        last=language.number(last),
        total=language.number(view.count),
    )
