"""Imputation: missing cells of one column filled from other units or other years, each filled cell marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.index.methods import Array, Method, Parameter, registry, select
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

STILL_MISSING = define(
    "STILL_MISSING",
    N_("The method {rule} found nothing to fill {count} cells from; they stay missing."),
    N_("Enter the values, or choose another method of imputation for this indicator."),
)
NEEDS_LABELS = define(
    "NEEDS_LABELS",
    N_("The method {rule} needs {name} for every unit."),
    N_("Name the column of the data that holds them."),
)


class Imputation(NamedTuple):
    """The filled column, which cells were filled, and a warning when some could not be."""

    values: Array
    filled: NDArray[np.bool_]
    warnings: tuple[Problem, ...] = ()


def _mean(x: Array) -> Array:
    return _filled(x, float(np.mean(x[~np.isnan(x)])))


def _median(x: Array) -> Array:
    return _filled(x, float(np.median(x[~np.isnan(x)])))


def _filled(x: Array, value: float) -> Array:
    return np.where(np.isnan(x), value, x)


def _linear(years: Array, x: Array) -> Array:
    """Straight line between neighbouring years, the nearest value outside them; needs two values."""
    known = ~np.isnan(x)
    return np.interp(years, years[known], x[known]) if known.sum() > 1 else x


def _constant(years: Array, x: Array) -> Array:
    """The latest earlier value; before the first one, the first."""
    return _carried(x, earliest=True)


def _linear_constant(years: Array, x: Array) -> Array:
    """``linear``, or ``constant`` for a series with one value only."""
    return _linear(years, x) if (~np.isnan(x)).sum() > 1 else _carried(x, earliest=True)


def _latest(years: Array, x: Array) -> Array:
    """The latest earlier value; before the first one the cells stay missing."""
    return _carried(x, earliest=False)


def _carried(x: Array, earliest: bool) -> Array:
    known = ~np.isnan(x)
    last = np.maximum.accumulate(np.where(known, np.arange(len(x)), -1))
    ahead = x[known.argmax()] if earliest else np.nan
    return np.where(last < 0, ahead, x[np.maximum(last, 0)])


_SERIES = {"linear": _linear, "constant": _constant, "linear-constant": _linear_constant, "latest": _latest}

IMPUTATIONS = registry(
    Method("mean", _mean),
    Method("median", _median),
    Method("group_mean", _mean),
    Method("group_median", _median),
    Method(
        "panel",
        lambda years, x, series: _SERIES[series](years, x),
        {"series": Parameter("choice", choices=tuple(_SERIES))},
    ),
)


def impute(
    x: ArrayLike,
    method: str,
    *,
    groups: Sequence[object] | None = None,
    units: Sequence[object] | None = None,
    years: ArrayLike | None = None,
    **params: object,
) -> Imputation:
    """Column ``x`` (rows; NaN = missing) with its missing cells filled.

    ``mean``, ``median``: from all rows. ``group_mean``, ``group_median``: from the rows of the same label in
    ``groups``; a row without one (None) is left. ``panel``: each of ``units`` by itself along ``years``, by
    ``series`` = linear, constant, linear-constant or latest. Refused: unknown method, labels not given.
    """
    chosen, full = select(IMPUTATIONS, method, params)
    values = np.asarray(x, dtype=np.float64)
    missing = np.isnan(values)
    out = values.copy()
    if method == "panel":
        labels, when = _given(units, method, "units"), np.asarray(_given(years, method, "years"), np.float64)
    else:
        labels = _given(groups, method, "groups") if method.startswith("group_") else [0] * len(values)
        when = None
    for rows in _rows(labels):
        if not missing[rows].any() or missing[rows].all():
            continue
        if when is None:
            out[rows] = chosen.function(values[rows])
        else:
            rows = rows[np.argsort(when[rows], kind="stable")]
            out[rows] = chosen.function(when[rows], values[rows], **full)
    left = np.isnan(out)
    warnings = (STILL_MISSING(rule=method, count=int(left.sum())),) if left.any() else ()
    return Imputation(out, missing & ~left, warnings)


def _given(labels: object, method: str, name: str) -> Sequence[object]:
    if labels is None:
        raise Refused(NEEDS_LABELS(rule=method, name=name))
    return labels  # type: ignore[return-value]


def _rows(labels: Sequence[object]) -> list[NDArray[np.intp]]:
    """The row numbers of each label, None left out."""
    found: dict[object, list[int]] = {}
    for row, label in enumerate(labels):
        if label is not None:
            found.setdefault(label, []).append(row)
    return [np.array(rows, dtype=np.intp) for rows in found.values()]
