"""What figures rest on: the values of the bureau, and the evidence linked to them or to rows of ledgers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet

from jiyue.engine.index.inputs import Inputs
from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence, EvidenceLink
from jiyue.indicators.models import Value
from jiyue.indicators.reading import READ

REF = "indicators/value/"
MOST = 400
"""Refs whose evidence one page shows."""
PART = 900
"""Refs that one query asks for; older SQLite takes 999 parameters."""


def values_of(actor: Actor, unit: int, measures: Collection[str], years: Collection[int]) -> list[Value]:
    """The current values of a unit, of every source, the newest first."""
    rows: QuerySet[Any] = Value.objects.reached(actor, READ).current()
    periods = [str(year) for year in years]
    return list(
        rows.filter(unit=unit, measure__in=measures, period__in=periods).select_related("organisation")
    )


def frozen_refs(inputs: Inputs, unit: str, year: int) -> dict[str, set[str]]:
    """The rows of ledgers behind the figures of a unit and year: the measures of each by its ref."""
    rows = inputs.rows.of(unit).filter(pl.col("year") == f"{year:04}").select("ref", "measure")
    found: dict[str, set[str]] = {}
    for ref, measure in rows.iter_rows():
        found.setdefault(unversioned(ref), set()).add(measure)
    return found


def counted_evidence(
    actor: Actor, values: Iterable[Value], frozen: Mapping[str, set[str]]
) -> dict[str, set[int]]:
    """The pieces of evidence that are linked to the values of each measure, or to rows behind them."""
    measures = {**frozen, **{v.ref: {v.measure} for v in values}}
    if not measures or not actor.can("evidence.read"):
        return {}
    found: dict[str, set[int]] = {}
    refs = sorted(measures)
    for start in range(0, len(refs), PART):
        links = EvidenceLink.objects.reached(actor, "evidence.read").filter(
            ref__in=refs[start : start + PART]
        )
        for ref, evidence in links.exclude(evidence__state="withdrawn").values_list("ref", "evidence"):
            for measure in measures[ref]:
                found.setdefault(measure, set()).add(evidence)
    return found


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
