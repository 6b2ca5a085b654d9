"""The way to a Spark cluster: its address, a connection that is made again, and an end to long questions.

The address is that of Spark Connect with the name of a database in it, ``sc://host:port/NAME``, and after a
``;`` whatever Spark wants to know of the connection (``;use_ssl=true;token=...``), which no page and no log
may repeat. Spark's client is loaded by the first address, never before: few servers have it.
"""

import logging
import re
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Lock, Timer, local
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import uuid4

from timeline import logs
from timeline.engine.limits import limit
from timeline.faults import Fault, FaultyDataset
from timeline.objects import without_secrets
from timeline.unanswered import Unanswered
from timeline.vocabulary import N_

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

Answer = TypeVar("Answer")

SCHEME = "sc://"
_ADDRESS = re.compile(r"sc://(?P<host>[^/;@?]+)/(?P<name>[A-Za-z_][A-Za-z0-9_.]*)(?P<more>(;[^;]+)*)/?")
# A cluster that is told to stop a question, and has not by then, is given up: others wait for it, too.
_GRACE = 3.0
# What is gone is asked for again at once, not after the two minutes that gRPC may pause.
_CHANNEL = [("grpc.initial_reconnect_backoff_ms", 200), ("grpc.max_reconnect_backoff_ms", 1000)]
_RETRIES, _PAUSE = 3, 200
_CLOSED = re.compile("closed channel|channel closed", re.IGNORECASE)
# Spark forgets a session that was not used for an hour; this is what it says of one, then or after a start.
_IDLE = 1800.0
_FORGOTTEN = ("INVALID_HANDLE.SESSION", "SESSION_NOT_SAME", "INVALID_HANDLE.OPERATION")
_GONE = ("TABLE_OR_VIEW_NOT_FOUND", "FAILED_READ_FILE", "FileNotFoundException")
_log = logging.getLogger(__name__)


class Address(NamedTuple):
    """Where a cluster is for Spark, which of its databases the record is in, and both as logs may have it."""

    remote: str
    name: str
    shown: str


def address(text: str) -> Address:
    """Read ``sc://host:port/NAME;parameter=value``; FaultyDataset for anything else."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        wanted = N_("an address such as sc://spark.example:15002/my_record")
        raise FaultyDataset([Fault("TIMELINE_DATA", None, None, without_secrets(text), wanted)])
    host, name, more = found["host"], found["name"], found["more"]
    return Address(f"{SCHEME}{host}/{more}", name, f"{SCHEME}{host}/{name}")


class Cluster:
    """A connection, for any number of threads, made when it is needed and again when it was lost."""

    def __init__(self, place: Address, seconds: float | None = None) -> None:
        """Ask at most ``seconds`` for one answer, 0 for no limit, or as long as every engine may.

        FaultyDataset without Spark's client.
        """
        self.place = place
        self.seconds = limit() if seconds is None else seconds
        self._lock = Lock()
        self._session: SparkSession | None = None
        self._used = 0.0
        self._asking = local()
        try:
            with warnings.catch_warnings():
                # Its own pandas code is not there yet; all that is used here comes as Arrow.
                warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
                import_module("pyspark.sql.connect.session")
        except ImportError:
            wanted = N_("the extra [spark] of this program, which the server does not have installed")
            raise FaultyDataset([Fault("TIMELINE_DATA", None, None, place.shown, wanted)]) from None

    def session(self) -> "SparkSession":
        """Spark's own; its tables are good for the question in which they are made."""
        with self._lock:
            now = time.monotonic()
            if self._session is None or now - self._used > _IDLE:
                self._session = _connected(self.place.remote)
            self._used = now
            return self._session

    @contextmanager
    def question(self) -> Iterator[Callable[[], None]]:
        """Within it all that is asked belongs together, and ends in time; else it raises Unanswered.

        It gives what stops it then and there.
        """
        from grpc import RpcError
        from pyspark.errors import PySparkException

        if outer := getattr(self._asking, "now", None):
            yield outer
            return
        asked = session = None
        try:
            session = self.session()
            asked = _Asked(session, self.seconds, lambda: self._lose(session))
            self._asking.now = asked.stop
            with asked:
                yield asked.stop
        except (PySparkException, RpcError, ValueError) as error:
            is_late = bool(asked and asked.is_late)
            # A channel that is closed under a question answers with a ValueError of its own.
            if isinstance(error, ValueError) and not (is_late or _CLOSED.search(str(error))):
                raise
            raise self._unanswered(error, session, is_late=is_late) from None
        finally:
            self._asking.now = None

    def ask(self, make: Callable[["SparkSession"], Answer]) -> Answer:
        """What ``make`` finds in a session; Unanswered if that is nothing in time."""
        with self.question():
            return make(self.session())

    def close(self) -> None:
        """Leave the cluster; it forgets the session."""
        with self._lock:
            session, self._session = self._session, None
        if session:
            with suppress(Exception):  # whatever it is, there is nobody left to tell
                session.stop()

    def _unanswered(self, error: Exception, session: "SparkSession | None", *, is_late: bool) -> Unanswered:
        """Why there is no answer, as a page may say it; the log has what the cluster said."""
        if is_late:
            return Unanswered("slow")
        words = str(error)
        is_down = _is_down(error) or any(name in words for name in _FORGOTTEN)
        if is_down:
            self._lose(session)
        condition = getattr(error, "getCondition", lambda: None)() or ""
        told = {"cluster": self.place.shown, "error": type(error).__name__, "condition": condition}
        logs.tell(_log, logging.WARNING, "no answer", **told)
        if is_down:
            return Unanswered("down")
        return Unanswered("gone" if any(name in words for name in _GONE) else "failed")

    def _lose(self, session: "SparkSession | None") -> None:
        """Give up a connection: who asks next makes another one, unless somebody has."""
        with self._lock:
            if self._session is session:
                self._session = None
        if session:
            with suppress(Exception):  # it is broken already
                # Its own ``close`` first waits for what the cluster has still to say.
                session.client._channel.close()


class _Asked:
    """One question under way, which is stopped when its time is over."""

    def __init__(self, session: "SparkSession", seconds: float, give_up: Callable[[], None]) -> None:
        self._session, self._give_up = session, give_up
        self._tag = f"timeline-{uuid4().hex}"
        self._timer = Timer(seconds, self._run_out)
        self._timer.daemon = True
        self._has_limit = seconds > 0
        self._is_over = False
        self.is_late = False

    def __enter__(self) -> None:
        # Tags are the thread's own; all that it runs from now on has this one.
        self._session.addTag(self._tag)
        if self._has_limit:
            self._timer.start()

    def __exit__(self, *raised: object) -> None:
        self._is_over = True
        self._timer.cancel()
        self._session.removeTag(self._tag)

    def stop(self) -> None:
        """Stop what runs, and what is begun after it."""
        self.is_late = True
        end = time.monotonic() + _GRACE
        while not self._is_over and time.monotonic() < end:
            with suppress(Exception):  # given up after the grace
                self._session.interruptTag(self._tag)
            time.sleep(0.1)

    def _run_out(self) -> None:
        """Stop it when its time is over; give up a cluster that does not."""
        stopper = Timer(_GRACE, lambda: None if self._is_over else self._give_up())
        stopper.daemon = True
        stopper.start()
        self.stop()


def _connected(remote: str) -> "SparkSession":
    from pyspark.sql.connect.client.core import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.channelBuilder(DefaultChannelBuilder(remote, _CHANNEL)).create()
    policy = DefaultPolicy(
        max_retries=_RETRIES, initial_backoff=_PAUSE, backoff_multiplier=2.0, max_server_retry_delay=1000
    )
    session.client.set_retry_policies([policy])
    return session


def _is_down(error: Exception) -> bool:
    from grpc import RpcError, StatusCode

    found: BaseException | None = error
    while found:
        if isinstance(found, RpcError):
            return getattr(found, "code", lambda: None)() in (StatusCode.UNAVAILABLE, StatusCode.CANCELLED)
        found = found.__cause__ or found.__context__
    return "UNAVAILABLE" in str(error) or bool(_CLOSED.search(str(error)))
