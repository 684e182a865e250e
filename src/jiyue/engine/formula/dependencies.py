"""First reading: what a formula needs, with lags and references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiyue.engine.formula import tree as t


@dataclass(frozen=True, order=True)
class Dependency:
    """A measure or indicator, ``lag`` periods before, of the unit itself or of its ancestor of ``kind``."""

    code: str
    lag: int = 0
    kind: str = ""


def dependencies(node: t.Node) -> tuple[Dependency, ...]:
    """Everything ``node`` names, sorted, each once; a window asks for each of its periods."""
    found: set[Dependency] = set()
    for part in t.walk(node):
        if isinstance(part, t.Name):
            found.add(Dependency(part.code, part.lag))
        elif isinstance(part, t.Window):
            found.update(Dependency(part.code, lag) for lag in range(part.span))
        elif isinstance(part, t.Ref):
            found.add(Dependency(part.code, 0, part.kind))
    return tuple(sorted(found))


def degree(node: t.Node, degrees: Mapping[str, int]) -> int:
    """How often figures are multiplied with each other in ``node``; ``degrees`` are those of its names."""
    if isinstance(node, t.Name | t.Window | t.Ref):
        return degrees.get(node.code, 1)
    if isinstance(node, t.Power):
        exponent = abs(node.exponent)
        return degree(node.base, degrees) * max(1, -(-exponent.numerator // exponent.denominator))
    parts = [degree(part, degrees) for part in t.children(node)]
    if isinstance(node, t.Arithmetic) and node.operator in "*/":
        bare = any(isinstance(part, t.Number) for part in (node.left, node.right))
        return max(parts) if bare else sum(parts)
    return max(parts, default=1)
