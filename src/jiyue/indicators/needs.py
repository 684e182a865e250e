"""Which measures a framework asks for, and how many years before the year that is evaluated."""

from __future__ import annotations

from collections.abc import Iterable

from jiyue.engine.formula import Dependency, Formula
from jiyue.engine.index import Compiled

Lagged = tuple[str, int]
"""A measure and how many years before."""


def measures_of(compiled: Compiled) -> dict[str, frozenset[Lagged]]:
    """For each indicator the measures that it rests on, also through other indicators; lines left out."""
    found: dict[str, frozenset[Lagged]] = {}
    for code in compiled.order:
        formulas = (compiled.formulas[code], compiled.na_rules.get(code))
        found[code] = frozenset(_behind(compiled, formulas, found))
    return found


def needed(compiled: Compiled) -> frozenset[Lagged]:
    """Everything that an evaluation asks for: formulas, rules of applicability, lines, denominators."""
    found = measures_of(compiled)
    lines = _behind(compiled, compiled.lines.values(), found)
    denominators = {(i.denominator, 0) for i in compiled.framework.indicators if i.denominator}
    return frozenset().union(*found.values(), lines, denominators)


def _behind(
    compiled: Compiled, formulas: Iterable[Formula | None], found: dict[str, frozenset[Lagged]]
) -> set[Lagged]:
    named = {d for formula in formulas if formula is not None for d in formula.dependencies}
    return {pair for d in named for pair in _of_one(compiled, d, found)}


def _of_one(compiled: Compiled, named: Dependency, found: dict[str, frozenset[Lagged]]) -> Iterable[Lagged]:
    if named.code in compiled.dictionary:
        return [(named.code, named.lag)]
    return [(code, lag + named.lag) for code, lag in found[named.code]]
