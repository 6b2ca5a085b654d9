"""Views of ten million events: what the slowest twentieth takes, and the memory of the process that answers.

Each view is asked all that ``answers`` asks, by a topic, a kind and a party, a place, by letters, numbers or
both, and by days alone; its days are its own, so that nothing is known beforehand. The process does nothing
else. To make the record takes a quarter of an hour and 5 GB, so that it is measured only where it is named.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.answers import answer
from benchmarks.crowd import p95
from benchmarks.records import Record, large
from benchmarks.report import Alone, Row
from timeline import dates
from timeline.language import language
from timeline.origin import origin
from timeline.selection import Selection
from timeline.view import View

HUGE = 10_000_000
# Milliseconds in which a page still feels alive, and megabytes that a small machine has.
TIME_LIMIT = 1000.0
MEMORY_LIMIT = 2048.0
ASKED = {
    "days": Selection(),
    "topics": Selection(topic=("water", "trade")),
    "kind and party": Selection(kind=("meeting",), party=("TUR",)),
    "place": Selection(place=("ashgabat",)),
    "letters": Selection(q="water talks"),
    "numbers": Selection(q="4711"),
    "letters and numbers": Selection(q="transport 20251"),
}


@dataclass(frozen=True)
class Views(Alone):
    """``each`` has the times of every question of ``ASKED``, in ms."""

    each: dict[str, list[float]] = field(default_factory=dict)

    @property
    def record(self) -> dict[str, Any]:
        """With it, whoever speeds them up knows where to look."""
        medians = {name: round(median(times), 1) for name, times in self.each.items()}
        return {**super().record, "each": medians}


def rows(turns: int) -> list[Row]:
    """The views of the huge record."""
    return list(measured(large(HUGE), turns))


def measured(record: Record, turns: int) -> tuple[Views, Alone]:
    """Every question of ``ASKED`` at each of so many ``turns``, in a process that ends with them."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        each, memory = process.submit(_asked, record.served, turns).result()
    times = [time for some in each.values() for time in some]
    took = Views(f"views of {record.name}, p95", times, TIME_LIMIT, "ms", judged=p95, each=each)
    return took, Alone("most memory for them", [memory], MEMORY_LIMIT, "MB")


def _asked(place: Path, turns: int) -> tuple[dict[str, list[float]], float]:
    """The times of each question in ms, and the most memory that was held meanwhile in MB."""
    store = origin(str(place)).opened()
    first, last = store.extent()
    if not (first and last):
        raise ValueError(f"{place}: want a record with events")
    each: dict[str, list[float]] = {name: [] for name in ASKED}
    # The first turn reads what stays in memory.
    for turn in range(turns + 1):
        for at, (name, asked) in enumerate(ASKED.items()):
            aside = timedelta(days=1 + turn * len(ASKED) + at)
            shown = asked.with_(dates=dates.between(first + aside, last - aside))
            took = sum(answer(View(store, shown, (), language("en"))).values())
            if turn:
                each[name].append(took)
    return each, _most_held()


def _most_held() -> float:
    """The most megabytes that this process has held: what its parent held before it was another is not in."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
