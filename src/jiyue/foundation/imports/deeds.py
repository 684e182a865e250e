"""What is done to an import from its page: each answers with its page again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem
from jiyue.foundation.imports import actions, staging
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.imports.pages import batch_or_404
from jiyue.foundation.imports.repairs import correctable, correction, repairs
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.filters import tidy

LONGEST_CELL = 1000


def _back(request: ActorRequest, batch: ImportBatch, said: str = "", **params: Any) -> HttpResponse:
    if said:
        messages.success(request, translate(said, params))
    return HttpResponseRedirect(reverse("import", args=[batch.pk]))


def _problem(request: ActorRequest, key: int) -> Problem:
    """The problem that a form is about, by its number in the list of the last check."""
    batch = batch_or_404(request, key)
    number = whole_number(request.POST.get("problem", ""))
    found = [] if number is None else staging.read_problems(batch.pk, staging.PROBLEMS, number, 1)
    if not found:
        raise Http404
    return found[0]


@page("imports.run")
@require_POST
def answer(request: ActorRequest, key: int) -> HttpResponse:
    """A repair that the page offered."""
    offered, chosen = repairs(_problem(request, key)), whole_number(request.POST.get("repair", ""))
    if chosen is None or chosen >= len(offered):
        raise Http404
    return _back(request, actions.answer(request.actor, key, offered[chosen].answer))


@page("imports.run")
@require_POST
def correct(request: ActorRequest, key: int) -> HttpResponse:
    """One cell, typed anew."""
    problem = _problem(request, key)
    if not correctable(problem):
        raise Http404
    text = tidy(request.POST.get("text", ""), LONGEST_CELL)
    return _back(request, actions.answer(request.actor, key, correction(problem, text)))


@page("imports.run")
@require_POST
def file(request: ActorRequest, key: int) -> HttpResponse:
    """A corrected workbook in the place of another, or one more."""
    instead = whole_number(request.POST.get("instead", ""))
    batch = actions.send_again(request.actor, key, request.FILES.get("file"), instead)
    return _back(request, batch, N_("The file was taken in and is being checked."))


@page("imports.run")
@require_POST
def leave_out(request: ActorRequest, key: int) -> HttpResponse:
    number = whole_number(request.POST.get("number", "")) or 0
    return _back(request, actions.leave_out(request.actor, key, number))


@page("imports.run")
@require_POST
def check(request: ActorRequest, key: int) -> HttpResponse:
    return _back(request, actions.check_again(request.actor, key))


@page("imports.run")
@require_POST
def publish(request: ActorRequest, key: int) -> HttpResponse:
    faultless = request.POST.get("faultless") == "1"
    return _back(request, actions.publish(request.actor, key, faultless_only=faultless))


@page("imports.run")
@require_POST
def cancel(request: ActorRequest, key: int) -> HttpResponse:
    batch = actions.cancel(request.actor, key)
    return _back(request, batch, N_("The import was cancelled; nothing of it was taken over."))


@page("imports.run")
@require_POST
def undo(request: ActorRequest, key: int) -> HttpResponse:
    reason = tidy(request.POST.get("reason", "")) or translate(N_("no reason given"))
    return _back(request, actions.undo(request.actor, key, reason))
