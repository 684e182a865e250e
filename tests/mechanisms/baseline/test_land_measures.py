"""Measures of land count the classes of the survey's own classification, by verified surveys only."""

from decimal import Decimal
from fractions import Fraction

import pytest

from jiyue.engine.contracts import Ref
from jiyue.engine.numbers import from_text
from jiyue.mechanisms.baseline import actions
from mechanisms.baseline.conftest import AREAS, WHOLE, Bureau, count, decimals

OLD = {
    "011": {"collective": "100.0000"},
    "123": {"collective": "3.0000"},
    "204": {"state": "7.0000"},
    "104": {"collective": "2.0000"},
    "102": {"state": "5.0000"},
}
EXPECTED = {
    "land_area": WHOLE,
    "cultivated_land": "160.7504",
    "garden_land": "0",
    "forest_land": "55",
    "grassland": "0",
    "mining_land": "5",
    "transport_land": "8",
    "urban_rural_construction_land": "47.1234",
    "construction_land": "56.6234",
}
"""Sums of AREAS by hand: field ridges are no cultivated land, rural roads no transport land, water-works
buildings are construction land."""


@pytest.mark.parametrize("code", EXPECTED)
def test_a_measure_is_the_sum_of_its_classes(bureau: Bureau, code: str) -> None:
    bureau.survey()
    counted = count(code, 2024, bureau.place.plain, bureau.place.river)
    assert counted.values == {"329921": Fraction(EXPECTED[code])}
    assert all(from_text(adds) for adds in counted.rows["adds"])


def test_each_cell_is_a_row_that_names_the_survey_in_its_version(bureau: Bureau) -> None:
    survey = bureau.survey()
    rows = count("cultivated_land", 2024, bureau.place.plain).rows.to_dicts()
    assert [(r["land_class"], r["ownership"], r["adds"]) for r in rows] == [
        ("0101", "state", "10.5000"),
        ("0101", "collective", "120.2503"),
        ("0103", "collective", "30.0001"),
    ]
    assert {Ref.parse(r["ref"]) for r in rows} == {survey.as_it_stands}


def test_the_old_classification_is_counted_by_its_own_classes(bureau: Bureau) -> None:
    bureau.survey(2015, OLD, Decimal(117), classification="second")
    found = {code: count(code, 2015, bureau.place.plain).values for code in EXPECTED}
    assert found["cultivated_land"] == {"329921": Fraction(100)}
    assert found["transport_land"] == {"329921": Fraction(5)}
    assert found["construction_land"] == {"329921": Fraction(12)}
    assert found["mining_land"] == {}, "the old class holds the salt fields as well"


def test_a_survey_that_is_not_verified_does_not_count(bureau: Bureau) -> None:
    survey = bureau.survey(verified=False)
    assert count("cultivated_land", 2024, bureau.place.plain).values == {}
    bureau.verify(survey)
    assert count("cultivated_land", 2024, bureau.place.plain).values
    actions.fill_in(bureau.li, survey, WHOLE + 1, decimals({**AREAS, "0102": {"state": "1"}}))
    assert count("cultivated_land", 2024, bureau.place.plain).values == {}
    assert count("cultivated_land", 2023, bureau.place.plain).values == {}


def test_new_construction_land_is_the_gross_inflow_that_is_entered(bureau: Bureau) -> None:
    bureau.survey(2023)
    bureau.survey(2024, new_construction=Decimal("3.2000"), new_urban_rural=Decimal("2.1000"))
    plain = bureau.place.plain
    assert count("new_construction_land", 2024, plain).values == {"329921": Fraction("3.2")}
    assert count("new_urban_rural_construction_land", 2024, plain).values == {"329921": Fraction("2.1")}
    assert count("new_construction_land", 2023, plain).values == {}
