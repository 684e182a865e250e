"""Parts in processes of this machine; a process that was killed costs only the part it worked on."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from typing import Any

from jiyue.engine.fanout.work import WINDOW, Work, compute
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

NO_WORKER_STARTS = define(
    "NO_WORKER_STARTS",
    N_("No worker process can start."),
    N_("A script that computes in processes begins its work under: if __name__ == '__main__'."),
)


class Processes:
    """``workers`` processes, started when there is work for them."""

    def __init__(self, work: Work, workers: int, attempts: int) -> None:
        self.work = work
        self.workers = workers
        self.attempts = attempts
        self.waiting: deque[int] = deque()
        self.running: dict[Future[bytes], tuple[int, _Worker]] = {}
        self.idle: list[_Worker] = []
        self.losses: Counter[int] = Counter()

    def window(self) -> int:
        return WINDOW * self.workers

    def send(self, index: int) -> None:
        self.waiting.append(index)

    def finished(self) -> Iterator[tuple[int, Any]]:
        while self.waiting and len(self.running) < self.workers:
            self._begin(self.waiting.popleft())
        for future in wait(self.running, return_when=FIRST_COMPLETED).done:
            index, worker = self.running.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                self._lose(index, worker)
                continue
            self.idle.append(worker)
            with self.work.naming(index):
                result = future.result()
            yield index, self.work.opened(index, result)

    def _begin(self, index: int) -> None:
        sent = self.work.sent(index)
        while True:
            worker = self.idle.pop() if self.idle else _Worker()
            try:
                self.running[worker.pool.submit(compute, *sent)] = index, worker
                return
            except BrokenProcessPool:  # killed while it had nothing to do: no part's fault
                worker.pool.shutdown()

    def _lose(self, index: int, worker: _Worker) -> None:
        worker.pool.shutdown()
        self.losses[index] += 1
        if self.losses[index] == self.attempts:
            raise Refused(NO_WORKER_STARTS()) if worker.pid.exception() else self.work.lost(index)
        self.waiting.appendleft(index)

    def close(self) -> None:
        busy = [worker for _, worker in self.running.values()]
        for worker in busy:
            worker.kill()
        for worker in (*busy, *self.idle):
            worker.pool.shutdown()


class _Worker:
    """One process in a pool of its own: when it breaks, it is known which part was in it."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_settle)
        self.pid = self.pool.submit(os.getpid)

    def kill(self) -> None:
        with suppress(BrokenProcessPool, OSError):
            os.kill(self.pid.result(), signal.SIGTERM)


def _settle() -> None:
    """A worker leaves an interrupt to the process that started it, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
