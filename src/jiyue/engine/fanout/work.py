"""A task with its parts, what may go wrong with one of them, and the pool that computes here."""

from __future__ import annotations

import pickle
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from textwrap import shorten
from typing import Any, Protocol

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

WINDOW = 2
"""Parts in flight for each that is computed: a slow part does not at once hold up those behind it."""

TASK_NOT_SENDABLE = define(
    "TASK_NOT_SENDABLE",
    N_("The task {value} cannot be sent to a worker."),
    N_("Make it a function at the top level of a module; what else it needs goes into functools.partial."),
)
PART_REFUSED = define(
    "PART_REFUSED",
    N_("Part {row}, {value}, was refused; the reasons follow."),
    N_("Correct what they name and start again."),
)
PART_LOST = define(
    "PART_LOST",
    N_("Part {row}, {value}, was not computed: every worker that took it was killed."),
    N_("It may need more memory than there is: use fewer workers or a larger machine, or split the part."),
)


class Work:
    """A task and its parts, as they travel: pickled, so that only what can travel is computed anywhere."""

    def __init__(self, task: Callable[[Any], Any], parts: Sequence[Any]) -> None:
        try:
            self.pickled = pickle.dumps(task)
        except Exception as error:
            name = getattr(task, "__qualname__", repr(task))
            raise Refused(TASK_NOT_SENDABLE(field="task", value=name)) from error
        self.parts = parts

    def name(self, index: int) -> str:
        return shorten(str(self.parts[index]), 120)

    def lost(self, index: int) -> Refused:
        return Refused(PART_LOST(row=index + 1, value=self.name(index)))

    def sent(self, index: int) -> tuple[bytes, bytes]:
        """The task and a part, for :func:`compute`."""
        with self.naming(index):
            return self.pickled, pickle.dumps(self.parts[index])

    def opened(self, index: int, result: bytes) -> Any:
        """What :func:`compute` sent back."""
        with self.naming(index):
            return pickle.loads(result)  # noqa: S301 - from a worker of ours

    @contextmanager
    def naming(self, index: int) -> Iterator[None]:
        """Let an exception of a part say which part it was."""
        try:
            yield
        except Refused as refused:
            part = PART_REFUSED(row=index + 1, value=self.name(index))
            raise Refused((part, *refused.problems)) from refused
        except Exception as error:
            error.add_note(f"in part {index + 1} of {len(self.parts)}: {self.name(index)}")
            raise


def compute(task: bytes, part: bytes) -> bytes:
    """Compute one part in a worker. What travels is pickled here, so that this fails as an exception too."""
    try:
        return pickle.dumps(pickle.loads(task)(pickle.loads(part)))  # noqa: S301 - from who asked for it
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
        except Exception:
            raise RuntimeError("".join(traceback.format_exception(error))) from None
        raise


class Pool(Protocol):
    """Where parts are computed."""

    def window(self) -> int:
        """How many parts may be in flight, results that are held back included."""

    def send(self, index: int) -> None:
        """Take a part on."""

    def finished(self) -> Iterator[tuple[int, Any]]:
        """Wait for some part taken on; its index and result. Empty when one was lost and is tried again."""

    def close(self) -> None:
        """End all work, begun or not."""


class Serial:
    """Computes in this process, one part after the other; what travels is pickled as it is elsewhere."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.waiting: deque[int] = deque()

    def window(self) -> int:
        return 1

    def send(self, index: int) -> None:
        self.waiting.append(index)

    def finished(self) -> Iterator[tuple[int, Any]]:
        index = self.waiting.popleft()
        sent = self.work.sent(index)
        with self.work.naming(index):
            result = compute(*sent)
        yield index, self.work.opened(index, result)

    def close(self) -> None:
        self.waiting.clear()
