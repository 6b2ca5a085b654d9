"""What the command line answers: faults, losses, JSON, and how far it has come.

Answers go to standard output, all else to standard error.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from socket import socketpair
from threading import Event, Thread, Timer
from typing import Any, NoReturn

import typer

from timeline.faults import Fault, counted
from timeline.formats.content import Loss

FAULTS, USAGE = 1, 2
# Those that end a program and can be heard; not every system has all.
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# Seconds until what was stopped, and goes on, is stopped again.
_PAUSE = 0.05
# Seconds after which somebody begins to wait.
_SOON = 1.0


@contextmanager
def faults_told() -> Iterator[None]:
    """Print faults and end with 1; refuse what cannot be done at all with 2."""
    from timeline.checking import SHOWN
    from timeline.faults import FaultyDataset
    from timeline.unanswered import Unanswered

    try:
        yield
    except Unanswered as missing:
        refuse(f"no answer: {missing}; nothing was written")
    except FaultyDataset as error:
        for fault in error.faults[:SHOWN]:
            typer.echo(fault, err=True)
        ask(error.faults)
        typer.echo(f"{counted(len(error.faults), 'fault')}; nothing was written", err=True)
        raise typer.Exit(FAULTS) from None
    except (OSError, ValueError) as error:
        refuse(str(error))


@contextmanager
def failure_told() -> Iterator[None]:
    """Say what the system refused, and end with 2: a disk too full for an answer is no fault of the data."""
    try:
        yield
    except OSError as error:
        # What is left of an answer would be written once more at the end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        typer.echo(error, err=True)
        raise SystemExit(USAGE) from None


def ask(faults: Sequence[Fault]) -> None:
    """Say how to answer, if a date has two readings."""
    if not faults:
        return
    from timeline.intake.dates import QUESTION

    if any(fault.wanted == QUESTION for fault in faults):
        typer.echo("--day-first or --month-first says which is meant, for every such date", err=True)


@contextmanager
def stoppable(interrupt: Callable[[], None]) -> Iterator[None]:
    """Let whatever is begun be taken away before a signal ends the command, with 128 and its number.

    Python hears a signal between two steps of its own, so what is at work elsewhere is stopped by
    ``interrupt``, in a thread that hears it at once.
    """
    caught: list[int] = []
    is_over = Event()
    heard, rung = socketpair()
    rung.setblocking(False)

    def stop(number: int, frame: object) -> None:
        caught.append(number)
        raise KeyboardInterrupt

    def insist() -> None:
        with heard:
            # Nothing comes once the other end is closed.
            while heard.recv(1) and not is_over.is_set():
                while not is_over.wait(_PAUSE):
                    interrupt()

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    bell = signal.set_wakeup_fd(rung.fileno(), warn_on_full_buffer=False)
    listener = Thread(target=insist, name="signals", daemon=True)
    listener.start()
    try:
        yield
    except BaseException:
        if not caught:
            raise
        typer.echo("stopped", err=True)
        raise typer.Exit(128 + caught[0]) from None
    finally:
        is_over.set()
        signal.set_wakeup_fd(bell)
        rung.close()
        # Python would end before it, and say what it still held.
        listener.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse(words: str) -> NoReturn:
    """Say why a command cannot be carried out, and end."""
    typer.echo(words, err=True)
    raise typer.Exit(USAGE)


def tell(lost: Loss, where: str) -> None:
    """Count and name what was lost."""
    for line in lost.lines():
        typer.echo(f"{where}: {line}", err=True)


def print_json(said: Any) -> None:
    """Print for programs."""
    json.dump(said, sys.stdout, ensure_ascii=False, indent=1)
    typer.echo()


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal if the work takes long; call what is returned with each step done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(words, total=total)
    start = Timer(_SOON, bar.start)
    start.daemon = True
    start.start()
    try:
        yield lambda done: bar.advance(task, done)
    finally:
        start.cancel()
        start.join()
        bar.stop()
