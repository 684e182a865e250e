"""Counted figures of a package are proved from the rows frozen with them."""

import polars as pl
import pytest

from index.small import compiled, table
from jiyue.engine.index import Origin, evaluate, keep, read_panel
from jiyue.engine.package import verify

TABLE = "unit,kind,year,tax,land\n1,county,2024,100.5,2\n2,county,2024,0,3\n"


@pytest.fixture
def kept(tmp_path):
    """Keeps two counties whose taxes are counted from ``rows``: (unit, ref, adds)."""

    def write(*rows, counted=("1", "2")):
        ready = compiled()
        panel = read_panel(table(tmp_path, TABLE), ready.scope, ready.dictionary, ready.framework.kinds)
        columns = ("unit", "year", "measure", "source", "vintage", "ref", "marks")
        sources = [[u, "2024", "tax", "counted", "", "", ""] for u in counted]
        frozen = [["tax", unit, "2024", ref, adds, "{}"] for unit, ref, adds in rows]
        origin = Origin(
            pl.DataFrame(sources, schema=dict.fromkeys(columns, pl.String), orient="row"),
            pl.DataFrame(
                frozen,
                schema=dict.fromkeys(("measure", "unit", "year", "ref", "adds", "facts"), pl.String),
                orient="row",
            ),
        )
        keep(evaluate(ready, panel), panel, ready, tmp_path / "kept", origin=origin)
        return [(d.path, d.kept, d.recomputed) for d in verify(tmp_path / "kept").differences]

    return write


def test_rows_that_sum_to_the_figures(kept):
    assert kept(("1", "r/tax/1@1", "100"), ("1", "r/tax/2@3", "0.5")) == []


def test_a_figure_that_its_rows_do_not_give_is_named(kept):
    assert kept(("1", "r/tax/1@1", "100"), ("2", "r/tax/2@1", "0.1")) == [
        ("rows/tax/1/2024", "100.5", "100"),
        ("rows/tax/2/2024", "0", "0.1"),
    ]


def test_declared_figures_need_no_rows(kept):
    assert kept(counted=()) == []
