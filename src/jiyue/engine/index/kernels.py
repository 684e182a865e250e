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

BLOCK_VALUES = 1 << 17  # 1 MiB of float64: a block and a scratch block fit in a cache of 2 MiB
LONG_ROW = 1600
BLOCKS_A_CHUNK = 16
T = TypeVar("T")
OFFSET_MOST = 1e3  # up to here the weighted offsets cost at most three of sixteen digits
_TINY = np.finfo(np.float64).tiny


class Span(NamedTuple):
    """Lowest and highest value of each column, and the sum of its squares (zeros when not asked for)."""

    low: Array
    high: Array
    squares: Array


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


def column_span(x: Array, *, squares: bool = False, threads: int | None = None) -> Span:
    """Lowest, highest (and sum of squares) of each column of ``x``; NaN for a column with a NaN."""

    def work(shape: _Shape, start: int) -> Span:
        width = shape.side * columns
        part = Span(np.full(width, np.inf), np.full(width, -np.inf), np.zeros(width))
        for _, long in _blocks(x, shape, start):
            _gather(np.minimum, part.low, np.minimum.reduce(long))
            _gather(np.maximum, part.high, np.maximum.reduce(long))
            if squares:
                _gather(np.add, part.squares, _products(long, long))
        return Span(*(row.reshape(-1, columns) for row in part))

    columns = x.shape[1]
    low, high, sums = (np.concatenate(rows) for rows in zip(*_chunks(x, work, threads), strict=True))
    return Span(np.minimum.reduce(low), np.maximum.reduce(high), np.add.reduce(sums))


def _gather(ufunc: np.ufunc, row: Array, more: Array) -> None:
    """Take ``more``, the long row of another block (shorter in the last), into ``row``."""
    part = row[: len(more)]
    ufunc(part, more, out=part)


def _products(first: Array, second: Array) -> Array:
    """Sum of the products down each column of two long blocks, without the block of products."""
    sums: Array = np.einsum("ij,ij->j", first, second)
    return sums


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
    counts 0. The sum is that of f x less that of f worst, with f = w/(best - worst), in one product; where
    offsets far beyond the range would cost digits, worst is subtracted first.
    """

    def work(shape: _Shape, start: int) -> None:
        base = np.tile(worst, shape.side)
        scratch = np.empty(shape.block * columns if offset else 0)
        for first, long in _blocks(x, shape, start):
            if offset:
                long = np.subtract(long, base[: long.shape[1]], out=scratch[: long.size].reshape(long.shape))
            rows = long.reshape(-1, columns)
            total = np.vecdot(rows, factor, out=totals[first : first + len(rows)])
            if not offset:
                np.subtract(total, constant, out=total)

    columns = x.shape[1]
    worst = np.where(signs > 0, span.low, span.high)
    extent = span.high - span.low
    factor = np.divide(weights * signs, extent, out=np.zeros(columns), where=extent > 0)
    constant = np.vecdot(worst, factor)
    offset = bool(np.abs(worst * factor).sum() > OFFSET_MOST)
    totals = np.empty(len(x))
    _chunks(x, work, threads)
    return totals


def share_sums(x: Array, zero: Array, *, zeros: bool, threads: int | None = None) -> tuple[Array, Array]:
    """Sum q and sum q ln q of each column, with q = x - ``zero``.

    With ``zeros`` q is made positive and 0 ln 0 is 0. Without, which is faster, the second sum is NaN for a
    column where any q is 0 or negative. Both are NaN for a column with a NaN.
    """

    def work(shape: _Shape, start: int) -> tuple[Array, Array]:
        width = shape.side * columns
        base = np.tile(zero, shape.side)
        total, informed = np.zeros(width), np.zeros(width)
        scratch = np.empty((2, shape.block * columns))
        with np.errstate(divide="ignore", invalid="ignore"):
            for _, long in _blocks(x, shape, start):
                shifted, log = (part[: long.size].reshape(long.shape) for part in scratch)
                q = np.subtract(long, base[: long.shape[1]], out=shifted) if moved else long
                if zeros:
                    q = np.abs(q, out=shifted)
                np.log(np.maximum(q, _TINY, out=log) if zeros else q, out=log)
                _gather(np.add, total, np.add.reduce(q))
                _gather(np.add, informed, _products(q, log))
        return total.reshape(-1, columns), informed.reshape(-1, columns)

    columns = x.shape[1]
    moved = bool(zero.any())
    total, informed = (np.concatenate(rows) for rows in zip(*_chunks(x, work, threads), strict=True))
    return np.add.reduce(total), np.add.reduce(informed)


def topsis_scores(x: Array, factor: Array, signs: Array, span: Span, threads: int | None = None) -> Array:
    """Closeness d-/(d+ + d-) of each unit to the best values; NaN where best and worst are the same.

    ``factor`` is weight/normaliser of each column: distances are those of ``factor`` x.
    """

    def work(shape: _Shape, start: int) -> None:
        low, ratio, reach = (np.tile(row, shape.side) for row in (worst, factor, (best - worst) * factor))
        scratch = np.empty(shape.block * columns)
        for first, long in _blocks(x, shape, start):
            width = long.shape[1]
            gap = scratch[: long.size].reshape(long.shape)
            rows = gap.reshape(-1, columns)
            np.multiply(np.subtract(long, low[:width], out=gap), ratio[:width], out=gap)
            to_worst = np.sqrt(np.vecdot(rows, rows))
            np.subtract(gap, reach[:width], out=gap)
            to_best = np.sqrt(np.vecdot(rows, rows))
            with np.errstate(invalid="ignore"):
                np.divide(to_worst, to_worst + to_best, out=scores[first : first + len(rows)])

    columns = x.shape[1]
    best = np.where(signs > 0, span.high, span.low)
    worst = np.where(signs > 0, span.low, span.high)
    scores = np.empty(len(x))
    _chunks(x, work, threads)
    return scores
