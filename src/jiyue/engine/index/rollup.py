"""Roll-up: a unit without its own figure takes that of all its children of the next kind."""

from __future__ import annotations

from collections.abc import Mapping

from jiyue.engine.index.dictionary import Dictionary
from jiyue.engine.index.panel import CHAIN, Panel
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction
from jiyue.engine.problems import Problem, define

ROLLED_UP = define(
    "ROLLED_UP",
    N_("{value}: figures of {count} measures are rolled up from its {children} {kind} units: {measures}."),
    N_("Enter the unit's own figure where one is published; a declared figure wins."),
)
LEFT_OUT = define(
    "ROLLUP_LEAVES_OUT",
    N_("{value} is rolled up from its {kind} units; {count} direct children of other kinds are left out."),
    N_("Give those units a parent of kind {kind}, or declare the figure of {value} itself."),
)


class Rollup:
    """Columns of measures with roll-up; remembers which figures were rolled up, for the marks."""

    def __init__(self, panel: Panel, dictionary: Dictionary) -> None:
        self.panel = panel
        self.dictionary = dictionary
        self.rolled: dict[int, set[str]] = {}
        self._cache: dict[tuple[str, int | None], list[Fraction | None]] = {}
        self._children, self._left_out = _children(panel)

    def column(self, measure: str, year: int | None) -> list[Fraction | None]:
        """The figures of ``measure`` in ``year`` for all units, own or rolled up; None is missing."""
        key = (measure, year)
        if key not in self._cache:
            self._cache[key] = self._build(measure, year)
        return self._cache[key]

    def _build(self, measure: str, year: int | None) -> list[Fraction | None]:
        own = self.panel.column(measure, year)
        line = self.dictionary.get(measure)
        if line is None or line.rollup != "sum" or not self._children:
            return own
        out = list(own)
        for parent, (_, children) in self._children.items():
            if out[parent] is not None:
                continue
            figures = [f for child in children if (f := out[child]) is not None]
            if len(figures) == len(children):
                out[parent] = sum(figures, Fraction(0))
                self.rolled.setdefault(parent, set()).add(measure)
        return out

    def warnings(self, used: Mapping[str, set[str]]) -> list[Problem]:
        """A word for each unit whose figures were rolled up; ``used``: the measures that count, by kind."""
        out = []
        for parent, found in sorted(self.rolled.items()):
            kind, children = self._children[parent]
            code = self.panel.units[parent].code
            measures = found & used.get(self.panel.units[parent].kind, set())
            if not measures:
                continue
            out.append(
                ROLLED_UP(
                    field="unit",
                    value=code,
                    count=len(measures),
                    children=len(children),
                    kind=kind,
                    measures=", ".join(sorted(measures)),
                )
            )
            if self._left_out.get(parent):
                out.append(LEFT_OUT(field="unit", value=code, kind=kind, count=self._left_out[parent]))
        return out


def _children(panel: Panel) -> tuple[dict[int, tuple[str, list[int]]], dict[int, int]]:
    """Parents from the lowest kind up, each with its children of the next kind of the chain present."""
    index = panel.index()
    direct: dict[int, dict[str, list[int]]] = {}
    for i, unit in enumerate(panel.units):
        parent = index.get(unit.parent)
        if parent is not None:
            direct.setdefault(parent, {}).setdefault(unit.kind, []).append(i)
    depth = {kind: level for level, kind in enumerate(CHAIN)}
    found: dict[int, tuple[str, list[int]]] = {}
    left_out: dict[int, int] = {}
    order = sorted(direct, key=lambda i: -depth.get(panel.units[i].kind, -1))
    for parent in order:
        own = depth.get(panel.units[parent].kind)
        kinds = [k for k in CHAIN if k in direct[parent] and own is not None and depth[k] > own]
        if kinds:
            found[parent] = (kinds[0], direct[parent][kinds[0]])
            left_out[parent] = sum(len(direct[parent][k]) for k in kinds[1:])
    return found, left_out
