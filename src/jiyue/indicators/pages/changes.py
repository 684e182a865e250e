"""What changed since an evaluation was kept: figures that count otherwise, rows that ledgers changed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.index.report_words import Words, figure
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import from_text
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators.changed import Changed, changed_in_reach
from jiyue.indicators.models import SOURCES, Evaluation
from jiyue.indicators.opened import opened, words_of
from jiyue.indicators.reading import READ, crumbs, evaluation_at, facts_of

SHOWN = 50
COLUMNS = (
    Column("name", N_("Unit")),
    Column("title", N_("Measure")),
    Column("year", N_("Year")),
    Column("before", N_("As it was frozen"), kind="number"),
    Column("source_before", N_("Source"), words=SOURCES),
    Column("now", N_("Figure today"), kind="number"),
    Column("source_now", N_("Source today"), words=SOURCES),
    Column("rows", N_("Rows changed in the ledger"), kind="number"),
)


@page(READ)
def changes(request: ActorRequest, pk: int, form: str = "") -> HttpResponseBase:
    """Every change of the units that the reader reaches."""
    evaluation = evaluation_at(request, pk)
    if form and form not in OUTPUTS:
        raise Http404
    inputs = opened(evaluation)
    words, found = words_of(inputs.compiled), changed_in_reach(request.actor, evaluation)
    names = {unit.code: unit.name for unit in inputs.units}
    rows = [_row(one, names, words) for one in found]
    if form:
        return OUTPUTS[form](f"changes-{pk}", COLUMNS, rows)
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    _lead(evaluation, shown.object_list)
    context = {
        "heading": _question(len(found)),
        "crumbs": crumbs(evaluation),
        "facts": facts_of(evaluation),
        "actions": [(".xlsx", reverse("evaluation-changes-as", args=[pk, "xlsx"]), False)] if rows else [],
        "page": shown,
    }
    return render(request, "indicators/changes.html", context)


def _question(count: int) -> str:
    if not count:
        return translate(N_("Nothing has changed since"))
    said = {"count": figures.number(count)}
    return translate(N_("Which {count} figures have changed since it was kept?"), said)


def _row(one: Changed, names: dict[str, str], words: Words) -> dict[str, Any]:
    return {
        "code": one.unit,
        "name": names.get(one.unit, one.unit),
        "measure": one.measure,
        "title": words.named(one.measure),
        "year": one.year,
        "before": one.before,
        "now": one.now,
        "before_shown": figure(from_text(one.before)) if one.before else figures.DASH,
        "now_shown": figure(from_text(one.now)) if one.now else figures.DASH,
        "source_before": one.source_before,
        "source_now": one.source_now,
        "source_words": [translate(SOURCES.get(s or "", "")) for s in (one.source_before, one.source_now)],
        "rows": one.rows,
    }


def _lead(evaluation: Evaluation, rows: Any) -> None:
    """Let each row lead to the page of its figure, where its unit has one."""
    known = dict(evaluation.results.filter(code__in={r["code"] for r in rows}).values_list("code", "unit"))
    for row in rows:
        if unit := known.get(row["code"]):
            args = [evaluation.pk, unit, row["measure"], row["year"]]
            row["to"] = reverse("evaluation-measure", args=args)
