"""Totals of very large matrices in two passes, without intermediate matrices.

A matrix (units, indicators) of float64 rows is read in chunks of blocks that fit in the second-level cache.
``k`` rows laid side by side make one long row, so that the inner loops of the column operations run over
thousands of numbers instead of a few dozen; reduced, the long row is folded back. Chunks go to threads (numpy
releases the interpreter lock); their partial sums are added in the order of the rows, so the result is the
same to the bit for any number of threads. Memory beyond the input: a few blocks a thread, and the result.

No missing values here: a NaN in a column makes its range NaN, which the callers look at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np

from jiyue.engine.index.methods import Array

BLOCK_VALUES = 1 << 16  # 512 KiB of float64: a block and two scratch blocks stay in a cache of 2 MiB
LONG_ROW = 1600
BLOCKS_A_CHUNK = 32
T = TypeVar("T")
_TINY = np.finfo(np.float64).tiny


class Span(NamedTuple):
    """Lowest and highest value of each column."""

    low: Array
    high: Array


class _Shape(NamedTuple):
    """How a matrix is cut: rows side by side in a long row, rows a block, rows a chunk."""

    side: int
    block: int
    chunk: int


def _shape(x: Array) -> _Shape:
    columns = max(x.shape[1], 1)
    side = max(LONG_ROW // columns, 1)
    block = max(BLOCK_VALUES // (columns * side), 1) * side
    return _Shape(side, block, block * BLOCKS_A_CHUNK)


def _blocks(x: Array, shape: _Shape, start: int) -> Iterator[tuple[int, Array]]:
    """The blocks of the chunk at ``start`` as (first row, long rows); rows that do not fill one come last."""
    columns = x.shape[1]
    for first in range(start, min(start + shape.chunk, len(x)), shape.block):
        block = np.ascontiguousarray(x[first : min(first + shape.block, start + shape.chunk)], np.float64)
        whole = len(block) - len(block) % shape.side
        if whole:
            yield first, block[:whole].reshape(-1, shape.side * columns)
        if whole < len(block):
            yield first + whole, block[whole:].reshape(1, -1)


def _chunks(x: Array, work: Callable[[_Shape, int], T], threads: int | None) -> list[T]:
    """``work`` on every chunk, its results in the order of the rows."""
    shape = _shape(x)
    starts = range(0, len(x), shape.chunk)
    threads = min(threads or os.cpu_count() or 1, len(starts))
    if threads <= 1:
        return [work(shape, start) for start in starts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda start: work(shape, start), starts))


def _fold(ufunc: np.ufunc, long: Array, columns: int) -> Array:
    """``ufunc`` over the units of long rows, one result a column."""
    wide = ufunc.reduce(long, axis=0)
    folded: Array = ufunc.reduce(wide.reshape(-1, columns), axis=0)
    return folded


def _divided(numerator: Array, denominator: Array) -> Array:
    """The quotient column by column, 0 where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.zeros(len(denominator)), where=denominator != 0)


def column_span(x: Array, threads: int | None = None) -> Span:
    """Lowest and highest value of each column of ``x`` (units, indicators); NaN for a column with a NaN."""

    def work(shape: _Shape, start: int) -> Span:
        low, high = np.full(columns, np.inf), np.full(columns, -np.inf)
        for _, long in _blocks(x, shape, start):
            np.minimum(low, _fold(np.minimum, long, columns), out=low)
            np.maximum(high, _fold(np.maximum, long, columns), out=high)
        return Span(low, high)

    columns = x.shape[1]
    parts = _chunks(x, work, threads)
    return Span(np.min([p.low for p in parts], axis=0), np.max([p.high for p in parts], axis=0))


def weighted_totals(
    x: Array, weights: Array, forward: Callable[[Array], Array], threads: int | None = None
) -> Array:
    """Sum of w ``forward``(x) of each unit, ``forward`` working cell by cell; NaN for a unit with a NaN."""

    def work(shape: _Shape, start: int) -> None:
        with np.errstate(all="ignore"):
            for first, long in _blocks(x, shape, start):
                rows = forward(long).reshape(-1, columns)
                np.vecdot(rows, weights, out=totals[first : first + len(rows)])

    columns = x.shape[1]
    totals = np.empty(len(x))
    _chunks(x, work, threads)
    return totals


def minmax_mean_totals(
    x: Array, weights: Array, signs: Array, span: Span, threads: int | None = None
) -> Array:
    """Weighted sum of the min-max scores (0 to 1) of each unit: sum of w (x - worst)/(best - worst).

    ``weights`` and ``signs`` (+1, -1) one a column, ``span`` from :func:`column_span`. A constant column
    counts 0. The worst value is subtracted before the product, so large offsets cost no digits.
    """

    def work(shape: _Shape, start: int) -> None:
        base = np.tile(worst, shape.side)
        scratch = np.empty(shape.block * columns)
        for first, long in _blocks(x, shape, start):
            above = scratch[: long.size].reshape(long.shape)
            np.subtract(long, base[: long.shape[1]], out=above)
            rows = above.reshape(-1, columns)
            np.vecdot(rows, factor, out=totals[first : first + len(rows)])

    columns = x.shape[1]
    worst = np.where(signs > 0, span.low, span.high)
    factor = _divided(weights * signs, span.high - span.low)
    totals = np.empty(len(x))
    _chunks(x, work, threads)
    return totals


def divergence(x: Array, zero: Array, span: Span, threads: int | None = None) -> Array:
    """1 - entropy (base n) of each column's shares p = (x - zero)/sum(x - zero), where 0 ln 0 = 0.

    Every x - ``zero`` of a column has one sign. A constant column has 0. With q = (x - zero)/c for any c, and
    Q = sum q, it is (sum(q ln q)/Q + ln(n/Q))/ln n; c is the middle of the column, which keeps the digits.
    """

    def work(shape: _Shape, start: int) -> tuple[Array, Array]:
        base, ratio = np.tile(zero, shape.side), np.tile(scale, shape.side)
        total, informed = np.zeros(columns), np.zeros(columns)
        scratch = np.empty((2, shape.block * columns))
        for _, long in _blocks(x, shape, start):
            q, log = (part[: long.size].reshape(long.shape) for part in scratch)
            np.subtract(long, base[: long.shape[1]], out=q)
            np.multiply(q, ratio[: long.shape[1]], out=q)
            np.log(np.maximum(q, _TINY, out=log), out=log)
            np.multiply(q, log, out=log)
            total += _fold(np.add, q, columns)
            informed += _fold(np.add, log, columns)
        return total, informed

    n, columns = x.shape
    scale = _divided(np.ones(columns), (span.low + span.high) / 2 - zero)
    total, informed = np.zeros(columns), np.zeros(columns)
    for part in _chunks(x, work, threads):
        total += part[0]
        informed += part[1]
    varied = span.low < span.high
    total = np.where(varied, total, 1.0)
    return np.where(varied, (informed / total + np.log(n / total)) / np.log(n), 0.0)


def sums_of_squares(x: Array, threads: int | None = None) -> Array:
    """Sum of the squares of each column."""

    def work(shape: _Shape, start: int) -> Array:
        total = np.zeros(columns)
        scratch = np.empty(shape.block * columns)
        for _, long in _blocks(x, shape, start):
            square = np.multiply(long, long, out=scratch[: long.size].reshape(long.shape))
            total += _fold(np.add, square, columns)
        return total

    columns = x.shape[1]
    total = np.zeros(columns)
    for part in _chunks(x, work, threads):
        total += part
    return total


def topsis_scores(x: Array, factor: Array, signs: Array, span: Span, threads: int | None = None) -> Array:
    """Closeness d-/(d+ + d-) of each unit to the best values; NaN where best and worst are the same.

    ``factor`` is weight/normaliser of each column: distances are those of ``factor`` x.
    """

    def work(shape: _Shape, start: int) -> None:
        ratio = np.tile(factor, shape.side)
        scratch = np.empty(shape.block * columns)
        ends = [np.tile(end, shape.side) for end in (best, worst)]
        for first, long in _blocks(x, shape, start):
            gap = scratch[: long.size].reshape(long.shape)
            rows = gap.reshape(-1, columns)
            here = slice(first, first + len(rows))
            for end, distance in zip(ends, (to_best[here], to_worst[here]), strict=True):
                np.subtract(long, end[: long.shape[1]], out=gap)
                np.multiply(gap, ratio[: long.shape[1]], out=gap)
                np.sqrt(np.vecdot(rows, rows, out=distance), out=distance)
            with np.errstate(invalid="ignore"):
                np.add(to_best[here], to_worst[here], out=to_best[here])
                np.divide(to_worst[here], to_best[here], out=to_worst[here])

    columns = x.shape[1]
    best = np.where(signs > 0, span.high, span.low)
    worst = np.where(signs > 0, span.low, span.high)
    to_best, to_worst = np.empty(len(x)), np.empty(len(x))
    _chunks(x, work, threads)
    return to_worst
