"""What counts otherwise today than a kept evaluation froze: it stays as it is, and its pages say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from jiyue.engine.index.inputs import Inputs
from jiyue.engine.numbers import from_text
from jiyue.foundation.access import Actor
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frozen import moved
from jiyue.indicators.models import Evaluation, Value
from jiyue.indicators.needs import needed
from jiyue.indicators.opened import opened
from jiyue.indicators.reading import READ
from jiyue.indicators.values import places, states

KEY = ("unit", "measure", "year")
NAMES = (*KEY, "value", "source", "vintage")


@dataclass(frozen=True)
class Changed:
    """A figure as it was frozen and as it counts now; None where there was, or is, none.

    ``rows``: how many of the frozen rows behind it have changed in their ledger, or are no longer there.
    """

    unit: str
    measure: str
    year: int
    before: str | None
    source_before: str | None
    now: str | None
    source_now: str | None
    rows: int = 0


def changed_since(evaluation: Evaluation, unit: Unit | None = None) -> list[Changed]:
    """The figures, of one unit or of all below the evaluation's, that count otherwise than they were frozen.

    Counted figures are compared with what the rooms counted last, and their frozen rows with the ledgers as
    they stand. By unit, measure and year.
    """
    inputs, units = opened(evaluation), _units(evaluation, unit)
    codes = sorted(set(units.values()))
    now = _now(evaluation, inputs, units, unit)
    both = _frozen(inputs, codes).join(now, on=list(KEY), how="full", suffix="_now", coalesce=True)
    rows = moved(inputs.rows.of(*codes))
    return [one for one in _compared(both.sort(KEY), rows) if one.rows or _differs(one)]


def changed_in_reach(actor: Actor, evaluation: Evaluation) -> list[Changed]:
    """:func:`changed_since` of the units that the actor reaches."""
    rows = Unit.objects.reached(actor, READ) & Unit.objects.below(evaluation.unit)
    own = evaluation.results.filter(unit__in=rows).values_list("code", flat=True)
    codes = set(rows.values_list("code", flat=True)) | set(own)
    return [one for one in changed_since(evaluation) if one.unit in codes]


def _compared(both: pl.DataFrame, rows: dict[tuple[str, str, int], int]) -> Iterator[Changed]:
    for u, measure, y, value, source, _, value_now, source_now, _ in both.iter_rows():
        year = int(y)
        count = rows.get((u, measure, year), 0)
        yield Changed(u, measure, year, value, source, value_now, source_now, count)


def _differs(one: Changed) -> bool:
    if one.before is None or one.now is None or one.source_before != one.source_now:
        return one.before != one.now or one.source_before != one.source_now
    return one.before != one.now and from_text(one.before) != from_text(one.now)


def _units(evaluation: Evaluation, unit: Unit | None) -> dict[int, str]:
    """The code under which each unit stands in the package: its own at that time, where it was ranked."""
    rows = Unit.objects.filter(pk=unit.pk) if unit else Unit.objects.below(evaluation.unit)
    found = dict(rows.values_list("pk", "code"))
    ranked = evaluation.results.filter(unit__in=[unit.pk]) if unit else evaluation.results.all()
    return found | dict(ranked.values_list("unit", "code"))


def _frozen(inputs: Inputs, codes: list[str]) -> pl.DataFrame:
    """The figures of some units in the package, with their sources."""
    measures, sources = inputs.measures.of(*codes), inputs.sources.of(*codes)
    return measures.join(sources.select(*KEY, "source", "vintage"), on=list(KEY), how="left").select(NAMES)


def _now(evaluation: Evaluation, inputs: Inputs, units: dict[int, str], unit: Unit | None) -> pl.DataFrame:
    """The figures that count today."""
    keys = {(code, f"{evaluation.year - lag:04}") for code, lag in needed(inputs.compiled)}
    order = places(evaluation.purpose)
    best: dict[tuple[str, str, str], tuple[int, str, str, str]] = {}
    rows = _current(evaluation, unit).filter(
        measure__in={code for code, _ in keys}, period__in={year for _, year in keys}
    )
    names = ("unit_id", "measure", "period", "figure", "source", "vintage")
    for pk, measure, year, figure, source, vintage in rows.order_by().values_list(*names).iterator(20_000):
        place = order.get((source, vintage))
        if place is None or (measure, year) not in keys or pk not in units:
            continue
        key = units[pk], measure, year
        if key not in best or place < best[key][0]:
            best[key] = place, figure, source, vintage
    told = [(*key, *one[1:]) for key, one in best.items()]
    return pl.DataFrame(told, schema=dict.fromkeys(NAMES, pl.String), orient="row")


def _current(evaluation: Evaluation, unit: Unit | None) -> QuerySet[Value]:
    rows = Value.objects.current().filter(state__in=states(evaluation.purpose))
    return rows.filter(unit=unit) if unit else rows.filter(unit__path__startswith=evaluation.unit.path)
