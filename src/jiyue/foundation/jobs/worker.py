"""The worker: takes a job by one conditional update, does it, and takes over what a dead one left."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from dataclasses import replace
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from jiyue.engine.messages import DEFAULT_LANGUAGE, LANGUAGES, N_, language
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, program, require
from jiyue.foundation.jobs.kinds import KINDS, Done
from jiyue.foundation.jobs.models import CANCELLED, DONE, FAILED, LOST, RUNNING, Job
from jiyue.foundation.jobs.queue import close, give_back, start_due
from jiyue.foundation.jobs.run import Cancelled, Heart, Overtaken, Run, Stopping, lease
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account

JOB_BROKE = define(
    "JOB_BROKE",
    N_("The program met an error that it does not know ({value}). Nothing was changed."),
    N_("Start it again; if it fails again, send the system administrator the number of this job: {job}."),
)
JOB_UNKNOWN = define(
    "JOB_UNKNOWN",
    N_("This version of the program does not know the job “{value}”."),
    N_("Update the program on the computer that does the jobs, and start it again."),
)
JOB_NOBODY = define(
    "JOB_NOBODY",
    N_("The account of {who} was closed before the job began. Nothing was changed."),
    N_("Let somebody who may do it start it again."),
)
WAS_LOST = N_("The program was stopped in the middle; nothing was changed. Start it again.")
WAS_CANCELLED = N_("It was cancelled; nothing was changed.")
POLL = 1.0
log = logging.getLogger(__name__)


class Worker:
    """One process that does jobs, one after the other, until :meth:`stop`."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:50]}/{os.getpid()}/{secrets.token_hex(4)}"
        self.stopping = threading.Event()

    def stop(self) -> None:
        self.stopping.set()

    def work(self, *, once: bool = False) -> int:
        """Do jobs until told to stop, or ``once``: what waits now. How many were begun."""
        begun = 0
        while not self.stopping.is_set():
            try:
                close_old_connections()
                start_due(program("jiyue"), timezone.now())
                if self.step():
                    begun += 1
                    continue
            except DatabaseError:
                connection.close()
                if once:
                    raise
                log.exception("the database does not answer")
            if once:
                break
            self.stopping.wait(POLL)
        return begun

    def step(self) -> bool:
        """Do one job; False when none waits."""
        now = timezone.now()
        close_left(now)
        job = self.claim(now)
        if job is None:
            return False
        self.perform(job)
        return True

    def claim(self, now: datetime) -> Job | None:
        """Take the oldest job: the update of its state counts only where nobody else was faster."""
        for job in Job.objects.claimable(now)[:20]:
            changes = {
                "state": RUNNING,
                "worker": self.name,
                "attempt": job.attempt + 1,
                "started_at": now,
                "beat_at": now,
                "lease_until": now + lease(),
                "phase": "",
                "n": None,
                "of": None,
            }
            if Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt).update(**changes):
                for name, value in changes.items():
                    setattr(job, name, value)
                return job
        return None

    def perform(self, job: Job) -> None:
        """Do ``job`` with a beating heart, and say how it ended."""
        with Heart(job) as heart:
            try:
                done = self._done(job, heart)
            except Cancelled:
                close(job, CANCELLED, word=WAS_CANCELLED)
            except Stopping:
                give_back(job)
            except Overtaken:
                log.warning("job %s was taken over by another worker", job.pk)
            except Refused as refused:
                close(job, FAILED, problems=refused.problems)
            except Exception as error:
                log.exception("job %s (%s) failed", job.pk, job.kind)
                close(job, FAILED, problems=[JOB_BROKE(value=type(error).__name__, job=job.pk)])
            else:
                params = dict(done.params)
                close(job, DONE, word=done.word, params=params, ref=done.ref, problems=done.problems)

    def _done(self, job: Job, heart: Heart) -> Done:
        kind = KINDS.get(job.kind)
        if kind is None:
            raise Refused(JOB_UNKNOWN(value=job.kind))
        actor, spoken = actor_for(job)
        require(actor, kind.permission, allowed=actor.can(kind.permission))
        with language(spoken):
            run = Run(job, actor, heart.lost, self.stopping)
            return kind.function(run, **job.arguments) or Done()


def actor_for(job: Job) -> tuple[Actor, str]:
    """Who acts in ``job``, with the grants of today, and the language of what it writes."""
    if job.account_id is None:
        return program(job.who), DEFAULT_LANGUAGE
    account = Account.objects.living().select_related("organisation").filter(pk=job.account_id).first()
    if account is None:
        raise Refused(JOB_NOBODY(who=job.who))
    actor = actor_of(account, timezone.localdate(), via="job")
    tokens = None if job.tokens is None else frozenset(job.tokens)
    spoken = account.language if account.language in LANGUAGES else DEFAULT_LANGUAGE
    return replace(actor, tokens=tokens), spoken


def close_left(now: datetime) -> None:
    """Say what became of jobs whose worker died and that nobody is to begin again."""
    for job in Job.objects.left(now):
        if job.cancel_asked:
            close(job, CANCELLED, word=WAS_CANCELLED)
        elif job.attempt >= job.attempts:
            close(job, LOST, word=WAS_LOST)
