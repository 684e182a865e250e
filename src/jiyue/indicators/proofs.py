"""What figures rest on: the values of the bureau, and the evidence linked to them or to rows of ledgers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import polars as pl
from django.db.models import QuerySet

from jiyue.engine.index.inputs import Inputs
from jiyue.engine.numbers import from_text
from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence, EvidenceLink
from jiyue.indicators.models import UnitResult, Value
from jiyue.indicators.reading import READ
from jiyue.indicators.values import counting

REF = "indicators/value/"
MOST = 400
"""Refs that one query asks for."""


def values_of(actor: Actor, unit: int, measures: Collection[str], years: Collection[int]) -> list[Value]:
    """The current values of a unit, of every source, the newest first."""
    rows: QuerySet[Any] = Value.objects.reached(actor, READ).current()
    periods = [str(year) for year in years]
    return list(
        rows.filter(unit=unit, measure__in=measures, period__in=periods).select_related("organisation")
    )


def changed(row: UnitResult, inputs: Inputs, values: Iterable[Value], year: int) -> dict[str, Value]:
    """The values that count today, of measures whose figure was frozen otherwise."""
    by_measure: dict[str, list[Value]] = {}
    for value in values:
        by_measure.setdefault(value.measure, []).append(value)
    same = pl.col("year") == str(year)
    kept = dict(inputs.measures.of(row.code).filter(same).select("measure", "value").iter_rows())
    found = {}
    for measure, told in by_measure.items():
        now = counting(told, row.evaluation.purpose)
        if now is not None and (measure not in kept or from_text(kept[measure]) != now.exact):
            found[measure] = now
    return found


def counted_evidence(actor: Actor, values: Iterable[Value]) -> dict[str, int]:
    """How many pieces of evidence are linked to the values of each measure."""
    measure = {v.ref: v.measure for v in values}
    if not measure or not actor.can("evidence.read"):
        return {}
    found: dict[str, set[int]] = {}
    refs = sorted(measure)
    for start in range(0, len(refs), MOST):
        links = EvidenceLink.objects.reached(actor, "evidence.read").filter(
            ref__in=refs[start : start + MOST]
        )
        for ref, evidence in links.exclude(evidence__state="withdrawn").values_list("ref", "evidence"):
            found.setdefault(measure[ref], set()).add(evidence)
    return {code: len(pieces) for code, pieces in found.items()}


def evidence_for(actor: Actor, refs: Collection[str]) -> dict[str, list[Evidence]]:
    """The living evidence of each ref, with its passages."""
    if not refs or not actor.can("evidence.read"):
        return {}
    asked = list(refs)[:MOST]
    links = EvidenceLink.objects.reached(actor, "evidence.read").filter(ref__in=asked)
    pairs = list(links.values_list("ref", "evidence"))
    pieces = Evidence.objects.filter(pk__in={evidence for _, evidence in pairs}).living()
    by_key = {e.pk: e for e in pieces.select_related("file").prefetch_related("passages")}
    found: dict[str, list[Evidence]] = {}
    for ref, evidence in pairs:
        if evidence in by_key:
            found.setdefault(ref, []).append(by_key[evidence])
    return found


def unversioned(ref: str) -> str:
    """``room/table/key`` of a ref of a frozen row: what evidence is linked to."""
    return ref.rpartition("@")[0] or ref
