"""Asking for long work, and closing it: inside the transaction of whatever asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiyue.engine.problems import Problem
from jiyue.foundation.access import Actor, require
from jiyue.foundation.jobs.kinds import KINDS
from jiyue.foundation.jobs.models import DONE, RUNNING, WAITING, Job, Periodic
from jiyue.foundation.kept import kept, kept_value


def enqueue(actor: Actor, code: str, **arguments: Any) -> Job:
    """Let a worker do the job ``code`` for ``actor``; KeyError for a kind that nobody offers.

    Refused (NOT_ALLOWED) without the permission of the kind, which is asked for again when the job begins;
    and for an actor without an account, as whom no worker could act, unless it is the program.
    It starts after the transaction of the caller is committed, and never if that is rolled back.
    """
    kind = KINDS[code]
    somebody = actor.program or actor.account is not None
    require(actor, kind.permission, allowed=somebody and actor.can(kind.permission))
    return Job.objects.create(
        kind=code,
        arguments=arguments,
        account_id=actor.account,
        who=actor.name[:80],
        tokens=None if actor.tokens is None else sorted(actor.tokens),
        attempts=kind.attempts,
    )


def close(
    job: Job,
    state: str,
    *,
    word: str = "",
    params: dict[str, Any] | None = None,
    ref: str = "",
    problems: Iterable[Problem] = (),
) -> bool:
    """End ``job`` as it stands in the caller's hands; False when somebody else has changed it since."""
    with transaction.atomic():
        ended = Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt).update(
            state=state,
            ended_at=timezone.now(),
            lease_until=None,
            phase="" if state == DONE else job.phase,
            word=word,
            word_params={name: kept_value(value) for name, value in (params or {}).items()},
            result=ref,
            problems=[kept(p) for p in problems],
        )
        kind = KINDS.get(job.kind)
        if ended and state != DONE and kind is not None and kind.ended is not None:
            kind.ended(job)
    return bool(ended)


def give_back(job: Job) -> None:
    """The worker is told to stop: the next one begins the job anew, as if this one had not tried."""
    Job.objects.mine(job).update(state=WAITING, attempt=job.attempt - 1, worker="", lease_until=None)


def hold(job: Job) -> bool:
    """Whether this worker still holds ``job``; inside a transaction it stays so until the end."""
    return bool(Job.objects.mine(job).update(state=RUNNING))


def start_due(actor: Actor, now: datetime) -> list[Job]:
    """The jobs that start by themselves and are due: each once, whatever number of workers asks."""
    started = []
    known = dict(Periodic.objects.values_list("kind", "next_at"))
    for kind in KINDS.values():
        if kind.every is None:
            continue
        due_at = (
            known.get(kind.code)
            or Periodic.objects.get_or_create(kind=kind.code, defaults={"next_at": now})[0].next_at
        )
        if due_at > now:
            continue
        with transaction.atomic():
            due = Periodic.objects.filter(kind=kind.code, next_at=due_at)
            if due.update(next_at=now + kind.every) and kind.when():
                started.append(enqueue(actor, kind.code))
    return started
