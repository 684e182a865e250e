"""Exact indicator values of every unit in a year: formulas over measures, ancestors and earlier years."""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.formula import Dependency, Formula, evaluate, evaluate_truth
from jiyue.engine.index.framework_check import Compiled
from jiyue.engine.index.panel import Panel
from jiyue.engine.index.rollup import Rollup
from jiyue.engine.numbers import Fraction, round_half_even

Column = list[Fraction | None]


@dataclass(frozen=True)
class IndicatorColumn:
    """One indicator over all units: full and rounded values; ``applicable`` False, True, or None unknown."""

    full: Column
    rounded: Column
    applicable: list[bool | None]


class Values:
    """Indicator columns, computed once each. A year without data gives missing values, never an error."""

    def __init__(self, compiled: Compiled, panel: Panel, year: int | None) -> None:
        self.compiled = compiled
        self.panel = panel
        self.year = year
        self.measures = Rollup(panel, compiled.dictionary)
        self._columns: dict[tuple[str, int], IndicatorColumn] = {}
        self._first_year = min(panel.years, default=0)
        self._ancestors: dict[str, list[int | None]] = {}
        self._of_ancestors: dict[tuple[str, int, str], Column] = {}

    def indicator(self, code: str, lag: int = 0) -> IndicatorColumn:
        """The column of an indicator, ``lag`` years before."""
        if (code, lag) not in self._columns:
            before = self.year is not None and self.year - lag < self._first_year
            nothing = self._nothing() if before or (self.year is None and lag) else None
            self._columns[code, lag] = (
                self._build(code, lag)
                if nothing is None
                else IndicatorColumn(nothing, nothing, [None] * len(nothing))
            )
        return self._columns[code, lag]

    def line(self, formula: Formula) -> Column:
        """A line (standard, excellence, ideal) for every unit; not rounded."""
        if not formula.dependencies:
            value = evaluate(formula.tree, {}, 1)[0]
            return [value] * len(self.panel.units)
        return evaluate(formula.tree, self._inputs(formula, 0), len(self.panel.units))

    def column(self, needed: Dependency, lag: int = 0) -> Column:
        """The figures a formula asks for: of the unit itself, or of its ancestor, in the unit's place."""
        back = needed.lag + lag
        if needed.code in self.compiled.dictionary:
            if self.year is None:
                own = self.measures.column(needed.code, None) if back == 0 else self._nothing()
            else:
                own = self.measures.column(needed.code, self.year - back)
        else:
            own = self.indicator(needed.code, back).rounded
        if not needed.kind:
            return own
        key = (needed.code, back, needed.kind)
        if key not in self._of_ancestors:
            if needed.kind not in self._ancestors:
                self._ancestors[needed.kind] = self.panel.ancestors(needed.kind)
            self._of_ancestors[key] = [None if a is None else own[a] for a in self._ancestors[needed.kind]]
        return self._of_ancestors[key]

    def missing(self, formula: Formula, unit: int) -> list[Dependency]:
        """What a formula asks for and one unit lacks."""
        return [d for d in formula.dependencies if self.column(d)[unit] is None]

    def _nothing(self) -> Column:
        return [None] * len(self.panel.units)

    def _inputs(self, formula: Formula, lag: int) -> dict[Dependency, Column]:
        return {d: self.column(d, lag) for d in formula.dependencies}

    def _build(self, code: str, lag: int) -> IndicatorColumn:
        indicator = self.compiled.framework.by_code[code]
        length = len(self.panel.units)
        formula = self.compiled.formulas[code]
        full = evaluate(formula.tree, self._inputs(formula, lag), length)
        rule = self.compiled.na_rules.get(code)
        applicable: list[bool | None] = [True] * length
        if rule is not None:
            fires = evaluate_truth(rule.tree, self._inputs(rule, lag), length)
            applicable = [None if f is None else not f for f in fires]
            full = [v if a else None for v, a in zip(full, applicable, strict=True)]
        places = indicator.decimals
        rounded: Column = full
        if places is not None:
            rounded = [None if v is None else round_half_even(v, places) for v in full]
        return IndicatorColumn(full, rounded, applicable)
