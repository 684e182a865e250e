"""The bulk reading follows the exact one: same values, same gaps."""

from fractions import Fraction as Q

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formula.cases import PLAIN
from jiyue.engine.formula import column_name, define_formula, evaluate, expression

SOURCES = [
    "tax/land*100",
    "(1 - (land/tax)/(prev(land)/prev(tax)))*100",
    "if(land > prev(land), max(0, tax/prev(tax) - 1), min(land, 2, tax))",
    "if(open and tax > 1 or not open, mean(tax, 2), abs(land))",
    "if(tax/land > 1 or open, 1, land^-1)",
    "max(tax, land)^2 - ref(tax, province)",
    "-tax + 3",
]
figures = st.lists(
    st.one_of(st.none(), st.integers(-4, 4), st.sampled_from([0.5, 2.25])), min_size=6, max_size=6
)


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(figures, min_size=1, max_size=5))
def test_same(source, rows):
    formula = define_formula(source, PLAIN)
    order = list(formula.dependencies)
    columns = {d: [None if r[i] is None else Q(str(r[i])) for r in rows] for i, d in enumerate(order)}
    frame = pl.DataFrame(
        {column_name(d): [None if v is None else float(v) for v in columns[d]] for d in order},
        schema={column_name(d): pl.Float64 for d in order},
    )
    bulk = frame.select(expression(formula.tree).alias("x"))["x"].to_list()
    exact = evaluate(formula.tree, columns, len(rows))
    for found, wanted in zip(bulk, exact, strict=True):
        if wanted is None:
            assert found is None
        else:
            assert found == pytest.approx(float(wanted), rel=1e-12)
