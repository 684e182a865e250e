"""A tree written back as text is parsed to the same tree."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiyue.engine.formula import parse, text
from jiyue.engine.formula import tree as t
from paths import SHARED, needs_shared

numbers = st.integers(0, 10**6).map(lambda n: t.Number(Fraction(n, 100)))
names = st.builds(t.Name, st.sampled_from(["tax", "land"]), st.integers(0, 3))
leaves = st.one_of(
    numbers,
    names,
    st.builds(t.Window, st.sampled_from(["mean", "sum"]), st.just("tax"), st.integers(1, 5)),
    st.builds(t.Ref, st.just("tax"), st.just("province")),
)


def arithmetic(inner):
    comparisons = st.builds(t.Comparison, st.sampled_from(["<", "<=", "==", "!="]), inner, inner)
    truths = st.one_of(
        comparisons,
        st.builds(t.Not, comparisons),
        st.builds(t.Logic, st.sampled_from(["and", "or"]), comparisons, comparisons),
    )
    return st.one_of(
        st.builds(t.Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(t.Negative, inner),
        st.builds(t.Power, inner, st.sampled_from([Fraction(2), Fraction(-1), Fraction(1, 2)])),
        st.builds(t.If, truths, inner, inner),
        st.builds(t.Call, st.sampled_from(["min", "max"]), st.tuples(inner, inner)),
        st.builds(t.Call, st.just("abs"), st.tuples(inner)),
    )


@given(st.recursive(leaves, arithmetic, max_leaves=12))
def test_roundtrip(tree):
    assert parse(text(tree)) == tree


@needs_shared
def test_the_fifty():
    import csv

    with (SHARED / "golden/indicators/formulas.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            tree = parse(row["formula"])
            assert parse(text(tree)) == tree
