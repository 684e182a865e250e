"""Totals of 1,000,000 units x 50 indicators: min-max mean, entropy, TOPSIS beside two libraries."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pymcdm.methods
import pymcdm.normalizations
import skcriteria
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.preprocessing.scalers import MinMaxScaler, VectorScaler
from skcriteria.preprocessing.weighters import EntropyWeighter

from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process, in_turn, medians
from benchmarks.index_data import COLUMNS, Array, matrix, ours

AT_LEAST = {
    ("minmax_mean", "scikit-criteria"): 30,
    ("minmax_mean", "pymcdm"): 60,
    ("entropy", "scikit-criteria"): 25,
    ("topsis", "scikit-criteria"): 15,
}
READINGS_AT_MOST = 5
EXTRA_MIB_AT_MOST = 32
AGREEMENT = 1e-9
READ_TWICE = "read twice"


def peers(x: Array, weights: Array) -> dict[tuple[str, str], Callable[[], Array]]:
    """The same answers by other libraries, from the same numpy matrix to numpy totals.

    All are called as their documentation shows: scikit-criteria on its own container, pymcdm with its checks
    of the input (as ours checks its own). pymcdm without them is timed too, but nothing is promised of that.
    """
    profits = np.ones(COLUMNS)

    def decision_matrix() -> skcriteria.DecisionMatrix:
        return skcriteria.mkdm(x, [max] * COLUMNS, weights=weights)

    def weighted_sum() -> Array:
        scores = MinMaxScaler(target="matrix").transform(decision_matrix())
        return WeightedSumModel().evaluate(scores).e_.score

    def topsis() -> Array:
        return TOPSIS().evaluate(VectorScaler(target="matrix").transform(decision_matrix())).e_.similarity

    def pymcdm_sum(validation: bool = True) -> Array:
        method = pymcdm.methods.WSM(pymcdm.normalizations.minmax_normalization)
        return method(x, weights, profits, validation=validation)

    return {
        ("minmax_mean", "scikit-criteria"): weighted_sum,
        ("minmax_mean", "pymcdm"): pymcdm_sum,
        ("minmax_mean", "pymcdm unchecked"): lambda: pymcdm_sum(validation=False),
        ("entropy", "scikit-criteria"): lambda: (
            EntropyWeighter().transform(decision_matrix()).weights.to_numpy()
        ),
        ("topsis", "scikit-criteria"): topsis,
    }


def run(setting: Setting) -> Outcome:
    units = 20_000 if setting.quick else 1_000_000
    x, weights = matrix(units)
    mine, others = ours(x, weights), peers(x, weights)
    gaps = {key: float(np.abs(np.asarray(other()) - mine[key[0]]()).max()) for key, other in others.items()}
    candidates: dict[str, Callable[[], object]] = {READ_TWICE: lambda: (x.sum(), x.sum())}
    for method, work in mine.items():
        candidates[method] = work
        candidates |= {f"{m} {peer}": other for (m, peer), other in others.items() if m == method}
    seconds = in_turn(candidates, setting.rounds)
    middle = medians(seconds)
    promises = [
        Promise(f"{m} faster than {peer}", middle[f"{m} {peer}"] / middle[m], "at least", limit)
        for (m, peer), limit in AT_LEAST.items()
    ]
    promises += [
        Promise(
            f"{m} against reading the matrix twice",
            middle[m] / middle[READ_TWICE],
            "at most",
            READINGS_AT_MOST,
        )
        for m in mine
    ]
    promises += [
        Promise(f"{m} differs from {peer}", gap, "at most", AGREEMENT, "") for (m, peer), gap in gaps.items()
    ]
    if sys.platform == "linux":
        for method in ("minmax_mean", "entropy", "topsis"):
            extra = float(in_fresh_process("benchmarks.index_peak", method, str(units)))
            promises.append(
                Promise(f"{method} extra peak memory", extra, "at most", EXTRA_MIB_AT_MOST, "MiB")
            )
    return Outcome(promises, {"units": units, "indicators": COLUMNS, "seconds": seconds, "medians": middle})
