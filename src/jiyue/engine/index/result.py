"""What an evaluation says: total, bounds, rank, gates and vetoes of each unit, and each part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from jiyue.engine.numbers import Fraction, decimal_text, round_half_even
from jiyue.engine.problems import Problem

State = Literal["ok", "missing", "not_applicable"]
Gate = Literal["met", "failed", "undetermined"]
Veto = Literal["clear", "fired", "undetermined"]

Number = Fraction | float
SHOWN_CONTRIBUTION = 8
SHOWN_WEIGHT = 6


class IndicatorResult(NamedTuple):
    """One indicator of one unit. Exact figures are fractions; composite indices carry floats."""

    value: Number | None
    full: Number | None
    score: Number | None
    level: str | None
    state: State
    weight: Number | None
    contribution: Number | None
    standard: Fraction | None = None
    excellence: Fraction | None = None
    ideal: Fraction | None = None
    best: Fraction | None = None
    missing: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VetoResult:
    state: Veto
    value: Fraction | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitResult:
    """One unit. ``clip`` is what cutting the sum of contributions to the allowed range added or took."""

    unit: str
    name: str
    kind: str
    total: Number | None
    lower: Number | None
    upper: Number | None
    rank: int | None
    standard: Gate | None
    excellence: Gate | None
    vetoes: dict[str, VetoResult]
    groups: dict[str, Number | None]
    indicators: dict[str, IndicatorResult]
    clip: Number | None = None

    def contributions(self) -> Number:
        """The exact sum of all contributions, before clip and rounding."""
        zero: Number = 0
        return sum((r.contribution for r in self.indicators.values() if r.contribution is not None), zero)


@dataclass(frozen=True)
class Evaluation:
    """The result of one framework on one panel in one year and variant."""

    framework: str
    version: str
    hash: str
    year: int | None
    variant: str
    results: tuple[UnitResult, ...]
    warnings: tuple[Problem, ...] = ()
    stage: dict[str, dict[str, float | None]] | None = None
    steps: tuple[dict[str, Any], ...] = field(default=())

    def unit(self, code: str) -> UnitResult | None:
        return next((r for r in self.results if r.unit == code), None)


def number_json(value: Number | None, places: int | None = None) -> int | float | None:
    """A figure as a JSON number, whole ones without a point; ``places`` rounds a fraction half to even."""
    if value is None:
        return None
    if isinstance(value, float):
        return value
    if places is not None:
        value = round_half_even(value, places)
    if value.denominator == 1:
        return int(value)
    try:
        return float(value)
    except OverflowError:  # larger than any float: the whole part is what JSON can still hold
        return int(value)


def canonical_number(value: Number | None) -> str | float | None:
    """A figure in a package: exact text for a fraction, the float itself for a composite index."""
    return decimal_text(value) if isinstance(value, Fraction) else value


def as_json(evaluation: Evaluation, lang: str | None = None) -> dict[str, Any]:
    """The shape of ``jiyue index --json``; contributions to 8 decimals, spread weights to 6."""
    out: dict[str, Any] = {
        "framework": evaluation.framework,
        "version": evaluation.version,
        "hash": evaluation.hash,
        "year": evaluation.year,
        "variant": evaluation.variant,
    }
    if evaluation.stage is not None:
        out["data"] = [{"unit": unit, "values": values} for unit, values in evaluation.stage.items()]
    else:
        out["results"] = [_unit_json(result) for result in evaluation.results]
    out["warnings"] = [w.as_dict(lang) for w in evaluation.warnings]
    return out


def _unit_json(result: UnitResult) -> dict[str, Any]:
    out: dict[str, Any] = {
        "unit": result.unit,
        "name": result.name,
        "kind": result.kind,
        "total": number_json(result.total),
        "lower": number_json(result.lower),
        "upper": number_json(result.upper),
        "rank": result.rank,
        "standard": result.standard,
        "excellence": result.excellence,
        "vetoes": {code: veto.state for code, veto in result.vetoes.items()},
        "groups": {code: number_json(value) for code, value in result.groups.items()},
        "indicators": {code: _indicator_json(r) for code, r in result.indicators.items()},
    }
    if result.clip:
        out["clip"] = number_json(result.clip, SHOWN_CONTRIBUTION)
    return out


def _indicator_json(result: IndicatorResult) -> dict[str, Any]:
    out: dict[str, Any] = {
        "value": number_json(result.value),
        "score": number_json(result.score),
        "level": result.level,
        "state": result.state,
        "weight": number_json(result.weight, SHOWN_WEIGHT),
        "contribution": number_json(result.contribution, SHOWN_CONTRIBUTION),
    }
    if result.missing:
        out["missing"] = list(result.missing)
    if result.marks:
        out["marks"] = list(result.marks)
    return out


def canonical(evaluation: Evaluation) -> dict[str, Any]:
    """The whole result with exact figures as texts: what a package keeps and its hash is over."""
    return {
        "framework": evaluation.framework,
        "version": evaluation.version,
        "hash": evaluation.hash,
        "year": evaluation.year,
        "variant": evaluation.variant,
        "results": [_unit_canonical(result) for result in evaluation.results],
        "warnings": warnings_plain(evaluation.warnings),
    }


def warnings_plain(warnings: Iterable[Problem]) -> list[dict[str, Any]]:
    """Warnings as plain data without words, for a package."""
    return [{"code": w.code, "field": w.field, "value": _plain(w.value)} for w in warnings]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int) else str(value)


def _unit_canonical(result: UnitResult) -> dict[str, Any]:
    numbers = {k: canonical_number(getattr(result, k)) for k in ("total", "lower", "upper", "clip")}
    plain = {k: getattr(result, k) for k in ("unit", "name", "kind", "rank", "standard", "excellence")}
    return {
        **plain,
        **numbers,
        "vetoes": {
            code: {"state": v.state, "value": canonical_number(v.value), "missing": list(v.missing)}
            for code, v in result.vetoes.items()
        },
        "groups": {code: canonical_number(v) for code, v in result.groups.items()},
        "indicators": {code: _indicator_canonical(r) for code, r in result.indicators.items()},
    }


def _indicator_canonical(result: IndicatorResult) -> dict[str, Any]:
    names = ("value", "full", "score", "weight", "contribution", "standard", "excellence", "ideal", "best")
    return {
        **{k: canonical_number(getattr(result, k)) for k in names},
        "level": result.level,
        "state": result.state,
        "missing": list(result.missing),
        "marks": list(result.marks),
    }
