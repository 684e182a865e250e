"""The official path: exact values scored against lines, two gates, vetoes, total with bounds, rank.

Source of the rule: docs/explanation/scoring.md; the two levels and the one-vote veto are those of the 2010
campaign, the points and lines are figures of the framework.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jiyue.engine.index.framework import Indicator, Scoring
from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.result import Gate, IndicatorResult, Number, State, UnitResult, Veto, VetoResult
from jiyue.engine.index.scoring import ZERO, Judgement, best_of, ideal_ratio, judge, meets, ratio_to_best
from jiyue.engine.index.spread import group_members, spread_weights
from jiyue.engine.index.values import Values
from jiyue.engine.numbers import Fraction, round_half_even


@dataclass(frozen=True)
class _Prepared:
    """One indicator's columns over the ranked units."""

    indicator: Indicator
    value: list[Fraction | None]
    full: list[Fraction | None]
    applicable: list[bool | None]
    lines: dict[str, list[Fraction | None]]
    best: Fraction | None = None

    def judged(self, i: int) -> Fraction | None:
        return self.full[i] if self.indicator.compare == "full" else self.value[i]


def score_units(
    compiled: Compiled, panel: Panel, year: int | None, variants: Sequence[str], kinds: Sequence[str]
) -> tuple[tuple[UnitResult, ...], Values]:
    """Score the units of ``kinds`` in ``year``; ``variants`` and results are in the order of the panel."""
    values = Values(compiled, panel, year)
    for code in compiled.order:
        values.indicator(code)
    chosen = [i for i, u in enumerate(panel.units) if u.kind in kinds]
    prepared = [_prepare(compiled, values, indicator, chosen) for indicator in compiled.framework.indicators]
    scorer = _Scorer(compiled, values, variants, prepared)
    units = [scorer.unit(place, i) for place, i in enumerate(chosen)]
    return rank(units), values


def _prepare(compiled: Compiled, values: Values, indicator: Indicator, chosen: Sequence[int]) -> _Prepared:
    column = values.indicator(indicator.code)
    pick: Callable[[Sequence[Fraction | None]], list[Fraction | None]] = lambda c: [c[i] for i in chosen]  # noqa: E731
    lines = {
        field: pick(values.line(formula))
        for (code, field), formula in compiled.lines.items()
        if code == indicator.code
    }
    rounded = pick(column.rounded)
    best = best_of(rounded, indicator.direction) if indicator.score == "ratio_to_max" else None
    applicable = [column.applicable[i] for i in chosen]
    return _Prepared(indicator, rounded, pick(column.full), applicable, lines, best)


class _Scorer:
    def __init__(
        self, compiled: Compiled, values: Values, variants: Sequence[str], prepared: Sequence[_Prepared]
    ) -> None:
        assert compiled.framework.scoring is not None
        self.compiled = compiled
        self.framework = compiled.framework
        self.scoring: Scoring = compiled.framework.scoring
        self.values = values
        self.variants = variants
        self.prepared = prepared
        self._spread: dict[tuple[str, frozenset[str]], dict[str, Fraction]] = {}
        self._members = group_members(compiled.framework)

    def unit(self, place: int, i: int) -> UnitResult:
        left_out = frozenset(p.indicator.code for p in self.prepared if p.applicable[place] is False)
        key = self.variants[i], left_out
        if key not in self._spread:
            self._spread[key] = spread_weights(self.framework, *key)
        weights = self._spread[key]
        found: dict[str, IndicatorResult] = {}
        vetoes: dict[str, VetoResult] = {}
        for p in self.prepared:
            code = p.indicator.code
            if p.indicator.type == "veto":
                vetoes[code] = self.veto(p, place, i)
            else:
                found[code] = self.indicator(p, place, i, weights.get(code))
        standard, excellence = self.gates(found, vetoes)
        unit = self.values.panel.units[i]
        total, lower, upper, clip = self.total(found) if weights else (None, None, None, None)
        return UnitResult(
            unit=unit.code,
            name=unit.name,
            kind=unit.kind,
            total=total,
            lower=lower,
            upper=upper,
            rank=None,
            standard=standard,
            excellence=excellence,
            vetoes=vetoes,
            groups=self.groups(weights, found),
            indicators=found,
            clip=clip,
        )

    def groups(
        self, weights: dict[str, Fraction], found: dict[str, IndicatorResult]
    ) -> dict[str, Number | None]:
        """Each group's mean score by spread weight; None when a score is missing or nothing is applicable."""
        out: dict[str, Number | None] = {}
        for group, codes in self._members.items():
            present = [code for code in codes if code in weights]
            shares = [s for code in present if isinstance(s := found[code].contribution, Fraction)]
            weight = sum((weights[code] for code in present), ZERO)
            if weight and len(shares) == len(present):
                points = sum(shares, ZERO) * self.scoring.full_points / weight
                out[group] = round_half_even(points, self.scoring.decimals)
            else:
                out[group] = None
        return out

    def indicator(self, p: _Prepared, place: int, i: int, weight: Fraction | None) -> IndicatorResult:
        indicator = p.indicator
        standard = p.lines["standard"][place] if "standard" in p.lines else None
        excellence = p.lines["excellence"][place] if "excellence" in p.lines else None
        state: State = "ok"
        judgement = Judgement(None, None)
        contribution: Fraction | None = None
        value = p.judged(place)
        if p.applicable[place] is False:
            state = "not_applicable"
        elif value is None or p.applicable[place] is None:
            state = "missing"
        elif indicator.type in ("bonus", "penalty"):
            contribution = value
        else:
            judgement, state = self.judge(p, place, value, standard, excellence)
            if judgement.score is not None and weight is not None:
                contribution = weight * judgement.score / self.scoring.full_points
        return IndicatorResult(
            value=p.value[place],
            full=p.full[place],
            score=judgement.score,
            level=judgement.level,
            state=state,
            weight=weight,
            contribution=contribution,
            standard=standard,
            excellence=excellence,
            ideal=p.lines["ideal"][place] if "ideal" in p.lines else None,
            best=p.best,
            missing=self.lacking(indicator.code, i) if state == "missing" else (),
            marks=self.marks(indicator.code, i),
        )

    def judge(
        self,
        p: _Prepared,
        place: int,
        value: Fraction,
        standard: Fraction | None,
        excellence: Fraction | None,
    ) -> tuple[Judgement, State]:
        indicator = p.indicator
        score: Fraction | None = None
        if indicator.type == "veto" or indicator.score == "none":
            return Judgement(None, None), "ok"
        if indicator.score == "lines":
            if standard is None or (
                excellence is None and (indicator.code, "excellence") in self.compiled.lines
            ):
                return Judgement(None, None), "missing"
            return judge(indicator, value, standard, excellence, self.scoring), "ok"
        if indicator.score == "ideal_ratio":
            ideal = p.lines["ideal"][place]
            if ideal is not None:
                score = ideal_ratio(value, ideal, indicator.direction, self.scoring)
        else:
            score = ratio_to_best(value, p.best, indicator.direction, self.scoring)
        return Judgement(score, None), "missing" if score is None else "ok"

    def lacking(self, code: str, i: int) -> tuple[str, ...]:
        """The figures that one unit lacks for an indicator and its lines, such as ``tax@1``."""
        formulas = [self.compiled.formulas[code], self.compiled.na_rules.get(code)]
        formulas += [self.compiled.lines.get((code, f)) for f in _LINES]
        found = dict.fromkeys(
            f"{d.code}@{d.kind}" if d.kind else f"{d.code}@-{d.lag}" if d.lag else d.code
            for formula in formulas
            if formula is not None
            for d in self.values.missing(formula, i)
        )
        return tuple(found)

    def marks(self, code: str, i: int) -> tuple[str, ...]:
        rolled = self.values.measures.rolled.get(i)
        if rolled and any(d.code in rolled for d in self.compiled.formulas[code].dependencies):
            return ("rolled_up",)
        return ()

    def veto(self, p: _Prepared, place: int, i: int) -> VetoResult:
        value = p.judged(place)
        state: Veto = "undetermined"
        if p.applicable[place] is False:
            state = "clear"
        elif value is not None:
            if "standard" not in p.lines:
                state = "fired" if value else "clear"
            elif (line := p.lines["standard"][place]) is not None:
                state = "clear" if meets(value, line, p.indicator.direction) else "fired"
        missing = self.lacking(p.indicator.code, i) if state == "undetermined" else ()
        return VetoResult(state, value, missing)

    def gates(
        self, found: dict[str, IndicatorResult], vetoes: dict[str, VetoResult]
    ) -> tuple[Gate | None, Gate | None]:
        gated = [(i, found[i.code]) for i in self.framework.indicators if i.gated]
        if not gated:
            return None, None
        fired = any(v.state == "fired" for v in vetoes.values())
        open_ = any(v.state == "undetermined" for v in vetoes.values())
        standard = _gate([r for _, r in gated], ("excellent", "standard"), fired, open_)
        excellence = _gate([r for _, r in gated], ("excellent",), fired, open_)
        return standard, excellence

    def total(
        self, found: dict[str, IndicatorResult]
    ) -> tuple[Fraction | None, Fraction, Fraction, Fraction | None]:
        """Total (None if anything is missing), lower and upper bound, clip."""
        known, low, high, complete = ZERO, ZERO, ZERO, True
        for indicator in self.framework.indicators:
            result = found.get(indicator.code)
            if result is None or result.state == "not_applicable":
                continue
            if result.contribution is not None:
                known += result.contribution  # type: ignore[assignment]
            elif indicator.scored:
                complete = False
                high += result.weight or ZERO  # type: ignore[assignment]
            elif indicator.type in ("bonus", "penalty"):
                complete = False
                ends = [e for e in (result.standard, result.excellence) if e is not None]
                low += min([ZERO, *ends])
                high += max([ZERO, *ends])
        if complete:
            clipped = self.clipped(known)
            total = round_half_even(clipped, self.scoring.decimals)
            return total, total, total, (clipped - known) or None
        places = self.scoring.decimals
        return (
            None,
            round_half_even(self.clipped(known + low), places),
            round_half_even(self.clipped(known + high), places),
            None,
        )

    def clipped(self, value: Fraction) -> Fraction:
        return min(self.scoring.total_cap, max(self.scoring.total_floor, value))


_LINES = ("standard", "excellence", "ideal")


def _gate(results: Sequence[IndicatorResult], levels: Sequence[str], fired: bool, open_: bool) -> Gate:
    applicable = [r for r in results if r.state != "not_applicable"]
    if not applicable and not fired:
        return "undetermined"
    if fired or any(r.level is not None and r.level not in levels for r in applicable):
        return "failed"
    if open_ or any(r.state == "missing" for r in applicable):
        return "undetermined"
    return "met"


def rank(units: Sequence[UnitResult]) -> tuple[UnitResult, ...]:
    """Ranks by total, descending; equal totals share a rank and the next is skipped (1, 1, 3)."""
    places = ranks([u.total for u in units])
    return tuple(replace(u, rank=place) for u, place in zip(units, places, strict=True))


def ranks(totals: Sequence[Number | None]) -> list[int | None]:
    """The place of each total; None for a missing one."""
    first: dict[object, int] = {}
    for place, total in enumerate(sorted((t for t in totals if t is not None), reverse=True), start=1):
        first.setdefault(total, place)
    return [None if t is None else first[t] for t in totals]
