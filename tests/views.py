"""Views for tests, as a request or a visit would make them."""

from typing import Any

from tests.datasets import shipped
from timeline.language import language
from timeline.selection import EVERYTHING, Selection
from timeline.store import Store
from timeline.view import View

ROOT = "https://timeline.example"


def view(lang: str = "en", record: Store | None = None, **asked: Any) -> View:
    """What a visitor of ``ROOT`` asks of ``record``, or of the one that ships."""
    return View(record or shipped(), Selection(lang=lang, **asked), (), language(lang), f"{ROOT}/")


def of_all_dates(record: Store, lang: str = "en", **asked: Any) -> View:
    """The same of every day of the record, unless other dates are asked for."""
    return view(lang, record, **{"dates": EVERYTHING, **asked})
