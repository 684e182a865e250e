"""What figures rest on: the values of the bureau, and the evidence linked to them or to rows of ledgers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence, EvidenceLink
from jiyue.indicators.models import Value
from jiyue.indicators.reading import READ

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
