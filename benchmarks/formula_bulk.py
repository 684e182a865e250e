"""A formula over 1,000,000 rows in bulk, beside the same written by hand in polars."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.harness import Outcome, Promise, Setting, in_turn, medians
from jiyue.engine.formula import Item, Scope, define_formula, expression

AT_MOST = 2.0
OURS, BY_HAND = "formula in bulk", "hand-written polars"
FORMULAS = {
    "fall in land per unit GDP": "(1 - (land/gdp)/(prev(land)/prev(gdp)))*100",
    "elasticity with sign cases": (
        "if(land > prev(land), max(0, (gdp/prev(gdp) - 1)/(land/prev(land) - 1)), "
        "if(gdp >= prev(gdp), 4, 4*min(1, (land/prev(land) - 1)/(gdp/prev(gdp) - 1))))"
    ),
}
SCOPE = Scope([Item("land", "ha"), Item("gdp", "10k_yuan")])


def quotient(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return pl.when(b != 0).then(a / b)


def by_hand() -> dict[str, pl.Expr]:
    """What a careful analyst would write: the same figures and the same gaps."""
    land, gdp, land0, gdp0 = (pl.col(c) for c in ("land", "gdp", "land@1", "gdp@1"))
    fall = (1 - quotient(quotient(land, gdp), quotient(land0, gdp0))) * 100
    land_rate, gdp_rate = quotient(land, land0) - 1, quotient(gdp, gdp0) - 1
    ratio, inverse = quotient(gdp_rate, land_rate), quotient(land_rate, gdp_rate)
    here = land.is_not_null() & gdp.is_not_null() & land0.is_not_null() & gdp0.is_not_null()
    growing = pl.when(ratio.is_not_null()).then(pl.max_horizontal(0.0, ratio))
    shrinking = 4 * pl.when(inverse.is_not_null()).then(pl.min_horizontal(1.0, inverse))
    flat = pl.when(gdp >= gdp0).then(4.0).otherwise(shrinking)
    elasticity = pl.when(here).then(pl.when(land > land0).then(growing).otherwise(flat))
    return dict(zip(FORMULAS, (fall, elasticity), strict=True))


def table(rows: int) -> pl.DataFrame:
    dice = np.random.default_rng(1)
    names = ("land", "gdp", "land@1", "gdp@1")
    frame = pl.DataFrame({name: dice.uniform(0.0, 100.0, rows) for name in names})
    gaps = pl.Series("gap", dice.uniform(size=rows) < 0.01)
    return frame.with_columns(pl.when(~gaps).then(pl.col("gdp@1")).alias("gdp@1"))


def run(setting: Setting) -> Outcome:
    frame = table(10_000 if setting.quick else 1_000_000)
    promises, details = [], {}
    for name, source in FORMULAS.items():
        ours = expression(define_formula(source, SCOPE).tree).alias("x")
        theirs = by_hand()[name].alias("x")
        one, other = frame.select(ours)["x"], frame.select(theirs)["x"]
        if not (one.is_null() == other.is_null()).all() or (one - other).abs().max() > 1e-9:  # type: ignore[operator]
            raise AssertionError(f"the two do not agree on {name}")
        seconds = medians(
            in_turn(
                {OURS: lambda e=ours: frame.select(e), BY_HAND: lambda e=theirs: frame.select(e)},  # type: ignore[misc]
                max(setting.rounds, 15),
            )
        )
        details.update({f"{key}, {name}": value for key, value in seconds.items()})
        promises.append(
            Promise(f"{name}: bulk / hand-written", seconds[OURS] / seconds[BY_HAND], "at most", AT_MOST)
        )
    return Outcome(promises, {"medians": details})
