"""What the pages of evaluations share: who reaches which result, the way back, addresses, short words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.listing import address_of
from jiyue.foundation.units.models import COUNTY_TYPES
from jiyue.indicators.models import DONE, EVALUATION_STATES, PURPOSES, Evaluation, UnitResult

READ = "indicators.read"
KINDS_OF_UNITS = {
    "county": N_("counties"),
    "zone": N_("development zones"),
    "cluster": N_("industrial clusters"),
    "town": N_("towns"),
    "prefecture": N_("prefectures"),
    "province": N_("provinces"),
    "village": N_("villages"),
}
GATES = {"met": N_("met"), "failed": N_("not met"), "undetermined": N_("undetermined")}
GATE_LAMPS = {"met": "good", "failed": "bad", "undetermined": "mind"}
SHORT = 12
"""Signs of a fingerprint that tell packages apart at a glance."""


def evaluations(request: ActorRequest) -> QuerySet[Evaluation]:
    """The evaluations that the actor reaches, or in which he reaches a unit's result."""
    own = UnitResult.objects.reached(request.actor, READ).values("evaluation")
    limits = request.actor.limits(READ)
    rows: QuerySet[Evaluation] = Evaluation.objects.select_related("framework", "unit")
    rows = rows.defer("framework__content")
    if limits.everything:
        return rows
    reached = Evaluation.objects.reached(request.actor, READ).values("pk")
    return rows.filter(Q(pk__in=reached) | Q(pk__in=own))


def evaluation_at(request: ActorRequest, pk: int) -> Evaluation:
    found: Evaluation = get_object_or_404(evaluations(request), pk=pk)
    return found


def results(request: ActorRequest, evaluation: Evaluation) -> QuerySet[UnitResult]:
    """The results of an evaluation that the actor reaches: all of them where he reaches its territory."""
    rows: QuerySet[UnitResult] = UnitResult.objects.filter(evaluation=evaluation)
    whole = request.actor.may(READ, path=evaluation.unit.path)
    return rows if whole else rows & UnitResult.objects.reached(request.actor, READ)


def result_at(request: ActorRequest, pk: int, unit: int) -> UnitResult:
    """The result of one unit with its evaluation, framework and unit."""
    rows = UnitResult.objects.reached(request.actor, READ)
    rows = rows.select_related("evaluation__framework", "evaluation__unit", "unit")
    rows = rows.defer("evaluation__framework__content")
    found: UnitResult = get_object_or_404(rows, evaluation=pk, unit=unit)
    return found


def earlier(request: ActorRequest, result: UnitResult) -> QuerySet[UnitResult]:
    """The results of the same unit by the same framework up to this year, the first year first."""
    mine = result.evaluation
    rows: QuerySet[UnitResult] = UnitResult.objects.reached(request.actor, READ).filter(
        unit=result.unit_id,
        evaluation__framework__code=mine.framework.code,
        evaluation__state=DONE,
        evaluation__year__lte=mine.year,
    )
    same = Q(evaluation=mine) | Q(evaluation__year__lt=mine.year, evaluation__purpose=mine.purpose)
    return rows.filter(same).order_by("evaluation__year", "evaluation__pk")


def last_of_each_year(rows: Iterator[tuple[int, Any]]) -> dict[int, Any]:
    """Of several evaluations of a year the last one."""
    return dict(rows)


def unit_address(evaluation: int, unit: int) -> str:
    """The sheet of a unit. Put together like :func:`address_of`, for long lists."""
    return f"{address_of('evaluation', evaluation)}units/{unit}/"


def crumbs(evaluation: Evaluation | None = None, result: UnitResult | None = None) -> list[tuple[str, str]]:
    """The way from the list of evaluations down."""
    found = [(translate(N_("Evaluations")), reverse("evaluations"))]
    if evaluation is not None:
        found.append((evaluation.title, reverse("evaluation", args=[evaluation.pk])))
    if result is not None:
        found.append((result.name, unit_address(result.evaluation_id, result.unit_id)))
    return found


def facts_of(evaluation: Evaluation) -> list[str]:
    """The line below a heading: purpose, framework and version, frozen when."""
    found = [
        f"{evaluation.year} · {translate(PURPOSES[evaluation.purpose])}",
        translate(
            N_("{title}, version {version}"),
            {"title": evaluation.framework.title, "version": evaluation.framework.version},
        ),
    ]
    if evaluation.kept_at:
        found.append(translate(N_("frozen {at}"), {"at": figures.day(evaluation.kept_at)}))
    return found


def short(digest: str) -> str:
    """A fingerprint as people compare it at a glance."""
    return f"{digest[:4]}…{digest[-4:]}" if len(digest) > SHORT else digest


def proof(evaluation: Evaluation) -> str:
    """The fingerprint of the package, with the word that anybody may compute it again."""
    if not evaluation.package:
        return translate(EVALUATION_STATES[evaluation.state])
    said = translate(N_("fingerprint {digest}"), {"digest": short(evaluation.package)})
    again = translate(N_("can be computed again"))
    return format_html('<span class="code">{} <span class="mark">{}</span></span>', said, again)


def type_word(variant: str) -> str:
    return translate(COUNTY_TYPES[variant]) if variant in COUNTY_TYPES else variant


def kind_word(kind: str) -> str:
    """The plural of a kind of unit."""
    return translate(KINDS_OF_UNITS.get(kind, N_("units")))
