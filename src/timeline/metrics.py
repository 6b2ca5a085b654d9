"""What the running server counts of itself, for ``/metrics``: everything that is counted is named here.

Whoever has something to count calls one function or wears one decorator of this room, and need not know
Prometheus (https://prometheus.io/docs/practices/naming/). Nothing that a visitor typed is ever a label.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from timeline import logs

P = ParamSpec("P")
T = TypeVar("T")

MEDIA_TYPE = CONTENT_TYPE_LATEST
# Longer than a visitor should wait for a whole view.
SLOW_SECONDS = 1.0
_QUERY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_RERUN_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

# When each counter began would be a line beside each, and all began with the process.
disable_created_metrics()  # type: ignore[no-untyped-call]
_registry = CollectorRegistry()
# The process's own figures: memory, processor time, open files, collections of garbage.
for collector in (ProcessCollector, PlatformCollector, GCCollector):
    collector(registry=_registry)

_reruns = Histogram(
    "timeline_rerun_seconds",
    "Time of one run of the dashboard's script, or of a fragment of it.",
    buckets=_RERUN_BUCKETS,
    registry=_registry,
)
_queries = Histogram(
    "timeline_query_seconds",
    "Time the Store took to work out an answer that it had not kept.",
    ["answer"],
    buckets=_QUERY_BUCKETS,
    registry=_registry,
)
_answers = Counter(
    "timeline_answers",
    "Answers of the Store: those it had kept (hit) and those it had to work out (miss).",
    ["answer", "cache"],
    registry=_registry,
)
_requests = Counter(
    "timeline_requests",
    "Answers of the server by route and HTTP status.",
    ["route", "status"],
    registry=_registry,
)
_sessions = Gauge("timeline_sessions", "Dashboards that are open in a browser.", registry=_registry)
_version = Gauge(
    "timeline_data_version",
    "A number that changes whenever the record, or what is wrong with its files, does.",
    registry=_registry,
)
_events = Gauge("timeline_data_events", "Events of the record that is shown.", registry=_registry)
_faults = Gauge("timeline_data_faults", "Faults of the files on the disk.", registry=_registry)

_log = logging.getLogger(__name__)


def exposition() -> bytes:
    """Every figure as it is now, in Prometheus' text format (``MEDIA_TYPE``)."""
    return generate_latest(_registry)


def rerun(run: Callable[P, T]) -> Callable[P, T]:
    """Decorate what runs the dashboard's script once."""
    return _reruns.time()(run)


def answered(answer: str, *, was_kept: bool) -> None:
    """Count one answer of the Store."""
    _answers.labels(answer, "hit" if was_kept else "miss").inc()


@contextmanager
def queried(answer: str) -> Iterator[None]:
    """Time what works out the ``answer``; if that takes over ``SLOW_SECONDS`` it is logged."""
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - started
        _queries.labels(answer).observe(seconds)
        if seconds > SLOW_SECONDS:
            logs.tell(_log, logging.WARNING, "slow query", answer=answer, ms=round(seconds * 1000))


def requested(route: str, status: int) -> None:
    """Count one answer of the server; ``route`` is a pattern, never an address."""
    _requests.labels(route, str(status)).inc()


def read(version: int, events: int, faults: int) -> None:
    """Say what the files gave when they were last read."""
    _version.set(version)
    _events.set(events)
    _faults.set(faults)


def sessions(number: Callable[[], float]) -> None:
    """Ask ``number`` for the open sessions whenever somebody wants to know."""
    _sessions.set_function(number)
