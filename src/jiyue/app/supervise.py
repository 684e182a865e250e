"""The server and one worker beside it: the worker begins again when it dies, both end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

PORT_CLOSED = define(
    "PORT_CLOSED",
    N_("The server cannot listen at {value}: {reason}."),
    N_("Jiyue may run there already: open the address. Else end what runs there, or choose another --port."),
)
PATIENCE = 15
"""Seconds that a process has to end by itself before it is killed; a killed worker loses only its lease."""
LONGEST_PAUSE = 30.0
LOOK_EVERY = 0.2


def can_listen(host: str, port: int) -> None:
    """Refused (PORT_CLOSED) when the server could not listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        raise Refused(PORT_CLOSED(field="--port", value=f"{host}:{port}", reason=error.strerror)) from None


def server_command(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--respawn-failed-workers", "jiyue.app.wsgi:application"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "jiyue", "jobs", "work", "--parent", str(os.getpid())]


class Child:
    """One process that is kept alive; between two starts in a row it rests longer each time."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.pause = 1.0
        self.begin()

    def begin(self) -> None:
        self.begun = time.monotonic()
        self.process = subprocess.Popen(self.command)  # noqa: S603 - our own command

    def again(self) -> None:
        """Begin again if it has died and rested."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if now - self.begun >= self.pause:
            self.pause = 1.0 if now - self.begun > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            self.begin()


def supervise(server: Sequence[str], worker: Sequence[str] | None) -> int:
    """Run ``server`` until it ends or SIGTERM or SIGINT comes, with ``worker`` beside it; the exit code."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    serving = subprocess.Popen(server)  # noqa: S603 - our own command
    beside = Child(worker) if worker else None
    while serving.poll() is None and not asked.wait(LOOK_EVERY):
        if beside:
            beside.again()
    ended = serving.poll()
    _end([serving, *([beside.process] if beside else [])])
    return ended or 0


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, then wait; kill what does not listen."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def watch_parent(parent: int, stop: Callable[[], None]) -> None:
    """Call ``stop`` when the process ``parent`` that started this one is gone: no worker is left behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        stop()

    threading.Thread(target=watch, name="watch of the parent", daemon=True).start()
