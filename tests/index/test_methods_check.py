"""A recipe's method and parameters are checked all at once, and the nearest name is offered."""

import pytest

from jiyue.engine.index.methods import Method, Parameter, registry, select
from jiyue.engine.index.normalise import NORMALISATIONS
from jiyue.engine.problems import Refused


def codes(methods, name, params):
    with pytest.raises(Refused) as refused:
        select(methods, name, params)
    return [(p.code, p.field) for p in refused.value.problems]


def test_unknown_method_offers_the_nearest():
    with pytest.raises(Refused) as refused:
        select(NORMALISATIONS, "min_max", {})
    (problem,) = refused.value.problems
    assert problem.code == "METHOD_UNKNOWN"
    assert problem.params["nearest"] == "minmax"
    assert "minmax" in problem.remedy("en")


def test_a_name_that_is_no_text_is_unknown():
    assert codes(NORMALISATIONS, ["minmax"], {}) == [("METHOD_UNKNOWN", None)]


def test_all_parameters_are_judged_together():
    found = codes(NORMALISATIONS, "goalposts", {"lo": "1", "cap": "upper", "log": 1, "low": 3})
    assert found == [
        ("PARAMETER_NOT_NUMBER", "lo"),
        ("PARAMETER_NOT_CHOICE", "cap"),
        ("PARAMETER_NOT_FLAG", "log"),
        ("PARAMETER_UNKNOWN", "low"),
        ("PARAMETER_MISSING", "hi"),
    ]


def test_defaults_are_filled_in():
    _, params = select(NORMALISATIONS, "goalposts", {"lo": 1, "hi": 2.5})
    assert params == {"lo": 1, "hi": 2.5, "to": (0.0, 100.0), "cap": "both", "log": False}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", [0, -1.5, 10**300], [True, "1", None, float("nan"), float("inf"), 10**400]),
        ("positive", [0.1, 3], [0, -1, True]),
        ("count", [0, 7], [-1, 1.0, True]),
        ("share", [0, 0.5, 1], [-0.1, 1.1, "0.5"]),
        ("flag", [True, False], [0, 1, "true"]),
        ("pair", [[0, 100], (1.5, -1)], [[1, 1], [0], [0, 1, 2], "01", [0, None]]),
    ],
)
def test_kinds_of_parameters(kind, good, bad):
    methods = registry(Method("m", print, {"p": Parameter(kind)}))
    for value in good:
        assert select(methods, "m", {"p": value})[1] == {"p": value}
    for value in bad:
        assert codes(methods, "m", {"p": value})[0][0].startswith("PARAMETER_NOT_")


def test_a_choice_is_of_the_same_type():
    methods = registry(Method("m", print, {"ddof": Parameter("choice", 1, (0, 1))}))
    assert codes(methods, "m", {"ddof": True}) == [("PARAMETER_NOT_CHOICE", "ddof")]
    assert select(methods, "m", {"ddof": 0})[1] == {"ddof": 0}
