"""The events of a view told one by one, oldest first.

A step is the selected event of a view, so that its address is the view's own: nothing else says how far
a reader has come. What a view does not ask for is not told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.view import FEW, View
from timeline.vocabulary import N_

# What a reader may choose, and how many seconds a step then lasts.
PACES: Mapping[str, tuple[str, int]] = {
    "slow": (N_("Slow"), 12),
    "normal": (N_("Normal"), 7),
    "fast": (N_("Fast"), 4),
}
PACE = "normal"


@dataclass(frozen=True)
class Step:
    """One event among those that are told, ``at`` its place from 0, and its neighbours, ``""`` at an end."""

    ids: Sequence[str]
    at: int

    @property
    def event(self) -> str:
        """The event that is told."""
        return self.ids[self.at]

    @property
    def previous(self) -> str:
        """The event before it."""
        return self.ids[self.at - 1] if self.at else ""

    @property
    def next(self) -> str:
        """The event after it."""
        return self.ids[self.at + 1] if self.at + 1 < len(self.ids) else ""


def step(view: View) -> Step:
    """The step that ``view`` asks for: its event, else the first. It needs events to tell."""
    ids = tuple(view.events["id"]) if view.are_few else view.store.ids(view.asked)
    event = view.selection.event
    return Step(ids, (view.store.position(view.asked, event) or 0) if event else 0)


def told(view: View) -> View:
    """``view`` with the event of its step selected, as a link to that step names it."""
    if not view.count:
        return view
    return replace(view, selection=view.selection.with_(event=step(view).event))


def is_elsewhere(view: View) -> bool:
    """Whether ``view`` asks for an event that is not among those it tells."""
    event = view.selection.event
    return bool(event) and view.store.position(view.asked, event) is None


def last_placed(step: Step, placed: Collection[str]) -> str:
    """The event that the map stands at: the one told, else the last before it that has a place.

    It follows from the step alone, so that a link shows the map that its sender saw.
    """
    # No further back than events are drawn one by one: a longer way would be asked for event by event.
    way = (step.ids[at] for at in range(step.at, max(step.at - FEW, -1), -1))
    return next((id for id in way if id in placed), "")
