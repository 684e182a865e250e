"""Pages that do something: a form, the action it calls, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from jiyue.engine.messages import translate
from jiyue.engine.problems import Problem, Refused
from jiyue.foundation.audit.models import AuditLine, AuditRef
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.rows import Row


def do_by_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], tuple[str, str]],
    context: Mapping[str, Any],
    template: str = "ui/form.html",
) -> HttpResponse:
    """Show ``form``; when it is sent, ``act`` on what it holds.

    ``act`` answers with what to say and where to go. A refusal is shown above the form, with what was filled
    in left in place.
    """
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            said, to = act(form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, said)
            return HttpResponseRedirect(to)
    status = 200 if request.method != "POST" else 422
    return render(request, template, {**context, "form": form, "problems": problems}, status=status)


def history_of(row: Row) -> list[tuple[datetime, str]]:
    """What the audit trail says of ``row``, the latest first."""
    about = AuditRef.objects.filter(ref=row.ref)
    return [(line.at, spoken(line)) for line in AuditLine.objects.filter(seq__in=about.values("line"))]


def spoken_choices(choices: Mapping[str, str], empty: str = "") -> list[tuple[str, str]]:
    """Choices of a form in the language of the page."""
    first = [("", translate(empty) if empty else "—")]
    return [*first, *((code, translate(words)) for code, words in choices.items())]


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)
