"""The unit of a formula is checked in dimension and in scale when it is defined."""

import pytest

from formula.cases import SCOPE
from jiyue.engine.formula import define_formula
from jiyue.engine.problems import Refused


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        ("tax/land", "10k_yuan/ha"),
        ("tax/(land*15)", "10k_yuan/mu"),
        ("idle/(land*15)*100", "percent"),
        ("people*100/land", "person/km2"),
        ("land*10000/max(tax - prev(tax), 1)", "m2/10k_yuan"),
        ("(1 - (land/tax)/(prev(land)/prev(tax)))*100", "percent"),
        ("land*15 + idle", "mu"),
        ("min(5, 2*mines + mines)", "point"),
        ("if(tax > 100 and land >= 0.10*prev(land), 1, 2)", "level"),
        ("mean(tax, 3)/land", "10k_yuan/ha"),
        ("loose/land", "percent"),
    ],
)
def test_accepted(source, unit):
    assert define_formula(source, SCOPE, unit=unit)


@pytest.mark.parametrize(
    ("source", "unit", "code"),
    [
        ("tax/land - coal/tax", "1", "UNIT_MISMATCH"),
        ("land + idle", "ha", "UNIT_SCALE"),
        ("if(land > idle, 1, 0)", "1", "UNIT_SCALE"),
        ("tax/land", "10k_yuan/mu", "UNIT_FACTOR"),
        ("mines/prev(mines)", "percent", "UNIT_FACTOR"),
        ("mines/prev(mines)*100", "1", "UNIT_FACTOR"),
        ("tax/land", "person/km2", "UNIT_DECLARED"),
        ("land^2", "ha", "UNIT_DECLARED"),
        ("tax/land", "yuan/acre", "UNKNOWN_UNIT"),
        ("tax/land", "0/0", "UNKNOWN_UNIT"),
    ],
)
def test_refused(source, unit, code):
    with pytest.raises(Refused) as caught:
        define_formula(source, SCOPE, unit=unit)
    assert [p.code for p in caught.value.problems] == [code]


def test_factor_says_what_to_multiply_by():
    with pytest.raises(Refused) as caught:
        define_formula("tax/land", SCOPE, unit="10k_yuan/km2")
    assert "100" in caught.value.problems[0].remedy("en")


def test_root_of_a_quantity():
    with pytest.raises(Refused) as caught:
        define_formula("tax^0.5", SCOPE, unit="10k_yuan", exact=False)
    assert caught.value.problems[0].code == "UNIT_ROOT"


@pytest.mark.parametrize("source", ["tax + land", "if(tax > land, 1, 0)"])
def test_what_stands_inside_is_checked_without_a_declared_unit(source):
    with pytest.raises(Refused) as caught:
        define_formula(source, SCOPE)
    assert caught.value.problems[0].code == "UNIT_MISMATCH"


def test_conditions_are_checked_too():
    with pytest.raises(Refused):
        define_formula("tax > land", SCOPE, truth=True)
