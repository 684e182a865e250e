"""Screening: which units have enough data to be compared at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.index.methods import Array, Method, Parameter, registry, select

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class Screening(NamedTuple):
    """One entry a unit. ``available`` is the share of indicators with a value, ``nonzero`` the share of the
    values that are not 0 (NaN for a unit without any value); ``included`` decides."""

    missing: Counts
    zeros: Counts
    missing_or_zero: Counts
    available: Array
    nonzero: Array
    low_data: Flags
    low_nonzero: Flags
    low_either: Flags
    included: Flags


def screen(x: ArrayLike, by: str, **params: object) -> Screening:
    """Judge every unit of matrix ``x`` (units, indicators; NaN = missing) by its data.

    ``by``: ``missing`` excludes units below the share ``available``; ``zeros`` those whose share of non-zero
    values is below ``nonzero``; ``both`` either. Refused: unknown method or parameter.
    """
    method, full = select(SCREENINGS, by, params)
    values = np.asarray(x, dtype=np.float64)
    columns = values.shape[1]
    missing = np.isnan(values).sum(axis=1)
    zeros = (values == 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        available = (columns - missing) / np.float64(columns)
        nonzero = (columns - missing - zeros) / (columns - missing)
    low_data = available < full.get("available", 0.0)
    low_nonzero = ~(nonzero >= full.get("nonzero", 0.0))
    excluded = method.function(low_data, low_nonzero)
    return Screening(
        missing,
        zeros,
        missing + zeros,
        available,
        nonzero,
        low_data,
        low_nonzero,
        low_data | low_nonzero,
        ~excluded,
    )


SCREENINGS: Mapping[str, Method] = registry(
    Method("missing", lambda data, zeros: data, {"available": Parameter("share")}),
    Method("zeros", lambda data, zeros: zeros, {"nonzero": Parameter("share")}),
    Method(
        "both",
        lambda data, zeros: data | zeros,
        {"available": Parameter("share"), "nonzero": Parameter("share")},
    ),
)
