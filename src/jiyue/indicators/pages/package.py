"""The package of an evaluation: what is in it, its fingerprint, and how anybody computes it again."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import require
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.indicators.models import Evaluation
from jiyue.indicators.opened import opened
from jiyue.indicators.reading import READ, crumbs, evaluation_at, facts_of

MIME = "application/zip"


@page(READ)
def about(request: ActorRequest, pk: int) -> HttpResponse:
    """What the package holds and how to verify it elsewhere."""
    evaluation = evaluation_at(request, pk)
    inputs = opened(evaluation)
    whole = _whole(request, evaluation)
    name = file_name(evaluation)
    context = {
        "heading": translate(N_("How does anybody compute this evaluation again?")),
        "crumbs": crumbs(evaluation),
        "facts": facts_of(evaluation),
        "actions": [
            (translate(N_("Download the package")), reverse("evaluation-package-file", args=[pk]), True)
        ]
        if whole
        else [],
        "digest": evaluation.package,
        "details": [
            (N_("File"), f"{name}，{figures.number(-(-evaluation.place.stat().st_size // 1024))} KB"),
            (N_("Units"), figures.number(len(inputs.units))),
            (N_("Indicators"), figures.number(len(inputs.compiled.framework.indicators))),
            (N_("Figures of all years"), figures.number(inputs.measures.height)),
            (N_("Figures with their source"), figures.number(inputs.sources.height)),
            (N_("Frozen rows of ledgers"), figures.number(inputs.rows.height)),
        ],
        "name": name,
        "whole": whole,
        "command": f"jiyue verify {name}",
    }
    return render(request, "indicators/package.html", context)


@page(READ)
def download(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The package itself: for whoever reaches every unit in it."""
    evaluation = evaluation_at(request, pk)
    require(request.actor, READ, where=evaluation.unit.name, allowed=_whole(request, evaluation))
    opened(evaluation)
    file = evaluation.place.open("rb")
    return FileResponse(file, as_attachment=True, filename=file_name(evaluation), content_type=MIME)


def file_name(evaluation: Evaluation) -> str:
    """A name that says which evaluation it is and which package."""
    return f"evaluation-{evaluation.year}-{evaluation.pk}-{evaluation.package[:8]}.zip"


def _whole(request: ActorRequest, evaluation: Evaluation) -> bool:
    """Whether the actor reaches the whole territory, not only some units of it."""
    return request.actor.may(READ, path=evaluation.unit.path)
