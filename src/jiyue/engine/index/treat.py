"""Treatment of outliers in one column: Winsorise, then a logarithm, by COINr's rule of skewness and kurtosis.

What was changed is marked cell by cell: ``winhi``, ``winlo``, or the name of the transformation.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.index.methods import Array, Method, Parameter, registry, select
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define

UNTREATED = define(
    "UNTREATED",
    N_("The spread of this indicator cannot be judged (too few different values); it is left untreated."),
    N_("Look at the values yourself, or switch the treatment off for this indicator."),
)
NOT_POSITIVE = define(
    "NOT_POSITIVE",
    N_("The method {rule} cannot work with {value}: it needs values greater than 0."),
    N_("Use a method that shifts the values first, or none."),
)


class Check(NamedTuple):
    """The verdict on a column; ``passed`` is None when skewness or kurtosis is undefined and would decide."""

    passed: bool | None
    skew: float
    kurt: float


class Treatment(NamedTuple):
    """Values after treatment, a mark a cell ("" = as it was), the number of Winsorised points (None = not
    tried), the checks before, after Winsorising and after the transformation, and warnings."""

    values: Array
    marks: NDArray[np.str_]
    winsorised: int | None = None
    checks: tuple[Check, ...] = ()
    warnings: tuple[Problem, ...] = ()


def skewness(x: ArrayLike) -> float:
    """Sample skewness G1 of the known values; NaN for fewer than 3 values or a constant column."""
    deviations, n = _deviations(x)
    if n < 3:
        return math.nan
    g1 = math.sqrt(n) * np.sum(deviations**3) / np.sum(deviations**2) ** 1.5
    return float(g1 * math.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(x: ArrayLike) -> float:
    """Sample excess kurtosis G2 of the known values; NaN for fewer than 4 values or a constant column."""
    deviations, n = _deviations(x)
    if n < 4:
        return math.nan
    g2 = n * np.sum(deviations**4) / np.sum(deviations**2) ** 2 - 3
    return float(((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _deviations(x: ArrayLike) -> tuple[Array, int]:
    values = np.asarray(x, dtype=np.float64)
    known = values[~np.isnan(values)]
    if not known.size or known.min() == known.max():
        return known, 0
    return known - known.mean(), known.size


def check(x: ArrayLike, skew: float, kurt: float) -> Check:
    """A column passes when \\|skewness\\| < ``skew`` or kurtosis < ``kurt`` (both strictly, as COINr)."""
    found = Check(None, skewness(x), kurtosis(x))
    if abs(found.skew) < skew or found.kurt < kurt:
        return found._replace(passed=True)
    undefined = math.isnan(found.skew) or math.isnan(found.kurt)
    return found if undefined else found._replace(passed=False)


def winsorise(x: ArrayLike, *, winmax: int = 5, skew: float = 2.0, kurt: float = 3.5) -> Treatment:
    """Pull the outermost points in to their neighbour until the check passes or ``winmax`` points are pulled.

    Positive skewness pulls the highest, negative the lowest; tied points go together and may exceed
    ``winmax``, as in COINr. A column that cannot be judged is returned as it was, with a warning.
    """
    original = np.asarray(x, dtype=np.float64)
    values = original.copy()
    high = low = np.zeros(values.shape, dtype=bool)
    checks = [check(values, skew, kurt)]
    count = 0
    while checks[-1].passed is False and count < winmax:
        if checks[-1].skew >= 0:
            high = values == np.nanmax(values)
            values[high] = np.nanmax(values[~high])
        else:
            low = values == np.nanmin(values)
            values[low] = np.nanmin(values[~low])
        count = int(high.sum() + low.sum())
        checks.append(check(values, skew, kurt))
    if checks[-1].passed is None:
        return _untouched(original, checks[0])
    marks = np.where(low, "winlo", np.where(high, "winhi", ""))
    return Treatment(values, marks, count, (checks[0], *checks[1:][-1:]))


def log_ct(x: ArrayLike) -> Treatment:
    """ln(x - min + 0.01 (max - min)), the logarithm of the COIN Tool."""
    return _logged(x, "log_CT")


def log_ct_plus(x: ArrayLike) -> Treatment:
    """``log_ct`` for positive skewness; its mirror -ln(max - x + 0.01 (max - min)) otherwise."""
    return _logged(x, "log_CT" if skewness(x) > 0 else "log_CT_neg")


def log_gii(x: ArrayLike, *, variant: str) -> Treatment:
    """The logarithm of the Global Innovation Index: ln((max - 1)(x - min)/(max - min) + 1).

    ``variant``: ``formula`` as published; ``coinr-1.1.14`` marks the cells and leaves the values as they are,
    which is what that release of COINr does.
    """
    return _logged(x, "log_GII" if variant == "formula" else "log_GII_coinr")


def _logged(x: ArrayLike, mark: str) -> Treatment:
    values = np.asarray(x, dtype=np.float64)
    known = ~np.isnan(values)
    if not known.any() or (span := np.ptp(values[known])) == 0:
        return _untouched(values)
    low, high = values[known].min(), values[known].max()
    if mark == "log_CT":
        out = np.log(values - low + 0.01 * span)
    elif mark == "log_CT_neg":
        out = -np.log(high + 0.01 * span - values)
    elif mark == "log_GII":
        inner = (high - 1) * (values - low) / span + 1
        if (inner[known] <= 0).any():
            raise Refused(NOT_POSITIVE(value=float(high), rule="log_GII"))
        out = np.log(inner)
    else:
        out, mark = values.copy(), "log_GII"
    return Treatment(out, np.where(known, mark, ""))


def boxcox(x: ArrayLike, *, power: float, shift: bool = True) -> Treatment:
    """(y^power - 1)/power, or ln y for power 0; y = x - min + 1 with ``shift``, else y = x > 0."""
    values = np.asarray(x, dtype=np.float64)
    known = ~np.isnan(values)
    if not known.any():
        return _untouched(values)
    low = values[known].min()
    if not shift and low <= 0:
        raise Refused(NOT_POSITIVE(value=float(low), rule="boxcox"))
    y = values - low + 1 if shift else values
    return Treatment(np.log(y) if power == 0 else (y**power - 1) / power, np.where(known, "boxcox", ""))


def skew_kurt_rule(
    x: ArrayLike,
    *,
    winmax: int = 5,
    skew: float = 2.0,
    kurt: float = 3.5,
    then: str = "log_CT",
    combine: bool = False,
) -> Treatment:
    """Winsorise up to ``winmax`` points; if the check still fails, apply ``then`` to the original column.

    With ``combine`` the transformation goes on top of the Winsorised column. ``then`` may be ``none``: the
    Winsorised column stands. A column that fails even so is kept, and its last check says so.
    """
    first = winsorise(x, winmax=winmax, skew=skew, kurt=kurt)
    before, after = first.checks[0], first.checks[-1]
    if before.passed is not False or first.winsorised is None:
        return first._replace(winsorised=None, checks=(before,))
    if after.passed or then == "none":
        return first._replace(checks=(before, after))
    second: Treatment = TRANSFORMATIONS[then].function(first.values if combine else x)
    last = check(second.values, skew, kurt)
    if last.passed is None:
        return _untouched(np.asarray(x, dtype=np.float64), before)
    marks = second.marks
    if combine:
        both = (first.marks != "") & (marks != "")
        marks = np.where(both, np.char.add(np.char.add(first.marks, "+"), marks), marks)
    return Treatment(second.values, marks, first.winsorised, (before, after, last), second.warnings)


def _untouched(values: Array, *checks: Check) -> Treatment:
    return Treatment(
        values.copy(), np.full(values.shape, "", dtype="<U1"), None, tuple(checks), (UNTREATED(),)
    )


_RULE = {
    "winmax": Parameter("count", 5),
    "skew": Parameter("number", 2.0),
    "kurt": Parameter("number", 3.5),
}
TRANSFORMATIONS = registry(Method("log_CT", log_ct), Method("log_CT_plus", log_ct_plus))
TREATMENTS = registry(
    Method(
        "skew_kurt_rule",
        skew_kurt_rule,
        {
            **_RULE,
            "then": Parameter("choice", "log_CT", (*TRANSFORMATIONS, "none")),
            "combine": Parameter("flag", False),
        },
    ),
    Method("winsorise", winsorise, _RULE),
    *TRANSFORMATIONS.values(),
    Method("log_GII", log_gii, {"variant": Parameter("choice", choices=("formula", "coinr-1.1.14"))}),
    Method("boxcox", boxcox, {"power": Parameter("number"), "shift": Parameter("flag", True)}),
)


def treat(x: ArrayLike, method: str, **params: object) -> Treatment:
    """Column ``x`` (units; NaN = missing) treated by a named method; Refused for a method or parameter."""
    chosen, full = select(TREATMENTS, method, params)
    treatment: Treatment = chosen.function(x, **full)
    return treatment
