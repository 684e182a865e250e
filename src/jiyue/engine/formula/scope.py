"""What the names in a formula mean: measures of the dictionary and indicators of the framework."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from jiyue.engine.formula import tree as t
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

KINDS = ("province", "prefecture", "county", "town", "village", "zone", "cluster")

UNKNOWN_MEASURE = define(
    "UNKNOWN_MEASURE",
    N_("{value} is neither a measure of the dictionary nor an indicator of this framework.{near}"),
    N_("Correct the name, or add the measure to the dictionary with its unit and owner."),
)
UNKNOWN_KIND = define(
    "UNKNOWN_KIND",
    N_("{value} is not a kind of unit."),
    N_("Use one of {kinds}."),
)
NOT_A_CONDITION = define(
    "NOT_A_CONDITION",
    N_("A number stands where a condition is needed: {value}."),
    N_("Compare it with something, such as {value} > 0; only yes/no measures stand alone."),
)
NOT_A_QUANTITY = define(
    "NOT_A_QUANTITY",
    N_("A condition stands where a number is needed: {value}."),
    N_("Turn it into a number with if(condition, 1, 0)."),
)


@dataclass(frozen=True)
class Item:
    """One thing that a formula may name."""

    code: str
    unit: str | None
    kind: Literal["measure", "indicator"] = "measure"
    truth: bool = False
    zh: str = ""
    en: str = ""


class Scope:
    """The closed map of names for one use; Chinese and English titles are synonyms of the code."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items: dict[str, Item] = {}
        self._synonyms: dict[str, str] = {}
        for item in items:
            self.items[item.code] = item
            for title in (item.zh, item.en):
                if title:
                    self._synonyms.setdefault(title, item.code)

    def find(self, name: str) -> Item | None:
        return self.items.get(name) or self.items.get(self._synonyms.get(name, ""))

    def extended(self, items: Iterable[Item]) -> Scope:
        return Scope([*self.items.values(), *items])

    def near(self, name: str) -> str:
        known = [*self.items, *self._synonyms]
        match = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        return f" ({' / '.join(match)}?)" if match else ""


def resolve(node: t.Node, scope: Scope, *, truth: bool = False) -> t.Node:
    """``node`` with names replaced by codes and operands of the right type; ``truth``: a condition is wanted.

    Raises :class:`Refused` with every unknown name and every operand of the wrong type.
    """
    problems: list[Problem] = []
    resolver = _Resolver(scope, problems)
    out = resolver.truth(node) if truth else resolver.number(node)
    if problems:
        raise Refused(problems)
    return out


class _Resolver:
    def __init__(self, scope: Scope, problems: list[Problem]) -> None:
        self.scope = scope
        self.problems = problems

    def _code(self, name: str) -> Item | None:
        item = self.scope.find(name)
        if item is None:
            self.problems.append(
                UNKNOWN_MEASURE(field="formula", value=name, rule=name, near=self.scope.near(name))
            )
        return item

    def number(self, node: t.Node) -> t.Node:
        if isinstance(node, t.Name | t.Window | t.Ref):
            item = self._code(node.code)
            if isinstance(node, t.Ref) and node.kind not in KINDS:
                self.problems.append(UNKNOWN_KIND(field="formula", value=node.kind, kinds=", ".join(KINDS)))
            return replace(node, code=item.code) if item else node
        if t.is_truth(node):
            self.problems.append(NOT_A_QUANTITY(field="formula", value=text(node)))
            return node
        if isinstance(node, t.Negative):
            return t.Negative(self.number(node.operand))
        if isinstance(node, t.Arithmetic):
            return t.Arithmetic(node.operator, self.number(node.left), self.number(node.right))
        if isinstance(node, t.Power):
            return t.Power(self.number(node.base), node.exponent)
        if isinstance(node, t.If):
            return t.If(self.truth(node.condition), self.number(node.then), self.number(node.otherwise))
        if isinstance(node, t.Call):
            return t.Call(node.function, tuple(self.number(a) for a in node.arguments))
        return node

    def truth(self, node: t.Node) -> t.Node:
        if isinstance(node, t.Comparison):
            return t.Comparison(node.operator, self.number(node.left), self.number(node.right))
        if isinstance(node, t.Logic):
            return t.Logic(node.operator, self.truth(node.left), self.truth(node.right))
        if isinstance(node, t.Not):
            return t.Not(self.truth(node.operand))
        resolved = self.number(node)
        item = self.scope.find(resolved.code) if isinstance(resolved, t.Name | t.Ref) else None
        if item is None or not item.truth:
            already_known = isinstance(resolved, t.Name | t.Ref) and item is None
            if not already_known:
                self.problems.append(NOT_A_CONDITION(field="formula", value=text(node)))
        return resolved


_PRECEDENCE = {"or": 1, "and": 2, "not": 3, "<": 4, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7, "^": 8}


def text(node: t.Node, names: Mapping[str, str] | None = None) -> str:
    """``node`` written back as a formula, with as few brackets as the grammar allows."""
    return _text(node, names or {}, 0)


def _text(node: t.Node, names: Mapping[str, str], outer: int) -> str:
    if isinstance(node, t.Number):
        return number_text(node.value)
    if isinstance(node, t.Name):
        name = names.get(node.code, node.code)
        if not node.lag:
            return name
        return f"prev({name})" if node.lag == 1 else f"prev({name}, {node.lag})"
    if isinstance(node, t.Window):
        return f"{node.function}({names.get(node.code, node.code)}, {node.span})"
    if isinstance(node, t.Ref):
        return f"ref({names.get(node.code, node.code)}, {node.kind})"
    if isinstance(node, t.Call):
        return f"{node.function}({', '.join(_text(a, names, 0) for a in node.arguments)})"
    if isinstance(node, t.If):
        parts = (_text(p, names, 0) for p in (node.condition, node.then, node.otherwise))
        return f"if({', '.join(parts)})"
    level, body = _infix(node, names)
    return f"({body})" if level < outer else body


def _infix(node: t.Node, names: Mapping[str, str]) -> tuple[int, str]:
    if isinstance(node, t.Not):
        level = _PRECEDENCE["not"]
        return level, f"not {_text(node.operand, names, level)}"
    if isinstance(node, t.Negative):
        level = _PRECEDENCE["neg"]
        return level, f"-{_text(node.operand, names, level)}"
    if isinstance(node, t.Power):
        level = _PRECEDENCE["^"]
        return level, f"{_text(node.base, names, level + 1)}^{number_text(node.exponent)}"
    if isinstance(node, t.Comparison):
        level = _PRECEDENCE["<"]
    else:
        assert isinstance(node, t.Arithmetic | t.Logic)
        level = _PRECEDENCE[node.operator]
    strict = 0 if isinstance(node, t.Comparison) else 1
    left = _text(node.left, names, level + (1 - strict))
    right = _text(node.right, names, level + 1)
    return level, f"{left} {node.operator} {right}"


def number_text(value: object) -> str:
    """A literal as the grammar writes it."""
    from jiyue.engine.numbers import decimal_text

    return decimal_text(value)  # type: ignore[arg-type]
