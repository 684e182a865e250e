"""Evaluations: the list, and the form that begins one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import given
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.foundation.ui.filters import Choice, Filter, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.indicators import evaluating, forms
from jiyue.indicators.labels import EVALUATION_LAMPS
from jiyue.indicators.models import EVALUATION_STATES, PURPOSES, Evaluation
from jiyue.indicators.pages.values import places


class Year(Filter):
    """Evaluations of a year."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(year=int(said)) if said.isdecimal() and len(said) == 4 else rows.none()


class OfUnit(Choice):
    """Evaluations of a unit and of all below it."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(unit__path__startswith=Unit.objects.get(pk=said).path)


class EvaluationList(ListPage):
    name = "evaluations"
    address = "indicators/evaluations"
    permission = "indicators.read"
    title = N_("Which evaluations are there")
    columns = (
        Column("title", N_("Evaluation"), to="evaluation"),
        Column("year", N_("Year")),
        Column("purpose", N_("Purpose"), words=PURPOSES),
        Column("framework__title", N_("Framework")),
        Column("framework__version", N_("Version"), shown=False),
        Column("unit__name", N_("Unit")),
        Column("state", N_("State"), kind="state", words=EVALUATION_STATES, lamps=EVALUATION_LAMPS),
        Column("units", N_("Units"), kind="number"),
        Column("complete", N_("With a total"), kind="number"),
        Column("as_of", N_("Ledgers as of"), kind="day", shown=False),
        Column("kept_at", N_("Kept on"), kind="day"),
        Column("package", N_("Hash"), shown=False),
    )
    filters = (
        Search("q", N_("Title"), fields=("title", "framework__title")),
        OfUnit("unit", N_("Unit"), choices=places),
        Year("year", N_("Year")),
        Choice("purpose", N_("Purpose"), choices=PURPOSES),
        Choice("state", N_("State"), choices=EVALUATION_STATES),
    )
    order = ("-year", "-pk")
    empty = N_("No evaluation yet. A trial shows what is still missing.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Evaluation.objects.reached(request.actor, self.permission)
        return rows

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("evaluations.run"):
            return []
        return [(translate(N_("New evaluation")), reverse("evaluation-new"), True)]


@page("evaluations.run")
def new(request: ActorRequest) -> HttpResponse:
    """Begin an evaluation; the page of its job shows how far it is."""
    names = ("framework", "unit", "year", "purpose", "parent")
    asked = {name: request.GET[name] for name in names if request.GET.get(name)}
    form = forms.EvaluationForm(request.actor, given(request), initial=asked)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = evaluating.begin(request.actor, **said)
        words = N_("{name} is being computed. You may leave this page; it goes on.")
        return translate(words, {"name": str(made)}), reverse("job", args=[made.job_id])

    context = {
        "heading": translate(N_("What is evaluated?")),
        "crumbs": [(translate(N_("Evaluations")), reverse("evaluations"))],
        "verb": translate(N_("Evaluate")),
        "back": reverse("evaluations"),
    }
    return do_by_form(request, form, act, context)
