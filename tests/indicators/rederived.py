"""The result of a kept evaluation once more, from nothing but what was frozen with it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from jiyue.engine.index.kept import open_kept
from jiyue.engine.index.result import canonical
from jiyue.engine.numbers import Fraction, decimal_text, from_text
from jiyue.engine.package import Package

KEY = ("unit", "year", "measure")


def from_frozen_rows(package: Package) -> Package:
    """The package with every counted figure thrown away and put together again from its rows."""
    counted = package.tables["sources"].filter(pl.col("source") == "counted").select(KEY)
    sums = dict.fromkeys(counted.iter_rows(), Fraction(0))
    for *key, adds in package.tables["rows"].select(*KEY, "adds").iter_rows():
        sums[tuple(key)] += from_text(adds)
    others = package.tables["measures"].join(counted, on=list(KEY), how="anti")
    again = [(*key, decimal_text(figure)) for key, figure in sums.items()]
    table = pl.concat([others, pl.DataFrame(again, schema=others.schema, orient="row")])
    return replace(package, tables={**package.tables, "measures": table})


def results(package: Package) -> list[dict[str, object]]:
    """What the engine makes of a package: values, scores, levels, totals and ranks of every unit."""
    return canonical(open_kept(package).recompute())["results"]
