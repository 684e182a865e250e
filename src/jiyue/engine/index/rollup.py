"""Roll-up: a unit without its own figure takes that of all its children of the next kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiyue.engine.formula import kind_word
from jiyue.engine.index.dictionary import Dictionary
from jiyue.engine.index.panel import ACROSS, CHAIN, Panel
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

CHILDREN, PARTIAL = "children", "partial"
"""The attribute of a panel that says of which units it does not hold all children: those are never summed."""


class Rollup:
    """Columns of measures with roll-up; remembers which figures were rolled up, for the marks."""

    def __init__(self, panel: Panel, dictionary: Dictionary) -> None:
        self.panel = panel
        self.dictionary = dictionary
        self.rolled: dict[int, dict[str, tuple[str, int, int]]] = {}
        self._cache: dict[tuple[str, int | None], list[Fraction | None]] = {}
        said = panel.attributes.get(CHILDREN, ())
        partial = {i for i, word in enumerate(said) if word == PARTIAL}
        self._direct, order = _direct(panel)
        self._order = [parent for parent in order if parent not in partial]

    def column(self, measure: str, year: int | None) -> list[Fraction | None]:
        """The figures of ``measure`` in ``year`` for all units, own or rolled up; None is missing."""
        key = (measure, year)
        if key not in self._cache:
            self._cache[key] = self._build(measure, year)
        return self._cache[key]

    def _build(self, measure: str, year: int | None) -> list[Fraction | None]:
        own = self.panel.column(measure, year)
        line = self.dictionary.get(measure)
        if line is None or line.rollup != "sum" or not self._order:
            return own
        out = list(own)
        for parent in self._order:
            if out[parent] is not None:
                continue
            children, kinds, left_out = self._children(parent, line.unit_kinds)
            figures = [f for child in children if (f := out[child]) is not None]
            if children and len(figures) == len(children):
                out[parent] = sum(figures, Fraction(0))
                self.rolled.setdefault(parent, {})[measure] = (kinds, len(children), left_out)
        return out

    def _children(self, parent: int, asked: Sequence[str]) -> tuple[list[int], str, int]:
        """The children that a measure for ``asked`` kinds is summed over, their kind, and how many others.

        The next kind of the chain; but zones and clusters where the measure is for them and not for it.
        """
        direct = self._direct[parent]
        own = self.panel.units[parent].kind
        below = [k for k in CHAIN[CHAIN.index(own) + 1 :] if k in direct] if own in CHAIN else []
        across = [k for k in ACROSS if k in direct and k in asked]
        if across and not (below and below[0] in asked):
            return [child for k in across for child in direct[k]], ", ".join(across), 0
        if not below:
            return [], "", 0
        return direct[below[0]], below[0], sum(len(direct[k]) for k in below[1:])

    def warnings(self, used: Mapping[str, set[str]]) -> list[Problem]:
        """A word for each unit whose figures were rolled up; ``used``: the measures that count, by kind."""
        out = []
        for parent, found in sorted(self.rolled.items()):
            unit = self.panel.units[parent]
            counting = sorted(set(found) & used.get(unit.kind, set()))
            for kinds, count, left_out in dict.fromkeys(found[m] for m in counting):
                measures = [m for m in counting if found[m] == (kinds, count, left_out)]
                out.append(
                    ROLLED_UP(
                        field="unit",
                        value=unit.code,
                        count=len(measures),
                        children=count,
                        kind=kind_word(kinds),
                        measures=", ".join(measures),
                    )
                )
                if left_out:
                    out.append(LEFT_OUT(field="unit", value=unit.code, kind=kind_word(kinds), count=left_out))
        return out


def _direct(panel: Panel) -> tuple[dict[int, dict[str, list[int]]], list[int]]:
    """The children of each parent by kind, and the parents from the lowest kind up."""
    index = panel.index()
    direct: dict[int, dict[str, list[int]]] = {}
    for i, unit in enumerate(panel.units):
        parent = index.get(unit.parent)
        if parent is not None:
            direct.setdefault(parent, {}).setdefault(unit.kind, []).append(i)
    depth = {kind: level for level, kind in enumerate(CHAIN)}
    return direct, sorted(direct, key=lambda i: -depth.get(panel.units[i].kind, len(CHAIN)))
