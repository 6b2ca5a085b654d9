"""Servers of one's own, each on a free port, started for a block and ended with it.

The dashboard and the apps beside it are started with ``streamlit run app.py``, as anyone starts them.
"""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
# What runs a module of Python, in the environment that runs this.
PYTHON = (sys.executable, "-m")
# A busy machine is slow, which is no fault; what never comes is.
PATIENCE = 60.0
_STREAMLIT = (*PYTHON, "streamlit", "run", "app.py", "--server.port", "{port}")
# Below those that any system hands out by itself: Linux from 32,768 on, others from 49,152 (RFC 6335).
_PORTS = range(20_000, 32_768)
_HEALTH = "/_stcore/health"
# What a measurement cannot do without; everything else is each app's own settings.
_QUIETLY = ("--server.headless=true", "--browser.gatherUsageStats=false")


class Server(NamedTuple):
    """A server that runs, and where."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: IO[bytes]

    @property
    def address(self) -> str:
        """Its address by name."""
        return f"http://localhost:{self.port}"

    @property
    def by_number(self) -> str:
        """The same with a slash, for what is measured: no name is looked up."""
        return f"http://127.0.0.1:{self.port}/"

    def end(self, seconds: float = 10) -> str:
        """Stop it, by force after so long; all that it said."""
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return self.log.read().decode()


def dashboard(data: Path | None, **settings: str) -> AbstractContextManager[Server]:
    """The dashboard as ``make serve`` runs it, with the record in ``data``, else the one that ships."""
    return started(_STREAMLIT, ROOT, ready=_HEALTH, data=data, settings=settings)


@contextmanager
def serving(folder: Path, data: Path | None = None) -> Iterator[str]:
    """The address of ``app.py`` in ``folder``, served from there for as long as the context lasts.

    ``data`` is the record that it shows, else the one that ships.
    """
    with started((*_STREAMLIT, *_QUIETLY), folder, ready=_HEALTH, data=data) as server:
        yield server.by_number


@contextmanager
def started(
    command: Sequence[str],
    folder: Path,
    *,
    ready: str = "/",
    data: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run ``command`` in ``folder``, once it answers at the path ``ready``, until the block ends.

    ``{port}`` in the command stands for a free port.
    """
    port = free_port()
    whole = [part.replace("{port}", str(port)) for part in command]
    environment = {**_environment(data), **(settings or {})}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(whole, cwd=folder, env=environment, stdout=log, stderr=log)
        server = Server(port, process, log)
        try:
            if not has_answered(f"{server.address}{ready}", process):
                raise RuntimeError(f"{' '.join(whole)} in {folder}: no answer\n{server.end()}")
            yield server
        finally:
            server.end()


def has_answered(address: str, server: "subprocess.Popen[Any]") -> bool:
    """Whether ``server`` does at ``address`` before patience is over."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def free_port() -> int:
    """A port of this machine that nothing uses."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many of them. Nobody who only asks others is given one of these before its server takes it."""
    found: list[int] = []
    with ExitStack() as probes:
        for port in random.sample(_PORTS, len(_PORTS)):
            probe = probes.enter_context(socket.socket())
            with suppress(OSError):
                probe.bind(("localhost", port))
                found.append(port)
            if len(found) == count:
                return found
    raise RuntimeError(f"want {count} free ports of {_PORTS}, found {len(found)}")


def _environment(data: Path | None) -> dict[str, str]:
    """This process's own, without what would change Streamlit's settings, and with the record wanted."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "TIMELINE_DATA" and not name.startswith("STREAMLIT_")
    }
    return {**kept, "TIMELINE_DATA": str(data)} if data else kept
