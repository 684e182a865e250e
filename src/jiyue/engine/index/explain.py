"""Why a figure is what it is: indicator, sentence, measures, lines, score, weight, part in the total."""

from __future__ import annotations

from typing import Any

from jiyue.engine.formula import Dependency, describe, kind_name, text
from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.kept import Kept
from jiyue.engine.index.result import (
    SHOWN_CONTRIBUTION,
    SHOWN_WEIGHT,
    Evaluation,
    IndicatorResult,
    UnitResult,
    number_json,
)
from jiyue.engine.index.values import Values
from jiyue.engine.messages import N_, current_language
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Refused, define

UNKNOWN_RESULT_UNIT = define(
    "UNKNOWN_RESULT_UNIT",
    N_("The result holds no unit {value}."),
    N_("It holds {known}."),
)
UNKNOWN_INDICATOR = define(
    "UNKNOWN_INDICATOR",
    N_("The framework has no indicator {value}."),
    N_("It has {known}."),
)
SHOWN_UNITS = 12


def explain_unit(kept: Kept, unit: str, lang: str | None = None) -> dict[str, Any]:
    """A unit's total as the sum of its parts, the largest loss first; plain data."""
    lang = lang or current_language()
    evaluation = kept.recompute()
    result = _unit(evaluation, unit)
    framework = kept.compiled.framework
    parts = []
    for code, part in result.indicators.items():
        indicator = framework.by_code[code]
        parts.append(
            {
                "indicator": code,
                "title": (indicator.zh if lang == "zh" else indicator.en) or code,
                "value": number_json(part.value),
                "unit_of_measure": indicator.unit,
                "score": number_json(part.score),
                "level": part.level,
                "state": part.state,
                "weight": number_json(part.weight, SHOWN_WEIGHT),
                "contribution": number_json(part.contribution, SHOWN_CONTRIBUTION),
                "missing": list(part.missing),
            }
        )
    return {
        "framework": framework.code,
        "label": framework.label(lang),
        "year": evaluation.year,
        "variant": evaluation.variant,
        "unit": result.unit,
        "name": result.name,
        "total": number_json(result.total),
        "lower": number_json(result.lower),
        "upper": number_json(result.upper),
        "rank": result.rank,
        "of": sum(1 for r in evaluation.results if r.rank is not None),
        "standard": result.standard,
        "excellence": result.excellence,
        "vetoes": {code: veto.state for code, veto in result.vetoes.items()},
        "groups": {code: number_json(v) for code, v in result.groups.items()},
        "sum_of_contributions": number_json(result.contributions(), SHOWN_CONTRIBUTION),
        "clip": number_json(result.clip, SHOWN_CONTRIBUTION),
        "parts": parts,
    }


def explain_indicator(kept: Kept, unit: str, code: str, lang: str | None = None) -> dict[str, Any]:
    """One indicator of one unit down to the measures it was computed from; plain data."""
    lang = lang or current_language()
    compiled = kept.compiled
    framework = compiled.framework
    if code not in framework.by_code:
        known = ", ".join(framework.by_code)
        raise Refused(UNKNOWN_INDICATOR(field="indicator", value=code, known=known))
    evaluation = kept.recompute()
    result = _unit(evaluation, unit)
    return indicator_parts(Values(compiled, kept.panel, evaluation.year), result, code, lang)


def indicator_parts(values: Values, result: UnitResult, code: str, lang: str) -> dict[str, Any]:
    """:func:`explain_indicator` of a result at hand: nothing is evaluated again."""
    compiled = values.compiled
    indicator = compiled.framework.by_code[code]
    formula = compiled.formulas[code]
    place = values.panel.index()[result.unit]
    out: dict[str, Any] = {
        "unit": result.unit,
        "name": result.name,
        "indicator": code,
        "title": (indicator.zh if lang == "zh" else indicator.en) or code,
        "formula": text(formula.tree),
        "sentence": describe(formula.tree, compiled.scope, lang),
        "unit_of_measure": indicator.unit,
        "decimals": indicator.decimals,
        "compare": indicator.compare,
        "direction": indicator.direction,
        "type": indicator.type,
        "inputs": [_input(compiled, values, needed, place, lang) for needed in formula.dependencies],
        "source": indicator.where(lang),
        "verified": indicator.verified,
        "evidence": (indicator.evidence_zh if lang == "zh" else indicator.evidence) or indicator.evidence,
    }
    if code in result.vetoes:
        out["veto"] = result.vetoes[code].state
        return out
    part = result.indicators.get(code)
    if part is not None:
        out.update(_scored(compiled, code, part, lang))
    return out


def _scored(compiled: Compiled, code: str, part: IndicatorResult, lang: str) -> dict[str, Any]:
    lines = {}
    for field in ("standard", "excellence", "ideal"):
        line = compiled.lines.get((code, field))
        if line is not None:
            value = getattr(part, field)
            lines[field] = {
                "rule": text(line.tree),
                "sentence": describe(line.tree, compiled.scope, lang),
                "value": number_json(value),
            }
    full = part.full
    return {
        "value": number_json(part.value),
        "full_value": number_json(full),
        "full_value_exact": full if full is None or isinstance(full, float) else decimal_text(full),
        "lines": lines,
        "best_of_round": number_json(part.best),
        "score": number_json(part.score),
        "level": part.level,
        "state": part.state,
        "na_reason": _reason(compiled, code, lang) if part.state == "not_applicable" else "",
        "missing": list(part.missing),
        "marks": list(part.marks),
        "weight": number_json(part.weight, SHOWN_WEIGHT),
        "contribution": number_json(part.contribution, SHOWN_CONTRIBUTION),
    }


def _reason(compiled: Compiled, code: str, lang: str) -> str:
    indicator = compiled.framework.by_code[code]
    return (indicator.na_reason_zh if lang == "zh" else indicator.na_reason) or indicator.na_reason


def _input(compiled: Compiled, values: Values, needed: Dependency, place: int, lang: str) -> dict[str, Any]:
    item = compiled.scope.find(needed.code)
    assert item is not None  # a compiled formula names only what its scope knows
    value = values.column(needed)[place]
    source = place
    if needed.kind:
        ancestor = values.panel.ancestors(needed.kind)[place]
        source = -1 if ancestor is None else ancestor
    rolled = source >= 0 and needed.code in values.measures.rolled.get(source, ())
    return {
        "code": needed.code,
        "title": (item.zh if lang == "zh" else item.en) or needed.code,
        "unit_of_measure": item.unit,
        "of": None if source < 0 else values.panel.units[source].code,
        "of_kind": kind_name(needed.kind, lang) if needed.kind else None,
        "year": None if values.year is None else values.year - needed.lag,
        "value": number_json(value),
        "rolled_up": rolled,
    }


def _unit(evaluation: Evaluation, unit: str) -> UnitResult:
    result = evaluation.unit(unit)
    if result is None:
        codes = [r.unit for r in evaluation.results]
        known = ", ".join(codes[:SHOWN_UNITS]) + (" ..." if len(codes) > SHOWN_UNITS else "")
        raise Refused(UNKNOWN_RESULT_UNIT(field="unit", value=unit, known=known))
    return result
