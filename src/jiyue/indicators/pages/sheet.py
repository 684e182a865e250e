"""The sheet of one unit, and beside it why one indicator is what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.index.inputs import Inputs
from jiyue.engine.index.report_words import figure
from jiyue.engine.index.result import UnitResult as EngineResult
from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.listing import Column
from jiyue.foundation.ui.output import OUTPUTS
from jiyue.indicators import drawing
from jiyue.indicators.changed import changed_since
from jiyue.indicators.explained import Explained, explain, history
from jiyue.indicators.models import PURPOSES, UnitResult, Value
from jiyue.indicators.opened import engine_result, number, opened, words_of
from jiyue.indicators.proofs import counted_evidence, evidence_for, frozen_refs, values_of
from jiyue.indicators.reading import (
    READ,
    crumbs,
    earlier,
    facts_of,
    proof,
    result_at,
    unit_address,
)
from jiyue.indicators.sheet import Line, cards, groups, line_word

COLUMNS = (
    Column("code", N_("Code")),
    Column("title", N_("Indicator")),
    Column("unit", N_("Unit of measure")),
    Column("value", N_("Value")),
    Column("standard", N_("Standard")),
    Column("excellence", N_("Excellence")),
    Column("score", N_("Score")),
    Column("weight", N_("Weight")),
    Column("contribution", N_("Contribution")),
    Column("state", N_("Standing")),
    Column("marks", N_("Marks")),
)
SHOWN_PIECES, SHOWN_CHANGES = 3, 6


@page(READ)
def sheet(request: ActorRequest, pk: int, unit: int, form: str = "") -> HttpResponseBase:
    """Every indicator of one unit."""
    row = result_at(request, pk, unit)
    inputs = opened(row.evaluation)
    words, result = words_of(inputs.compiled), engine_result(row)
    if form:
        found = [line for g in groups(result, inputs, words, {}, False) for line in g.lines]
        columns = [replace(c, title=line_word(result)) if c.name == "standard" else c for c in COLUMNS]
        return OUTPUTS[form](f"unit-{row.code}", columns, [_plain(line) for line in found])
    only = request.GET.get("only") == "below"
    asked = request.GET.get("indicator", "")
    chosen = asked if asked in inputs.compiled.framework.by_code else _most_lost(result)
    values = values_of(request.actor, row.unit_id, inputs.compiled.dictionary.measures, [row.evaluation.year])
    since = changed_since(row.evaluation, row.unit)
    refs = frozen_refs(inputs, row.code, row.evaluation.year)
    evidence = counted_evidence(request.actor, values, refs)
    context = {
        "since": [
            (words.named(c.measure), reverse("evaluation-measure", args=[pk, unit, c.measure, c.year]))
            for c in since[:SHOWN_CHANGES]
        ],
        "since_count": len(since),
        "heading": _question(row),
        "crumbs": crumbs(row.evaluation),
        "facts": [*facts_of(row.evaluation), proof(row.evaluation)],
        "row": row,
        "actions": _actions(row),
        "cards": cards(result, inputs.compiled.framework, *_among(request, row)),
        "groups": groups(result, inputs, words, evidence, only),
        "only": only,
        "here": unit_address(pk, unit),
        "line_word": translate(line_word(result)),
        "lined": any(p.standard is not None for p in result.indicators.values()),
        "label": inputs.compiled.framework.label(words.lang),
        "sum": figure(result.contributions(), 4) if result.total is not None else "",
        "chosen": chosen,
        **why(request, row, result, inputs, chosen, values),
    }
    return render(request, "indicators/sheet.html", context)


@page(READ)
def indicator(request: ActorRequest, pk: int, unit: int, indicator: str) -> HttpResponse:
    """One indicator of one unit, at full width."""
    row = result_at(request, pk, unit)
    inputs = opened(row.evaluation)
    if indicator not in inputs.compiled.framework.by_code:
        raise Http404
    values = values_of(request.actor, row.unit_id, inputs.direct(indicator), [row.evaluation.year])
    found = why(request, row, engine_result(row), inputs, indicator, values)
    why_: Explained = found["why"]
    context = {
        "heading": f"{row.name}：{why_.question}",
        "crumbs": crumbs(row.evaluation, row),
        "facts": [why_.title, *facts_of(row.evaluation)],
        "row": row,
        "actions": [
            (
                translate(N_("All units")),
                reverse("evaluation-across", args=[pk, indicator]) + f"?unit={unit}",
                False,
            ),
            (translate(N_("The whole sheet")), f"{unit_address(pk, unit)}?indicator={indicator}#why", False),
        ],
        "alone": True,
        **found,
    }
    return render(request, "indicators/indicator.html", context)


def why(
    request: ActorRequest,
    row: UnitResult,
    result: EngineResult,
    inputs: Inputs,
    code: str,
    values: list[Value],
) -> dict[str, Any]:
    """The explanation of one indicator with its years, its evidence and what others said."""
    explained = explain(row, result, inputs, code)
    years, several = _years(request, row, code)
    unit = explained.unit
    measures = inputs.direct(code)
    refs = [v.ref for v in values if v.measure in measures]
    frozen = frozen_refs(inputs, row.code, row.evaluation.year)
    refs += [ref for ref, of in frozen.items() if of & measures]
    pieces = evidence_for(request.actor, refs)
    known = {e.pk: e for found in pieces.values() for e in found}
    part = row.indicators.get(code) or {}
    line = number(part.get("standard"))
    decimals = inputs.compiled.framework.by_code[code].decimals
    said = "，".join(f"{year} {figure(number(v), decimals)}" for year, v in years)
    return {
        "why": explained,
        "years": [(year, f"{figure(number(v), decimals)} {unit}".strip()) for year, v in years],
        "spark": drawing.spark(
            [None if v is None else float(v) for _, v in years],
            said,
            None if line is None else float(line),
        )
        if several
        else "",
        "pieces": list(known.values())[:SHOWN_PIECES],
        "more_pieces": max(0, len(known) - SHOWN_PIECES),
        "beside": _beside(request, row, code, decimals),
        "whole": reverse("evaluation-indicator", args=[row.evaluation_id, row.unit_id, code]),
        "across": reverse("evaluation-across", args=[row.evaluation_id, code]) + f"?unit={row.unit_id}",
    }


def _years(request: ActorRequest, row: UnitResult, code: str) -> tuple[list[tuple[int, Any]], bool]:
    """The values of the indicator in this and earlier evaluations."""
    rows = earlier(request, row).annotate(told=KeyTransform("value", KeyTransform(code, "indicators")))
    return history(list(rows.values_list("evaluation__year", "told")), row.evaluation.year)


def _beside(request: ActorRequest, row: UnitResult, code: str, decimals: int | None) -> list[tuple[str, str]]:
    """What the self-check and the reviews say of the same indicator."""
    mine = row.evaluation
    related = Q(evaluation__parent=mine)
    if mine.parent_id:
        related |= Q(evaluation=mine.parent_id)
    rows = UnitResult.objects.reached(request.actor, READ).filter(related, unit=row.unit_id)
    told = rows.annotate(told=KeyTransform("value", KeyTransform(code, "indicators")))
    return [
        (translate(PURPOSES[purpose]), figure(number(value), decimals))
        for purpose, value in told.values_list("evaluation__purpose", "told")
    ]


def _question(row: UnitResult) -> str:
    if row.total is None:
        return translate(N_("Why has {name} no total yet?"), {"name": row.name})
    return translate(
        N_("Why has {name} {total} points?"), {"name": row.name, "total": figure(number(row.total), 2)}
    )


def _actions(row: UnitResult) -> list[tuple[str, str, bool]]:
    pk = row.evaluation_id
    return [
        (
            translate(N_("Beside another year")),
            reverse("evaluation-years", args=[pk]) + f"?unit={row.unit_id}",
            False,
        ),
        (
            translate(N_("Beside another framework")),
            reverse("evaluation-frameworks", args=[pk]) + f"?unit={row.unit_id}",
            False,
        ),
        (".xlsx", reverse("evaluation-unit-as", args=[pk, row.unit_id, "xlsx"]), False),
        (translate(N_("Package and proof")), reverse("evaluation-package", args=[pk]), True),
    ]


def _among(request: ActorRequest, row: UnitResult) -> tuple[int, tuple[int | None, int]]:
    """Of how many the rank is, and the rank among those of the same type."""
    ranked = UnitResult.objects.filter(evaluation=row.evaluation_id).exclude(rank=None)
    found = ranked.aggregate(all=Count("pk"), same=Count("pk", filter=Q(variant=row.variant)))
    return found["all"], (row.rank_in_type, found["same"])


def _most_lost(result: EngineResult) -> str:
    """The indicator that cost the most points; what is missing may cost its whole weight."""

    def lost(code: str) -> float:
        part = result.indicators[code]
        if part.weight is None or part.state == "not_applicable":
            return 0.0
        return float(part.weight) - float(part.contribution or 0)

    return max(result.indicators, key=lost, default="")


def _plain(line: Line) -> dict[str, Any]:
    return {
        **{c.name: getattr(line, c.name) for c in COLUMNS if c.name not in ("state", "marks")},
        "state": line.lamp.word if line.lamp else "",
        "marks": "，".join([word for word, _ in line.marks] + line.lacks),
    }
