"""What a kept evaluation was computed from, read piece by piece: one unit or one measure, not the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from jiyue.engine.formula import Formula
from jiyue.engine.index.dictionary import Dictionary
from jiyue.engine.index.framework_check import Compiled, compile_framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.kept import ILL_MADE, KIND, measure_of, panel_of, units_of
from jiyue.engine.index.panel import Panel, Unit
from jiyue.engine.index.rollup import Rollup
from jiyue.engine.index.values import Values
from jiyue.engine.messages import N_
from jiyue.engine.package import read_parts
from jiyue.engine.package_files import not_a_package

SOURCES = ("unit", "year", "measure", "source", "vintage", "ref", "marks")
ROWS = ("measure", "unit", "year", "ref", "adds", "facts")


class ByUnit:
    """A table whose rows of one unit are found at once."""

    def __init__(self, table: pl.DataFrame) -> None:
        self.table = table.sort("unit", maintain_order=True)
        runs = self.table["unit"].rle().struct.unnest()
        starts = runs["len"].cum_sum() - runs["len"]
        self._spans = dict(zip(runs["value"], zip(starts, runs["len"], strict=True), strict=True))

    @property
    def height(self) -> int:
        return self.table.height

    def of(self, *units: str) -> pl.DataFrame:
        """The rows of ``units``."""
        slices = [self.table.slice(*self._spans[unit]) for unit in units if unit in self._spans]
        return pl.concat(slices) if slices else self.table.clear()


@dataclass(frozen=True)
class Inputs:
    """The inputs of an evaluation without its result.

    ``sources`` and ``rows`` as in :class:`Origin`, empty where the package has none.
    """

    compiled: Compiled
    units: tuple[Unit, ...]
    attributes: dict[str, list[str]]
    year: int | None
    measures: ByUnit
    sources: ByUnit
    rows: ByUnit

    def measure(self, code: str, unit: str) -> Rollup:
        """The columns of one measure over ``unit`` and all below it, own and rolled up."""
        panel = self._panel({code}, self._below(unit))
        return Rollup(panel, self.compiled.dictionary)

    def values(self, code: str, unit: str) -> Values:
        """The values of ``unit`` that an indicator rests on; of all units where it refers to an ancestor."""
        formulas = list(self._behind(code))
        needed = {d.code for f in formulas for d in f.dependencies}
        across = any(d.kind for f in formulas for d in f.dependencies)
        panel = self._panel(needed, None if across else self._below(unit))
        return Values(self.compiled, panel, self.year)

    def direct(self, code: str) -> set[str]:
        """What the formulas of one indicator and its lines name."""
        lines = [line for (of, _), line in self.compiled.lines.items() if of == code]
        formulas = [self.compiled.formulas[code], self.compiled.na_rules.get(code), *lines]
        return {d.code for f in formulas if f is not None for d in f.dependencies}

    def _behind(self, code: str) -> Iterator[Formula]:
        """The formulas of an indicator and of those that it names."""
        seen, open_ = {code}, [code]
        while open_:
            here = open_.pop()
            for formula in (self.compiled.formulas[here], self.compiled.na_rules.get(here)):
                if formula is None:
                    continue
                yield formula
                for d in formula.dependencies:
                    if d.code not in self.compiled.dictionary and d.code not in seen:
                        seen.add(d.code)
                        open_.append(d.code)

    def _panel(self, measures: Collection[str], units: Collection[str] | None) -> Panel:
        """The figures of ``measures``; only of ``units`` where they are given."""
        table = self.measures.table if units is None else self.measures.of(*units)
        table = table.filter(pl.col("measure").is_in(list(measures)))
        if units is None:
            return panel_of(list(self.units), table, self.attributes)
        places = [i for i, u in enumerate(self.units) if u.code in units]
        attributes = {name: [values[i] for i in places] for name, values in self.attributes.items()}
        return panel_of([self.units[i] for i in places], table, attributes)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unit in self.units:
            found.setdefault(unit.parent, []).append(unit.code)
        return found

    def _below(self, unit: str) -> set[str]:
        """``unit`` and everything under it."""
        found, open_ = {unit}, [unit]
        while open_:
            below = self._children.get(open_.pop(), [])
            found.update(below)
            open_ += below
        return found


def read_inputs(path: Path) -> Inputs:
    """The inputs of the evaluation package at ``path``; its result, the largest part, is not read."""
    documents = ("framework", "dictionary", "call", "units", "attributes")
    package = read_parts(path, (*documents, "measures", "sources", "rows"))
    if package.kind != KIND:
        raise not_a_package(path, N_("its kind is {kind}"), kind=package.kind)
    try:
        framework, dictionary, call, units, attributes = (package.documents[name] for name in documents)
        base = Dictionary(measure_of(m) for m in dictionary)
        return Inputs(
            compile_framework(framework_from_dict(framework), base),
            tuple(units_of(units)),
            attributes,
            call["year"],
            ByUnit(package.tables["measures"]),
            ByUnit(package.tables.get("sources", _empty(SOURCES))),
            ByUnit(package.tables.get("rows", _empty(ROWS))),
        )
    except ILL_MADE:
        what = N_("the part {part} is not what an evaluation writes")
        raise not_a_package(path, what, part="manifest") from None


def _empty(columns: Collection[str]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
