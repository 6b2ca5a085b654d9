"""The page of a dataset that is not shown: every fault, where it is and what is wanted."""

from html import escape

import streamlit as st

from timeline.faults import Fault, FaultyDataset
from timeline.language import Language

SHOWN = 100


def show(faulty: FaultyDataset, language: Language) -> None:
    """A table of the faults; past ``SHOWN`` they are only counted."""
    say, faults = language.gettext, faulty.faults
    heading = language.ngettext(
        "The dataset has {number} fault and is not shown",
        "The dataset has {number} faults and is not shown",
        len(faults),
    )
    advice = say("Nothing is drawn from a file that could be read wrongly. Correct these cells and reload.")
    names = (say("File"), say("Row"), say("Column"), say("Value"), say("Wanted"))
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(_row(fault, language) for fault in faults[:SHOWN])
    rest = len(faults) - SHOWN
    more = f"<p>{language.ngettext('and {number} more', 'and {number} more', rest)}</p>" if rest > 0 else ""
    with st.container(key="faults"):
        st.html(
            f'<div class="err" role="alert"><header><h2>{heading}</h2><p>{advice}</p></header>'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</div>"
        )


def _row(fault: Fault, language: Language) -> str:
    details = {name: language.gettext(value) if value else value for name, value in fault.details.items()}
    cells = (
        f"<code>{escape(fault.file)}</code>",
        language.number(fault.row) if fault.row else "",
        f"<code>{escape(fault.column)}</code>" if fault.column else "",
        f"<code>{escape(fault.value[:200])}</code>" if fault.value else "",
        escape(language.gettext(fault.wanted, **details)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
