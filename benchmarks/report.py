"""The outcome of a run as a table, or as JSON for a program that keeps the history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEADINGS = ("measure", "ours ms", "baseline ms", "ratio", "limit", "")


@dataclass(frozen=True)
class Outcome:
    """One measure: each pair is our wait and the empty app's, in milliseconds."""

    name: str
    pairs: Sequence[tuple[float, float]]
    limit: float | None = None

    @property
    def ours(self) -> float:
        """Our median."""
        return median(ours for ours, _ in self.pairs)

    @property
    def baseline(self) -> float:
        """The empty app's median."""
        return median(baseline for _, baseline in self.pairs)

    @property
    def ratio(self) -> float:
        """The median of the pairs' ratios: a pair shares its moment, two medians do not."""
        return median(ours / baseline for ours, baseline in self.pairs)

    @property
    def is_over(self) -> bool:
        """Whether the limit, if there is one, is passed."""
        return self.limit is not None and self.ratio > self.limit


def table(outcomes: Sequence[Outcome]) -> str:
    """Plain text, the columns aligned."""
    rows = [HEADINGS, *map(_cells, outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = (
        "  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in rows)
    )
    pairs = min(len(outcome.pairs) for outcome in outcomes)
    note = f"Medians of {pairs} pairs; ratio is the median of the pairs' own ratios."
    return "\n".join([*(line.rstrip() for line in lines), "", note])


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Every pair as well as the medians."""
    return json.dumps(
        [
            {
                "measure": outcome.name,
                "ours_ms": round(outcome.ours, 1),
                "baseline_ms": round(outcome.baseline, 1),
                "ratio": round(outcome.ratio, 3),
                "ratio_of_medians": round(outcome.ours / outcome.baseline, 3),
                "limit": outcome.limit,
                "over": outcome.is_over,
                "pairs_ms": [[round(wait, 1) for wait in pair] for pair in outcome.pairs],
            }
            for outcome in outcomes
        ],
        indent=2,
    )


def _cells(outcome: Outcome) -> tuple[str, ...]:
    limited = outcome.limit is not None
    verdict = ("over" if outcome.is_over else "ok") if limited else ""
    return (
        outcome.name,
        f"{outcome.ours:,.0f}",
        f"{outcome.baseline:,.0f}",
        f"{outcome.ratio:.2f}",
        f"{outcome.limit:.2f}" if limited else "",
        verdict,
    )
