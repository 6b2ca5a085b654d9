"""What is wrong with a dataset, in the words of the person who can mend it.

A fault says where (file, row, column), which value, and what was wanted. ``wanted`` is a message
id, so that the page can say it in the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One mistake in one file. ``row`` counts as a spreadsheet does: the header is row 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    wanted: str
    details: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """``events.csv, row 3, date: want a year, ... (got '08/2025')``."""
        row = f"row {self.row}" if self.row else None
        place = ", ".join(part for part in (self.file, row, self.column) if part)
        got = "" if self.value is None else f" (got {self.value!r})"
        return f"{place}: want {self.wanted.format(**self.details)}{got}"

    def order(self) -> tuple[str, int, str]:
        """Sort key: by file, then down its rows."""
        return (self.file, self.row or 0, self.column or "")


class FaultyDataset(ValueError):
    """A dataset that is not shown, with every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep ``faults``; they are also the text of the error, a line each."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def counted(number: int, what: str) -> str:
    """``1 fault``, ``1,000 faults``: in English, as faults are told where no page tells them."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
