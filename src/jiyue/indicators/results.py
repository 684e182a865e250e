"""What an evaluation says of each unit, as rows for pages and lists; exact figures stand in the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from jiyue.engine.index import Compiled, IndicatorResult, UnitResult
from jiyue.engine.index import Evaluation as Result
from jiyue.engine.index.evaluate import OWN
from jiyue.engine.index.official import ranks
from jiyue.engine.index.result import SHOWN_CONTRIBUTION, SHOWN_WEIGHT, Number, number_json
from jiyue.engine.numbers import decimal_text
from jiyue.indicators import models
from jiyue.indicators.gather import Gathered
from jiyue.indicators.needs import measures_of

PLACES = 4
"""Decimals of totals in the table."""


def rows_of(
    evaluation: models.Evaluation, compiled: Compiled, gathered: Gathered, result: Result
) -> list[models.UnitResult]:
    """The rows of ``result``, not saved."""
    variants = _variants(compiled, gathered, result.variant)
    places = _ranks_in_type(result.results, variants)
    marks = _Marks(compiled, gathered, evaluation.year)
    return [
        models.UnitResult(
            evaluation=evaluation,
            unit_id=gathered.units[one.unit],
            code=one.unit,
            name=one.name,
            kind=one.kind,
            variant=variants[one.unit],
            total=_decimal(one.total),
            lower=_decimal(one.lower),
            upper=_decimal(one.upper),
            rank=one.rank,
            rank_in_type=places[one.unit],
            standard=one.standard or "",
            excellence=one.excellence or "",
            missing=sum(1 for r in one.indicators.values() if r.state == "missing")
            + sum(1 for veto in one.vetoes.values() if veto.state == "undetermined"),
            vetoes={code: veto.state for code, veto in one.vetoes.items()},
            groups={code: number_json(score) for code, score in one.groups.items()},
            indicators=_indicators(one, marks),
        )
        for one in result.results
    ]


def _variants(compiled: Compiled, gathered: Gathered, chosen: str) -> dict[str, str]:
    """The variant by whose weights each unit was scored."""
    named = zip(gathered.panel.units, gathered.panel.attributes["variant"], strict=True)
    usual = compiled.framework.default_variant()
    return {unit.code: (own or usual) if chosen == OWN else chosen for unit, own in named}


def _ranks_in_type(results: Iterable[UnitResult], variants: Mapping[str, str]) -> dict[str, int | None]:
    groups: dict[str, list[UnitResult]] = {}
    for one in results:
        groups.setdefault(variants[one.unit], []).append(one)
    return {
        one.unit: place
        for group in groups.values()
        for one, place in zip(group, ranks([r.total for r in group]), strict=True)
    }


class _Marks:
    """What must be said beside an indicator because of the figures that it rests on."""

    def __init__(self, compiled: Compiled, gathered: Gathered, year: int) -> None:
        self.found = gathered.marks
        self.keys = {
            code: [(measure, year - lag) for measure, lag in sorted(pairs)]
            for code, pairs in measures_of(compiled).items()
        }

    def of(self, unit: str, code: str, own: tuple[str, ...]) -> list[str]:
        said = self.found.get(unit)
        if not said:
            return list(own)
        from_figures = (mark for key in self.keys.get(code, ()) for mark in said.get(key, ()))
        return list(dict.fromkeys((*own, *from_figures)))


def _indicators(one: UnitResult, marks: _Marks) -> dict[str, dict[str, Any]]:
    vetoes: dict[str, dict[str, Any]] = {
        code: {
            "value": number_json(veto.value),
            "state": veto.state,
            "missing": list(veto.missing),
            "marks": marks.of(one.unit, code, ()),
        }
        for code, veto in one.vetoes.items()
    }
    return {
        code: plain_indicator(r, marks.of(one.unit, code, r.marks)) for code, r in one.indicators.items()
    } | vetoes


def plain_indicator(result: IndicatorResult, marks: list[str]) -> dict[str, Any]:
    """One indicator as the table keeps it; the lines that a framework has no use for are left out."""
    full = None if result.full == result.value else result.full
    further = {"full": full, "ideal": result.ideal, "best": result.best}
    return {
        "value": number_json(result.value),
        **{name: number_json(n) for name, n in further.items() if n is not None},
        "score": number_json(result.score),
        "level": result.level,
        "state": result.state,
        "weight": number_json(result.weight, SHOWN_WEIGHT),
        "contribution": number_json(result.contribution, SHOWN_CONTRIBUTION),
        "standard": number_json(result.standard),
        "excellence": number_json(result.excellence),
        "missing": list(result.missing),
        "marks": marks,
    }


def _decimal(value: Number | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(f"{value:.{PLACES}f}" if isinstance(value, float) else decimal_text(value, PLACES))
