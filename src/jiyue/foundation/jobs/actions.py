"""Cancelling a job, and starting an ended one again."""

from __future__ import annotations

from django.db.models import Q

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.action import Deed, action
from jiyue.foundation.jobs.kinds import KINDS, TITLES
from jiyue.foundation.jobs.models import CANCELLED, DONE, ENDED, RUNNING, WAITING, Job
from jiyue.foundation.jobs.queue import close
from jiyue.foundation.jobs.worker import WAS_CANCELLED
from jiyue.foundation.rows import NotThere

NO_JOB = define(
    "NO_SUCH_JOB",
    N_("There is no job {value}, or it is not yours."),
    N_("Look up its number in the list of jobs."),
)
HAS_ENDED = define(
    "JOB_HAS_ENDED",
    N_("Job {value} has ended already."),
    N_("Nothing needs to be done; open the job to see what came of it."),
)
NOT_AGAIN = define(
    "JOB_NOT_REPEATABLE",
    N_("Job {value} cannot be started again from here."),
    N_("Open the page that it belongs to and start it there; nothing was changed by it."),
)


def reached_job(actor: Actor, key: int, permission: str = "jobs.manage") -> Job:
    """The job ``key`` as it stands; NotThere (NO_SUCH_JOB) for one that ``permission`` does not reach."""
    job: Job | None = Job.objects.reached(actor, permission).filter(pk=key).first()
    if job is None:
        raise NotThere(NO_JOB(field="job", value=key))
    return job


def _title(job: Job) -> Word:
    return Word(TITLES.get(job.kind, job.kind))


@action("jobs.manage", N_("{who} cancelled the job {job}: {title}"))
def cancel(deed: Deed, key: int) -> Job:
    """End a waiting job now; ask a running one to stop, which it does at its next step."""
    job = reached_job(deed.actor, key)
    deed.reaches(account=job.account_id)
    deed.says(job, job=job.pk, title=_title(job))
    if job.state == WAITING and close(job, CANCELLED, word=WAS_CANCELLED):
        return job
    running = Job.objects.filter(Q(state=RUNNING) | Q(state=WAITING), pk=job.pk)
    if not running.update(cancel_asked=True):
        raise Refused(HAS_ENDED(field="job", value=job.pk))
    return job


@action("jobs.manage", N_("{who} started the job {job} again: {title}"))
def retry(deed: Deed, key: int) -> Job:
    """Let a job that was refused, cancelled or broken off begin anew."""
    job = reached_job(deed.actor, key)
    deed.reaches(account=job.account_id)
    deed.says(job, job=job.pk, title=_title(job))
    kind = KINDS.get(job.kind)
    if kind is None or not kind.repeatable:
        raise Refused(NOT_AGAIN(field="job", value=job.pk))
    again = Job.objects.filter(pk=job.pk, state__in=ENDED - {DONE}).update(
        state=WAITING,
        attempt=0,
        cancel_asked=False,
        ended_at=None,
        phase="",
        n=None,
        of=None,
        word="",
        word_params={},
        problems=[],
        worker="",
    )
    if not again:
        raise Refused(NOT_AGAIN(field="job", value=job.pk))
    return job
