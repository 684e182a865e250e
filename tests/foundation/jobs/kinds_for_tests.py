"""Jobs that the tests let workers do."""

import os
import time
from pathlib import Path

from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.jobs.run import Run


@job("test.count", "Counting", permission="jobs.read", attempts=3, page="job")
def count(run: Run, to: int, file: str = "", pause: float = 0.0) -> Done:
    """Counts, one line a step in ``file``; the last line is written once only."""
    for n in range(to):
        run.progress("Counting", n, to)
        if file:
            with Path(file).open("a") as out:
                out.write(f"{os.getpid()} {n}\n")
        time.sleep(pause)
    run.hold()
    return Done("{count} sessions were cleared.", {"count": to}, ref=f"jobs/job/{run.job.pk}")


@job("test.once", "Counting once", permission="jobs.read", attempts=1)
def once(run: Run, pause: float) -> Done:
    run.progress("Counting", 0, 1)
    time.sleep(pause)
    return Done()
