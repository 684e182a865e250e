"""Coupling degree and coordination of two systems, such as urbanisation and intensive use of farmland."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from jiyue.engine.index.methods import Array, Method, Parameter, registry
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

COUPLING_NEGATIVE = define(
    "COUPLING_NEGATIVE",
    N_("The coupling degree cannot use the negative score {value}."),
    N_("Give both systems scores of 0 or more, such as 0 to 1."),
)
COUPLING_ZERO = define(
    "COUPLING_ZERO",
    N_("Both systems score 0 in {count} rows; their coupling degree is undefined and counts as missing."),
    N_("Check the scores of these rows."),
)


class Coupling(NamedTuple):
    """Development T, coupling degree C and coordination D of each row, and warnings."""

    development: Array
    coupling: Array
    coordination: Array
    warnings: tuple[Problem, ...] = ()


def couple(x: ArrayLike, y: ArrayLike, *, share: float = 0.5, power: float = 2.0) -> Coupling:
    """T = share x + (1 - share) y; C = (4 x y/(x + y)^2)^power; D = sqrt(C T), row by row.

    ``x`` and ``y`` are scores of 0 or more (NaN = missing). The values 0.5 and 2 are those of ChinaXiv
    201911.00067; other papers choose others. Refused: negative scores, parameters.
    """
    METHODS["coupling"].check({"share": share, "power": power})
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    for scores in (first, second):
        for row in np.flatnonzero(scores < 0)[:1]:
            raise Refused(COUPLING_NEGATIVE(row=int(row) + 1, value=float(scores[row])))
    total = first + second
    zero = total == 0
    with np.errstate(invalid="ignore"):
        degree = np.where(zero, np.nan, (4 * first * second / np.where(zero, 1.0, total) ** 2) ** power)
    development = share * first + (1 - share) * second
    warnings = (COUPLING_ZERO(row=int(zero.argmax()) + 1, count=int(zero.sum())),) if zero.any() else ()
    return Coupling(development, degree, np.sqrt(degree * development), warnings)


METHODS = registry(
    Method("coupling", couple, {"share": Parameter("share", 0.5), "power": Parameter("positive", 2.0)})
)
