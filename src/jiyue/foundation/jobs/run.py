"""A job under way: its progress, its lease, and the ways in which it is broken off."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jiyue.foundation.access import Actor
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.queue import hold

TELL_EVERY = 0.5
"""Seconds between two writes of the progress within a phase."""


class Broken(Exception):
    """The job must not go on; whatever transaction it is in is rolled back."""


class Cancelled(Broken):
    """Somebody asked for it."""


class Stopping(Broken):
    """The worker was told to stop."""


class Overtaken(Broken):
    """The lease ran out and another worker has the job."""


def lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE)


class Heart(threading.Thread):
    """Renews the lease of a job while it runs, over a connection of its own."""

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heart of job {job.pk}", daemon=True)
        self.job = job
        self.still = threading.Event()
        self.lost = threading.Event()

    def run(self) -> None:
        try:
            while not self.still.wait(settings.JOB_LEASE / 4):
                self.beat()
        finally:
            connection.close()

    def beat(self) -> None:
        now = timezone.now()
        try:
            renewed = Job.objects.mine(self.job).update(beat_at=now, lease_until=now + lease())
        except DatabaseError:
            connection.close()
            return
        if not renewed:
            self.lost.set()
            self.still.set()

    def stop(self) -> None:
        self.still.set()
        if self.is_alive():
            self.join()

    def __enter__(self) -> Heart:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Run:
    """What the function of a job is given: who asked, and how to tell how far it is."""

    def __init__(self, job: Job, actor: Actor, lost: threading.Event, stopping: threading.Event) -> None:
        self.job, self.actor = job, actor
        self._lost, self._stopping = lost, stopping
        self._told = 0.0

    def progress(self, phase: str, n: int | None = None, of: int | None = None) -> None:
        """Say that ``n`` of ``of`` are done in ``phase`` (a msgid). Call it often: it writes twice a second.

        Raises :class:`Broken` when the job was cancelled, overtaken, or its worker must stop.
        """
        if self._lost.is_set():
            raise Overtaken
        if self._stopping.is_set():
            raise Stopping
        new = phase != self.job.phase
        if not new and time.monotonic() - self._told < TELL_EVERY:
            return
        now = timezone.now()
        if new:
            self.job.phase, self.job.phase_at = phase, now
        told = Job.objects.mine(self.job).update(
            phase=phase, phase_at=self.job.phase_at, n=n, of=of, beat_at=now, lease_until=now + lease()
        )
        self._told = time.monotonic()
        if not told:
            raise Overtaken
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled

    def hold(self) -> None:
        """In the transaction that publishes a result: raise unless this worker still holds the job."""
        if not hold(self.job):
            raise Overtaken
