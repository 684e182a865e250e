"""The whole framework of fifty on six counties, in three county types, to the last digit."""

import pytest

from index.golden import INDICATORS, example_expected, example_panel, fifty, subset
from jiyue.engine.index import as_json, evaluate, evaluate_file, load_framework
from paths import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize("variant", ["land", "mixed", "mineral"])
def test_shipped_framework(variant):
    found = as_json(evaluate(fifty(), example_panel(), year=2025, variant=variant), "en")
    by_unit = {r["unit"]: r for r in found["results"]}
    wanted = example_expected()["variants"][variant]["results"]
    assert [line for r in wanted for line in subset(r, by_unit[r["unit"]], r["unit"])] == []
    assert len(by_unit) == len(wanted)


def test_the_given_table_says_the_same():
    table = load_framework(INDICATORS / "formulas.csv")
    found, _, _ = evaluate_file(INDICATORS / "example_measures.csv", table, variant="land")
    by_unit = {r["unit"]: r for r in as_json(found, "en")["results"]}
    for wanted in example_expected()["variants"]["land"]["results"]:
        assert subset(wanted, by_unit[wanted["unit"]]) == []


def test_latest_year_and_mixed_are_the_defaults():
    found = evaluate(fifty(), example_panel())
    assert (found.year, found.variant) == (2025, "mixed")
