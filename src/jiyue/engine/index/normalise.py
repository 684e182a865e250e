"""Normalisations: one column of values onto a common scale, by named methods as COINr defines them.

Every method sees the column already multiplied by its direction, so that more is better; targets and
goalposts are turned with it. Missing cells stay missing. Formulas: ``docs/explanation/index-methods.md``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from jiyue.engine.index.methods import Array, Method, Parameter, Result, directions, registry, select
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

NO_VALUES = define(
    "NO_VALUES",
    N_("No unit has a value, so nothing can be calculated from this indicator."),
    N_("Enter the values, or leave the indicator out of the framework."),
)
CONSTANT_COLUMN = define(
    "CONSTANT_COLUMN",
    N_("All units have the same value {value}, so the method {rule} cannot tell them apart."),
    N_("Use goalposts with fixed ends, add more units, or leave the indicator out of this calculation."),
)
SCALE_UNDEFINED = define(
    "SCALE_UNDEFINED",
    N_("The method {rule} has no answer for {count} values of this indicator; they count as missing."),
    N_("Choose another target, reference or method: division by zero or a logarithm of 0 or less is asked."),
)
TARGET_BEHIND = define(
    "TARGET_BEHIND",
    N_("The target {value} is worse than the worst unit, so the scores are turned upside down."),
    N_("Check the target and the direction of the indicator."),
)
GOALPOSTS_ORDER = define(
    "GOALPOSTS_ORDER",
    N_("The lower goalpost {value} is not below the upper goalpost {hi}."),
    N_("Write the smaller number as lo and the larger as hi; the direction says which end is better."),
)
GOALPOSTS_LOG = define(
    "GOALPOSTS_LOG",
    N_("Goalposts on a logarithmic scale must be greater than 0, not {value}."),
    N_("Give a lower goalpost above 0, or switch log off."),
)
NO_REFERENCE = define(
    "NO_REFERENCE",
    N_("There is no unit at position {value}; there are {count} units."),
    N_("Name a unit that is in the data as the reference."),
)


@dataclass
class Column:
    """A column turned so that more is better, its ends, and the warnings gathered on the way."""

    x: Array
    direction: float
    low: float
    high: float
    count: int
    warnings: list[Problem] = field(default_factory=list)


def minmax(c: Column, to: tuple[float, float]) -> Array:
    return (c.x - c.low) / (c.high - c.low) * (to[1] - to[0]) + to[0]


def zscore(c: Column, mean: float, sd: float, ddof: int) -> Array:
    spread = np.nan if c.low == c.high else np.nanstd(c.x, ddof=ddof)
    return (c.x - np.nanmean(c.x)) / spread * sd + mean


def scaled(c: Column, lo: float, hi: float, factor: float) -> Array:
    lo, hi = _turned(lo, hi, c.direction)
    return (c.x - lo) / np.float64(hi - lo) * factor


def dist2max(c: Column) -> Array:
    return 1 - (c.high - c.x) / (c.high - c.low)


def dist2ref(c: Column, reference: int, cap: bool) -> Array:
    if reference >= len(c.x):
        raise Refused(NO_REFERENCE(value=reference, count=len(c.x)))
    best = c.x[reference]
    return _capped(1 - (best - c.x) / (best - c.low), cap)


def dist2targ(c: Column, target: float, cap: bool) -> Array:
    turned = target * c.direction
    if turned < c.low:
        c.warnings.append(TARGET_BEHIND(value=target))
    return _capped((c.x - c.low) / (turned - c.low), cap)


def fracmax(c: Column) -> Array:
    return c.x / c.high


def rank(c: Column, ties: str) -> Array:
    ranks = np.full(len(c.x), np.nan)
    known = ~np.isnan(c.x)
    method = "ordinal" if ties == "first" else ties
    ranks[known] = pl.Series(c.x[known]).rank(method).to_numpy()  # type: ignore[arg-type]
    return ranks


def borda(c: Column, ties: str) -> Array:
    return rank(c, ties) - 1


def prank(c: Column, ties: str) -> Array:
    shares: Array = np.divide(borda(c, ties), c.count - 1)
    return shares


def goalposts(c: Column, lo: float, hi: float, to: tuple[float, float], cap: str, log: bool) -> Array:
    if lo >= hi:
        raise Refused(GOALPOSTS_ORDER(value=lo, hi=hi))
    if log and lo <= 0:
        raise Refused(GOALPOSTS_LOG(value=lo))
    x = c.x * c.direction
    if log:
        x, lo, hi = np.log(x), math.log(lo), math.log(hi)
    position = (x - lo if c.direction > 0 else hi - x) / (hi - lo)
    if cap in ("low", "both"):
        position = np.maximum(position, 0)
    if cap in ("high", "both"):
        position = np.minimum(position, 1)
    return position * (to[1] - to[0]) + to[0]


def _turned(lo: float, hi: float, direction: float) -> tuple[float, float]:
    return (lo, hi) if direction > 0 else (-hi, -lo)


def _capped(score: Array, cap: bool) -> Array:
    return np.minimum(score, 1) if cap else score


_TO = Parameter("pair", (0.0, 100.0))
_CAP = Parameter("flag", False)
_TIES = Parameter("choice", "min", ("min", "max", "average", "first"))
_NUMBER = Parameter("number")

NORMALISATIONS = registry(
    Method("minmax", minmax, {"to": _TO}),
    Method(
        "zscore",
        zscore,
        {
            "mean": Parameter("number", 0.0),
            "sd": Parameter("positive", 1.0),
            "ddof": Parameter("choice", 1, (0, 1)),
        },
    ),
    Method("scaled", scaled, {"lo": _NUMBER, "hi": _NUMBER, "factor": Parameter("number", 100.0)}),
    Method("dist2max", dist2max),
    Method("dist2ref", dist2ref, {"reference": Parameter("count"), "cap": _CAP}),
    Method("dist2targ", dist2targ, {"target": _NUMBER, "cap": _CAP}),
    Method("fracmax", fracmax),
    Method("prank", prank, {"ties": _TIES}),
    Method("rank", rank, {"ties": _TIES}),
    Method("borda", borda, {"ties": _TIES}),
    Method(
        "goalposts",
        goalposts,
        {
            "lo": _NUMBER,
            "hi": _NUMBER,
            "to": _TO,
            "cap": Parameter("choice", "both", ("none", "both", "low", "high")),
            "log": Parameter("flag", False),
        },
    ),
)


def normalise(x: ArrayLike, method: str, direction: float = 1, **params: object) -> Result:
    """Column ``x`` (units; NaN = missing) on the scale of ``method``; ``direction`` -1 when less is better.

    Where the method divides by zero (constant column, one unit only) the values are missing and a warning
    says why. Refused: unknown method or parameter, direction, goalposts, reference. Source of the formulas:
    COINr 1.1.14 (Becker et al. 2022, J. Open Source Software 7(78) 4567).
    """
    chosen, full = select(NORMALISATIONS, method, params)
    sign = float(directions(direction, 1)[0])
    turned = np.asarray(x, dtype=np.float64) * sign
    known = turned[~np.isnan(turned)]
    if not known.size:
        return Result(np.full(turned.shape, np.nan), (NO_VALUES(),))
    column = Column(turned, sign, known.min(), known.max(), known.size)
    with np.errstate(all="ignore"):
        values = chosen.function(column, **full) + 0.0  # turns -0.0 into 0.0
    lost = ~np.isfinite(values) & ~np.isnan(turned)
    if lost.any():
        if column.low == column.high:
            column.warnings.append(CONSTANT_COLUMN(value=float(column.low * sign), rule=method))
        else:
            column.warnings.append(SCALE_UNDEFINED(rule=method, count=int(lost.sum())))
        values[lost] = np.nan
    return Result(values, tuple(column.warnings))
