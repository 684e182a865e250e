"""First reading: what a formula needs, with lags and references."""

from __future__ import annotations

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
