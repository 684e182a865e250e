"""Jobs: the list, and one job that says how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.jobs import actions
from jiyue.foundation.jobs.kinds import KINDS, TITLES
from jiyue.foundation.jobs.models import DONE, LAMPS, STATES, Job
from jiyue.foundation.kept import restored, restored_value
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage

MINUTE = 60
HOUR = 3600


class Spoken(Mapping[str, str]):
    """Phases are msgids of whatever room the job belongs to."""

    def __getitem__(self, phase: str) -> str:
        return phase

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1


class JobList(ListPage):
    name = "jobs"
    address = "jobs"
    permission = "jobs.read"
    title = N_("What the program is working on")
    columns = (
        Column("pk", N_("No."), to="job"),
        Column("kind", N_("Job"), words=TITLES, to="job"),
        Column("state", N_("State"), kind="state", words=STATES, lamps=LAMPS),
        Column("phase", N_("At"), words=Spoken()),
        Column("who", N_("Asked by")),
        Column("made_at", N_("Asked"), kind="day"),
        Column("started_at", N_("Begun"), kind="day"),
        Column("ended_at", N_("Ended"), kind="day"),
        Column("attempt", N_("Attempt"), kind="number", shown=False),
    )
    filters = (
        Choice("state", N_("State"), choices=STATES),
        Choice("kind", N_("Job"), choices=lambda request: TITLES),
        Search("q", N_("Asked by"), fields=("who",)),
    )
    order = ("-pk",)
    empty = N_("No job yet. Checks and imports of workbooks, for example, run here and can be left alone.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = Job.objects.reached(request.actor, self.permission)
        return found


def span(left: timedelta) -> str:
    """A span of time as people say it, rounded up."""
    seconds = int(left.total_seconds()) + 1
    if seconds < MINUTE:
        return translate(N_("{count} seconds"), {"count": seconds})
    if seconds < HOUR:
        return translate(N_("{count} minutes"), {"count": -(-seconds // MINUTE)})
    return translate(N_("{count} hours"), {"count": -(-seconds // HOUR)})


def sentence(job: Job) -> str:
    """What an ended job says."""
    return translate(job.word, {n: restored_value(v) for n, v in job.word_params.items()}) if job.word else ""


def shown(job: Job) -> dict[str, Any]:
    """What the fragment of a job shows."""
    left = job.time_left(timezone.now())
    kind = KINDS.get(job.kind)
    to = reverse(kind.page, args=[job.result.rsplit("/", 1)[-1]]) if kind and kind.page and job.result else ""
    return {
        "job": job,
        "lamp": LAMPS[job.state],
        "state": translate(STATES[job.state]),
        "title": translate(TITLES.get(job.kind, job.kind)),
        "left": span(left) if left is not None else "",
        "word": sentence(job),
        "to": to,
        "problems": [restored(p) for p in job.problems],
        "repeatable": job.has_ended and job.state != DONE and kind is not None and kind.repeatable,
    }


def _found(request: ActorRequest, key: int) -> Job:
    job: Job | None = Job.objects.reached(request.actor, "jobs.read").filter(pk=key).first()
    if job is None:
        raise Http404
    return job


@page("jobs.read")
def job_page(request: ActorRequest, key: int) -> HttpResponse:
    job = _found(request, key)
    said = shown(job)
    said["manages"] = request.actor.may("jobs.manage", account=job.account_id)
    facts = [
        translate(N_("asked by {name}"), {"name": job.who}),
        figures.day(job.made_at),
        translate(N_("attempt {n} of {of}"), {"n": job.attempt, "of": job.attempts}) if job.attempt else "",
    ]
    context = {
        **said,
        "heading": said["title"],
        "facts": [fact for fact in facts if fact],
        "crumbs": [(translate(N_("Jobs")), reverse("jobs"))],
    }
    return render(request, "jobs/job.html", context)


@page("jobs.read")
def job_state(request: ActorRequest, key: int) -> HttpResponse:
    """The part of a page that asks for itself every two seconds; a page around it is renewed at the end."""
    job = _found(request, key)
    answer = render(request, "jobs/state.html", shown(job))
    if job.has_ended:
        answer.headers["HX-Refresh"] = "true"
    return answer


@page("jobs.manage")
@require_POST
def cancel_job(request: ActorRequest, key: int) -> HttpResponse:
    job = actions.cancel(request.actor, key)
    said = N_("The job is asked to stop; it does so at its next step and changes nothing.")
    messages.success(request, translate(said))
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@page("jobs.manage")
@require_POST
def retry_job(request: ActorRequest, key: int) -> HttpResponse:
    job = actions.retry(request.actor, key)
    messages.success(request, translate(N_("The job waits for its turn again; you may cancel it here.")))
    return HttpResponseRedirect(reverse("job", args=[job.pk]))
