"""Every score follows from the frozen rows, whatever their order; a row that says more changes the result."""

from dataclasses import replace
from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from indicators.rederived import from_frozen_rows, results
from indicators.sample import clerk_of
from indicators.small_city import small_city
from jiyue.engine.package import Package, read_package
from jiyue.foundation.jobs.worker import Worker
from jiyue.indicators import evaluating
from jiyue.indicators.models import FrameworkVersion

COUNTED = {"cultivated_land", "construction_land", "gdp_constant", "leading_group_meetings"}


@pytest.fixture
def package(db: None, tmp_path: Any) -> Package:
    from django.test import override_settings

    with override_settings(DATA=tmp_path):
        place = small_city()
        framework = FrameworkVersion.objects.get(code="jintan-50", unit=None)
        facts = {"framework": framework, "unit": place.city, "year": 2025, "purpose": "self"}
        made = evaluating.begin(clerk_of(place.city, "zheng"), as_of=date(2026, 3, 31), **facts)
        Worker().step()
        made.refresh_from_db()
        return read_package(made.place)


def test_every_score_re_derives_from_the_frozen_rows(package: Package) -> None:
    assert set(package.tables["rows"]["measure"]) >= COUNTED

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=10)
    def in_any_order(chance: Any) -> None:
        tables = {
            name: table.sample(fraction=1, shuffle=True, seed=chance.randrange(2**32))
            for name, table in package.tables.items()
        }
        shuffled = from_frozen_rows(replace(package, tables=tables))
        assert results(shuffled) == package.documents["result"]["results"]

    in_any_order()


def test_a_row_that_adds_more_is_another_result(package: Package) -> None:
    from polars import col, lit, when

    rows = package.tables["rows"]
    more = when(col("measure") == "leading_group_meetings").then(lit("3")).otherwise(col("adds"))
    spoilt = replace(package, tables={**package.tables, "rows": rows.with_columns(more.alias("adds"))})
    assert results(from_frozen_rows(spoilt)) != package.documents["result"]["results"]
