"""Parts on a dask cluster: its scheduler gives the part of a killed worker to another one."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from jiyue.engine.fanout.work import WINDOW, Work, compute
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

if TYPE_CHECKING:
    from distributed import Client, Future

CLUSTER_MISSING = define(
    "CLUSTER_MISSING",
    N_("Computing on a cluster needs the package distributed, which is not installed."),
    N_("Install it with pip install 'jiyue[cluster]', or compute in processes."),
)
CLUSTER_SILENT = define(
    "CLUSTER_SILENT",
    N_("The cluster at {value} does not answer: no scheduler is there, or it has no worker."),
    N_("Check the address, that the scheduler runs and that it has workers, or compute in processes."),
)


GONE = (OSError, CancelledError, asyncio.CancelledError)
"""What dask raises when its scheduler is gone."""
LOOK = 1.0
"""Seconds after which the cluster is asked whether it still has workers."""


class Cluster:
    """The cluster of a client or address; ``workers`` (default: its threads) sets how much is in flight.

    Without any worker it is given up after ``patience`` seconds.
    """

    def __init__(self, work: Work, using: str | Client, workers: int | None, patience: float) -> None:
        try:
            import distributed
        except ModuleNotFoundError:
            raise Refused(CLUSTER_MISSING()) from None
        self.dask = distributed
        self.work = work
        self.workers, self.patience = workers, patience
        self.waiting: deque[int] = deque()
        self.running: dict[Future[bytes], int] = {}
        self.suspects: deque[int] = deque()
        self.alone: int | None = None
        self.own = isinstance(using, str)
        try:
            self.client = distributed.Client(using, set_as_default=False) if isinstance(using, str) else using
        except (OSError, ValueError):
            raise Refused(CLUSTER_SILENT(field="using", value=using)) from None
        self.address = using if isinstance(using, str) else str(using.scheduler_info()["address"])

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Say it in our words when the scheduler does not answer any more."""
        try:
            yield
        except GONE:
            raise self._silent() from None

    def _silent(self) -> Refused:
        return Refused(CLUSTER_SILENT(field="using", value=self.address))

    def window(self) -> int:
        with self._answering():
            return WINDOW * (self.workers or sum(self.client.nthreads().values()) or 1)

    def send(self, index: int) -> None:
        self.waiting.append(index)

    def finished(self) -> Iterator[tuple[int, Any]]:
        with self._answering():
            self._begin()
            done = self._wait()
            good = [future for future in done if future.status == "finished"]
            results = self.client.gather(good)
        for future, result in zip(good, results, strict=True):
            self.alone = None
            index = self.running.pop(future)
            yield index, self.work.opened(index, result)
        for future in done.difference(good):
            self._fail(future)

    def _wait(self) -> set[Future[bytes]]:
        """The parts that are done, at least one; CLUSTER_SILENT when there is no worker for long."""
        alone_since = time.monotonic()
        while True:
            try:
                with self.client.as_current():
                    return set(self.dask.wait(list(self.running), LOOK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if self.client.nthreads():
                    alone_since = time.monotonic()
                elif time.monotonic() - alone_since >= self.patience:
                    raise self._silent() from None

    def _begin(self) -> None:
        """Send what waits; but first each suspect, alone.

        The scheduler blames a killed worker on every part that was assigned to it, not only on the one that
        it was computing. Alone, there is nobody else to blame.
        """
        if self.suspects and not self.running:
            self.alone = self.suspects.popleft()
            self._submit(self.alone)
        while self.waiting and not self.suspects and self.alone is None:
            self._submit(self.waiting.popleft())

    def _submit(self, index: int) -> None:
        self.running[self.client.submit(compute, *self.work.sent(index), pure=False)] = index

    def _fail(self, future: Future[bytes]) -> None:
        index = self.running.pop(future)
        with self._answering():
            error = future.exception()
        if not isinstance(error, self.dask.KilledWorker):
            with self.work.naming(index):
                future.result()
        if index == self.alone:
            raise self.work.lost(index)
        self.suspects.append(index)

    def close(self) -> None:
        with suppress(*GONE):
            self.client.cancel(list(self.running))
        self.running.clear()
        if self.own:
            self.client.close()
