"""Fourth reading, official values: exact fractions, column by column.

A column is one value per unit; None is missing. A value that any name of the formula lacks is missing even in
a branch of ``if`` that would not be taken; a division by zero is missing only where it is used.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from jiyue.engine.formula import tree as t
from jiyue.engine.formula.dependencies import Dependency, dependencies
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction
from jiyue.engine.problems import Refused, define

Column = Sequence[Fraction | None]
Truths = list[bool | None]

NOT_EXACT = define(
    "NOT_EXACT",
    N_("{value} is not a whole exponent, so the official value has no exact fraction."),
    N_("Use whole exponents in official formulas; other exponents are for analysis in bulk."),
)

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def require_exact(node: t.Node) -> None:
    """Refuse a formula that has no exact value (an exponent that is not whole)."""
    for part in t.walk(node):
        if isinstance(part, t.Power) and part.exponent.denominator != 1:
            raise Refused(NOT_EXACT(field="formula", value=str(part.exponent)))


def evaluate(node: t.Node, columns: Mapping[Dependency, Column], length: int) -> list[Fraction | None]:
    """The value of ``node`` for each of ``length`` units.

    ``columns`` holds each of ``dependencies(node)``; ancestors' figures already stand in the unit's place.
    """
    value = _Exact(columns, length).number(node)
    return masked(value, node, columns)


def evaluate_truth(node: t.Node, columns: Mapping[Dependency, Column], length: int) -> Truths:
    """As :func:`evaluate`, for a condition such as a not-applicable rule."""
    value = _Exact(columns, length).truth(node)
    return masked(value, node, columns)


T = TypeVar("T")


def masked(value: list[T | None], node: t.Node, columns: Mapping[Dependency, Column]) -> list[T | None]:
    """``value`` without the rows where any name of ``node`` is missing."""
    for needed in dependencies(node):
        value = [None if c is None else v for v, c in zip(value, columns[needed], strict=True)]
    return value


class _Exact:
    def __init__(self, columns: Mapping[Dependency, Column], length: int) -> None:
        self.columns = columns
        self.length = length

    def number(self, node: t.Node) -> list[Fraction | None]:
        if isinstance(node, t.Number):
            return [node.value] * self.length
        if isinstance(node, t.Name):
            return list(self.columns[Dependency(node.code, node.lag)])
        if isinstance(node, t.Ref):
            return list(self.columns[Dependency(node.code, 0, node.kind)])
        if isinstance(node, t.Window):
            return self.window(node)
        if isinstance(node, t.Negative):
            return [None if a is None else -a for a in self.number(node.operand)]
        if isinstance(node, t.Arithmetic):
            return self.arithmetic(node)
        if isinstance(node, t.Power):
            exponent = int(node.exponent)
            return [
                None if a is None or (not a and exponent < 0) else a**exponent for a in self.number(node.base)
            ]
        if isinstance(node, t.If):
            condition = self.truth(node.condition)
            then, otherwise = self.number(node.then), self.number(node.otherwise)
            return [
                None if c is None else a if c else b
                for c, a, b in zip(condition, then, otherwise, strict=True)
            ]
        assert isinstance(node, t.Call)
        return self.call(node)

    def window(self, node: t.Window) -> list[Fraction | None]:
        columns = [self.columns[Dependency(node.code, lag)] for lag in range(node.span)]
        share = node.span if node.function == "mean" else 1
        return [
            None if any(v is None for v in values) else sum(values, Fraction(0)) / share
            for values in zip(*columns, strict=True)
        ]

    def arithmetic(self, node: t.Arithmetic) -> list[Fraction | None]:
        left, right = self.number(node.left), self.number(node.right)
        if node.operator == "/":
            return [None if a is None or not b else a / b for a, b in zip(left, right, strict=True)]
        apply = _ARITHMETIC[node.operator]
        return [None if a is None or b is None else apply(a, b) for a, b in zip(left, right, strict=True)]

    def call(self, node: t.Call) -> list[Fraction | None]:
        arguments = [self.number(argument) for argument in node.arguments]
        if node.function == "abs":
            return [None if a is None else abs(a) for a in arguments[0]]
        pick: Callable[..., Fraction] = min if node.function == "min" else max
        return [None if any(v is None for v in row) else pick(row) for row in zip(*arguments, strict=True)]

    def truth(self, node: t.Node) -> Truths:
        if isinstance(node, t.Comparison):
            compare = _COMPARE[node.operator]
            left, right = self.number(node.left), self.number(node.right)
            return [
                None if a is None or b is None else compare(a, b) for a, b in zip(left, right, strict=True)
            ]
        if isinstance(node, t.Not):
            return [None if a is None else not a for a in self.truth(node.operand)]
        if isinstance(node, t.Logic):
            decides = node.operator == "or"
            pairs = zip(self.truth(node.left), self.truth(node.right), strict=True)
            return [
                decides if a is decides or b is decides else None if a is None or b is None else not decides
                for a, b in pairs
            ]
        return [None if a is None else bool(a) for a in self.number(node)]
