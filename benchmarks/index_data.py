"""The matrix and the calls that the benches of the index engine measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from jiyue.engine.index.aggregate import minmax_mean
from jiyue.engine.index.topsis import topsis
from jiyue.engine.index.weights import entropy

Array = NDArray[np.float64]
COLUMNS = 50


def matrix(units: int) -> tuple[Array, Array]:
    """Positive values (units, 50), made in place, and weights that sum to 1."""
    rng = np.random.default_rng(2010)
    x = rng.random((units, COLUMNS))
    x *= 99
    x += 1
    weights = rng.random(COLUMNS)
    return x, weights / weights.sum()


def ours(x: Array, weights: Array) -> dict[str, Callable[[], Array]]:
    """The public functions: totals of all units, or weights of all indicators."""
    return {
        "minmax_mean": lambda: minmax_mean(x, weights, to=(0, 1), missing="propagate").values,
        "entropy": lambda: entropy(x, variant="raw").weights,
        "topsis": lambda: topsis(x, weights, normalisation="vector").values,
    }
