"""The kernels: plain numpy's answers, the same bits for any number of threads and any memory layout."""

import numpy as np
import pytest

from jiyue.engine.index import kernels

SHAPES = [(1, 1), (3, 50), (33, 50), (1311, 50), (5000, 7), (70_001, 3), (200, 2000)]


@pytest.fixture(params=SHAPES, ids=str)
def x(request):
    return np.random.default_rng(7).lognormal(0, 1, request.param)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(kernels, "BLOCK_VALUES", 1 << 10)
    monkeypatch.setattr(kernels, "LONG_ROW", 200)
    monkeypatch.setattr(kernels, "BLOCKS_A_CHUNK", 3)


def everything(x, threads=None):
    columns = x.shape[1]
    rng = np.random.default_rng(3)
    weights = rng.random(columns)
    signs = rng.choice([1.0, -1.0], columns)
    span = kernels.column_span(x, squares=True, threads=threads)
    total, informed = kernels.share_sums(x, np.zeros(columns), zeros=False, threads=threads)
    above, above_informed = kernels.share_sums(x, span.low, zeros=True, threads=threads)
    return {
        "total": total,
        "informed": informed,
        "above": above,
        "above_informed": above_informed,
        "low": span.low,
        "high": span.high,
        "weighted": kernels.weighted_totals(x, weights, np.log, threads),
        "minmax": kernels.minmax_mean_totals(x, weights, signs, span, threads),
        "squares": span.squares,
        "topsis": kernels.topsis_scores(x, weights, signs, span, threads),
    }


def plain(x):
    columns = x.shape[1]
    rng = np.random.default_rng(3)
    weights = rng.random(columns)
    signs = rng.choice([1.0, -1.0], columns)
    low, high = x.min(axis=0), x.max(axis=0)
    extent = np.where(high > low, high - low, 1)
    scores = np.where(signs > 0, x - low, high - x) / extent
    above = x - low
    best, worst = np.where(signs > 0, high, low), np.where(signs > 0, low, high)
    to_best, to_worst = (np.sqrt((((x - end) * weights) ** 2).sum(axis=1)) for end in (best, worst))
    with np.errstate(invalid="ignore"):
        return {
            "low": low,
            "high": high,
            "weighted": (np.log(x) * weights).sum(axis=1),
            "minmax": (scores * weights).sum(axis=1),
            "total": x.sum(axis=0),
            "informed": (x * np.log(x)).sum(axis=0),
            "above": above.sum(axis=0),
            "above_informed": (above * np.log(np.where(above > 0, above, 1))).sum(axis=0),
            "squares": (x**2).sum(axis=0),
            "topsis": to_worst / (to_best + to_worst),
        }


@pytest.mark.usefixtures("small_blocks")
def test_kernels_agree_with_plain_numpy(x):
    ours, theirs = everything(x), plain(x)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.usefixtures("small_blocks")
def test_number_of_threads_changes_no_bit(x):
    one = everything(x, 1)
    for threads in (2, 3, 8):
        for name, values in everything(x, threads).items():
            np.testing.assert_array_equal(values, one[name], err_msg=name)


@pytest.mark.usefixtures("small_blocks")
def test_layout_and_type_of_the_matrix_change_no_bit(x):
    expected = everything(x)
    wide = np.empty((len(x), 2 * x.shape[1]))
    wide[:, ::2] = x
    for other in (np.asfortranarray(x), wide[:, ::2]):
        for name, values in everything(other).items():
            np.testing.assert_array_equal(values, expected[name], err_msg=name)


def test_default_blocks_agree_with_plain_numpy():
    x = np.random.default_rng(5).random((120_000, 20)) + 0.5
    ours, theirs = everything(x), plain(x)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=1e-11, atol=1e-12, err_msg=name)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("row", [0, 700, 1310])
def test_a_missing_value_makes_the_span_of_its_column_missing(row):
    x = np.ones((1311, 50))
    x[row, 13] = np.nan
    span = kernels.column_span(x)
    assert np.flatnonzero(np.isnan(span.low)).tolist() == [13]
    assert np.flatnonzero(np.isnan(span.high)).tolist() == [13]
