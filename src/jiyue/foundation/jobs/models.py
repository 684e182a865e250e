"""Long work: what is to be done, by whom it was asked, who is at it, how far it is, how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from jiyue.engine.messages import N_
from jiyue.foundation.people.models import Account
from jiyue.foundation.rows import Row, Rows

WAITING, RUNNING, DONE = "waiting", "running", "done"
FAILED, CANCELLED, LOST = "failed", "cancelled", "lost"
STATES = {
    WAITING: N_("waits"),
    RUNNING: N_("is running"),
    DONE: N_("is done"),
    FAILED: N_("was refused"),
    CANCELLED: N_("was cancelled"),
    LOST: N_("was broken off"),
}
LAMPS = {WAITING: "idle", RUNNING: "mind", DONE: "good", FAILED: "bad", CANCELLED: "idle", LOST: "bad"}
ENDED = frozenset({DONE, FAILED, CANCELLED, LOST})


class JobRows(Rows):
    def mine(self, job: Job) -> Self:
        """The row of ``job`` as long as this worker holds it: no other has taken it over."""
        return self.filter(pk=job.pk, state=RUNNING, worker=job.worker, attempt=job.attempt)

    def left(self, now: datetime) -> Self:
        """Jobs whose worker has not been heard of: the lease is over."""
        return self.filter(state=RUNNING, lease_until__lt=now)

    def claimable(self, now: datetime) -> Self:
        """Jobs that a worker may begin, the oldest first."""
        again = Q(state=RUNNING, lease_until__lt=now, attempt__lt=F("attempts"), cancel_asked=False)
        return self.filter(Q(state=WAITING) | again).order_by("pk")


class Job(Row):
    """One piece of long work. ``attempt`` of ``attempts``; ``n`` of ``of`` in the present ``phase``."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=WAITING)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=80)
    tokens = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=120, blank=True)
    phase_at = models.DateTimeField(null=True)
    n = models.BigIntegerField(null=True)
    of = models.BigIntegerField(null=True)
    cancel_asked = models.BooleanField(default=False)
    result = models.CharField(max_length=120, blank=True)
    word = models.CharField(max_length=200, blank=True)
    word_params = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    objects: Any = JobRows.as_manager()
    scope_account = "account"

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "lease_until"), name="jobs_by_state"),)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    def time_left(self, now: datetime) -> timedelta | None:
        """How long the present phase still takes if it goes on as before; None when nothing tells."""
        if self.state != RUNNING or not self.n or not self.of or self.phase_at is None:
            return None
        return (now - self.phase_at) * (max(self.of - self.n, 0) / self.n)


class Periodic(models.Model):
    """When a job that starts by itself is due."""

    kind = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField()
