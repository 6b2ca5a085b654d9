"""What was measured as a table, or as JSON for a program that keeps the history.

Three kinds of row: a pair with something beside it, a figure of ours alone, and what could not be measured.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

Pair = tuple[float, float]

HEADINGS = ("measure", "ours", "beside it", "ratio", "limit", "")
NOTE = "Medians; ratio is the median of the pairs' own ratios."


class Row(Protocol):
    """One line of the table."""

    @property
    def missed(self) -> bool:
        """Whether its limit, if there is one, is missed."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Its text under each of ``HEADINGS``."""

    @property
    def record(self) -> dict[str, Any]:
        """The same, and every figure behind it."""


@dataclass(frozen=True)
class Ratio:
    """Ours over what stands ``beside`` it; each pair was measured in the same moment."""

    name: str
    pairs: Sequence[Pair]
    beside: str
    limit: float | None = None
    unit: str = "ms"
    at_least: bool = False

    @property
    def ours(self) -> float:
        """Our median."""
        return median(ours for ours, _ in self.pairs)

    @property
    def baseline(self) -> float:
        """The median of the other."""
        return median(baseline for _, baseline in self.pairs)

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios: a pair shares its moment, two medians do not."""
        return median(ours / baseline for ours, baseline in self.pairs)

    @property
    def missed(self) -> bool:
        """Whether the ratio is on the wrong side of the limit."""
        if self.limit is None:
            return False
        return self.ratio < self.limit if self.at_least else self.ratio > self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """The ratio and what it is made of."""
        limit = f"{'≥' if self.at_least else '≤'} {self.limit:.2f}" if self.limit is not None else ""
        return (
            self.name,
            _amount(self.ours, self.unit),
            f"{_amount(self.baseline, self.unit)} {self.beside}",
            f"{self.ratio:.2f}",
            limit,
            _verdict(self.missed, "under" if self.at_least else "over") if limit else "",
        )

    @property
    def record(self) -> dict[str, Any]:
        """Every pair as well as the medians."""
        return {
            "measure": self.name,
            "beside": self.beside,
            "unit": self.unit,
            "ours": round(self.ours, 1),
            "baseline": round(self.baseline, 1),
            "ratio": round(self.ratio, 3),
            "ratio_of_medians": round(self.ours / self.baseline, 3),
            "limit": self.limit,
            "missed": self.missed,
            "pairs": [[round(one, 1) for one in pair] for pair in self.pairs],
        }


@dataclass(frozen=True)
class Alone:
    """A figure that must stay under ``limit`` whatever others need: what ``judged`` makes of all values."""

    name: str
    values: Sequence[float]
    limit: float | None = None
    unit: str = ""
    judged: Callable[[Sequence[float]], float] = median

    @property
    def ours(self) -> float:
        """The figure that is judged."""
        return self.judged(self.values)

    @property
    def missed(self) -> bool:
        """Whether it has reached the limit."""
        return self.limit is not None and self.ours >= self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """The figure and its limit."""
        limit = f"< {_amount(self.limit, self.unit)}" if self.limit is not None else ""
        verdict = _verdict(self.missed, "over") if limit else ""
        return (self.name, _amount(self.ours, self.unit), "", "", limit, verdict)

    @property
    def record(self) -> dict[str, Any]:
        """Every visit as well as what is judged."""
        return {
            "measure": self.name,
            "unit": self.unit,
            "ours": round(self.ours, 4),
            "limit": self.limit,
            "missed": self.missed,
            "values": [round(value, 4) for value in self.values],
        }


@dataclass(frozen=True)
class Unmeasured:
    """What has a limit and could not be measured: that is no pass."""

    name: str
    why: str
    missed: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        """The reason stands where the figures would."""
        return (self.name, "", self.why, "", "", "not measured")

    @property
    def record(self) -> dict[str, Any]:
        """The reason."""
        return {"measure": self.name, "not_measured": self.why, "missed": self.missed}


def table(rows: Sequence[Row]) -> str:
    """Plain text, the columns aligned."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    # The names, and what stands beside ours, are words first of all.
    aligned = [
        "  ".join(
            cell.ljust(width) if at in (0, 2, 5) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in lines
    ]
    return "\n".join([*aligned, "", NOTE])


def as_json(rows: Sequence[Row]) -> str:
    """A list of all rows with all that was measured."""
    return json.dumps([row.record for row in rows], indent=2)


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if unit else f"{value:.3f}"


def _verdict(missed: bool, wrong: str) -> str:
    return wrong if missed else "ok"
