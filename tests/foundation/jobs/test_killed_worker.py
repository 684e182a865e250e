"""A worker that is killed: the next one takes its job over, or the job says that it was broken off."""

import signal

from foundation.bureau import Bureau, until

WORK = """
import signal
from foundation.jobs import kinds_for_tests
from jiyue.foundation.jobs.worker import Worker
worker = Worker()
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
worker.work()
"""
ASK = """
from foundation.jobs import kinds_for_tests
from jiyue.foundation.access import program
from jiyue.foundation.jobs.queue import enqueue
print(enqueue(program("test"), kind, **arguments).pk)
"""


def state(bureau: Bureau, key: int) -> tuple:
    """State, attempt, n and word of a job."""
    return bureau.sql(f"SELECT state, attempt, n, word FROM jobs_job WHERE id = {key}")[0]


def test_the_next_worker_takes_over_after_the_lease(bureau) -> None:
    lines = bureau.folder / "lines"
    key = bureau.python(ASK, kind="test.count", arguments={"to": 20, "file": str(lines), "pause": 0.1})
    first = bureau.start_python(WORK)
    until(lambda: lines.exists() and len(lines.read_text().splitlines()) >= 5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert state(bureau, key)[:2] == ("running", 1)
    second = bureau.start_python(WORK)
    until(lambda: state(bureau, key)[0] == "done")
    assert state(bureau, key)[:2] == ("done", 2)
    second.terminate()
    assert second.wait(10) == 0
    done_by = [line.split()[0] for line in lines.read_text().splitlines()]
    assert done_by.count(str(second.pid)) == 20


def test_a_job_that_may_not_be_tried_again_says_so(bureau) -> None:
    key = bureau.python(ASK, kind="test.once", arguments={"pause": 60})
    first = bureau.start_python(WORK)
    until(lambda: state(bureau, key)[2] == 0)
    first.send_signal(signal.SIGKILL)
    first.wait()
    bureau.start_python(WORK)
    until(lambda: state(bureau, key)[0] == "lost")
    assert "nothing was changed" in state(bureau, key)[3]


def test_the_heart_keeps_a_job_that_is_silent_for_longer_than_its_lease(bureau) -> None:
    key = bureau.python(ASK, kind="test.once", arguments={"pause": 5})
    bureau.start_python(WORK)
    bureau.start_python(WORK)
    until(lambda: state(bureau, key)[0] == "done")
    assert state(bureau, key)[1] == 1


def test_a_worker_that_is_asked_to_stop_gives_the_job_back(bureau) -> None:
    key = bureau.python(ASK, kind="test.count", arguments={"to": 600, "pause": 0.1})
    worker = bureau.start_python(WORK)
    until(lambda: state(bureau, key)[2])
    worker.terminate()
    assert worker.wait(10) == 0
    assert state(bureau, key)[:2] == ("waiting", 0)
