"""A formula that cannot be read says line, column and what was expected."""

import pytest

from formula.cases import SCOPE
from jiyue.engine.formula import define_formula, parse
from jiyue.engine.problems import Refused


def refusal(source, **options):
    with pytest.raises(Refused) as caught:
        define_formula(source, SCOPE, **options)
    return caught.value.problems


def test_place_and_expectation():
    (problem,) = refusal("税收 / / 用地")
    assert problem.code == "FORMULA_SYNTAX"
    assert (problem.params["line"], problem.params["at"]) == (1, 6)
    assert "'('" in problem.params["expected"]


def test_second_line():
    (problem,) = refusal("tax +\n  * land")
    assert (problem.params["line"], problem.params["at"]) == (2, 3)


def test_end_of_formula():
    (problem,) = refusal("tax /")
    assert problem.params["at"] == 6


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "FORMULA_SYNTAX"),
        ("9^9^9", "FORMULA_SYNTAX"),
        ("((tax^30)^30)", "FORMULA_EXPONENT"),
        ("(" * 200 + "1" + ")" * 200, "FORMULA_TOO_LARGE"),
        ("+".join(["tax"] * 300), "FORMULA_TOO_LARGE"),
        ("1" * 5000, "FORMULA_TOO_LARGE"),
        ("1" * 100, "NOT_A_NUMBER"),
        ('__import__("os").system("id")', "FORMULA_SYNTAX"),
        ("tax.real", "UNKNOWN_MEASURE"),
        ("open(tax)", "FORMULA_FUNCTION"),
        ("prev(1)", "FORMULA_ARGUMENTS"),
        ("mean(tax, 0)", "FORMULA_ARGUMENTS"),
        ("mean(tax, 2.5)", "FORMULA_ARGUMENTS"),
        ("ref(tax, galaxy)", "UNKNOWN_KIND"),
        ("tax[0]", "FORMULA_SYNTAX"),
        ("tax == land == 1", "FORMULA_SYNTAX"),
    ],
)
def test_refused(source, code):
    assert [p.code for p in refusal(source)] == [code]


def test_unknown_name_suggests_the_near_one():
    (problem,) = refusal("税入 / 用地")
    assert problem.code == "UNKNOWN_MEASURE"
    assert "税收" in problem.params["near"]


def test_all_unknown_names_at_once():
    assert len(refusal("aa + bb + cc")) == 3


def test_condition_and_number_are_not_mixed():
    assert refusal("tax and open", truth=True)[0].code == "NOT_A_CONDITION"
    assert refusal("(tax > 1) + 2")[0].code == "NOT_A_QUANTITY"
    assert refusal("tax > 1")[0].code == "NOT_A_QUANTITY"


def test_no_name_is_resolved_while_parsing():
    assert parse("anything / else_") is not None
