"""The way of workbooks in three steps: upload, deal with the questions, publish and see what happened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem, Refused
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.uploads import TOO_MUCH, too_much
from jiyue.foundation.imports import actions, preview, staging
from jiyue.foundation.imports.kinds import sheet_kind
from jiyue.foundation.imports.models import (
    CANCELLED,
    CHECKED,
    FAILED,
    PUBLISHED,
    UNDER_WAY,
    UNDONE,
    UPLOADED,
    ImportBatch,
)
from jiyue.foundation.imports.pages import batch_or_404, offered
from jiyue.foundation.jobs.pages import shown
from jiyue.foundation.kept import restored
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.deeds import history_of
from jiyue.foundation.units.models import Unit

STEP = N_("Step {n} of {of}")


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class Upload(forms.Form):
    """The first step. What the files hold is looked at by the worker."""

    kind = forms.ChoiceField(label=N_("What the workbooks hold"))
    files = forms.Field(
        label=N_("Workbooks"),
        required=False,
        widget=Files(),
        help_text=N_("One or several, such as those of all towns; .xlsx, .xls or .csv."),
    )
    unit = forms.ModelChoiceField(
        label=N_("For the unit"),
        queryset=Unit.objects.none(),
        help_text=N_("Only rows of this unit and of those below it are taken."),
    )
    sender = forms.ModelChoiceField(
        label=N_("Sent by"),
        queryset=Organisation.objects.none(),
        help_text=N_("Headings that this sender uses are remembered."),
    )

    def __init__(self, request: ActorRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, translate(kind.title)) for kind in offered(request)]
        self.fields["kind"].choices = kinds
        self.fields["unit"].queryset = units_for(request)
        self.fields["sender"].queryset = senders_for(request)
        self.fields["unit"].initial = self.fields["unit"].queryset.first()
        self.fields["sender"].initial = request.actor.organisation
        for name in ("unit", "sender"):
            self.fields[name].empty_label = None
        self.fields["files"].widget.attrs.update(multiple=True, accept=".xlsx,.xls,.csv,.tsv,.et")


def units_for(request: ActorRequest) -> Any:
    """The units that the actor imports for: those granted, with what lies below them, down to towns."""
    limits = request.actor.limits("imports.run")
    living = Unit.objects.filter(valid_to=None).exclude(kind="village").order_by("path")
    if limits.everything:
        return living
    found = Unit.objects.none()
    for path in sorted(limits.paths):
        found = found | living.filter(path__startswith=path)
    if limits.organisations:
        own = Organisation.objects.filter(pk__in=limits.organisations).values("unit")
        found = found | living.filter(pk__in=own)
    return found


def senders_for(request: ActorRequest) -> Any:
    units = units_for(request).values("pk")
    return Organisation.objects.filter(closed_on=None, unit__in=units) | Organisation.objects.filter(
        pk=request.actor.organisation or 0
    )


@page("imports.run")
def new_import(request: ActorRequest) -> HttpResponse:
    """Step 1: which workbooks, from whom; templates to take away."""
    form = Upload(request, request.POST or None)
    problems: tuple[Problem, ...] = ()
    if too_much(request):
        problems = (TOO_MUCH(limit=limit("mb_request"), field="files"),)
    elif request.method == "POST" and form.is_valid():
        said, files = form.cleaned_data, request.FILES.getlist("files")
        try:
            batch = actions.upload(request.actor, said["kind"], files, said["unit"], said["sender"])
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("import", args=[batch.pk]))
    template_address = reverse("import-template")
    context = {
        "heading": translate(N_("Import workbooks: choose the kind and the files")),
        "facts": [translate(STEP, {"n": 1, "of": 3}), translate(N_("nothing is changed before step 3"))],
        "crumbs": [(translate(N_("Import of workbooks")), reverse("imports"))],
        "form": form,
        "verb": translate(N_("Upload and check")),
        "problems": problems,
        "kinds": [
            (translate(kind.title), f"{template_address}?kind={kind.code}") for kind in offered(request)
        ],
    }
    return render(request, "imports/new.html", context, status=422 if problems or form.errors else 200)


@page("imports.run")
def import_page(request: ActorRequest, key: int) -> HttpResponse:
    """Steps 2 and 3: what the state of the batch asks for."""
    batch = batch_or_404(request, key)
    kind = sheet_kind(batch.kind)
    context = {
        "batch": batch,
        "kind": kind,
        "crumbs": [(translate(N_("Import of workbooks")), reverse("imports"))],
        "history": history_of(batch),
    }
    if batch.state in UNDER_WAY or batch.state == UPLOADED:
        return _under_way(request, batch, context)
    if batch.state in (CHECKED, FAILED):
        return _questions(request, batch, context)
    return _afterwards(request, batch, context)


def _files(batch: ImportBatch) -> str:
    names = [f.name for f in batch.files.all()]
    if len(names) == 1:
        return names[0]
    return translate(N_("{count} files"), {"count": len(names)})


def _under_way(request: ActorRequest, batch: ImportBatch, context: dict[str, Any]) -> HttpResponse:
    headings = {
        "checking": N_("The workbooks are being checked"),
        "publishing": N_("The rows are being published"),
        "undoing": N_("The import is being undone"),
    }
    context |= {
        "heading": translate(headings.get(batch.state, headings["checking"])),
        "facts": [_files(batch), translate(N_("nothing is changed before step 3"))]
        if batch.state == "checking"
        else [_files(batch), translate(N_("all rows at once or none"))],
        **(shown(batch.job) if batch.job else {}),
    }
    return render(request, "imports/under_way.html", context)


def _questions(request: ActorRequest, batch: ImportBatch, context: dict[str, Any]) -> HttpResponse:
    """Step 2: numbered problems with their repairs, and the preview."""
    sound = batch.new + batch.changed + batch.same
    context |= preview.context(request.GET, batch)
    context |= {
        "heading": preview.heading(batch),
        "facts": preview.facts(batch),
        "sound": sound,
        "files": preview.understood(batch),
        "days": preview.undo_days(),
        "lost": batch.job.word if batch.state == FAILED and batch.job else "",
        "job_problems": [restored(p) for p in batch.job.problems] if batch.job else [],
        "broken": batch.state == FAILED,
    }
    return render(request, "imports/questions.html", context)


def _afterwards(request: ActorRequest, batch: ImportBatch, context: dict[str, Any]) -> HttpResponse:
    """Step 3 and after: what happened, and the way back."""
    done = {"new": figures.number(batch.new), "changed": figures.number(batch.changed)}
    headings = {
        PUBLISHED: N_("Published: {new} rows are new, {changed} were changed"),
        UNDONE: N_("Undone: {new} rows are gone, {changed} are as they were before"),
        CANCELLED: N_("Cancelled: nothing was taken over"),
    }
    until = batch.undo_until
    context |= {
        "heading": translate(headings[batch.state], done),
        "facts": [translate(STEP, {"n": 3, "of": 3}), _files(batch), str(batch.unit)],
        "until": until,
        "may_undo": batch.state == PUBLISHED and until is not None and timezone.now() <= until,
        "files": list(batch.files.all()),
        "job_problems": [restored(p) for p in batch.job.problems] if batch.job else [],
        "cells": preview.cells(staging.entries(batch.pk, "changed", 0, preview.SIZE)),
    }
    return render(request, "imports/afterwards.html", context)
