"""The two servers under test, each started with ``streamlit run app.py`` and ended with the run."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EMPTY = Path(__file__).resolve().parent / "empty"
# What a measurement cannot do without; everything else is each app's own settings.
QUIETLY = ("--server.headless=true", "--browser.gatherUsageStats=false")
PATIENCE = 60.0


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of ``app.py`` in ``folder``, served from there for as long as the context lasts."""
    address = f"http://127.0.0.1:{_free_port()}"
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", *QUIETLY]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=folder, env=_environment(), stdout=log, stderr=log)
        try:
            if not _answers(address, server):
                log.seek(0)
                raise RuntimeError(f"{folder}: no answer from the server\n{log.read().decode()}")
            yield f"{address}/"
        finally:
            _end(server)


def _environment() -> dict[str, str]:
    """This process's own, without what would change the record or Streamlit's settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "TIMELINE_DATA" and not name.startswith("STREAMLIT_")
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
