"""The example of six counties as values of the application gives the digits of the golden file."""

from datetime import date

import pytest

from index.golden import example_expected, example_panel, fifty, subset
from indicators.sample import Example, verified
from jiyue.indicators.gather import Asked, gather
from jiyue.indicators.models import DONE
from jiyue.indicators.needs import needed
from paths import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize("variant", ["land", "mixed", "mineral"])
def test_results_are_those_of_the_golden_file(example: Example, variant: str) -> None:
    made = example.evaluated(variant=variant)
    assert (made.state, made.problems) == (DONE, [])
    rows = {r.code: r for r in made.results.all()}
    wanted = example_expected()["variants"][variant]["results"]
    assert len(rows) == len(wanted) == made.units
    for expected in wanted:
        row = rows[expected["unit"]]
        found = {
            "rank": row.rank,
            "standard": row.standard,
            "excellence": row.excellence,
            "vetoes": row.vetoes,
            **{n: None if (v := getattr(row, n)) is None else float(v) for n in ("total", "lower", "upper")},
        }
        said = {k: expected[k] for k in found}
        assert subset(said, found) == []
        assert subset(expected["indicators"], row.indicators, expected["unit"]) == []


def test_the_package_is_verified_by_the_base_install(example: Example) -> None:
    made = example.evaluated()
    assert made.package[:16] in verified(made.place)


def test_each_county_is_ranked_among_those_of_its_type_as_well(example: Example) -> None:
    counties = list(example.province.children.order_by("code"))
    for county, kind in zip(counties, ("land", "land", "mixed", "mixed", "mineral", ""), strict=True):
        county.county_type = kind
        county.save()
    rows = {r.code: r for r in example.evaluated().results.all()}
    kinds = [rows[c.code].variant for c in counties]
    assert kinds == ["land", "land", "mixed", "mixed", "mineral", "mixed"]
    assert [rows[c.code].rank_in_type for c in counties[:2]] == [1, 2]


def test_what_is_gathered_is_the_table_whatever_the_database(example: Example) -> None:
    """The same figures and origins in the same order on SQLite and PostgreSQL, so the same package."""
    compiled = fifty()
    found = gather(Asked(example.province, 2025, date(2025, 12, 31), "self"), compiled, ())
    wanted = {(code, 2025 - lag) for code, lag in needed(compiled)}
    table = [row for row in example_panel().rows() if (row[2], row[1]) in wanted]
    assert list(found.panel.rows()) == table
    told = found.origin.sources.select("unit", "year", "measure").rows()
    assert told == sorted((unit, str(year), measure) for unit, year, measure, _ in table)
    assert set(found.origin.sources["source"]) == {"declared"}
