"""The visitor's own record: held in their session, seen by nobody else, written nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

from timeline import dataset, record, tables
from timeline.engine.embedded import Embedded
from timeline.intake import Intake, read_bytes
from timeline.intake.mending import Mending
from timeline.language import ENDONYMS, Language, language
from timeline.package import Package
from timeline.selection import Selection
from timeline.store import Store
from timeline.ui.view import go, of
from timeline.view import View
from timeline.vocabulary import N_, PAGES

PAGE = "yours"
TITLE = PAGES[PAGE]
PROMISE = N_(
    "A spreadsheet of yours as a timeline and a map. It is held in memory while this page is open: never "
    "written to the server’s disk, and seen by nobody else."
)


@dataclass(frozen=True)
class Answers:
    """What a reader has said about their file: its columns, its encoding, the order of day and month."""

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    day_first: bool | None = None


@dataclass(frozen=True)
class Yours:
    """A file as it was dropped, what was answered about it, and what was mended in it."""

    name: str
    raw: bytes
    answers: Answers
    mending: Mending

    def answering(self, answers: Answers) -> "Yours":
        """The same file read anew; what was mended stays."""
        mending = replace(self.mending, intake=_read(self.name, self.raw, answers))
        return replace(self, answers=answers, mending=mending)


def held() -> Yours | None:
    """The visitor's file, if they have dropped one."""
    found: Yours | None = st.session_state.get("yours")
    return found


def take(name: str, raw: bytes) -> None:
    """Hold a new file, and ask nothing of it yet; call it from a callback."""
    answers = Answers()
    # By its number each file has widgets of its own: none says again what was said of another.
    st.session_state["taken"] = taken() + 1
    st.session_state["yours"] = Yours(name, raw, answers, Mending(_read(name, raw, answers)))
    # What was clicked was a part of another file's map.
    st.session_state.pop("map-part", None)
    go(Selection(lang=st.query_params.get("lang", "")))


def taken() -> int:
    """How many files the visitor has given so far."""
    number: int = st.session_state.get("taken", 0)
    return number


def forget() -> None:
    """Let go of the file and of everything made of it; call it from a callback."""
    for key in ("yours", "yours_drawn"):
        st.session_state.pop(key, None)
    go(Selection(lang=st.query_params.get("lang", "")))


def change(yours: Yours) -> None:
    """Hold the file with another answer or another cell; call it from a callback."""
    st.session_state["yours"] = yours


def view() -> View:
    """The view of the visitor's own record: of its sound rows; an empty one before there is any."""
    yours = held()
    drawn: tuple[Yours | None, Store] | None = st.session_state.get("yours_drawn")
    # Compared by identity: each change makes another, and comparing frames would cost a reading.
    if drawn is None or drawn[0] is not yours:
        drawn = (yours, _store(yours))
        st.session_state["yours_drawn"] = drawn
    return of(drawn[1], is_private=True)


def title(language: Language) -> str:
    """What the record is called in a file made of it: the name of the one that was dropped."""
    yours = held()
    return Path(yours.name).stem if yours else language.gettext(TITLE)


def _read(name: str, raw: bytes, answers: Answers) -> Intake:
    return read_bytes(
        name, raw, columns=answers.columns, encoding=answers.encoding, day_first=answers.day_first
    )


def _store(yours: Yours | None) -> Store:
    spoken = {tag: language(tag).gettext for tag in ENDONYMS}
    nothing = _read("", b"date,title\n", Answers())
    frames = yours.mending.sound[0] if yours else nothing.frames
    # Whoever reads the record that is served in a further language keeps that language here.
    served = record.current().dataset.languages
    package = Package(
        languages=tuple(dict.fromkeys((*served, *tables.languages((), frames["events"].columns)))),
        titles={tag: say(TITLE) for tag, say in spoken.items()},
        standfirsts={tag: say(PROMISE) for tag, say in spoken.items()},
    )
    # Each visitor with a file has a database: nine threads for each would soon be hundreds.
    return Store(Embedded(dataset.draft(frames, package, Path()).dataset(), is_one_of_many=True))
