"""Sessions that are over are taken out of the database every day."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.jobs.run import Run


@job(
    "people.sessions",
    N_("Clearing of sessions that are over"),
    permission="system.work",
    attempts=3,
    every=timedelta(days=1),
)
def clear_sessions(run: Run) -> Done:
    count = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    return Done(N_("{count} sessions were cleared."), {"count": count})
