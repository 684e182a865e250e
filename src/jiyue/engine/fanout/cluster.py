"""Parts on a dask cluster: its scheduler gives the part of a killed worker to another one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
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
    N_("No scheduler answers at {value}."),
    N_("Check the address and that the scheduler runs, or compute in processes."),
)


class Cluster:
    """The cluster of a client or address; ``workers`` (default: its threads) sets how much is in flight."""

    def __init__(self, work: Work, using: str | Client, workers: int | None) -> None:
        try:
            import distributed
        except ModuleNotFoundError:
            raise Refused(CLUSTER_MISSING()) from None
        self.dask = distributed
        self.work = work
        self.workers = workers
        self.waiting: deque[int] = deque()
        self.running: dict[Future[bytes], int] = {}
        self.suspects: deque[int] = deque()
        self.alone: int | None = None
        self.own = isinstance(using, str)
        try:
            self.client = distributed.Client(using, set_as_default=False) if isinstance(using, str) else using
        except (OSError, ValueError):
            raise Refused(CLUSTER_SILENT(field="using", value=using)) from None

    def window(self) -> int:
        return WINDOW * (self.workers or sum(self.client.nthreads().values()) or 1)

    def send(self, index: int) -> None:
        self.waiting.append(index)

    def finished(self) -> Iterator[tuple[int, Any]]:
        self._begin()
        with self.client.as_current():
            done = self.dask.wait(list(self.running), return_when="FIRST_COMPLETED").done
        good = [future for future in done if future.status == "finished"]
        for future, result in zip(good, self.client.gather(good), strict=True):
            self.alone = None
            index = self.running.pop(future)
            yield index, self.work.opened(index, result)
        for future in done.difference(good):
            self._fail(future)

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
        if not isinstance(future.exception(), self.dask.KilledWorker):
            with self.work.naming(index):
                future.result()
        if index == self.alone:
            raise self.work.lost(index)
        self.suspects.append(index)

    def close(self) -> None:
        self.client.cancel(list(self.running))
        self.running.clear()
        if self.own:
            self.client.close()
