"""A framework is refused whole, with every problem, before anything is computed."""

import pytest

from index.small import compiled, framework, indicator
from jiyue.engine.index import compile_framework, default_dictionary, load_framework
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.problems import Refused


def codes(*indicators, **changes):
    with pytest.raises(Refused) as caught:
        compiled(*indicators, **changes)
    assert all(p.remedy("en") and p.remedy("zh") for p in caught.value.problems)
    return [p.code for p in caught.value.problems]


def test_duplicated_code():
    assert "DUPLICATE_CODE" in codes(indicator(weights=50), indicator(weights=50))


def test_orphan_indicator():
    assert codes(indicator(group="Q"), groups=[{"code": "X"}]) == ["ORPHAN", "CHILDLESS"]


def test_circle_in_formulas():
    found = codes(
        indicator("X1", "X2 + 1", weights=50, unit="1"), indicator("X2", "X1 + 1", weights=50, unit="1")
    )
    assert found == ["CIRCLE"]


def test_circle_of_groups():
    groups = [{"code": "X", "parent": "Y"}, {"code": "Y", "parent": "X"}]
    assert "CIRCLE" in codes(indicator(), groups=groups)


def test_weights_that_do_not_sum():
    assert codes(indicator(weights=60), indicator("X2", weights=30)) == ["FRAMEWORK_WEIGHTS_SUM"]


def test_scored_without_weight():
    assert "NO_WEIGHT" in codes(indicator(weights=None))


@pytest.mark.parametrize(
    ("direction", "standard", "excellence"), [("up", "100", "60"), ("down", "60", "100")]
)
def test_lines_against_the_direction(direction, standard, excellence):
    wrong = indicator(direction=direction, standard=standard, excellence=excellence)
    assert codes(wrong) == ["LINES_AGAINST_DIRECTION"]


def test_lines_of_another_unit():
    assert codes(indicator(standard="tax")) == ["UNIT_MISMATCH"]


def test_unknown_measure_unit_and_formula_bomb_at_once():
    found = codes(
        indicator("X1", "taxx/land", weights=40),
        indicator("X2", unit="yuan/acre", weights=30),
        indicator("X3", "((tax^30)^30)/land", weights=30),
    )
    assert found == ["UNKNOWN_MEASURE", "UNKNOWN_UNIT", "FORMULA_EXPONENT"]


def test_no_line_and_no_decimals():
    assert codes(indicator(excellence=None, decimals=None)) == ["NO_LINES", "NO_DECIMALS"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "quantity"},
        {"direction": "sideways"},
        {"decimals": "many"},
        {"weights": "heavy"},
        {"weights": -5},
        {"compare": "loosely"},
    ],
)
def test_bad_fields(change):
    with pytest.raises(Refused) as caught:
        framework(indicator(**change))
    assert caught.value.problems[0].code == "BAD_FIELD"
    assert caught.value.problems[0].rule == "X1"


def test_unknown_field_suggests():
    with pytest.raises(Refused) as caught:
        framework({**indicator(), "formul": "1"})
    assert "formula" in caught.value.problems[0].message("en")


@pytest.mark.parametrize("data", [None, [], "text", {}, {"indicators": []}, {"indicators": {"a": 1}}])
def test_not_a_framework(data):
    with pytest.raises(Refused) as caught:
        framework_from_dict(data)
    assert caught.value.problems[0].code == "NOT_A_FRAMEWORK"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("x.yaml", "framework: a\nindicators:\n  - code: [", "BAD_YAML"),
        ("x.yaml", "a: 1\na: 2\n", "BAD_YAML"),
        ("x.yaml", "!!python/object/apply:os.system ['id']", "BAD_YAML"),
        ("x.yaml", "", "NOT_A_FRAMEWORK"),
        ("x.csv", "name,value\na,1\n", "NOT_A_FRAMEWORK"),
        ("x.csv", "", "SHEET_EMPTY_FILE"),
    ],
)
def test_files(tmp_path, name, text, code):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Refused) as caught:
        compile_framework(load_framework(tmp_path / name), default_dictionary())
    assert [p.code for p in caught.value.problems] == [code]


def test_unknown_name():
    with pytest.raises(Refused) as caught:
        load_framework("jintan-51")
    assert "jintan-50" in caught.value.problems[0].remedy("en")
