"""Fourth reading, in bulk: a polars expression over one column per dependency, in binary floats.

The same rules of missing as the exact reading; for analysis and simulation, never for an official value.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import polars as pl

from jiyue.engine.formula import tree as t
from jiyue.engine.formula.dependencies import Dependency, dependencies

Naming = Callable[[Dependency], str]


def column_name(needed: Dependency) -> str:
    """How a bulk frame names a dependency: ``m``, ``m@1`` (a year before), ``m@province``."""
    if needed.kind:
        return f"{needed.code}@{needed.kind}"
    return f"{needed.code}@{needed.lag}" if needed.lag else needed.code


def expression(node: t.Node, naming: Naming = column_name) -> pl.Expr:
    """``node`` as a polars expression; columns are float64 without NaN, null is missing."""
    built = _Bulk(naming)
    value = built.truth(node) if t.is_truth(node) else built.number(node)
    chooses = any(isinstance(p, t.If | t.Logic) for p in t.walk(node))
    needed = dependencies(node)
    if not chooses or not needed:
        return value
    present = pl.all_horizontal([pl.col(naming(n)).is_not_null() for n in needed])
    return pl.when(present).then(value)


def _can_be_null(node: t.Node) -> bool:
    """Whether a value can be null although every name has one: x/0, a negative power."""
    return any(
        (isinstance(p, t.Arithmetic) and p.operator == "/") or isinstance(p, t.Power) for p in t.walk(node)
    )


class _Bulk:
    def __init__(self, naming: Naming) -> None:
        self.naming = naming

    def column(self, code: str, lag: int = 0, kind: str = "") -> pl.Expr:
        return pl.col(self.naming(Dependency(code, lag, kind)))

    def number(self, node: t.Node) -> pl.Expr:
        if isinstance(node, t.Number):
            return pl.lit(float(node.value))
        if isinstance(node, t.Name):
            return self.column(node.code, node.lag)
        if isinstance(node, t.Ref):
            return self.column(node.code, kind=node.kind)
        if isinstance(node, t.Window):
            total = reduce(lambda a, b: a + b, [self.column(node.code, lag) for lag in range(node.span)])
            return total / node.span if node.function == "mean" else total
        if isinstance(node, t.Negative):
            return -self.number(node.operand)
        if isinstance(node, t.Arithmetic):
            return self.arithmetic(node)
        if isinstance(node, t.Power):
            return self.power(node)
        if isinstance(node, t.If):
            condition = self.truth(node.condition)
            then, otherwise = self.number(node.then), self.number(node.otherwise)
            if _can_be_null(node.condition):
                return pl.when(condition).then(then).when(~condition).then(otherwise)
            return pl.when(condition).then(then).otherwise(otherwise)
        assert isinstance(node, t.Call)
        return self.call(node)

    def arithmetic(self, node: t.Arithmetic) -> pl.Expr:
        left, right = self.number(node.left), self.number(node.right)
        if node.operator == "+":
            return left + right
        if node.operator == "-":
            return left - right
        if node.operator == "*":
            return left * right
        if isinstance(node.right, t.Number):
            return left / right if node.right.value else pl.lit(None, dtype=pl.Float64)
        return pl.when(right != 0).then(left / right)

    def power(self, node: t.Power) -> pl.Expr:
        base = self.number(node.base)
        if node.exponent.denominator == 1 and node.exponent >= 0:
            return base ** int(node.exponent)
        guard = base > 0 if node.exponent < 0 and node.exponent.denominator != 1 else base != 0
        if node.exponent > 0:
            guard = base >= 0
        return pl.when(guard).then(base ** float(node.exponent))

    def call(self, node: t.Call) -> pl.Expr:
        arguments = [self.number(argument) for argument in node.arguments]
        if node.function == "abs":
            return arguments[0].abs()
        pick = pl.min_horizontal if node.function == "min" else pl.max_horizontal
        value = pick(*arguments)
        named = [a for a, n in zip(arguments, node.arguments, strict=True) if not isinstance(n, t.Number)]
        if not named:
            return value
        return pl.when(pl.all_horizontal([a.is_not_null() for a in named])).then(value)

    def truth(self, node: t.Node) -> pl.Expr:
        if isinstance(node, t.Comparison):
            left, right = self.number(node.left), self.number(node.right)
            return {
                "<": left.lt,
                "<=": left.le,
                ">": left.gt,
                ">=": left.ge,
                "==": left.eq,
                "!=": left.ne,
            }[node.operator](right)
        if isinstance(node, t.Not):
            return ~self.truth(node.operand)
        if isinstance(node, t.Logic):
            left, right = self.truth(node.left), self.truth(node.right)
            return left & right if node.operator == "and" else left | right
        return self.number(node) != 0
