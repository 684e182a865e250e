"""One pure function over many parts: here, in processes, or on a dask cluster; the same results in order.

The task is a function at the top level of a module, or a functools.partial of one. A part is small, such as
a county and a year: it says which files to read instead of carrying their content. The task depends on its
part alone, not on a clock or on the order of a set; then a result does not depend on where it was made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from jiyue.engine.fanout.cluster import Cluster
from jiyue.engine.fanout.processes import Processes
from jiyue.engine.fanout.work import Pool, Serial, Work
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

if TYPE_CHECKING:
    from distributed import Client

UNKNOWN_EXECUTOR = define(
    "UNKNOWN_EXECUTOR",
    N_("{value!r} does not say where to compute."),
    N_("Say serial, processes, or the address of a dask scheduler, such as tcp://10.0.0.5:8786."),
)

P = TypeVar("P")
R = TypeVar("R")
Progress = Callable[[int, int], None]


def fanout(
    task: Callable[[P], R],
    parts: Sequence[P],
    *,
    using: str | Client = "serial",
    workers: int | None = None,
    attempts: int = 3,
    patience: float = 60,
    progress: Progress | None = None,
) -> Generator[R, None, None]:
    """The results of ``task`` for ``parts``, in their order, each as soon as it and all before it are there.

    ``using``: "serial", "processes", the address of a dask scheduler, or its client. ``workers``: how many
    processes (default: one for each core). Only twice as many parts are in flight, so results that nobody
    takes yet stay few; of a cluster, which has its own workers, this is all that ``workers`` says.

    A part whose worker was killed is computed again, up to ``attempts`` times in all; a dask scheduler counts
    itself (``distributed.scheduler.allowed-failures``). A cluster that has no worker for ``patience`` seconds
    is given up. ``progress(done, total)`` is called after each part. Whatever it raises cancels the work, and
    so does closing the generator.

    What a task raises comes through at once and stops all others: a :class:`Refused` behind a problem that
    names the part (PART_REFUSED), any other exception with a note that names it. Processes are ended then; on
    a cluster, what has begun runs to its end and is dropped.

    Raises :class:`Refused` (TASK_NOT_SENDABLE, UNKNOWN_EXECUTOR) when called; while it runs, PART_LOST,
    NO_WORKER_STARTS, CLUSTER_MISSING, CLUSTER_SILENT; ValueError for less than one worker or attempt.
    """
    if attempts < 1 or (workers is not None and workers < 1):
        raise ValueError("workers and attempts are at least 1")
    if isinstance(using, str) and using not in ("serial", "processes") and "://" not in using:
        raise Refused(UNKNOWN_EXECUTOR(field="using", value=using))
    work = Work(task, parts)

    def pool() -> Pool:
        if using == "serial":
            return Serial(work)
        if using == "processes":
            return Processes(work, min(workers or os.cpu_count() or 1, len(parts)), attempts)
        return Cluster(work, using, workers, patience)

    return _in_order(pool, len(parts), progress)


def _in_order(start: Callable[[], Pool], total: int, progress: Progress | None) -> Generator[Any, None, None]:
    """Keep the window of a pool full, hold results back until all before them are given."""
    if not total:
        return
    pool = start()
    try:
        held: dict[int, Any] = {}
        sent = given = 0
        while given < total:
            for index in range(sent, min(total, given + pool.window())):
                pool.send(index)
                sent += 1
            for index, result in pool.finished():
                held[index] = result
                if progress:
                    progress(given + len(held), total)
            while given in held:
                yield held.pop(given)
                given += 1
    finally:
        pool.close()
