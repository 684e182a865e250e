"""TOPSIS: closeness of each unit to the best values, by a named normalisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from jiyue.engine.index import kernels
from jiyue.engine.index.methods import Method, Parameter, Result, directions, registry, select
from jiyue.engine.index.weights import relative
from jiyue.engine.messages import N_
from jiyue.engine.problems import define

ALL_EQUAL = define(
    "ALL_EQUAL",
    N_("All units are equal in every weighted indicator, so none is closer to the best than another."),
    N_("Add units or indicators that differ; there is no ranking here."),
)


def topsis(x: ArrayLike, weights: ArrayLike, direction: ArrayLike = 1, **params: object) -> Result:
    """Closeness (0 worst, 1 best) of each unit of matrix ``x`` (units, indicators; NaN = missing).

    ``normalisation`` (required): ``none``; ``vector``, each column over the root of its sum of squares, the
    textbook way (Hwang & Yoon 1981); ``minmax``, each column onto 0 to 1. The best value of an indicator is
    its highest for ``direction`` 1, its lowest for -1. A unit with a missing value has no score and is no
    yardstick for the others. All equal: NaN and a warning. Refused: parameters, weights, direction.
    """
    _, full = select(METHODS, "topsis", params)
    values = np.asarray(x, dtype=np.float64)
    columns = values.shape[1]
    signs, shares = directions(direction, columns), relative(weights, columns)
    vector = full["normalisation"] == "vector"
    span = kernels.column_span(values, squares=vector)
    if np.isnan(span.low).any():
        complete = ~np.isnan(values).any(axis=1)
        scores = np.full(len(values), np.nan)
        if not complete.any():
            return Result(scores)
        scores[complete], warnings = topsis(values[complete], weights, direction, **params)
        return Result(scores, warnings)
    if vector:
        size = np.sqrt(span.squares)
    else:
        size = span.high - span.low if full["normalisation"] == "minmax" else np.ones(columns)
    factor = np.divide(shares, size, out=np.zeros(columns), where=size > 0)
    if not (factor * (span.high - span.low)).any():
        return Result(np.full(len(values), np.nan), (ALL_EQUAL(),))
    return Result(kernels.topsis_scores(values, factor, signs, span))


METHODS = registry(
    Method("topsis", topsis, {"normalisation": Parameter("choice", choices=("none", "vector", "minmax"))})
)
