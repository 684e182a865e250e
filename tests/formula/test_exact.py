"""Official values are exact fractions; missing is missing, also in a branch not taken."""

from fractions import Fraction as Q

import pytest

from formula.cases import PLAIN
from jiyue.engine.formula import define_formula, evaluate
from jiyue.engine.problems import Refused


def value(source, **figures):
    formula = define_formula(source, PLAIN)
    columns = {}
    for needed in formula.dependencies:
        name = needed.code + (f"_{needed.lag}" if needed.lag else "")
        figure = figures.get(name)
        columns[needed] = [None if figure is None else Q(str(figure))]
    return evaluate(formula.tree, columns, 1)[0]


def test_no_binary_floats():
    assert value("tax + land", tax="0.1", land="0.2") == Q(3, 10)
    assert value("tax/land", tax=1, land=3) == Q(1, 3)


def test_missing_in_the_branch_not_taken():
    assert value("if(mines > 0, tax, land)", mines=1, tax=5) is None


def test_zero_denominator_only_where_it_is_used():
    assert value("if(land > 0, tax/land, 7)", tax=1, land=0) == 7
    assert value("tax/land", tax=1, land=0) is None
    assert value("max(1, tax/land)", tax=1, land=0) is None
    assert value("if(tax/land > 1, 1, 2)", tax=1, land=0) is None


def test_windows():
    assert value("mean(tax, 3)", tax=3, tax_1=2, tax_2=1) == 2
    assert value("sum(tax, 3)", tax=3, tax_1=2) is None


def test_powers():
    assert value("land^-2", land=3) == Q(1, 9)
    assert value("land^-2", land=0) is None
    assert value("abs(-land)", land=4) == 4


def test_logic_of_what_is_not_known():
    assert value("if(open or tax/land > 1, 1, 0)", open=1, tax=1, land=0) == 1
    assert value("if(open and tax/land > 1, 1, 0)", open=0, tax=1, land=0) == 0
    assert value("if(not open, 1, 0)", open=0) == 1


def test_roots_have_no_exact_value():
    with pytest.raises(Refused) as caught:
        define_formula("mines^0.5", PLAIN)
    assert caught.value.problems[0].code == "NOT_EXACT"
