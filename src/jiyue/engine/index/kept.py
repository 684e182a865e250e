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
from jiyue.engine.index.panel import Panel, Unit, panel_from_rows
from jiyue.engine.index.recipe import Recipe, read_recipe
from jiyue.engine.index.result import Evaluation, canonical, warnings_plain
from jiyue.engine.package import NOT_A_PACKAGE, Difference, Package, read_package, verifier, write_package
from jiyue.engine.problems import Problem, Refused

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


def pack(evaluation: Evaluation, panel: Panel, compiled: Compiled) -> Package:
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
    return Package(KIND, __version__, documents, {"measures": table})


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
) -> str:
    """Write the package of ``evaluation`` to ``path`` (folder or .zip); returns its hash."""
    return write_package(pack(evaluation, panel, compiled), path, extras)


def open_kept(package: Package) -> Kept:
    """The parts of an evaluation package as objects; :class:`Refused` when one is not what it must be."""
    try:
        documents, table = package.documents, package.tables["measures"]
        dictionary = Dictionary(
            Measure(**{**m, "unit_kinds": tuple(m.get("unit_kinds", ()))}) for m in documents["dictionary"]
        )
        framework = framework_from_dict(documents["framework"])
        units = [Unit(u["code"], u["name"], u["kind"], u["parent"]) for u in documents["units"]]
        rows = (
            (unit, None if year is None else int(year), measure, value)
            for unit, year, measure, value in table.select("unit", "year", "measure", "value").iter_rows()
        )
        panel = panel_from_rows(units, rows, documents["attributes"])
        call = documents["call"]
        return Kept(
            compile_framework(framework, dictionary),
            panel,
            read_recipe(documents["recipe"]),
            call["year"],
            call["variant"],
            documents["result"],
        )
    except (KeyError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError) as error:
        what = f"{type(error).__name__} {error}"
        raise Refused(NOT_A_PACKAGE(field="path", value=package.kind, what=what)) from None


def read_kept(path: Path) -> Kept:
    """Open the evaluation package at ``path``."""
    package = read_package(path)
    if package.kind != KIND:
        raise Refused(NOT_A_PACKAGE(field="path", value=str(path), what=f"its kind is {package.kind}"))
    return open_kept(package)


@verifier(KIND)
def recompute(package: Package) -> list[Difference]:
    """Evaluate again from the package alone; every place where the result differs."""
    kept = open_kept(package)
    return list(_compare("result", kept.result, canonical(kept.recompute())))


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
