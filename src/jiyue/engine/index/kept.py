"""An evaluation as a package, and back: inputs, rules, recipe, result; recomputed from them alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from jiyue import __version__
from jiyue.engine.index.dictionary import Dictionary, Measure
from jiyue.engine.index.evaluate import evaluate
from jiyue.engine.index.framework import measure_dict
from jiyue.engine.index.framework_check import Compiled, compile_framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.index.panel import Panel, Unit, check_parents, panel_from_rows
from jiyue.engine.index.recipe import Recipe, read_recipe
from jiyue.engine.index.result import Evaluation, canonical, warnings_plain
from jiyue.engine.messages import N_
from jiyue.engine.numbers import Fraction, decimal_text, from_text
from jiyue.engine.package import Difference, Package, read_package, verifier, write_package
from jiyue.engine.package_files import not_a_package
from jiyue.engine.problems import Problem

KIND = "evaluation"
SAME = 1e-9
"""Relative difference below which two floats of a composite index are the same on another processor."""


@dataclass(frozen=True)
class Kept:
    """A package opened again: everything needed to recompute or explain its result."""

    compiled: Compiled
    panel: Panel
    recipe: Recipe
    year: int | None
    variant: str
    result: dict[str, Any]

    def recompute(self) -> Evaluation:
        return evaluate(self.compiled, self.panel, year=self.year, variant=self.variant, recipe=self.recipe)


@dataclass(frozen=True)
class Origin:
    """Where the figures of an evaluation come from, as tables of texts.

    ``sources``: unit, year, measure, source, vintage, ref, marks; one line a figure that counts.
    ``rows``: measure, unit, year, ref, adds, facts; one line for each row of a ledger that a counted figure
    is the sum of, ``facts`` its columns as JSON.
    """

    sources: pl.DataFrame
    rows: pl.DataFrame


def pack(evaluation: Evaluation, panel: Panel, compiled: Compiled, origin: Origin | None = None) -> Package:
    """The package of one evaluation."""
    used = {d.code for f in _formulas(compiled) for d in f.dependencies} | set(panel.values)
    used |= {i.denominator for i in compiled.framework.indicators if i.denominator}
    documents = {
        "framework": compiled.framework.as_dict(),
        "dictionary": [measure_dict(m) for m in compiled.dictionary if m.code in used],
        "recipe": list(evaluation.steps),
        "call": {"year": evaluation.year, "variant": evaluation.variant},
        "units": [
            {
                "code": u.code,
                "name": u.name,
                "kind": u.kind,
                "parent": u.parent,
            }
            for u in panel.units
        ],
        "attributes": {name: list(values) for name, values in panel.attributes.items()},
        "reading": warnings_plain(panel.warnings),
        "result": {**canonical(evaluation), "warnings": warnings_plain(_own(evaluation, panel))},
    }
    rows = list(panel.rows())
    table = pl.DataFrame(
        {
            "unit": [r[0] for r in rows],
            "year": [None if r[1] is None else str(r[1]) for r in rows],
            "measure": [r[2] for r in rows],
            "value": [r[3] for r in rows],
        },
        schema=dict.fromkeys(("unit", "year", "measure", "value"), pl.String),
    )
    tables = {"measures": table}
    if origin:
        tables |= {"sources": origin.sources, "rows": origin.rows}
    return Package(KIND, __version__, documents, tables)


def _own(evaluation: Evaluation, panel: Panel) -> list[Problem]:
    """The warnings of the evaluation itself, without those of reading the table."""
    return [w for w in evaluation.warnings if w not in panel.warnings]


def _formulas(compiled: Compiled) -> Iterator[Any]:
    yield from compiled.formulas.values()
    yield from compiled.na_rules.values()
    yield from compiled.lines.values()


def keep(
    evaluation: Evaluation,
    panel: Panel,
    compiled: Compiled,
    path: Path,
    extras: dict[str, str] | None = None,
    origin: Origin | None = None,
) -> str:
    """Write the package of ``evaluation`` to ``path`` (folder or .zip); returns its hash."""
    return write_package(pack(evaluation, panel, compiled, origin), path, extras)


def open_kept(package: Package) -> Kept:
    """The parts of an evaluation package as objects; :class:`Refused` when one is not what it must be."""
    part = "manifest"
    try:
        documents = package.documents
        part = "dictionary"
        dictionary = Dictionary(measure_of(m) for m in documents[part])
        part = "framework"
        compiled = compile_framework(framework_from_dict(documents[part]), dictionary)
        part = "recipe"
        recipe = read_recipe(documents[part])
        part = "call"
        year, variant = documents[part]["year"], documents[part]["variant"]
        _must(isinstance(variant, str) and (year is None or type(year) is int))
        part = "units"
        units = units_of(documents[part])
        part = "attributes"
        attributes = documents[part]
        _must(all(_texts(values) and len(values) == len(units) for values in attributes.values()))
        part = "measures"
        panel = panel_of(units, package.tables[part], attributes)
        part = "result"
        _must(isinstance(documents[part], dict))
        return Kept(compiled, panel, recipe, year, variant, documents[part])
    except ILL_MADE:
        what = N_("the part {part} is not what an evaluation writes")
        raise not_a_package(package.kind, what, part=part) from None


ILL_MADE = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    pl.exceptions.PolarsError,
)


def _must(right: bool) -> None:
    if not right:
        raise ValueError


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) for v in values)


def measure_of(data: dict[str, Any]) -> Measure:
    """A line of the dictionary as a package writes it."""
    kinds = data.get("unit_kinds", [])
    plain = {name: value for name, value in data.items() if name != "unit_kinds"}
    _must(_texts(kinds) and all(isinstance(v, str) or (k == "unit" and v is None) for k, v in plain.items()))
    return Measure(**plain, unit_kinds=tuple(kinds))


def units_of(data: list[dict[str, Any]]) -> list[Unit]:
    """The units; no code twice, no circle of parents."""
    units = [Unit(u["code"], u["name"], u["kind"], u["parent"]) for u in data]
    _must(all(_texts([u.code, u.name, u.kind, u.parent]) for u in units))
    _must(len({u.code for u in units}) == len(units))
    check_parents(units)
    return units


def panel_of(units: list[Unit], table: pl.DataFrame, attributes: dict[str, list[str]]) -> Panel:
    """The panel with the figures of ``table``."""
    rows = (
        (unit, None if year is None else int(year), measure, value)
        for unit, year, measure, value in table.select("unit", "year", "measure", "value").iter_rows()
    )
    return panel_from_rows(units, rows, attributes)


def read_kept(path: Path) -> Kept:
    """Open the evaluation package at ``path``."""
    package = read_package(path)
    if package.kind != KIND:
        raise not_a_package(path, N_("its kind is {kind}"), kind=package.kind)
    return open_kept(package)


@verifier(KIND)
def recompute(package: Package) -> list[Difference]:
    """Evaluate again from the package alone; every place where the result differs."""
    kept = open_kept(package)
    differences = list(_compare("result", kept.result, canonical(kept.recompute())))
    if "rows" in package.tables:
        try:
            differences += _sums(kept.panel, package.tables)
        except ILL_MADE:
            what = N_("the part {part} is not what an evaluation writes")
            raise not_a_package(package.kind, what, part="rows") from None
    return differences


def _sums(panel: Panel, tables: dict[str, pl.DataFrame]) -> Iterator[Difference]:
    """Counted figures that are not the sum of the rows frozen with them."""
    sums: dict[tuple[str, str, str], Fraction] = {}
    for measure, unit, year, adds in tables["rows"].select("measure", "unit", "year", "adds").iter_rows():
        key = measure, unit, year
        sums[key] = sums.get(key, Fraction(0)) + from_text(adds)
    counted = tables["sources"].filter(pl.col("source") == "counted").select("measure", "unit", "year")
    position = panel.index()
    for measure, unit, year in counted.iter_rows():
        figure = panel.column(measure, int(year))[position[unit]]
        again = sums.get((measure, unit, year), Fraction(0))
        if figure != again:
            kept = None if figure is None else decimal_text(figure)
            yield Difference(f"rows/{measure}/{unit}/{year}", kept, decimal_text(again))


def _compare(path: str, kept: Any, again: Any) -> Iterator[Difference]:
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in sorted({*kept, *again}):
            yield from _compare(f"{path}/{key}", kept.get(key), again.get(key))
    elif isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        for i, (one, other) in enumerate(zip(kept, again, strict=True)):
            label = one.get("unit", i) if isinstance(one, dict) else i
            yield from _compare(f"{path}/{label}", one, other)
    elif not _same(kept, again):
        yield Difference(path, kept, again)


def _same(kept: Any, again: Any) -> bool:
    numbers = isinstance(kept, int | float) and isinstance(again, int | float)
    if numbers and not isinstance(kept, bool):
        return math.isclose(kept, again, rel_tol=SAME, abs_tol=SAME)
    return bool(kept == again)
