"""Measures of units over years, exact, as delivered: the input of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jiyue.engine.formula import KINDS
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, decimal_text, from_text
from jiyue.engine.problems import Problem, Refused, define

PARENT_CIRCLE = define(
    "PARENT_CIRCLE",
    N_("The units go round in a circle as each other's parents: {value}."),
    N_("Correct the column parent."),
)
PARENT_UNKNOWN = define(
    "PARENT_UNKNOWN",
    N_("The parent {value} of {count} units is not in the data."),
    N_("Add a row for it with its kind, or check its code."),
)

CHAIN = ("province", "prefecture", "county", "town", "village")
"""Kinds that nest without overlap; zones and clusters lie across them."""

ACROSS = ("zone", "cluster")

CIRCLE_SHOWN = 12


@dataclass(frozen=True)
class Unit:
    """Who is evaluated or reports. ``kind`` '' where the data do not say."""

    code: str
    name: str = ""
    kind: str = ""
    parent: str = ""


@dataclass
class Panel:
    """``values[measure][year]`` is a column: one exact figure or None per unit, in the order of ``units``."""

    units: tuple[Unit, ...]
    values: dict[str, dict[int | None, list[Fraction | None]]]
    attributes: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """Every year that any figure is for, ascending; empty when the data carry no year."""
        return sorted({y for by_year in self.values.values() for y in by_year if y is not None})

    def years_of(self, units: Sequence[int]) -> list[int]:
        """The years in which any of the units at these positions has a figure."""
        found: set[int] = set()
        for by_year in self.values.values():
            for year, column in by_year.items():
                if year is not None and year not in found and any(column[i] is not None for i in units):
                    found.add(year)
        return sorted(found)

    def column(self, measure: str, year: int | None) -> list[Fraction | None]:
        """The figures of ``measure`` in ``year``; all missing where there are none."""
        found = self.values.get(measure, {}).get(year)
        return found if found is not None else [None] * len(self.units)

    def index(self) -> dict[str, int]:
        return {unit.code: i for i, unit in enumerate(self.units)}

    def ancestors(self, kind: str) -> list[int | None]:
        """For each unit the position of its nearest ancestor of ``kind``, or None."""
        index = self.index()
        out: list[int | None] = []
        for unit in self.units:
            here: int | None = index.get(unit.parent)
            while here is not None and self.units[here].kind != kind:
                here = index.get(self.units[here].parent)
            out.append(here)
        return out

    def rows(self) -> Iterator[tuple[str, int | None, str, str]]:
        """Every figure as (unit, year, measure, decimal text), sorted: the canonical content."""
        found = [
            (self.units[i].code, -1 if year is None else year, measure, decimal_text(value))
            for measure, by_year in self.values.items()
            for year, column in by_year.items()
            for i, value in enumerate(column)
            if value is not None
        ]
        for unit, year, measure, text in sorted(found):
            yield unit, None if year == -1 else year, measure, text


def panel_from_rows(
    units: Iterable[Unit],
    rows: Iterable[tuple[str, int | None, str, str]],
    attributes: dict[str, list[str]] | None = None,
) -> Panel:
    """The inverse of :meth:`Panel.rows`."""
    units = tuple(units)
    index = {unit.code: i for i, unit in enumerate(units)}
    values: dict[str, dict[int | None, list[Fraction | None]]] = {}
    for unit, year, measure, text in rows:
        columns = values.setdefault(measure, {})
        column = columns.setdefault(year, [None] * len(units))
        column[index[unit]] = from_text(text)
    return Panel(units, values, attributes or {})


def check_parents(units: Sequence[Unit]) -> list[Problem]:
    """Refuse units that are each other's parents; a parent that is not in the data is a warning."""
    parent = {unit.code: unit.parent for unit in units}
    wanting: dict[str, int] = {}
    for code in parent.values():
        if code and code not in parent:
            wanting[code] = wanting.get(code, 0) + 1
    sound: set[str] = set()
    for start in parent:
        path: dict[str, None] = {}
        here = start
        while here in parent and here not in sound:
            if here in path:
                raise Refused(PARENT_CIRCLE(field="parent", value=" > ".join([*path, here][-CIRCLE_SHOWN:])))
            path[here] = None
            here = parent[here]
        sound.update(path)
    return [PARENT_UNKNOWN(field="parent", value=code, count=n) for code, n in sorted(wanting.items())]


def own_kinds(panel: Panel, kinds: Sequence[str], allowed: Sequence[str] = ()) -> tuple[str, ...]:
    """The kinds that are ranked: the framework's own; where it names none, the lowest kind of the data that
    all its measures are for (``allowed``), else the first below prefecture.

    Data that name no kind at all are taken to be of the framework's kind.
    """
    present = {unit.kind for unit in panel.units}
    if present == {""}:
        return ("",)
    if kinds:
        return tuple(kinds)
    fitting = [k for k in (*CHAIN[::-1], *ACROSS) if k in present and k in allowed]
    if fitting:
        return (fitting[0],)
    below = [k for k in KINDS[2:] if k in present]
    return (below[0],) if below else tuple(sorted(present))
