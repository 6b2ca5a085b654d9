"""The ids of the events that match, oldest first, as a sequence of which little is ever fetched."""

from collections.abc import Sequence
from typing import Protocol, overload

import pandas as pd

from timeline.selection import Selection


class _Store(Protocol):
    """What is asked of a Store here, which itself gives these ids."""

    def has(self, id: str) -> bool: ...
    def position(self, selection: Selection, id: str) -> int | None: ...
    def count(self, selection: Selection) -> int: ...
    def events(self, selection: Selection, *, offset: int, limit: int | None) -> pd.DataFrame: ...


class Ids(Sequence[str]):
    """To ask for one does not fetch the others, but a ``page`` of so many, which is likely kept already."""

    def __init__(self, store: _Store, selection: Selection, page: int) -> None:
        """Fetch nothing yet."""
        self._store, self._selection, self._page = store, selection, page

    def __contains__(self, id: object) -> bool:
        """Whether the event matches."""
        known = isinstance(id, str) and bool(id) and self._store.has(id)
        return known and self._store.position(self._selection, str(id)) is not None

    def __len__(self) -> int:
        """How many events match."""
        return self._store.count(self._selection)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """The id at this place among those that match."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            raise IndexError(at)
        offset = at // self._page * self._page
        some = self._store.events(self._selection, offset=offset, limit=self._page)
        return str(some["id"].iloc[at - offset])
