"""The servers under test, each started for a measurement and ended with it.

The dashboard and the apps beside it are started with ``streamlit run app.py``, as anyone starts them.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What a measurement cannot do without; everything else is each app's own settings.
QUIETLY = ("--server.headless=true", "--browser.gatherUsageStats=false")
PATIENCE = 60.0


def serving(folder: Path, data: Path | None = None) -> AbstractContextManager[str]:
    """The address of ``app.py`` in ``folder``, served from there for as long as the context lasts.

    ``data`` is the record that it shows, else the one that ships.
    """
    command = ("streamlit", "run", "app.py", "--server.port={port}", *QUIETLY)
    return running(command, folder, ready="/_stcore/health", data=data)


@contextmanager
def running(
    command: Sequence[str], folder: Path, *, ready: str = "/", data: Path | None = None
) -> Iterator[str]:
    """The address of the Python module that ``command`` runs, once it answers at the path ``ready``.

    ``{port}`` in the command stands for a free port.
    """
    port = str(_free_port())
    address = f"http://127.0.0.1:{port}"
    whole = [sys.executable, "-m", *(part.replace("{port}", port) for part in command)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(whole, cwd=folder, env=_environment(data), stdout=log, stderr=log)
        try:
            if not _answers(f"{address}{ready}", server):
                log.seek(0)
                raise RuntimeError(f"{command[0]} in {folder}: no answer\n{log.read().decode()}")
            yield f"{address}/"
        finally:
            _end(server)


def _environment(data: Path | None) -> dict[str, str]:
    """This process's own, without what would change Streamlit's settings, and with the record wanted."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "TIMELINE_DATA" and not name.startswith("STREAMLIT_")
    }
    return {**kept, "TIMELINE_DATA": str(data)} if data else kept


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
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
