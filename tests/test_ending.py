"""A server that is told to stop does, whoever is still reading."""

import gc
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from running.servers import ROOT, free_port
from tests.waiting import eventually
from timeline.web import ending

CHUNK = bytes(2**20)
# Where the way in which servers stop is written, once the app is there.
START = "import app, uvicorn; print(uvicorn.Server.shutdown.__module__)"


def endless(request: Request) -> Response:
    def parts() -> Iterator[bytes]:
        while True:
            yield CHUNK

    return StreamingResponse(parts())


def test_a_slow_reader_does_not_hold_up_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    # Put back at the end: it is patched for every server of the process.
    monkeypatch.setattr(uvicorn.Server, "shutdown", uvicorn.Server.shutdown)
    monkeypatch.setattr(ending, "PATIENCE", 0.2)
    ending.end_in_time()
    port = free_port()
    app = Starlette(routes=[Route("/", endless)])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    eventually(partial(getattr, server, "started"), True)

    with socket.create_connection(("127.0.0.1", port)) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert reader.recv(100).startswith(b"HTTP/1.1 200")
        server.should_exit = True
        running.join(20)

    assert not running.is_alive()
    assert not server.server_state.connections
    # A socket that nobody closed would be told here, and not in whichever test comes next.
    del server
    gc.collect()


def test_the_app_ends_in_time() -> None:
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, check=True, text=True)

    assert done.stdout.splitlines()[-1] == "timeline.web.ending"
