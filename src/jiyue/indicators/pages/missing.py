"""What an evaluation lacks: which figures, who owes them, how many points wait for them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.index.report_words import figure
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import Fraction
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators.lacking import Lack, lacking, letters, with_duties
from jiyue.indicators.opened import opened, words_of
from jiyue.indicators.reading import READ, crumbs, evaluation_at, facts_of, results, unit_address

SHOWN = 50
LETTERS = 40
COLUMNS = (
    Column("name", N_("Unit")),
    Column("title", N_("Figure that lacks")),
    Column("unit_of_measure", N_("Unit of measure")),
    Column("year", N_("Year"), kind="number"),
    Column("indicators", N_("For")),
    Column("points", N_("Points at most"), kind="number"),
    Column("organisation", N_("Who owes it")),
    Column("due", N_("Due on"), kind="day"),
)


@page(READ)
def missing(request: ActorRequest, pk: int, form: str = "") -> HttpResponseBase:
    """The list, and a text for each organisation."""
    evaluation = evaluation_at(request, pk)
    if form and form not in OUTPUTS:
        raise Http404
    inputs = opened(evaluation)
    words, by_code = words_of(inputs.compiled), inputs.compiled.framework.by_code
    rows = results(request, evaluation).filter(missing__gt=0)
    unit = whole_number(request.GET.get("unit", ""))
    if unit is not None:
        rows = rows.filter(unit=unit)
    found = with_duties(lacking(rows.order_by("code"), inputs, evaluation.year), request.actor)
    if form:
        return OUTPUTS[form](f"missing-{pk}", COLUMNS, [_plain(lack) for lack in found])
    sender = _sender(request)
    texts = letters(found, evaluation.title, timezone.localdate(), sender, inputs)
    shown = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    units = {lack.unit for lack in found}
    context = {
        "heading": _question(len(found), len(units)),
        "crumbs": crumbs(evaluation),
        "facts": facts_of(evaluation),
        "actions": [
            (".xlsx", reverse("evaluation-missing-as", args=[pk, "xlsx"]), False),
            *_arrange(request),
        ],
        "page": shown,
        "lacks": [
            (
                lack,
                unit_address(pk, lack.unit),
                _duty(lack),
                figure(lack.points, 2),
                [(code, words.title(by_code[code])) for code in lack.indicators],
            )
            for lack in shown
        ],
        "letters": texts[:LETTERS],
        "points": figure(sum((lack.points for lack in found), Fraction(0)), 2),
        "units": len(units),
        "owed": sum(bool(lack.organisation) for lack in found),
        "count": len(found),
    }
    return render(request, "indicators/missing.html", context)


def _sender(request: ActorRequest) -> str:
    user: Any = request.user
    return str(user.organisation) if user.is_authenticated else ""


def _question(count: int, units: int) -> str:
    if not count:
        return translate(N_("Nothing is missing"))
    said = {"count": figures.number(count), "units": figures.number(units)}
    return translate(N_("Which {count} figures lack for {units} units, and who owes them?"), said)


def _duty(lack: Lack) -> str:
    return reverse("duty", args=[lack.duty]) if lack.duty else ""


def _arrange(request: ActorRequest) -> list[tuple[str, str, bool]]:
    if not request.actor.can("duties.manage"):
        return []
    return [(translate(N_("Arrange duties")), reverse("duties-arrange"), False)]


def _plain(lack: Lack) -> dict[str, Any]:
    return {
        "name": f"{lack.name}{lack.above}",
        "title": lack.title,
        "unit_of_measure": lack.unit_of_measure,
        "year": lack.year,
        "indicators": ", ".join(lack.indicators),
        "points": float(lack.points),
        "organisation": lack.organisation,
        "due": lack.due,
    }
