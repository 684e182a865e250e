"""Content of disposed evidence that a stopped program left behind is removed day by day."""

from datetime import timedelta

from jiyue.engine.messages import N_
from jiyue.foundation.files.content import disposed, remove_disposed
from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.jobs.run import Run


@job(
    "files.remove_disposed",
    N_("Removal of the content of disposed evidence"),
    permission="system.work",
    attempts=3,
    every=timedelta(days=1),
    when=lambda: disposed().exists(),
)
def remove(run: Run) -> Done:
    return Done(N_("Removed the content of {count} files."), {"count": remove_disposed()})
