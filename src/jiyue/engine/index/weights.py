"""Weights of indicators: given, equal, by entropy, by pairwise comparison, and combined; they sum to 1."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jiyue.engine.index import kernels
from jiyue.engine.index.methods import Array, Method, Parameter, directions, registry
from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.yamls import load_rules

SUM_TOLERANCE = 1e-9
NEARLY_FLAT = 1e-9  # an indicator of so little spread may be constant: its values are compared one by one
RECIPROCAL_TOLERANCE = 0.05  # judgements typed with two digits: 0.13 for 1/8 is still its reciprocal

WEIGHT_INVALID = define(
    "WEIGHT_INVALID",
    N_("A weight cannot be {value}."),
    N_("Give every indicator a weight of 0 or more, and at least one more than 0."),
)
WEIGHTS_COUNT = define(
    "WEIGHTS_COUNT",
    N_("There are {value} weights for {count} indicators."),
    N_("Give exactly one weight for each indicator."),
)
WEIGHTS_SUM = define(
    "WEIGHTS_SUM",
    N_("The weights add up to {value} instead of {total}."),
    N_("Correct the weights, or say that they are relative (method: relative)."),
)
TOO_FEW_UNITS = define(
    "TOO_FEW_UNITS",
    N_("Entropy weights need at least two units with a value; here there is {count}."),
    N_("Add units, or use given or equal weights."),
)
ENTROPY_NEGATIVE = define(
    "ENTROPY_NEGATIVE",
    N_("Entropy weights of raw data cannot use the negative value {value}."),
    N_("Use the variant minmax, or a shift that makes all values 0 or more."),
)
ENTROPY_MISSING = define(
    "ENTROPY_MISSING",
    N_("This indicator has missing values, so its entropy is not that of all units."),
    N_("Fill the values, or set missing to omit: each indicator then uses the units that it has."),
)
ENTROPY_FLAT = define(
    "ENTROPY_FLAT",
    N_("In every indicator all units have the same value, so entropy gives no weights."),
    N_("Use given or equal weights."),
)
JUDGEMENT_INVALID = define(
    "JUDGEMENT_INVALID",
    N_("The judgement in row {row}, column {column} is {value}; it must be a number greater than 0."),
    N_("Enter how many times more important the row is than the column; 1/3 when it is less important."),
)
JUDGEMENTS_SHAPE = define(
    "JUDGEMENTS_SHAPE",
    N_("The table of judgements has {value} rows and columns; 1 to {most} of each, as many rows as columns."),
    N_("Enter a square table; divide more criteria into groups and compare the groups."),
)
JUDGEMENT_NOT_RECIPROCAL = define(
    "JUDGEMENT_NOT_RECIPROCAL",
    N_("The judgement in row {row}, column {column} is {value}, but its opposite is {opposite}."),
    N_("Make one of them 1 divided by the other; on the diagonal stands 1."),
)
JUDGEMENTS_INCONSISTENT = define(
    "JUDGEMENTS_INCONSISTENT",
    N_("The judgements contradict one another: the consistency ratio is {cr}; it must be below {limit}."),
    N_(
        "Ask again about row {row}, column {column}: instead of {value}, about {suggestion} would bring"
        " the ratio to {repaired}."
    ),
)


class EntropyWeights(NamedTuple):
    """Weights, and the entropy (0 to 1, base = number of units) of each indicator."""

    weights: Array
    entropy: Array


class Ahp(NamedTuple):
    """Weights, largest eigenvalue, consistency index, random index, consistency ratio, and warnings."""

    weights: Array
    lambda_max: float
    ci: float
    ri: float
    cr: float
    warnings: tuple[Problem, ...] = ()


def relative(weights: ArrayLike, columns: int | None = None) -> Array:
    """``weights`` divided by their sum. Refused: negative, not finite, all 0, not one for each column."""
    values = np.asarray(weights, dtype=np.float64)
    if columns is not None and values.shape != (columns,):
        raise Refused(WEIGHTS_COUNT(value=values.size, count=columns))
    bad = ~(np.isfinite(values) & (values >= 0))
    if bad.any() or not values.any():
        problems = [
            WEIGHT_INVALID(row=int(i) + 1, value=float(values[i]), position=int(i))
            for i in np.flatnonzero(bad)
        ]
        raise Refused(problems or WEIGHT_INVALID(value=0.0))
    shares: Array = values / values.sum()
    return shares


def given(weights: ArrayLike, *, total: float) -> Array:
    """``weights`` divided by the ``total`` (1, 100 ...) that they must add up to; Refused otherwise."""
    WEIGHTINGS["given"].check({"total": total})
    values = np.asarray(weights, dtype=np.float64)
    shares = relative(values)
    if abs(values.sum() - total) > SUM_TOLERANCE * abs(total):
        raise Refused(WEIGHTS_SUM(value=float(values.sum()), total=total))
    return shares


def equal(columns: int) -> Array:
    """The same weight for each of ``columns`` indicators."""
    return relative(np.ones(columns))


def combined(subjective: ArrayLike, objective: ArrayLike, *, share: float) -> Array:
    """``share`` x subjective + (1 - ``share``) x objective, both made to sum to 1 first."""
    WEIGHTINGS["combined"].check({"share": share})
    first = relative(subjective)
    return share * first + (1 - share) * relative(objective, len(first))


def entropy(
    x: ArrayLike, direction: ArrayLike = 1, *, variant: str, shift: float = 0.0, missing: str = "refuse"
) -> EntropyWeights:
    """Entropy weights of matrix ``x`` (units, indicators): w = (1 - e)/sum(1 - e).

    e = -1/ln n sum p ln p with p = z/sum z and 0 ln 0 = 0. ``variant``: ``minmax`` takes z = min-max score
    (0 to 1, turned by ``direction``) + ``shift``; ``raw`` takes z = x + ``shift`` whatever the direction.
    A constant indicator has weight 0. ``missing``: ``refuse``, or ``omit`` (n = the units that have a value).
    Refused: fewer than two units, negative raw values, missing values, nothing but constant indicators.
    """
    WEIGHTINGS["entropy"].check({"variant": variant, "shift": shift, "missing": missing})
    values = np.asarray(x, dtype=np.float64)
    signs = directions(direction, values.shape[1])
    spread = _divergence(values, signs, variant, shift)
    gaps = np.flatnonzero(np.isnan(spread))
    if gaps.size and missing == "refuse":
        raise Refused([ENTROPY_MISSING(position=int(j)) for j in gaps])
    for j in gaps:
        known = values[~np.isnan(values[:, j]), j : j + 1]
        spread[j] = _divergence(known, signs[j : j + 1], variant, shift, position=int(j))[0]
    if not spread.any():
        raise Refused(ENTROPY_FLAT())
    return EntropyWeights(spread / spread.sum(), 1 - spread)


def _divergence(x: Array, signs: Array, variant: str, shift: float, position: int = 0) -> Array:
    """1 - entropy of the columns of ``x``: with Q = sum q it is (sum(q ln q)/Q + ln(n/Q))/ln n.

    0 for a constant column, NaN for one with a NaN; ``position`` is the number of the first column.
    """
    n, columns = x.shape
    if n < 2:
        raise Refused(TOO_FEW_UNITS(count=n, position=position))
    if variant == "raw":
        zero = np.full(columns, -shift)
        total, informed = kernels.share_sums(x, zero, zeros=False)
        if not np.isfinite(informed).all():
            _refuse_negative(x, zero, position)
            total, informed = kernels.share_sums(x, zero, zeros=True)
    else:
        low, high, _ = kernels.column_span(x)
        zero = np.where(signs > 0, low, high) - signs * shift * (high - low)
        total, informed = kernels.share_sums(x, zero, zeros=True)
    empty = total == 0
    total = np.where(empty, 1.0, total)
    spread: Array = np.maximum((informed / total + np.log(n / total)) / np.log(n), 0.0)
    spread[empty] = 0.0
    for j in np.flatnonzero(spread < NEARLY_FLAT):
        if (x[:, j] == x[0, j]).all():
            spread[j] = 0.0
    return spread


def _refuse_negative(x: Array, zero: Array, position: int) -> None:
    low = kernels.column_span(x).low
    problems = [
        ENTROPY_NEGATIVE(value=float(low[j]), position=position + int(j)) for j in np.flatnonzero(low < zero)
    ]
    if problems:
        raise Refused(problems)


def ahp(judgements: ArrayLike, *, method: str) -> Ahp:
    """Weights from a square table of pairwise judgements (row over column, 1/9 to 9), after Saaty.

    ``method``: ``eigenvector`` (principal eigenvector) or ``geometric_mean`` (of each row). The random index
    and the limit stand in ``rules/ahp_random_index.yaml``. When the consistency ratio reaches the limit, a
    warning names the one judgement whose change helps most, and the value that the others imply.
    Refused: not square, too large for the table of random indices, not positive, not reciprocal.
    """
    WEIGHTINGS["ahp"].check({"method": method})
    table = np.asarray(judgements, dtype=np.float64)
    _check_judgements(table)
    rules = load_rules("ahp_random_index.yaml")
    found = _ahp(table, method, rules["random_index"])
    if found.cr < rules["consistency_limit"]:
        return found
    return found._replace(warnings=(_repair(table, found, method, rules),))


def _ahp(table: Array, method: str, random_index: dict[int, float]) -> Ahp:
    n = len(table)
    if method == "eigenvector":
        roots, vectors = np.linalg.eig(table)
        principal = int(np.argmax(roots.real))
        weights = np.abs(vectors[:, principal].real)
        lambda_max = float(roots[principal].real)
    else:
        weights = np.exp(np.log(table).mean(axis=1))
        lambda_max = float((table @ weights / weights).mean())
    ri = float(random_index[n])
    ci = max((lambda_max - n) / (n - 1), 0.0) if n > 1 else 0.0
    return Ahp(weights / weights.sum(), lambda_max, ci, ri, ci / ri if ri else 0.0)


def _check_judgements(table: Array) -> None:
    most = max(load_rules("ahp_random_index.yaml")["random_index"])
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not 1 <= len(table) <= most:
        raise Refused(JUDGEMENTS_SHAPE(value=" x ".join(map(str, table.shape)), most=most))

    def cells(where: NDArray[np.bool_]) -> list[tuple[int, int]]:
        return [(int(i), int(j)) for i, j in np.argwhere(where)]

    bad = cells(~(np.isfinite(table) & (table > 0)))
    if bad:
        raise Refused(
            [JUDGEMENT_INVALID(row=i + 1, column=str(j + 1), value=float(table[i, j])) for i, j in bad]
        )
    odd = cells(np.triu(np.abs(table * table.T - 1) > RECIPROCAL_TOLERANCE))
    if odd:
        raise Refused(
            [
                JUDGEMENT_NOT_RECIPROCAL(
                    row=i + 1, column=str(j + 1), value=float(table[i, j]), opposite=float(table[j, i])
                )
                for i, j in odd
            ]
        )


def _repair(table: Array, found: Ahp, method: str, rules: dict[str, object]) -> Problem:
    """The judgement to ask again: each is tried with the value that the others imply, the best is named."""
    logs, n, top = np.log(table), len(table), float(rules["scale_max"])  # type: ignore[arg-type]
    best: tuple[float, int, int, float] | None = None
    for i in range(n):
        for j in range(i + 1, n):
            others = [k for k in range(n) if k not in (i, j)]
            implied = float(np.clip(np.exp((logs[i, others] + logs[others, j]).mean()), 1 / top, top))
            trial = table.copy()
            trial[i, j], trial[j, i] = implied, 1 / implied
            cr = _ahp(trial, method, rules["random_index"]).cr  # type: ignore[arg-type]
            if best is None or cr < best[0]:
                best = (cr, i, j, implied)
    assert best is not None  # a table of one or two criteria is always consistent
    repaired, i, j, implied = best
    return JUDGEMENTS_INCONSISTENT(
        row=i + 1,
        column=str(j + 1),
        value=float(f"{table[i, j]:.4g}"),
        cr=float(f"{found.cr:.4g}"),
        limit=rules["consistency_limit"],
        suggestion=float(f"{implied:.4g}"),
        repaired=round(repaired, 4),
    )


WEIGHTINGS = registry(
    Method("given", given, {"total": Parameter("positive")}),
    Method("relative", relative),
    Method("equal", equal),
    Method(
        "entropy",
        entropy,
        {
            "variant": Parameter("choice", choices=("minmax", "raw")),
            "shift": Parameter("number", 0.0),
            "missing": Parameter("choice", "refuse", ("refuse", "omit")),
        },
    ),
    Method("ahp", ahp, {"method": Parameter("choice", choices=("eigenvector", "geometric_mean"))}),
    Method("combined", combined, {"share": Parameter("share")}),
)
