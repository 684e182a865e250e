"""What cannot be computed anywhere is refused before it begins, with the way out."""

import subprocess
import sys

import dask
import pytest

from engine.fanout_tasks import square
from jiyue.engine.fanout import fanout
from jiyue.engine.problems import Refused
from paths import ROOT


def codes(call):
    with pytest.raises(Refused) as caught:
        call()
    return [p.code for p in caught.value.problems]


@pytest.mark.parametrize("using", ["serial", "processes"])
def test_a_task_that_is_no_function_of_a_module(using):
    assert codes(lambda: fanout(lambda part: part, [1], using=using)) == ["TASK_NOT_SENDABLE"]


def test_an_unknown_place():
    assert codes(lambda: fanout(square, [1], using="proceses")) == ["UNKNOWN_EXECUTOR"]


def test_a_scheduler_that_does_not_answer():
    with dask.config.set({"distributed.comm.timeouts.connect": "100ms"}):
        assert codes(lambda: next(fanout(square, [1], using="tcp://127.0.0.1:9"))) == ["CLUSTER_SILENT"]


def test_a_cluster_without_its_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert codes(lambda: next(fanout(square, [1], using="tcp://127.0.0.1:9"))) == ["CLUSTER_MISSING"]


@pytest.mark.parametrize("options", [{"workers": 0}, {"attempts": 0}])
def test_fewer_than_one(options):
    with pytest.raises(ValueError, match="at least 1"):
        fanout(square, [1], **options)


def test_a_script_that_does_not_guard_its_beginning(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path[:0] = [{str(ROOT / 'src')!r}, {str(ROOT / 'tests')!r}]\n"
        "from engine.fanout_tasks import square\nfrom jiyue.engine.fanout import fanout\n"
        "print(list(fanout(square, [1], using='processes', attempts=2)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "[NO_WORKER_STARTS]" in done.stderr
