"""Aggregation: the scores of each unit into one total, by weighted means or by pairwise wins (Copeland)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.index import kernels
from jiyue.engine.index.methods import Array, Method, Parameter, Result, directions, registry, select
from jiyue.engine.index.normalise import CONSTANT_COLUMN, normalise
from jiyue.engine.index.weights import relative
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

TIE = 1e-12  # share of the weights: closer than rounding can tell
PAIRS_A_BLOCK = 1 << 20

MEAN_NEEDS_POSITIVE = define(
    "MEAN_NEEDS_POSITIVE",
    N_(
        "The {rule} mean needs scores greater than 0; the lowest is {value}, and {count} units have no total"
        " for that."
    ),
    N_("Normalise onto a scale that starts above 0, such as 1 to 100, or use the arithmetic mean."),
)
MEAN_NEEDS_NONNEGATIVE = define(
    "MEAN_NEEDS_NONNEGATIVE",
    N_(
        "The {rule} mean needs scores of 0 or more; the lowest is {value}, and {count} units have no total"
        " for that."
    ),
    N_("Normalise onto a scale that starts at 0 or above, or use the arithmetic mean."),
)
POWER_ZERO = define(
    "POWER_ZERO",
    N_("The generalised mean with p = 0 has no formula."),
    N_("Use the geometric mean, which is its limit, or another p."),
)

Function = Callable[[Array], Array]


def arithmetic(x: Array, weights: Array, missing: str) -> Result:
    return _mean(x, weights, missing, lambda v: v, lambda v: v)


def geometric(x: Array, weights: Array, missing: str) -> Result:
    return _mean(x, weights, missing, np.log, np.exp, _unusable(x, np.less_equal, "geometric"))


def harmonic(x: Array, weights: Array, missing: str) -> Result:
    return _mean(x, weights, missing, np.reciprocal, np.reciprocal, _unusable(x, np.less_equal, "harmonic"))


def generalised(x: Array, weights: Array, missing: str, p: float) -> Result:
    if p == 0:
        raise Refused(POWER_ZERO())
    bad = _unusable(x, np.less_equal if p < 0 else np.less, "generalised")
    return _mean(x, weights, missing, lambda v: v**p, lambda v: v ** (1 / p), bad)


def copeland(x: Array, weights: Array, missing: str) -> Result:
    """Units beaten minus units lost to; a pair is won with more than half of the weight, ties halved."""
    left_out = np.isnan(x).any(axis=1) if missing == "propagate" else np.zeros(len(x), dtype=bool)
    kept = x[~left_out]
    scores = np.full(len(x), np.nan)
    step = max(PAIRS_A_BLOCK // max(len(kept), 1), 1)
    margins = [
        np.sign(_margin(kept, weights, slice(i, i + step))).sum(axis=1) for i in range(0, len(kept), step)
    ]
    scores[~left_out] = np.concatenate(margins) if margins else []
    return Result(scores)


def outranking(x: ArrayLike, weights: ArrayLike) -> Array:
    """Share of the weight with which the unit of the row beats the unit of the column (ties halved).

    ``x`` (units, indicators), more is better. Only indicators that both units have count; 0.5 when there are
    none. The diagonal is 0, as in COINr.
    """
    values = np.asarray(x, dtype=np.float64)
    share = (_margin(values, relative(weights, values.shape[1]), slice(None)) + 1) / 2
    np.fill_diagonal(share, 0.0)
    return share


def _margin(x: Array, weights: Array, rows: slice) -> Array:
    """Weight won minus weight lost of ``rows`` against all units, as a share of the weight compared."""
    ahead, compared = np.zeros((2, len(x[rows]), len(x)))
    for column, weight in zip(x.T, weights, strict=True):
        mine = column[rows, None]
        won, lost = mine > column, mine < column
        ahead += weight * won
        ahead -= weight * lost
        compared += weight * (won | lost | (mine == column))
    margin = np.divide(ahead, compared, out=np.zeros_like(ahead), where=compared > 0)
    margin[np.abs(margin) < TIE] = 0.0
    return margin


class _Unusable(NamedTuple):
    """The units (row numbers) with a score that a mean cannot use, and the warning that says so."""

    units: NDArray[np.intp]
    warning: Problem


def _unusable(x: Array, compare: np.ufunc, rule: str) -> _Unusable | None:
    lowest = np.fmin.reduce(x, axis=None, initial=np.inf)
    if not compare(lowest, 0):
        return None
    units = np.flatnonzero(compare(x, 0).any(axis=1))
    kind = MEAN_NEEDS_POSITIVE if compare is np.less_equal else MEAN_NEEDS_NONNEGATIVE
    return _Unusable(units, kind(row=int(units[0]) + 1, value=float(lowest), rule=rule, count=len(units)))


def _mean(
    x: Array, weights: Array, missing: str, forward: Function, back: Function, bad: _Unusable | None = None
) -> Result:
    """back(sum of w forward(x)); with ``missing`` = rescale, over the scores that a unit has."""
    totals = kernels.weighted_totals(x, weights, forward)
    with np.errstate(all="ignore"):
        if missing == "rescale" and (gaps := np.isnan(totals)).any():
            known = ~np.isnan(x[gaps])
            parts = np.where(known, forward(np.where(known, x[gaps], 1.0)), 0.0)
            weight = np.vecdot(known.astype(np.float64), weights)
            part = np.vecdot(parts, weights)
            totals[gaps] = np.divide(part, weight, out=np.full(len(part), np.nan), where=weight > 0)
        totals = back(totals)
    if bad is None:
        return Result(totals)
    totals[bad.units] = np.nan
    return Result(totals, (bad.warning,))


_MISSING = Parameter("choice", choices=("rescale", "propagate"))
AGGREGATIONS = registry(
    Method("arithmetic", arithmetic, {"missing": _MISSING}),
    Method("geometric", geometric, {"missing": _MISSING}),
    Method("harmonic", harmonic, {"missing": _MISSING}),
    Method("generalised", generalised, {"missing": _MISSING, "p": Parameter("number")}),
    Method("copeland", copeland, {"missing": _MISSING}),
)


def aggregate(x: ArrayLike, weights: ArrayLike, method: str, **params: object) -> Result:
    """One total for each unit of ``x`` (units, indicators; NaN = missing, more is better).

    ``weights`` are divided by their sum. ``missing``: ``rescale`` leaves missing scores out and rescales the
    weights of the others; ``propagate`` leaves a unit with any missing score without a total (NaN). A unit
    with a score that the mean cannot use has no total either, and a warning says so (COINr stops instead).
    Refused: unknown method or parameter, bad weights.
    """
    chosen, full = select(AGGREGATIONS, method, params)
    values = np.asarray(x, dtype=np.float64)
    result: Result = chosen.function(values, relative(weights, values.shape[1]), **full)
    return result


def minmax_mean(
    x: ArrayLike,
    weights: ArrayLike,
    direction: ArrayLike = 1,
    *,
    to: tuple[float, float] = (0.0, 100.0),
    missing: str,
) -> Result:
    """Weighted arithmetic mean of min-max scores, without the matrix of scores: for very many units.

    The same as :func:`normalise` (minmax) and :func:`aggregate` (arithmetic). A constant indicator has no
    score: a warning, and it is treated as ``missing`` says.
    """
    AGGREGATIONS["arithmetic"].check({"missing": missing})
    values = np.asarray(x, dtype=np.float64)
    columns = values.shape[1]
    signs, shares = directions(direction, columns), relative(weights, columns)
    span = kernels.column_span(values)
    if np.isnan(span.low).any():
        scores = [normalise(values[:, j], "minmax", float(signs[j]), to=to) for j in range(columns)]
        warnings = tuple(
            replace(w, params={**w.params, "position": j})
            for j, score in enumerate(scores)
            for w in score.warnings
        )
        matrix = np.column_stack([score.values for score in scores])
        return Result(arithmetic(matrix, shares, missing).values, warnings)
    flat = span.low == span.high
    warnings = tuple(
        CONSTANT_COLUMN(value=float(span.low[j]), rule="minmax", position=int(j))
        for j in np.flatnonzero(flat)
    )
    used = np.where(flat, 0.0, shares)
    if not used.any() or (flat.any() and missing == "propagate"):
        return Result(np.full(len(values), np.nan), warnings)
    totals = kernels.minmax_mean_totals(values, used / used.sum(), signs, span)
    return Result(totals * (to[1] - to[0]) + to[0], warnings)
