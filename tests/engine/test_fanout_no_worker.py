"""A cluster that cannot compute says so: no worker comes, or its scheduler is gone in the middle."""

import socket
import subprocess
import sys
import time

import dask
import pytest
from distributed import Client

from engine.fanout_tasks import PATIENCE, square
from jiyue.engine.fanout import fanout
from jiyue.engine.problems import Refused


def code(call):
    with pytest.raises(Refused) as caught:
        call()
    return [p.code for p in caught.value.problems]


@pytest.fixture
def start():
    """``start(workers)``: a scheduler and its workers in processes of their own; (scheduler, address)."""
    running = []

    def run(module, *words):
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))

    def start(workers):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        at = f"tcp://127.0.0.1:{port}"
        run("dask_scheduler", "--host", "127.0.0.1", "--port", port)
        for _ in range(workers):
            run("dask_worker", at, "--nthreads", "1", "--no-nanny")
        with Client(at, set_as_default=False, timeout=PATIENCE) as client:
            if workers:
                client.wait_for_workers(workers, timeout=PATIENCE)
        return running[0], at

    yield start
    for process in running[::-1]:
        process.kill()
        process.wait()


def test_a_cluster_without_workers_is_given_up(start):
    _, at = start(workers=0)
    assert code(lambda: list(fanout(square, [1], using=at, patience=0.2))) == ["CLUSTER_SILENT"]


def test_a_long_part_does_not_end_the_patience_while_a_worker_is_there(start):
    _, at = start(workers=1)
    assert list(fanout(time.sleep, [3], using=at, patience=0.2)) == [None]


@pytest.mark.parametrize("workers", [None, 1])
def test_a_scheduler_that_is_killed_in_the_middle(start, workers):
    scheduler, at = start(workers=1)
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        results = fanout(time.sleep, [0, 60, 60], using=at, workers=workers)
        assert next(results) is None
        scheduler.kill()
        assert code(lambda: list(results)) == ["CLUSTER_SILENT"]
