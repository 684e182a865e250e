"""The formula language: one closed grammar, one typed tree, four readings.

>>> scope = Scope([Item("tax", "10k_yuan", zh="tax", en="Tax"), Item("land", "ha", en="Land")])
>>> formula = define_formula("tax / land", scope, unit="10k_yuan/ha")
>>> [str(d.code) for d in formula.dependencies]
['land', 'tax']
"""

from __future__ import annotations

from dataclasses import dataclass

from jiyue.engine.formula import tree
from jiyue.engine.formula.bulk import column_name, expression
from jiyue.engine.formula.dependencies import Dependency, degree, dependencies
from jiyue.engine.formula.describe import describe, kind_name, kind_word
from jiyue.engine.formula.exact import evaluate, evaluate_truth, require_exact
from jiyue.engine.formula.parse import parse
from jiyue.engine.formula.scope import KINDS, Item, Scope, resolve, text
from jiyue.engine.formula.unit import check_unit, comparable

__all__ = [
    "KINDS",
    "Dependency",
    "Formula",
    "Item",
    "Scope",
    "check_unit",
    "column_name",
    "comparable",
    "define_formula",
    "degree",
    "dependencies",
    "describe",
    "evaluate",
    "evaluate_truth",
    "expression",
    "kind_name",
    "kind_word",
    "parse",
    "require_exact",
    "resolve",
    "text",
    "tree",
]


@dataclass(frozen=True)
class Formula:
    """A formula as written, and its resolved tree."""

    source: str
    tree: tree.Node
    dependencies: tuple[Dependency, ...]


def define_formula(
    source: str, scope: Scope, *, unit: str | None = None, exact: bool = True, truth: bool = False
) -> Formula:
    """Parse, resolve and check ``source``; ``unit`` is what it must give, when known.

    Sums and comparisons inside are checked in any case.

    ``truth`` asks for a condition instead of a number; ``exact`` for a formula that has an exact value.

    Raises :class:`jiyue.engine.problems.Refused` with every problem found.
    """
    node = resolve(parse(source), scope, truth=truth)
    if exact:
        require_exact(node)
    check_unit(node, scope, unit)
    return Formula(source, node, dependencies(node))
