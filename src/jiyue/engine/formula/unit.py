"""Third reading: the unit of a formula, checked in dimension and in scale when the formula is defined.

A bare number that is added to, compared with or put into ``min``/``max`` with a quantity takes that
quantity's unit; one that multiplies or divides is pure. The factors that multiply along the way must turn the
quotient into the declared unit: 100 for percent, 10000 for m2 in ha, 15 for mu in ha.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiyue.engine.formula import tree as t
from jiyue.engine.formula.scope import Scope, text
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, decimal_text
from jiyue.engine.problems import Refused, define
from jiyue.engine.units import PURE, Dimension, dimension

UNIT_MISMATCH = define(
    "UNIT_MISMATCH",
    N_("{left} ({left_unit}) and {right} ({right_unit}) cannot be added, subtracted or compared."),
    N_("Divide or multiply so that both sides measure the same thing."),
)
UNIT_SCALE = define(
    "UNIT_SCALE",
    N_("{left} and {right} measure the same thing in different units; one is {factor} times the other."),
    N_("Multiply one of them by {factor}."),
)
UNIT_DECLARED = define(
    "UNIT_DECLARED",
    N_("The formula gives {found}, but the declared unit is {value}."),
    N_("Correct the formula or the declared unit."),
)
UNIT_FACTOR = define(
    "UNIT_FACTOR",
    N_("The formula is {factor} times too large or too small for the declared unit {value}."),
    N_("Multiply by {remedy_factor}; *100 gives percent, *10000 the m2 in a hectare, *15 the mu."),
)
UNIT_ROOT = define(
    "UNIT_ROOT",
    N_("{value} has a unit and cannot be raised to a power that is not whole."),
    N_("Divide by a quantity of the same unit first."),
)

ONE = Fraction(1)


FREE_SCALE = ("point", "level")
"""Units of judgement, where a factor is a choice and not a conversion."""


@dataclass(frozen=True)
class _Quantity:
    """``factor`` is the product of the bare numbers so far; None once a true coefficient is mixed in."""

    dimension: Dimension
    factor: Fraction | None = ONE
    bare: bool = False

    @property
    def size(self) -> Fraction | None:
        return self.dimension.size / self.factor if self.factor else None


class _UnknownUnit(Exception):
    """A name carries no unit: the check says nothing."""


def check_unit(node: t.Node, scope: Scope, declared: str | None) -> None:
    """Refuse sums and comparisons of unlike things in ``node``, and a unit other than ``declared``, if any.

    A name without a unit switches the check off.
    """
    try:
        found = _Units(scope).of(node)
    except _UnknownUnit:
        return
    if declared is None or found.bare:
        return
    target = dimension(declared)
    if found.dimension.powers != target.powers:
        raise Refused(
            UNIT_DECLARED(field="unit", value=declared, rule=text(node), found=_words(found.dimension))
        )
    if found.size is not None and found.factor and declared not in FREE_SCALE:
        ratio = found.size / target.size
        if ratio != 1 and _is_conversion(ratio):
            raise Refused(
                UNIT_FACTOR(
                    field="unit",
                    value=declared,
                    rule=text(node),
                    factor=decimal_text(1 / ratio),
                    remedy_factor=decimal_text(ratio),
                )
            )


def comparable(line: t.Node, scope: Scope, unit: str) -> None:
    """Refuse a line that measures something else than an indicator in ``unit``, or in another scale."""
    try:
        found = _Units(scope).of(line)
    except _UnknownUnit:
        return
    target = dimension(unit)
    if found.bare:
        return
    sides: dict[str, Any] = {"left": text(line), "right": unit}
    if found.dimension.powers != target.powers:
        sides |= {"left_unit": _words(found.dimension), "right_unit": unit}
        raise Refused(UNIT_MISMATCH(field="standard", value=text(line), **sides))
    if found.size is not None and found.size != target.size and _is_conversion(found.size / target.size):
        ratio = found.size / target.size
        raise Refused(
            UNIT_SCALE(
                field="standard", value=text(line), factor=decimal_text(max(ratio, 1 / ratio)), **sides
            )
        )


def _is_conversion(ratio: Fraction) -> bool:
    """Whether ``ratio`` is a product of powers of 10 and 15, as between the units in use here."""
    for fifteen in range(-2, 3):
        rest = ratio * Fraction(15) ** fifteen
        digits = str(max(rest.numerator, rest.denominator))
        if min(rest.numerator, rest.denominator) == 1 and digits == "1" + "0" * (len(digits) - 1):
            return True
    return False


def _words(found: Dimension) -> str:
    top = "*".join(f"{b}^{p}" if p > 1 else b for b, p in found.powers if p > 0) or "1"
    bottom = "*".join(f"{b}^{-p}" if p < -1 else b for b, p in found.powers if p < 0)
    return f"{top}/{bottom}" if bottom else top


class _Units:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def of(self, node: t.Node) -> _Quantity:
        if isinstance(node, t.Number):
            return _Quantity(PURE, node.value or Fraction(1), bare=True)
        if isinstance(node, t.Name | t.Window | t.Ref):
            item = self.scope.find(node.code)
            if item is None or item.unit is None:
                raise _UnknownUnit
            return _Quantity(dimension(item.unit))
        if isinstance(node, t.Negative):
            return self.of(node.operand)
        if isinstance(node, t.Arithmetic):
            left, right = self.of(node.left), self.of(node.right)
            if node.operator in "+-":
                return self.same(node.left, left, node.right, right)
            return self.product(left, right, 1 if node.operator == "*" else -1)
        if isinstance(node, t.Power):
            return self.power(node)
        if isinstance(node, t.If):
            self.of_condition(node.condition)
            return self.same(node.then, self.of(node.then), node.otherwise, self.of(node.otherwise))
        if isinstance(node, t.Call):
            out = self.of(node.arguments[0])
            for argument in node.arguments[1:]:
                out = self.same(node.arguments[0], out, argument, self.of(argument))
            return out
        self.of_condition(node)
        return _Quantity(PURE)

    def of_condition(self, node: t.Node) -> None:
        if isinstance(node, t.Comparison):
            self.same(node.left, self.of(node.left), node.right, self.of(node.right))
        elif isinstance(node, t.Logic):
            self.of_condition(node.left)
            self.of_condition(node.right)
        elif isinstance(node, t.Not):
            self.of_condition(node.operand)

    def product(self, left: _Quantity, right: _Quantity, sign: int) -> _Quantity:
        factor = None
        if left.factor is not None and right.factor is not None:
            factor = left.factor * right.factor if sign > 0 else left.factor / right.factor
        return _Quantity(left.dimension.times(right.dimension, sign), factor, left.bare and right.bare)

    def power(self, node: t.Power) -> _Quantity:
        base = self.of(node.base)
        if node.exponent.denominator != 1:
            if base.dimension.powers:
                raise Refused(UNIT_ROOT(field="formula", value=text(node.base)))
            return _Quantity(PURE, None, base.bare)
        exponent = int(node.exponent)
        factor = None if base.factor is None else base.factor**exponent
        return _Quantity(base.dimension.raised(exponent), factor, base.bare)

    def same(self, left_node: t.Node, left: _Quantity, right_node: t.Node, right: _Quantity) -> _Quantity:
        """The common unit of two sides that are added, compared or alternatives."""
        if left.bare:
            return right
        if right.bare:
            return left
        if left.dimension.powers != right.dimension.powers:
            raise Refused(
                UNIT_MISMATCH(
                    field="formula",
                    value=f"{text(left_node)} | {text(right_node)}",
                    left=text(left_node),
                    left_unit=_words(left.dimension),
                    right=text(right_node),
                    right_unit=_words(right.dimension),
                )
            )
        if left.dimension.size == right.dimension.size:
            return left if left.factor == right.factor else _Quantity(left.dimension, None)
        if left.size is not None and left.size == right.size:
            return left
        ratio = left.dimension.size / right.dimension.size
        raise Refused(
            UNIT_SCALE(
                field="formula",
                value=f"{text(left_node)} | {text(right_node)}",
                left=text(left_node),
                right=text(right_node),
                factor=decimal_text(max(ratio, 1 / ratio)),
            )
        )
