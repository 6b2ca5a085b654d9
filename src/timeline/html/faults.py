"""Faults as a table: where each is, and what is wanted."""

from collections.abc import Mapping, Sequence
from html import escape

from timeline.faults import Fault
from timeline.language import Language

SHOWN = 100
# The detail of a fault that is a value of the record.
NEAREST = "nearest"


def listed(faults: Sequence[Fault], language: Language) -> str:
    """A table of the faults; past ``SHOWN`` they are only counted."""
    say = language.gettext
    names = (say("File"), say("Row"), say("Column"), say("Value"), say("Wanted"))
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(_row(names, fault, language) for fault in faults[:SHOWN])
    rest = len(faults) - SHOWN
    more = f"<p>{language.ngettext('and {number} more', 'and {number} more', rest)}</p>" if rest > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def wanted(fault: Fault, language: Language) -> str:
    """What is wanted instead, as text in the reader's language."""
    return language.gettext(fault.wanted, **spoken(fault.details, language))


def spoken(details: Mapping[str, str], language: Language) -> dict[str, str]:
    """Details of a message in the reader's language; what is a value of the data keeps its direction.

    The nearest value is one to write as it stands, though a word of ours may be spelt like it.
    """
    return {
        name: said
        if name != NEAREST and (said := language.gettext(value)) != value
        else language.embedded(value)
        for name, value in details.items()
    }


def _row(names: Sequence[str], fault: Fault, language: Language) -> str:
    cells = (
        f"<code>{escape(fault.file)}</code>",
        language.number(fault.row) if fault.row else "",
        f"<code>{escape(fault.column)}</code>" if fault.column else "",
        f"<code>{escape(fault.value[:200])}</code>" if fault.value else "",
        escape(wanted(fault, language)),
    )
    # A phone has no room for the table's head: each cell names itself there.
    named = (f'<td data-name="{name}">{cell}</td>' for name, cell in zip(names, cells, strict=True))
    return f"<tr>{''.join(named)}</tr>"
