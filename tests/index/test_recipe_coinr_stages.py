"""COINr's stages come out of a recipe, from the raw table and COINr's own metadata."""

import pytest

from index.golden import ASEM, rows
from jiyue.engine.index import evaluate_file, load_framework, read_recipe
from paths import needs_shared

RECIPE = [
    {"denominate": {}},
    {"impute": {"method": "group_mean", "group": "EurAsia_group"}},
    {"screen": {"availability": 0.9}},
    {"treat": {"winsorise_max": 5, "skew": 2, "kurtosis": 3.5, "then": "log"}},
    {"normalise": {"method": "minmax", "to": [0, 100]}},
    {"aggregate": {"method": "arithmetic"}},
    "rank",
]


@needs_shared
@pytest.mark.parametrize(
    ("step", "stage"),
    [("denominate", "Denominated"), ("impute", "Imputed"), ("screen", "Screened"), ("treat", "Treated")],
)
def test_stage(step, stage):
    found, _, _ = evaluate_file(
        ASEM / "raw_iData.csv",
        load_framework(ASEM / "iMeta.csv"),
        recipe=read_recipe(RECIPE),
        upto=step,
    )
    wanted = {r.pop("uCode"): r for r in rows(ASEM / f"stage_{stage}.csv")}
    assert set(found.stage) == set(wanted)
    for unit, cells in wanted.items():
        for code, text in cells.items():
            value = found.stage[unit][code]
            if text in ("", "NA"):
                assert value is None, (unit, code)
            else:
                assert value == pytest.approx(float(text), rel=1e-9, abs=1e-12), (unit, code)
