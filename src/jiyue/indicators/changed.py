"""What counts otherwise today than a kept evaluation froze: it stays as it is, and its pages say so."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from jiyue.engine.index.kept import KIND
from jiyue.engine.messages import N_
from jiyue.engine.numbers import from_text
from jiyue.engine.package_files import not_a_package, open_files
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frameworks import compiled_of
from jiyue.indicators.models import Evaluation, Value
from jiyue.indicators.needs import needed
from jiyue.indicators.values import places, states

KEY = ("unit", "measure", "year")
NAMES = (*KEY, "value", "source", "vintage")


@dataclass(frozen=True)
class Changed:
    """A figure as it was frozen and as it counts now; None where there was, or is, none."""

    unit: str
    measure: str
    year: int
    before: str | None
    source_before: str | None
    now: str | None
    source_now: str | None


def changed_since(evaluation: Evaluation, unit: Unit | None = None) -> list[Changed]:
    """The figures, of one unit or of all below the evaluation's, that count otherwise than they were frozen.

    Counted figures are compared with what the rooms counted last. By unit, measure and year.
    """
    units = _units(evaluation, unit)
    frozen = _frozen(evaluation, set(units.values()))
    now = _now(evaluation, units, unit)
    both = frozen.join(now, on=list(KEY), how="full", suffix="_now", coalesce=True).sort(KEY)
    found = (Changed(u, m, int(y), value, source, value_now, source_now)
             for u, m, y, value, source, _, value_now, source_now, _ in both.iter_rows())  # fmt: skip
    return [one for one in found if _differs(one)]


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


def _frozen(evaluation: Evaluation, codes: set[str]) -> pl.DataFrame:
    """The figures of some units in the package, with their sources."""
    files = open_files(evaluation.place)
    try:
        tables = [files.table(f"{name}.parquet") for name in ("measures", "sources")]
    except KeyError:
        raise not_a_package(evaluation.place, N_("its kind is {kind}"), kind=KIND) from None
    measures, sources = (table.filter(pl.col("unit").is_in(list(codes))) for table in tables)
    return measures.join(sources.select(*KEY, "source", "vintage"), on=list(KEY), how="left").select(NAMES)


def _now(evaluation: Evaluation, units: dict[int, str], unit: Unit | None) -> pl.DataFrame:
    """The figures that count today."""
    keys = {(code, f"{evaluation.year - lag:04}") for code, lag in needed(compiled_of(evaluation.framework))}
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
