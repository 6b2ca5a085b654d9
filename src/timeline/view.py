"""What a visitor asks of the record, and all that follows from it: which events, which days, which one.

The dashboard and every page that is served beside it make the same ``View`` of the same address.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode, urlsplit, urlunsplit

import pandas as pd

from timeline import dates, vocabulary
from timeline.language import Language
from timeline.selection import EVERYTHING, Ignored, Selection
from timeline.store import Store
from timeline.tables import localised
from timeline.vocabulary import Theme


@dataclass(frozen=True)
class View:
    """One visitor's view. ``selection`` is what the URL says, ``asked`` what that means.

    ``address`` is the page's own, without the query; ``theme`` matters only to charts that are pictures;
    ``is_embedded``: it stands in a frame of somebody else's page, and shows itself alone;
    ``is_private``: the record is the visitor's own, and no address leads to it.
    """

    store: Store
    selection: Selection
    ignored: Ignored
    language: Language
    address: str = ""
    theme: Theme = "light"
    is_embedded: bool = False
    is_private: bool = False

    @cached_property
    def title(self) -> str:
        """The record's title in the view's language, or in another one rather than nothing."""
        titles = self.store.dataset.package.titles
        found = titles.get(self.language.tag) or next(iter(titles.values()), "")
        return found or self.language.gettext("A record of diplomatic events")

    @cached_property
    def asked(self) -> Selection:
        """The selection with the dates that it leaves to the dashboard: the dataset's focus."""
        return replace(self.selection, dates=self.selection.dates or self.default_dates)

    @cached_property
    def default_dates(self) -> str:
        """The EDTF interval that a link without dates opens on."""
        return self.store.dataset.package.focus or EVERYTHING

    @cached_property
    def events(self) -> pd.DataFrame:
        """The matching events, oldest first."""
        return self.store.events(self.asked)

    @cached_property
    def window(self) -> tuple[date, date]:
        """The first and last day asked for; where an end is open, that of the record."""
        return closed(self.asked.dates, self.store.extent())

    @cached_property
    def stage(self) -> tuple[date, date]:
        """The window with a little room at both ends for the marks of its first and last day."""
        first, last = self.window
        days = max((last - first).days, 1)
        return dates.shifted(first, -max(days // 40, 1)), dates.shifted(last, max(days // 30, 1))

    @cached_property
    def selected(self) -> str:
        """The id of the event in the details: the one asked for, else the latest contact in view."""
        if self.selection.event:
            return self.selection.event
        contacts = self.events[self.events["role"] != "context"]
        latest = contacts if len(contacts) else self.events
        return str(latest["id"].iloc[-1]) if len(latest) else ""

    @property
    def root(self) -> str:
        """Where the dashboard lies, without the slash at the end: its pages stand directly under it."""
        scheme, host, path, _, _ = urlsplit(self.address)
        return urlunsplit((scheme, host, path.rpartition("/")[0], "", ""))

    def named(self, name: str, value: str) -> str:
        """The value of a filter in the reader's words: a topic's label, a place's name."""
        known = self.store.dataset.by_id
        if name == "topic":
            return localised(known["topics"].get(value, {}), "label", self.language.tag) or value
        if name == "place":
            return localised(known["places"].get(value, {}), "name", self.language.tag) or value
        if name == "party":
            return self.language.territory(value)
        listed = vocabulary.COLUMNS.get(name, {})
        return self.language.gettext(listed[value]) if value in listed else value

    def link(self, tag: str, *, to_record: bool = False) -> str:
        """The full address of this view in the language ``tag``, with every default spelled out.

        With ``to_record`` it leads to the main page, whichever page asks.
        """
        spelled = replace(self.asked, lang=tag, event=self.selected)
        scheme, host, path, _, _ = urlsplit(self.address)
        if to_record:
            path = path.rpartition("/")[0]
        return urlunsplit((scheme, host, path or "/", urlencode(spelled.to_pairs(), safe="/"), ""))


def closed(text: str, extent: tuple[date | None, date | None]) -> tuple[date, date]:
    """The first and last day of the EDTF interval ``text``, open ends taken from ``extent``."""
    span = dates.parse(text)
    first = span.earliest or extent[0] or span.latest or date.today()
    last = span.latest or extent[1] or first
    return min(first, last), max(first, last)
