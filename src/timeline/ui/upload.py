"""Where a visitor's file comes in, and how it was understood."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from timeline.html.faults import spoken
from timeline.intake import dates, encoding, fetching, headings
from timeline.intake.notes import PAIR, Note
from timeline.intake.reading import NO_NAMES, ONE_SHEET
from timeline.intake.settling import DOUBTS
from timeline.intake.workbook import SWAPPED
from timeline.language import Language
from timeline.tables import in_language
from timeline.ui import yours
from timeline.ui.columns import NAMES, named
from timeline.ui.text import notice, plain
from timeline.ui.yours import Yours
from timeline.view import View
from timeline.vocabulary import COLUMNS, N_

KINDS = ("csv", "tsv", "txt", "xlsx", "xlsm", "zip")
_SCHEME = "https://"
# What nobody but its writer can judge, and what would be wrong in silence.
_DOUBTS = (*DOUBTS, SWAPPED, ONE_SHEET, NO_NAMES)
# Streamlit's own limit, which it keeps before a file gets here.
_MOST = st.get_option("server.maxUploadSize")
_EXAMPLE = (
    ("2025-08-05/2025-08-08", N_("Meeting on the margins of a conference"), "TKM; SOM"),
    ("2025-12", N_("Visit, the day not reported"), "SOM; TKM"),
)


def show(view: View) -> None:
    """The place to drop a file, and by the operator's leave the address of one."""
    say, held = view.language.gettext, yours.held()
    with st.container(key="upload"):
        # A file that was taken leaves the widget: it is then named below, and another can be dropped.
        key = f"yours_file-{yours.taken()}"
        st.file_uploader(
            say("Drop a CSV or Excel file with one event in each row, at most {most} MB", most=_MOST),
            type=list(KINDS),
            key=key,
            on_change=_take,
            args=(key,),
        )
        if fetching.is_allowed():
            _address(view.language)
        if held:
            with st.container(key="held", horizontal=True):
                number = len(held.mending.events)
                rows = view.language.ngettext("{number} row", "{number} rows", number)
                st.html(f"<p><b><bdi>{escape(held.name)}</bdi></b> · {rows}</p>")
                st.button(say("Forget this file"), key="forget", type="tertiary", on_click=yours.forget)


def example(view: View) -> None:
    """What a file may look like, for those who have none yet."""
    say = view.language.gettext
    names = ("date", "title", "parties")
    head = "".join(f"<th>{say(NAMES[name])} <code>{name}</code></th>" for name in names)
    rows = "".join(
        f"<tr><td><code>{when}</code></td><td>{say(title)}</td><td><code>{parties}</code></td></tr>"
        for when, title, parties in _EXAMPLE
    )
    words = (
        say(
            "A date and a title are enough. Other columns are recognised by their names in English or "
            "Arabic; what was recognised is shown and can be changed."
        ),
        say("Nothing is guessed in silence: a date such as 03/04/2025 is asked about, never assumed."),
    )
    st.html(
        f'<div class="prose"><h2>{say("What the file needs")}</h2><p>{words[0]}</p>'
        f"<table class='sample'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p>{words[1]}</p></div>"
    )


def understood(view: View, held: Yours) -> None:
    """The question that the dates ask, how the file was read, and what each column was read as."""
    say = view.language.gettext
    _order(view, held)
    if doubts := [note for note in held.mending.notes if note.message in _DOUBTS]:
        with st.container(key="doubts"):
            st.html("".join(notice(_said(note, view.language)) for note in doubts))
    open_ = any(held.mending.row_of(fault) is None for fault in held.mending.faults)
    with st.expander(say("How the file was read"), expanded=open_, key="understood"):
        spoken = "".join(
            f"<li>{_said(note, view.language)}</li>" for note in held.mending.notes if _is_news(note)
        )
        if spoken:
            st.html(f"<ul class='read'>{spoken}</ul>")
        if any(note.details.get("encoding") in encoding.CODE_PAGES.values() for note in held.mending.notes):
            _encoding(view, held)
        _columns(view, held)


def _take(key: str) -> None:
    file = st.session_state[key]
    if file:
        yours.take(file.name, file.getvalue())


def _address(language: Language) -> None:
    say = language.gettext
    with st.form("fetch", border=False):
        st.text_input(
            say("or give the address of a published sheet as CSV"),
            key="fetch_address",
            placeholder=_SCHEME,
        )
        st.form_submit_button(say("Read it"), on_click=_fetch)
    refused = st.session_state.pop("fetch_refused", "")
    if refused:
        st.error(say(refused))


def _fetch() -> None:
    try:
        yours.take(*fetching.fetch(st.session_state["fetch_address"]))
    except fetching.Refused as refused:
        st.session_state["fetch_refused"] = str(refused)


def _said(note: Note, language: Language) -> str:
    details = spoken(note.details, language)
    for name in ("column", "ours"):
        column = note.details.get(name, "")
        if (said := named(column, language)) != column:
            details[name] = said
    if note.pairs:
        details["pairs"] = _paired(note, language)
    return escape(language.gettext(note.message, **details))


def _paired(note: Note, language: Language) -> str:
    """Cells and their meanings; both run in their own direction, or the meaning would stand first."""
    names = COLUMNS.get(note.details.get("column", ""), {})
    pairs = []
    for cell, id in note.pairs:
        name = language.gettext(names[id]) if id in names else id
        # What a cell says already is no meaning of it.
        meaning = language.embedded(id if name == cell else name)
        pairs.append(language.gettext(PAIR, cell=language.embedded(cell), meaning=meaning))
    rest = [language.ngettext("{number} more word", "{number} more words", note.more)] if note.more else []
    return language.listed([*map(language.embedded, pairs), *rest])


def _is_news(note: Note) -> bool:
    """Whether the note tells more than the selectboxes below it, and the line above them."""
    return "theirs" not in note.details and note.message not in _DOUBTS


def _order(view: View, held: Yours) -> None:
    """Ask once for the order of day and month in all dates that have two readings."""
    say = view.language.gettext
    asked = next((fault for fault in held.mending.faults if fault.wanted == dates.QUESTION), None)
    if not asked and held.answers.day_first is None:
        return
    example = asked.value if asked else ""
    with st.container(key="order", border=True):
        if example:
            question = say(
                "What does {date} mean? The answer holds for every such date.",
                date=f"<b>{escape(example)}</b>",
            )
        else:
            question = say("The order of day and month in this file")
        st.html(f"<p>{question}</p>")
        labels = {True: say("day, then month"), False: say("month, then day")}
        # A widget keeps what was answered about the file before; each shows what is held of this one.
        st.session_state["day_first"] = held.answers.day_first
        st.segmented_control(
            say("The order of day and month in this file"),
            [True, False],
            key="day_first",
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            on_change=_answer,
            args=("day_first",),
        )


def _answer(name: str) -> None:
    """Take what the widget of this name, and so the answer of this name, holds."""
    held = yours.held()
    if held:
        yours.change(held.answering(replace(held.answers, **{name: st.session_state[name]})))


def _encoding(view: View, held: Yours) -> None:
    say = view.language.gettext
    st.session_state["encoding"] = held.answers.encoding
    st.selectbox(
        say("Encoding"),
        ["", *encoding.CODE_PAGES],
        key="encoding",
        format_func=lambda codec: say(encoding.CODE_PAGES[codec]) if codec else say("As recognised"),
        on_change=_answer,
        args=("encoding",),
    )


def _columns(view: View, held: Yours) -> None:
    """A selectbox for each column of the file, set to the guess."""
    say = view.language.gettext
    guessed = held.mending.intake.columns
    offered = ["", *(target for target in headings.targets() if target in NAMES)]
    # A text may be in any language, and only the file says in which.
    offered += [ours for ours in guessed.values() if ours not in offered and in_language(ours)[1]]
    if not guessed:
        return
    st.html(f"<h3>{say('What each column holds')}</h3>")
    with st.container(key="guesses", horizontal=True):
        for number, (theirs, ours) in enumerate(guessed.items()):
            key = f"column-{number}"
            st.session_state[key] = ours if ours in offered else ""
            st.selectbox(
                plain(theirs),
                offered,
                key=key,
                width=210,
                format_func=lambda target: named(target, view.language),
                on_change=partial(_answer_column, theirs, key),
            )


def _answer_column(theirs: str, key: str) -> None:
    held = yours.held()
    if not held:
        return
    chosen = st.session_state[key]
    # Every guess shown so far is kept, so that one answer changes one column; two cannot be the same.
    columns = {name: "" if ours == chosen else ours for name, ours in held.mending.intake.columns.items()} | {
        theirs: chosen
    }
    yours.change(held.answering(replace(held.answers, columns=columns)))
