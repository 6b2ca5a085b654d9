"""The rows of the visitor's file with what is wrong with each, to be mended where they stand."""

from binascii import crc32
from collections import defaultdict
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from timeline.faults import Fault
from timeline.html.faults import wanted
from timeline.intake import dates, headings
from timeline.intake.mending import Mending
from timeline.intake.reading import NO_COLUMN
from timeline.language import Language
from timeline.ui import yours
from timeline.ui.columns import named
from timeline.ui.table import FOUR_LINES
from timeline.ui.text import notice
from timeline.ui.yours import Yours
from timeline.view import View
from timeline.vocabulary import COLUMNS

# As many rows as a browser can hold with ease; past them only those with faults are worth showing.
MOST = 1000
SHORT = 200
# So many faults without a row of the grid are listed, and so many letters of their values.
_APART, _SHOWN = 20, 200
FAULTS, LEAVE_OUT = "faults", "leave_out"
_HEAD = 35
# So many letters of the faults surely stand in one line.
_ONE_LINE = 56
_WIDTHS = {"date": 180, "title": 260, "summary": 260}


def show(view: View, held: Yours) -> None:
    """How many faults there are, those of the file as a whole, and the rows to mend."""
    mending, language = held.mending, view.language
    _summary(view, mending)
    rows = _rows(view, mending)
    if not len(rows):
        return
    grid = table(mending, rows, language)
    columns = [name for name in grid.columns if name not in (FAULTS, LEAVE_OUT)]
    # Another file or set of rows is another grid, or what was typed would land in other rows.
    others = st.session_state.get("mended_as_other", 0)
    mark = crc32(repr((yours.taken(), list(rows), columns, others)).encode())
    key = f"grid-{mark:08x}"
    height = row_height(grid)
    with st.container(key="mending"):
        st.data_editor(
            grid,
            key=key,
            hide_index=False,
            width="stretch",
            height=_HEAD + min(len(grid) * height, 10 * _HEAD if height == _HEAD else 6 * height) + 3,
            row_height=height,
            disabled=["_index", FAULTS],
            column_config=_config(columns, language),
            on_change=partial(_mend, key, list(rows)),
            alt=language.gettext("The rows of your file, each with its faults; cells can be changed"),
        )


def table(mending: Mending, rows: "pd.Index[Any]", language: Language) -> pd.DataFrame:
    """The rows as the grid shows them: faults in words first, then the cells."""
    said: dict[int, list[str]] = defaultdict(list)
    for fault in mending.faults:
        if (row := mending.row_of(fault)) is not None:
            said[row].append(_in_words(fault, language))
    events = mending.events
    order = [column for column in headings.targets() if column in events]
    missing = [column for column in ("date", "title") if column not in _texts(events)]
    cells = events.loc[rows].reindex(
        columns=[*order, *(c for c in events if c not in order), *missing], fill_value=""
    )
    cells.insert(0, FAULTS, [" · ".join(said[row]) for row in rows])
    cells.insert(1, LEAVE_OUT, [row in mending.left_out for row in rows])
    return cells


def row_height(grid: pd.DataFrame) -> int:
    """How many pixels high the rows are, so that the longest list of faults can be read to its end."""
    return FOUR_LINES if grid[FAULTS].str.len().max() > _ONE_LINE else _HEAD


def _texts(events: pd.DataFrame) -> set[str]:
    """The columns that are there, a title in any language counting as a title."""
    return {column.partition("_")[0] if column.startswith("title_") else column for column in events.columns}


def _in_words(fault: Fault, language: Language, where: str = "", value: str = "") -> str:
    """What is wanted as a sentence, after its column; ``where`` and ``value`` are what no grid says of it."""
    say, words = language.gettext, _wanted(fault, language)
    column = named(fault.column, language) if fault.column else ""
    if fault.wanted == NO_COLUMN:
        return say("No column was read as {column}; choose it above", column=column)
    place = say(", ").join(part for part in (where, column, value) if part)
    if fault.wanted == dates.QUESTION:
        return say("{place}: {question}", place=place, question=words)
    if not place:
        return say("Wanted: {wanted}", wanted=words)
    return say("{place} – wanted: {wanted}", place=place, wanted=words)


def _wanted(fault: Fault, language: Language) -> str:
    """What is wanted; of listed values the names, since a cell of this page may hold those, too."""
    names = COLUMNS.get(fault.column or "", {})
    ids = ", ".join(fault.details.values()).split(", ")
    if not set(ids) <= set(names):
        return wanted(fault, language)
    quoted = [language.gettext("“{name}”", name=language.gettext(names[id])) for id in names if id in ids]
    return language.gettext(fault.wanted, **dict.fromkeys(fault.details, language.listed(quoted)))


def _summary(view: View, mending: Mending) -> None:
    """One line for the whole, and one for each fault that no row of the grid shows."""
    language, faults = view.language, mending.faults
    if faults:
        words = language.ngettext("{number} fault", "{number} faults", len(faults))
        missing = mending.sound[1]
        rest = language.ngettext(
            "{number} row is not drawn until it is mended.",
            "{number} rows are not drawn until they are mended.",
            missing,
        )
        line = f"<b>{words}</b>{f' · {rest}' if missing else ''}"
    else:
        line = f"<b>{language.gettext('No faults')}</b>"
    apart = [fault for fault in faults if mending.row_of(fault) is None]
    items = [escape(_placed(mending, fault, language)) for fault in apart[:_APART]]
    if (more := len(apart) - len(items)) > 0:
        items.append(language.ngettext("and {number} more", "and {number} more", more))
    said = "".join(f"<li>{item}</li>" for item in items)
    with st.container(key="verdict"):
        st.html(notice(line, warns=bool(faults)) + (f"<ul>{said}</ul>" if said else ""))


def _placed(mending: Mending, fault: Fault, language: Language) -> str:
    """The fault in words after its row; in a table that has no grid after its file and before its value."""
    say = language.gettext
    row = say("row {row}", row=fault.row) if fault.row else ""
    if mending.table_of(fault) == "events":
        return _in_words(fault, language, row)
    where = say(", ").join(part for part in (language.embedded(fault.file), row) if part)
    value = say("“{name}”", name=language.embedded(fault.value[:_SHOWN])) if fault.value else ""
    return _in_words(fault, language, where, value)


def _rows(view: View, mending: Mending) -> "pd.Index[Any]":
    """The rows to show: all, or those with faults, as the reader chooses."""
    language, every = view.language, mending.events.index
    wrong = every[every.isin([row for fault in mending.faults if (row := mending.row_of(fault)) is not None])]
    labels = {
        "faulty": f"{language.gettext('Rows with faults')} :gray[{len(wrong)}]",
        "all": f"{language.gettext('All rows')} :gray[{len(every)}]",
    }
    if len(every):
        start = "all" if len(every) <= SHORT else "faulty"
        chosen = st.segmented_control(
            language.gettext("Rows"),
            list(labels),
            key="rows",
            default=start,
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            required=True,
        )
    else:
        chosen = "all"
    rows = wrong if chosen == "faulty" else every
    if len(rows) > MOST:
        words = language.ngettext(
            "Only the first {number} row is shown.", "Only the first {number} rows are shown.", MOST
        )
        st.html(f"<p class='caption'>{words}</p>")
    return rows[:MOST]


def _config(columns: list[str], language: Language) -> dict[str, Any]:
    say = language.gettext
    return {
        "_index": st.column_config.NumberColumn(say("Row"), width=56),
        FAULTS: st.column_config.TextColumn(say("Faults"), width=440),
        LEAVE_OUT: st.column_config.CheckboxColumn(say("Leave out"), width=100),
        **{
            column: st.column_config.TextColumn(
                named(column, language), width=_WIDTHS.get(column.partition("_")[0], 130)
            )
            for column in columns
        },
    }


def _mend(key: str, rows: list[int]) -> None:
    held = yours.held()
    if not held:
        return
    mending = held.mending
    typed: list[tuple[int, str, str]] = []
    for position, changes in st.session_state[key]["edited_rows"].items():
        row = rows[int(position)]
        for column, value in changes.items():
            if column == LEAVE_OUT:
                mending = mending.leaving_out(row, bool(value))
            else:
                typed.append((row, column, str(value or "").strip()))
                mending = mending.with_cell(*typed[-1])
    if any(mending.events.at[row, column] != text for row, column, text in typed):
        # The grid keeps what was typed; where it means another text, only a new grid shows that.
        st.session_state["mended_as_other"] = st.session_state.get("mended_as_other", 0) + 1
    yours.change(replace(held, mending=mending))
