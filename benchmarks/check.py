"""``timeline check`` of a million rows, beside ``pandas.read_csv`` of the same file."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import synthetic
from benchmarks.report import Ratio, Row
from benchmarks.visits import in_turns
from running.servers import ROOT

# What is read must be judged as well, and held once more to be judged.
TIME_LIMIT = 4.0
MEMORY_LIMIT = 3.0
ROWS = 1_000_000

Cost = tuple[float, float]


def rows(pairs: int) -> list[Row]:
    """Whole processes, each with its start: seconds of the clock, and the most memory held."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "events.csv"
        synthetic.events(file, ROWS)
        ours = [sys.executable, "-c", "from timeline.cli import main; main()", "check", str(file)]
        theirs = [sys.executable, "-c", f"import pandas; pandas.read_csv({str(file)!r})"]
        costs = list(in_turns(pairs, lambda: cost(ours), lambda: cost(theirs)))
    return [
        Ratio(
            "check of a million rows",
            [(mine[0] * 1000, other[0] * 1000) for mine, other in costs],
            "pandas.read_csv",
            TIME_LIMIT,
        ),
        Ratio(
            "its memory",
            [(mine[1], other[1]) for mine, other in costs],
            "pandas.read_csv",
            MEMORY_LIMIT,
            unit="MB",
        ),
    ]


def cost(command: list[str]) -> Cost:
    """Seconds and megabytes (of the largest process) that ``command`` takes; RuntimeError if it fails."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        process = os.posix_spawn(command[0], command, environment, file_actions=actions)
        _, status, used = os.wait4(process, 0)
        took = time.perf_counter() - started
        if status:
            output.seek(0)
            raise RuntimeError(f"{command}: {output.read(2000).decode(errors='replace')}")
    return took, used.ru_maxrss / 1024
