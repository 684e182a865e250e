"""Aggregation: the scores of each unit into one total, by weighted means or by pairwise wins (Copeland)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from jiyue.engine.index import kernels
from jiyue.engine.index.methods import Array, Method, Parameter, Result, directions, registry, select
from jiyue.engine.index.normalise import CONSTANT_COLUMN, normalise
from jiyue.engine.index.weights import relative
from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

TIE = 1e-12  # share of the weights: closer than rounding can tell
PAIRS_A_BLOCK = 1 << 20

MEAN_NEEDS_POSITIVE = define(
    "MEAN_NEEDS_POSITIVE",
    N_("The {rule} mean cannot use the score {value}, which is not greater than 0."),
    N_("Normalise onto a scale that starts above 0, such as 1 to 100, or use the arithmetic mean."),
)
MEAN_NEEDS_NONNEGATIVE = define(
    "MEAN_NEEDS_NONNEGATIVE",
    N_("The {rule} mean cannot use the negative score {value}."),
    N_("Normalise onto a scale that starts at 0 or above, or use the arithmetic mean."),
)
POWER_ZERO = define(
    "POWER_ZERO",
    N_("The generalised mean with p = 0 has no formula."),
    N_("Use the geometric mean, which is its limit, or another p."),
)

Function = Callable[[Array], Array]


def arithmetic(x: Array, weights: Array, missing: str) -> Array:
    return _mean(x, weights, missing, lambda v: v, lambda v: v)


def geometric(x: Array, weights: Array, missing: str) -> Array:
    _positive(x, "geometric")
    return _mean(x, weights, missing, np.log, np.exp)


def harmonic(x: Array, weights: Array, missing: str) -> Array:
    _positive(x, "harmonic")
    return _mean(x, weights, missing, np.reciprocal, np.reciprocal)


def generalised(x: Array, weights: Array, missing: str, p: float) -> Array:
    if p == 0:
        raise Refused(POWER_ZERO())
    if p < 0:
        _positive(x, "generalised")
    elif (lowest := np.fmin.reduce(x, axis=None, initial=np.inf)) < 0:
        raise Refused(MEAN_NEEDS_NONNEGATIVE(value=float(lowest), rule="generalised"))
    return _mean(x, weights, missing, lambda v: v**p, lambda v: v ** (1 / p))


def copeland(x: Array, weights: Array, missing: str) -> Array:
    """Units beaten minus units lost to; a pair is won with more than half of the weight, ties halved."""
    left_out = np.isnan(x).any(axis=1) if missing == "propagate" else np.zeros(len(x), dtype=bool)
    kept = x[~left_out]
    scores = np.full(len(x), np.nan)
    step = max(PAIRS_A_BLOCK // max(len(kept), 1), 1)
    margins = [
        np.sign(_margin(kept, weights, slice(i, i + step))).sum(axis=1) for i in range(0, len(kept), step)
    ]
    scores[~left_out] = np.concatenate(margins) if margins else []
    return scores


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


def _positive(x: Array, rule: str) -> None:
    lowest = np.fmin.reduce(x, axis=None, initial=np.inf)
    if lowest <= 0:
        unit = int(np.argwhere(x == lowest)[0][0])
        raise Refused(MEAN_NEEDS_POSITIVE(row=unit + 1, value=float(lowest), rule=rule))


def _mean(x: Array, weights: Array, missing: str, forward: Function, back: Function) -> Array:
    """back(sum of w forward(x)); with ``missing`` = rescale, over the scores that a unit has."""
    totals = kernels.weighted_totals(x, weights, forward)
    if missing == "rescale" and (gaps := np.isnan(totals)).any():
        known = ~np.isnan(x[gaps])
        parts = forward(np.where(known, x[gaps], 1.0))
        weight = np.vecdot(known.astype(np.float64), weights)
        part = np.vecdot(np.where(known, parts, 0.0), weights)
        totals[gaps] = np.divide(part, weight, out=np.full(len(part), np.nan), where=weight > 0)
    return back(totals)


_MISSING = Parameter("choice", choices=("rescale", "propagate"))
AGGREGATIONS = registry(
    Method("arithmetic", arithmetic, {"missing": _MISSING}),
    Method("geometric", geometric, {"missing": _MISSING}),
    Method("harmonic", harmonic, {"missing": _MISSING}),
    Method("generalised", generalised, {"missing": _MISSING, "p": Parameter("number")}),
    Method("copeland", copeland, {"missing": _MISSING}),
)


def aggregate(x: ArrayLike, weights: ArrayLike, method: str, **params: object) -> Array:
    """One total for each unit of ``x`` (units, indicators; NaN = missing, more is better).

    ``weights`` are divided by their sum. ``missing``: ``rescale`` leaves missing scores out and rescales the
    weights of the others; ``propagate`` leaves a unit with any missing score without a total (NaN).
    Refused: unknown method or parameter, bad weights, scores that the mean cannot use.
    """
    chosen, full = select(AGGREGATIONS, method, params)
    values = np.asarray(x, dtype=np.float64)
    totals: Array = chosen.function(values, relative(weights, values.shape[1]), **full)
    return totals


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
        return Result(
            aggregate(np.column_stack([s.values for s in scores]), shares, "arithmetic", missing=missing),
            warnings,
        )
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
