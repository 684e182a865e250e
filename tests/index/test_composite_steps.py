"""Steps of a recipe on a small table: each does what it says, and says what it did."""

import pytest

from index.small import table
from jiyue.engine.index import compile_framework, default_dictionary, evaluate, read_panel, read_recipe
from jiyue.engine.index.framework_read import framework_from_dict
from jiyue.engine.problems import Refused

TREE = {
    "framework": "tree",
    "composite": True,
    "measures": [{"code": c} for c in ("a", "b", "size")],
    "groups": [{"code": "G"}],
    "indicators": [
        {"code": "a", "formula": "a", "group": "G", "weights": 1, "denominator": "size"},
        {"code": "b", "formula": "b", "group": "G", "weights": 3, "direction": "down"},
    ],
}
HEAD = "unit,region,year,a,b,size\n"


def run(tmp_path, rows, steps, year=None, upto=None):
    compiled = compile_framework(framework_from_dict(TREE), default_dictionary())
    panel = read_panel(table(tmp_path, HEAD + rows), compiled.scope, compiled.dictionary)
    return evaluate(compiled, panel, year=year, recipe=read_recipe(steps), upto=upto)


MEAN = [{"normalise": {"method": "minmax", "to": [0, 100]}}, {"aggregate": {"method": "arithmetic"}}, "rank"]


def test_weights_and_direction(tmp_path):
    found = run(tmp_path, "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,2,1,1\n", MEAN)
    assert {r.unit: r.total for r in found.results} == {"u": 75, "v": 25, "w": 87.5}
    assert found.unit("w").rank == 1


def test_denominate(tmp_path):
    found = run(tmp_path, "u,N,2025,10,1,5\nv,N,2025,3,2,0\n", ["denominate"], upto="denominate")
    assert found.stage == {"u": {"a": 2, "b": 1}, "v": {"a": None, "b": 2}}
    assert any(w.code == "ZERO_DENOMINATOR" for w in found.warnings)


def test_impute_by_group_is_marked(tmp_path):
    steps = [{"impute": {"method": "group_mean", "group": "region"}}, *MEAN]
    found = run(tmp_path, "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,,1,1\nx,S,2025,9,1,1\n", steps)
    assert found.unit("w").indicators["a"].marks == ("imputed",)
    assert found.unit("w").indicators["a"].value is None
    assert any(w.code == "IMPUTED" for w in found.warnings)


def test_impute_along_the_years(tmp_path):
    rows = "u,N,2023,2,1,1\nu,N,2024,,1,1\nu,N,2025,6,1,1\nv,N,2024,5,2,1\n"
    found = run(
        tmp_path, rows, [{"impute": {"method": "panel", "series": "linear"}}], year=2024, upto="impute"
    )
    assert found.stage["u"]["a"] == 4


def test_screened_out_units_are_named(tmp_path):
    found = run(
        tmp_path,
        "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,,1,1\n",
        [{"screen": {"availability": 0.9}}, *MEAN],
    )
    assert [r.unit for r in found.results] == ["u", "v"]
    assert [w.value for w in found.warnings if w.code == "SCREENED_OUT"] == ["w"]


def test_missing_is_rescaled_or_propagated_as_the_recipe_says(tmp_path):
    rows = "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,,1,1\n"
    rescaled = run(tmp_path, rows, MEAN).unit("w")
    assert rescaled.total == 100
    steps = [MEAN[0], {"aggregate": {"method": "arithmetic", "missing": "propagate"}}, "rank"]
    found = run(tmp_path, rows, steps).unit("w")
    assert (found.total, found.lower, found.upper, found.rank) == (None, 75, 100, None)


def test_entropy_and_topsis(tmp_path):
    rows = "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,2,1,1\n"
    steps = [MEAN[0], {"weight": {"method": "entropy", "variant": "minmax"}}, *MEAN[1:]]
    found = run(tmp_path, rows, steps)
    assert sum(r.weight for r in found.results[0].indicators.values()) == pytest.approx(1)
    closeness = run(tmp_path, rows, [{"aggregate": {"method": "topsis", "normalisation": "vector"}}, "rank"])
    assert all(0 <= r.total <= 1 for r in closeness.results)
    assert closeness.unit("w").rank == 1


@pytest.mark.parametrize(
    ("weight", "shares"),
    [
        ({"method": "equal"}, (0.5, 0.5)),
        ({"method": "given", "weights": {"a": 1, "b": 4}}, (0.2, 0.8)),
        ({"method": "ahp", "judgements": [[1, 3], [1 / 3, 1]], "variant": "eigenvector"}, (0.75, 0.25)),
        ({"method": "ahp", "judgements": [[1, 3], [1 / 3, 1]], "variant": "geometric_mean"}, (0.75, 0.25)),
        ({"method": "combined", "share": 1.0, "variant": "minmax"}, (0.25, 0.75)),
    ],
)
def test_weights(tmp_path, weight, shares):
    rows = "u,N,2025,1,1,1\nv,N,2025,3,2,1\nw,N,2025,2,1,1\n"
    found = run(tmp_path, rows, [MEAN[0], {"weight": weight}, *MEAN[1:]])
    parts = found.results[0].indicators
    assert (parts["a"].weight, parts["b"].weight) == pytest.approx(shares)
    for result in found.results:
        assert result.contributions() == pytest.approx(result.total)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([{"impute": {"method": "group_mean", "group": "colour"}}, *MEAN], "NO_GROUP_COLUMN"),
        ([{"normalise": {"method": "goalposts"}}, *MEAN[1:]], "NO_GOALPOSTS"),
        ([{"normalise": {"method": "dist2targ"}}, *MEAN[1:]], "NO_TARGET"),
        ([MEAN[0]], "RECIPE_NEEDS_AGGREGATE"),
        ([MEAN[0], {"weight": {"method": "given", "weights": {"a": 1}}}, *MEAN[1:]], "NO_GIVEN_WEIGHT"),
        (
            [
                MEAN[0],
                {"weight": {"method": "ahp", "judgements": [[1]], "variant": "eigenvector"}},
                *MEAN[1:],
            ],
            "WEIGHTS_COUNT",
        ),
    ],
)
def test_refused(tmp_path, steps, code):
    with pytest.raises(Refused) as caught:
        run(tmp_path, "u,N,2025,1,1,1\nv,N,2025,3,2,1\n", steps)
    assert caught.value.problems[0].code == code


def test_what_is_not_applicable_gives_its_weight_to_the_rest(tmp_path):
    from index.small import indicator
    from index.small import run as official

    pair = (
        indicator("X1", weights=50),
        indicator("X2", "mines", unit="count", weights=50, na_rule="mines == 0"),
    )
    data = "unit,kind,tax,land,mines\na,county,1,1,0\nb,county,3,1,1\nc,county,2,1,5\n"
    steps = [{"normalise": {"method": "minmax"}}, {"aggregate": {"method": "arithmetic"}}]
    found = official(tmp_path, data, *pair, recipe=steps)
    assert {r.unit: r.total for r in found.results} == {"a": 0, "b": 50, "c": 75}
    assert found.unit("a").indicators["X2"].state == "not_applicable"


def test_scores_that_were_turned_are_not_turned_again(tmp_path):
    rows = "u,N,2025,1,1,1\nv,N,2025,1,2,1\nw,N,2025,2,3,1\n"
    topsis = {"aggregate": {"method": "topsis", "normalisation": "none"}}
    found = run(tmp_path, rows, [{"normalise": {"method": "zscore"}}, topsis])
    assert found.unit("u").total > found.unit("v").total
