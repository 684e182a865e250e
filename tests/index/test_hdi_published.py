"""The Human Development Index of the table that ships: every published value, to the three decimals given."""

import csv
import gzip

import pytest

from jiyue.engine.index import (
    Compiled,
    Panel,
    compile_framework,
    default_dictionary,
    evaluate,
    load_framework,
    read_panel,
)
from jiyue.engine.yamls import RULES_DIR

TABLE = RULES_DIR / "samples/hdi_1990_2009.csv.gz"


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    with gzip.open(TABLE, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def read() -> tuple[Compiled, Panel]:
    compiled = compile_framework(load_framework("hdi"), default_dictionary())
    return compiled, read_panel(TABLE, compiled.scope, compiled.dictionary, compiled.framework.kinds)


@pytest.mark.parametrize("year", range(1990, 2010))
def test_every_country_as_published(
    year: int, published: list[dict[str, str]], read: tuple[Compiled, Panel]
) -> None:
    compiled, panel = read
    totals = {r.unit: r.total for r in evaluate(compiled, panel, year=year).results}
    known = {row["iso3"]: float(row[f"hdi_{year}"]) for row in published if row[f"hdi_{year}"]}
    assert len(known) > 130
    wrong = {
        unit: (totals[unit], value)
        for unit, value in known.items()
        if totals[unit] is None or abs(float(totals[unit] or 0) - value) > 0.0005
    }
    assert wrong == {}


def test_a_country_without_a_component_has_no_index(read: tuple[Compiled, Panel]) -> None:
    compiled, panel = read
    lacking = [r for r in evaluate(compiled, panel, year=2009).results if r.total is None]
    assert lacking
    assert all(any(p.state == "missing" for p in r.indicators.values()) for r in lacking)
    assert all(r.rank is None for r in lacking)


def test_the_table_warns_once_of_its_other_columns(read: tuple[Compiled, Panel]) -> None:
    assert [w.code for w in read[1].warnings] == ["UNKNOWN_COLUMN"]
    assert read[1].warnings[0].params["count"] == 21
    assert read[1].units[0].name == "Afghanistan"
