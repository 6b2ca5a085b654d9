"""What a visitor asks of the record, and all that follows from it: which events, which days, which one.

The dashboard and every page that is served beside it make the same ``View`` of the same address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import cast
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

from timeline import dates, search, vocabulary
from timeline.answers import Summary
from timeline.density import Bucket, Ends, deepest, ends
from timeline.language import Language
from timeline.outline import Outline
from timeline.periods import Calendar, fitting
from timeline.selection import EVERYTHING, Ignored, Selection
from timeline.store import LISTED, Store
from timeline.tables import Row, localised
from timeline.vocabulary import Theme

# More events than these are counted and not drawn one by one: by then most marks of a lane lie on others,
# few have a label, and each adds 700 bytes to what a browser is sent.
FEW = 300
# More that lie at one moment, in all lanes, would make a timeline of several screens; a mark takes this part
# of its width.
DEEP = 24
_MARK = 0.02
# More on one page are no reading: a briefing and a story end somewhere.
MANY = 1_000


@dataclass(frozen=True)
class View:
    """One visitor's view. ``selection`` is what the URL says, ``asked`` what that means.

    ``address`` is the page's own, without the query; ``theme`` matters only to charts that are pictures;
    ``is_embedded``: it stands in a frame of somebody else's page, and shows itself alone;
    ``is_private``: the record is the visitor's own, and no address leads to it; ``most``: of more events
    than so many, only the latest are in ``events``; 0 sets no limit.
    """

    store: Store
    selection: Selection
    ignored: Ignored
    language: Language
    address: str = ""
    theme: Theme = "light"
    is_embedded: bool = False
    is_private: bool = False
    most: int = 0

    @cached_property
    def title(self) -> str:
        """The record's title in the view's language, or in another one rather than nothing."""
        titles = self.store.dataset.package.titles
        found = titles.get(self.language.tag) or next(iter(titles.values()), "")
        return found or self.language.gettext("A record of diplomatic events")

    def page_title(self, page: str) -> str:
        """What a browser calls ``page``: its name before the record's title, which the main one has alone."""
        name = self.language.gettext(vocabulary.PAGES.get(page, "")) if page else ""
        return f"{name} – {self.title}" if name else self.title

    @cached_property
    def asked(self) -> Selection:
        """The selection with the dates that it leaves to the dashboard: the dataset's focus."""
        return replace(self.selection, dates=self.selection.dates or self.default_dates)

    @cached_property
    def hits(self) -> tuple[str, ...]:
        """The words that are searched for, folded, as ``html`` marks them."""
        return search.words(self.selection.q)

    @cached_property
    def default_dates(self) -> str:
        """The EDTF interval that a link without dates opens on."""
        return self.store.dataset.package.focus or EVERYTHING

    @property
    def summary(self) -> Summary:
        """How many events match, and what is not known about them."""
        return self.store.summary(self.asked)

    @property
    def count(self) -> int:
        """How many events match."""
        return self.summary.events

    def would_show(self, selection: Selection) -> int:
        """How many events would match if it asked for ``selection``."""
        return replace(self, selection=selection).count

    @property
    def are_few(self) -> bool:
        """Whether the matching events are shown one by one; if not, they are counted."""
        return self.count <= FEW

    @cached_property
    def are_drawn(self) -> bool:
        """Whether the timeline has a mark for each: they are few, at any moment of a lane too."""
        if not DEEP < self.count <= FEW:
            return self.are_few
        first, last = self.stage
        shortest = _MARK * ((last - first).days + 1)
        # Lanes stand over each other, so that what they need adds up.
        return sum(deepest(lane, shortest) for _, lane in self.events.groupby("role")) <= DEEP

    @cached_property
    def events(self) -> pd.DataFrame:
        """The matching events, oldest first: all of them, so that a page first asks if they ``are_few``."""
        if self.is_cut:
            return self.store.events(self.asked, offset=self.count - self.most, limit=self.most)
        return self.store.events(self.asked)

    @property
    def is_cut(self) -> bool:
        """Whether ``events`` are the latest alone."""
        return 0 < self.most < self.count

    def latest(self, most: int = FEW) -> "View":
        """The same view with no more than the latest of its events, for who looks at each of them."""
        return replace(self, most=most)

    @cached_property
    def calendar(self) -> Calendar:
        """By which periods the matching events are counted."""
        return fitting(*self.window)

    @property
    def buckets(self) -> Sequence[Bucket]:
        """How many matching events each period may hold; the Store has them, whoever else asks."""
        return self.store.density(self.asked, self.calendar)

    def within(self, period: str) -> str:
        """The days of an EDTF ``period`` that are asked for, as an EDTF date or interval."""
        asked, wanted = dates.parse(self.asked.dates), dates.parse(period)
        first = max((day for day in (asked.earliest, wanted.earliest) if day), default=None)
        last = min((day for day in (asked.latest, wanted.latest) if day), default=None)
        if (first, last) == (wanted.earliest, wanted.latest) or (first and last and first > last):
            return period
        return dates.between(first, last)

    @cached_property
    def page(self) -> int:
        """The page of the list, from 0, that the selected event is on; the first if it is on none."""
        return (self.store.position(self.asked, self.selected) or 0) // LISTED if self.selected else 0

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return -(-self.count // LISTED)

    def listed(self, page: int) -> pd.DataFrame:
        """The events on a page of the list."""
        return self.store.events(self.asked, offset=page * LISTED, limit=LISTED)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the matching events, in the vocabulary's order; one without a kind counts for none."""
        return [kind for kind in vocabulary.KINDS if kind in self.summary.kinds]

    @cached_property
    def window(self) -> tuple[date, date]:
        """The first and last day asked for; where an end is open, that of the record."""
        return closed(self.asked.dates, self.store.extent())

    @cached_property
    def stage(self) -> tuple[date, date]:
        """The window with room at both ends, on a phone too, for the ring of their day's mark."""
        first, last = self.window
        room = max(-(-(last - first).days // 22), 1)
        return dates.shifted(first, -room), dates.shifted(last, room)

    @cached_property
    def selected(self) -> str:
        """The id of the event in the details: the one asked for, else the latest contact in view."""
        if self.selection.event:
            return self.selection.event
        return self.summary.latest

    @cached_property
    def chosen(self) -> Row | None:
        """The row of the selected event, None if there is none.

        The list shows the page that it is on, if it is on one: to read it by itself takes as long again.
        """
        if not self.selected:
            return None
        page = self.listed(self.page)
        found = page[page["id"] == self.selected]
        return self.store.event(self.selected) if found.empty else cast(Row, found.iloc[0].to_dict())

    @property
    def root(self) -> str:
        """Where the dashboard lies, without the slash at the end: its pages stand directly under it."""
        scheme, host, path, _, _ = urlsplit(self.address)
        return urlunsplit((scheme, host, path.rpartition("/")[0], "", ""))

    def named(self, name: str, value: str) -> str:
        """The value of a filter in the reader's words: a topic's label, a place's name."""
        return named(self.store.dataset, name, value, self.language)

    def link(self, tag: str, *, to_record: bool = False) -> str:
        """The full address of this view in the language ``tag``, with every default spelled out.

        With ``to_record`` it leads to the main page, whichever page asks.
        """
        spelled = replace(self.asked, lang=tag, event=self.selected)
        scheme, host, path, _, _ = urlsplit(self.address)
        if to_record:
            path = path.rpartition("/")[0]
        return urlunsplit((scheme, host, path or "/", spelled.in_address(), ""))


def closed(text: str, extent: Ends) -> tuple[date, date]:
    """The first and last of the days that ``ends`` gives; today if it gives none."""
    first, last = ends(text, extent)
    first = first or last or date.today()
    return first, last or first


def named(dataset: Outline, name: str, value: str, language: Language) -> str:
    """The value of the filter ``name`` in the words of ``language``; one without a name stays as it is."""
    if name == "topic":
        return localised(dataset.by_id["topics"].get(value, {}), "label", language.tag) or value
    if name == "place":
        return localised(dataset.by_id["places"].get(value, {}), "name", language.tag) or value
    if name == "party":
        return language.territory(value)
    listed = vocabulary.COLUMNS.get(name, {})
    return language.gettext(listed[value]) if value in listed else value
