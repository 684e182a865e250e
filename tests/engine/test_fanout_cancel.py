"""Whoever stops a fan-out, and however, leaves no process running."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from engine.fanout_tasks import PATIENCE, first_ends_last, sleep_long, wait_for
from jiyue.engine.fanout import fanout
from paths import ROOT
from tools import ended, wait_until_ended

SCRIPT = """
import sys
from functools import partial
from engine.fanout_tasks import sleep_long
from jiyue.engine.fanout import fanout

if __name__ == "__main__":
    list(fanout(partial(sleep_long, sys.argv[1]), [1, 2], using="processes", workers=2))
"""


class Cancelled(Exception):
    pass


def cancel(done, total):
    raise Cancelled


def begun(folder):
    """The processes that took a long part."""
    pids = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    assert pids
    return pids


def test_raising_in_progress_ends_the_processes(tmp_path):
    task = partial(sleep_long, str(tmp_path))
    with pytest.raises(Cancelled):
        list(fanout(task, [0, 1, 2, 3], using="processes", workers=2, progress=cancel))
    assert [pid for pid in begun(tmp_path) if not ended(pid)] == []


def test_closing_the_generator_ends_the_processes(tmp_path):
    results = fanout(partial(sleep_long, str(tmp_path)), [0, 1, 2, 3], using="processes", workers=2)
    next(results)
    results.close()
    assert [pid for pid in begun(tmp_path) if not ended(pid)] == []


def test_on_a_cluster_only_the_parts_in_flight_were_computed(tmp_path, client):
    task = partial(first_ends_last, str(tmp_path))
    with pytest.raises(Cancelled):
        list(fanout(task, range(1, 100), using=client, workers=2, progress=cancel))
    deadline = time.monotonic() + PATIENCE
    while any(client.processing().values()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(client.processing().values())
    assert len(list(tmp_path.iterdir())) <= 4


def test_killing_the_program_ends_its_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    folder = tmp_path / "pids"
    folder.mkdir()
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    program = subprocess.Popen(
        [sys.executable, script, folder], env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.DEVNULL
    )
    wait_for(Path(folder, "ready"))
    program.send_signal(signal.SIGKILL)
    program.wait()
    wait_until_ended(*begun(folder))
