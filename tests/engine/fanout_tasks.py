"""Tasks for the tests of fanout: small, at the top level of a module, so that they can be sent anywhere."""

import os
import signal
import time
from pathlib import Path

from jiyue.engine.numbers import exact

PATIENCE = 60


class Opaque(Exception):
    """An exception that cannot be unpickled: it is made of two things and remembers one."""

    def __init__(self, place, reason):
        super().__init__(f"{place}: {reason}")


def square(part):
    return part * part


def half(part):
    """Refuses what is no number."""
    return exact(part) / 2


def reciprocal(part):
    return 1 / part


def opaque(part):
    raise Opaque(part, "cannot be sent back as it is")


def with_function(part):
    """A result that cannot be sent back."""
    return lambda: part


def pid(part):
    return os.getpid()


def wait_for(path):
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.01)


def first_ends_last(folder, part):
    """Part 0 waits until the part after it has ended."""
    if part == 0:
        wait_for(Path(folder, "1"))
    Path(folder, str(part)).touch()
    return part


def killed(task, folder, victim, times, part):
    """Compute ``task``, but kill the worker when it takes ``victim`` for the first ``times``."""
    if part == victim:
        marks = len(list(Path(folder).iterdir()))
        if marks < times:
            Path(folder, str(marks)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return task(part)


def sleep_long(folder, part):
    """Say by a file which process this is, then be busy far longer than a test; part 0 ends at once."""
    if part == 0:
        wait_for(Path(folder, "ready"))
        return
    Path(folder, str(os.getpid())).touch()
    Path(folder, "ready").touch()
    time.sleep(600)
