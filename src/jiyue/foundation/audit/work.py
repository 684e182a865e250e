"""The daily anchor of the audit trail."""

from datetime import timedelta

from jiyue.engine.messages import N_
from jiyue.foundation.audit.anchors import anchor_now
from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.jobs.run import Run


@job(
    "audit.anchor",
    N_("Daily anchor of the audit trail"),
    permission="system.work",
    attempts=3,
    every=timedelta(days=1),
)
def anchor(run: Run) -> Done:
    return Done(N_("Anchored at line {seq}."), {"seq": anchor_now()})
