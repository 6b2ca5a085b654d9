"""A Spark of the tests' own, a record in it, and the way to both."""

import importlib
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

# Compiling each small question to the last pays for itself only in a server that lasts.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@contextmanager
def spark(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Connect server on ``port``, with its tables in ``folder``, until the block ends."""
    home = Path(str(importlib.import_module("pyspark").__file__)).parent
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": _JAVA,
        # A few hundred rows: planning, and compiling what is planned, takes longer than all else.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.shuffle.partitions": 1,
        "spark.sql.warehouse.dir": folder / "tables",
        "spark.ui.enabled": "false",
    }
    command = [str(home / "bin" / "spark-submit"), "--master", "local[2]", "--driver-memory", "1g"]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    said = (folder / "spark.log").open("wb")
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    with said, subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said) as process:
        try:
            yield process
        finally:
            process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 120) -> str:
    """The address of the server once it answers; RuntimeError with what it said if that never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 5):
                return f"sc://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"no Spark on port {port}:\n{log.read_text()}")


class Door:
    """A port that leads to another one, until it is shut or stalls."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        # Bytes that came from there.
        self.passed = 0
        self._is_open, self._stalls = True, False
        self._ends: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._start(self._receive)

    def shut(self) -> None:
        """Let nobody in, and put out who is."""
        self._is_open = False
        for end in self._ends:
            with suppress(OSError):  # gone by itself
                end.shutdown(socket.SHUT_RDWR)

    def stall(self) -> None:
        """Pass nothing on, and say nothing of it."""
        self._stalls = True

    def open(self) -> None:
        """Let everybody in who comes from now on."""
        self._is_open, self._stalls = True, False

    def close(self) -> None:
        """End."""
        self.shut()
        self._stalls = False
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in (self._listener, *self._ends):
            end.close()

    def _receive(self) -> None:
        with suppress(OSError):  # closed
            while True:
                visitor, _ = self._listener.accept()
                if not self._is_open:
                    visitor.close()
                    continue
                inside = socket.create_connection(("127.0.0.1", self._behind))
                self._ends += [visitor, inside]
                self._start(self._pass, visitor, inside)
                self._start(self._answer, inside, visitor)
                if not self._is_open:  # shut before it knew of these two
                    self.shut()

    def _answer(self, source: socket.socket, target: socket.socket) -> None:
        self._pass(source, target, self._count)

    def _count(self, data: bytes) -> None:
        self.passed += len(data)

    def _start(self, act: Callable[..., None], *ends: socket.socket) -> None:
        thread = Thread(target=act, args=ends, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _pass(
        self, source: socket.socket, target: socket.socket, note: Callable[[bytes], None] = lambda data: None
    ) -> None:
        with suppress(OSError):  # put out
            while data := source.recv(65536):
                while self._stalls:
                    time.sleep(0.05)
                note(data)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
