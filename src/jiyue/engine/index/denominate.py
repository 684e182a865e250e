"""Denomination: an extensive quantity divided by a size of the unit, such as trade by output."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from jiyue.engine.index.methods import Method, Parameter, Result, registry
from jiyue.engine.messages import N_
from jiyue.engine.problems import define

ZERO_DENOMINATOR = define(
    "ZERO_DENOMINATOR",
    N_("The denominator is 0 for {count} units; their values count as missing."),
    N_("Check the denominator of these units; a true zero leaves the indicator without a value."),
)


def denominate(x: ArrayLike, denominator: ArrayLike, *, scale: float = 1.0) -> Result:
    """``x / (denominator / scale)`` unit by unit; missing where either is missing or the denominator is 0.

    ``scale`` turns the result into the wanted unit, such as 1000 for "per thousand inhabitants".
    Refused: a scale of 0 or less.
    """
    METHODS["denominate"].check({"scale": scale})
    values, sizes = np.asarray(x, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    zero = sizes == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = values / (sizes / scale)
    lost = zero & ~np.isnan(values)
    warnings = (ZERO_DENOMINATOR(row=int(lost.argmax()) + 1, count=int(lost.sum())),) if lost.any() else ()
    return Result(np.where(zero, np.nan, quotient), warnings)


METHODS = registry(Method("denominate", denominate, {"scale": Parameter("positive", 1.0)}))
