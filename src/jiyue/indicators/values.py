"""Which value counts when several sources give a figure for the same unit, measure and period."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, When
from django.db.models import Value as Constant

from jiyue.indicators.models import (
    COUNTED,
    DECLARED,
    FINAL,
    FINAL_ROUND,
    OVERRIDE,
    PRELIMINARY,
    REVIEW,
    REVISED,
    SELF,
    SUBMITTED,
    TRIAL,
    VERIFIED,
    Value,
)

_OWN = (OVERRIDE, COUNTED, DECLARED)
SOURCES_BY_PURPOSE = {TRIAL: _OWN, SELF: _OWN, REVIEW: (REVIEW, *_OWN), FINAL_ROUND: (REVIEW, *_OWN)}
"""The sources that count for a purpose, the first that has a figure wins."""
NEWEST_FIRST = (REVISED, FINAL, PRELIMINARY)
"""Vintages of one source: what a census revised beats the final figure, which beats the preliminary one."""
NOT_VERIFIED = "not_verified"
"""The mark of a figure that a trial takes although nobody has verified it yet."""


def places(purpose: str) -> dict[tuple[str, str], int]:
    """The place of each (source, vintage) for ``purpose``: the lowest that is there counts."""
    pairs = product(SOURCES_BY_PURPOSE[purpose], NEWEST_FIRST)
    return {pair: place for place, pair in enumerate(pairs)}


def states(purpose: str) -> frozenset[str]:
    """A trial takes what waits to be verified as well; all others take verified figures only."""
    return frozenset({VERIFIED, SUBMITTED} if purpose == TRIAL else {VERIFIED})


def counting(values: Iterable[Value], purpose: str) -> Value | None:
    """The one of the current ``values`` of a unit, measure and period that counts; None where none does."""
    order, allowed = places(purpose), states(purpose)
    fit = [v for v in values if v.state in allowed and (v.source, v.vintage) in order]
    return min(fit, key=lambda v: order[v.source, v.vintage], default=None)


def standing(purpose: str) -> QuerySet[Value]:
    """For a subquery: the value that counts for ``unit``, ``measure`` and ``period`` of the outer row."""
    places_ = [When(source=s, vintage=v, then=Constant(at)) for (s, v), at in places(purpose).items()]
    same: dict[str, Any] = {name: OuterRef(name) for name in ("unit", "measure", "period")}
    rows = Value.objects.current().filter(**same, state__in=states(purpose))
    return rows.annotate(place=Case(*places_)).exclude(place=None).order_by("place", "pk")


def marks_of(marks: Iterable[str], source: str, state: str) -> tuple[str, ...]:
    """What must be said beside a figure that counts."""
    own = (source,) if source in (OVERRIDE, REVIEW) else ()
    open_ = (NOT_VERIFIED,) if state == SUBMITTED else ()
    return (*marks, *own, *open_)
