"""A recipe is read whole, names every variant, and is written back as it was read."""

import pytest

from index.small import indicator, run
from jiyue.engine.index import read_recipe
from jiyue.engine.problems import Refused
from jiyue.engine.yamls import dump_yaml, parse_yaml

FULL = """
- denominate
- impute: {method: panel, series: linear}
- screen: {availability: 0.9, nonzero: 0.1}
- treat: {winsorise_max: 3, then: log_CT_plus}
- normalise: {method: goalposts, lo: 1, hi: 5, cap: both, to: [0, 1]}
- weight: {method: entropy, variant: minmax}
- aggregate: {method: generalised, p: 0.5, missing: propagate, groups: {G: geometric}}
- rank
"""


def test_roundtrip():
    recipe = read_recipe(parse_yaml(FULL))
    again = read_recipe(parse_yaml(dump_yaml(recipe.as_list())))
    assert again.as_list() == recipe.as_list()
    assert recipe.as_list()[1] == {"impute": {"method": "panel", "series": "linear"}}


def test_defaults_are_named():
    (step,) = read_recipe([{"normalise": {"method": "minmax"}}]).as_list()
    assert step == {"normalise": {"method": "minmax", "to": [0.0, 100.0]}}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "BAD_STEP"),
        ([], "BAD_STEP"),
        (["dance"], "BAD_STEP"),
        ([{"impute": {"method": "mean"}, "rank": {}}], "BAD_STEP"),
        ([{"impute": {}}], "BAD_OPTION_VALUE"),
        ([{"impute": {"method": "panel"}}], "PARAMETER_MISSING"),
        ([{"impute": {"method": "group_mean"}}], "BAD_OPTION_VALUE"),
        ([{"screen": {"availability": 2}}], "BAD_OPTION_VALUE"),
        ([{"screen": {"avail": 0.5}}], "BAD_OPTION"),
        ([{"normalise": {"method": "minmax", "to": [1]}}], "PARAMETER_NOT_PAIR"),
        ([{"aggregate": {"method": "topsis"}}], "BAD_OPTION_VALUE"),
        ([{"weight": {"method": "entropy"}}], "BAD_OPTION_VALUE"),
        (["rank", "score"], "STEP_ORDER"),
        (["score", "score"], "STEP_ORDER"),
        ([{"normalise": {"method": "minmax"}}, "score"], "STEP_MIXED"),
    ],
)
def test_refused(data, code):
    with pytest.raises(Refused) as caught:
        read_recipe(data)
    assert caught.value.problems[0].code == code


def test_gates_only_when_asked_and_ranks_always(tmp_path):
    found = run(tmp_path, "unit,kind,tax,land\na,county,80,1\n", indicator(), recipe=["score"])
    assert (found.results[0].total, found.results[0].rank, found.results[0].standard) == (80, 1, None)
