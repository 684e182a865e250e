"""GDP at constant prices is chained from growth rates on the price base of the evaluation."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jiyue.indicators.counting import offered, tallies
from jiyue.mechanisms.baseline.count_statistics import _chain
from jiyue.mechanisms.baseline.models import Statistic
from mechanisms.baseline.conftest import Bureau, count

LATE, EARLY = date(2025, 6, 30), date(2021, 6, 30)


def chained(bureau: Bureau, year: int, as_of: date = LATE) -> Fraction | None:
    return count("gdp_constant", year, bureau.place.plain, as_of=as_of).values.get("329921")


def grow(bureau: Bureau, *rates: tuple[int, str]) -> None:
    for year, rate in rates:
        bureau.figure("gdp_growth", year, rate)


def test_years_after_the_base_are_multiplied_and_years_before_it_are_restated(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2020, "1000")
    grow(bureau, (2020, "2.5"), (2021, "8.0"), (2022, "-1.5"))
    assert chained(bureau, 2020) == 1000
    assert chained(bureau, 2021) == 1080
    assert chained(bureau, 2022) == Fraction("1063.8")
    assert chained(bureau, 2019) == Fraction(1000) / Fraction("1.025")


def test_the_price_base_follows_the_as_of_day_for_all_years_alike(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2015, "500")
    bureau.figure("gdp_current", 2020, "1000")
    grow(bureau, *((year, "10") for year in range(2016, 2022)))
    assert chained(bureau, 2019, EARLY) == 500 * Fraction("1.1") ** 4
    assert chained(bureau, 2020, EARLY) == 500 * Fraction("1.1") ** 5
    assert chained(bureau, 2020, LATE) == 1000
    assert chained(bureau, 2019, LATE) == Fraction(1000) / Fraction("1.1")


def test_all_years_that_an_evaluation_asks_for_stand_on_its_base(bureau: Bureau) -> None:
    """The rules name 2025 for days from 2027 on: a year before is counted on a day whose own base is 2020."""
    bureau.figure("gdp_current", 2020, "1000")
    bureau.figure("gdp_current", 2025, "2000")
    grow(bureau, *((year, "10") for year in range(2021, 2027)))
    [measure] = [m for m in offered() if m.code == "gdp_constant"]
    keys = [("gdp_constant", 2025), ("gdp_constant", 2026)]
    told = tallies([measure], keys, lambda _: ["329921"], lambda _: {}, date(2027, 3, 1), 2026)
    assert [t.counted.values["329921"] for t in told] == [2000, 2200]


def test_a_missing_link_makes_it_missing_unless_it_was_entered_on_that_base(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2020, "1000")
    grow(bureau, (2022, "5"))
    assert chained(bureau, 2022) is None
    bureau.figure("gdp_constant", 2022, "777", price_base=2015)
    assert chained(bureau, 2022) is None
    bureau.figure("gdp_constant", 2022, "1100.5", price_base=2020)
    assert chained(bureau, 2022) == Fraction("1100.5")


def test_each_link_is_a_row_that_leads_to_its_document(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2020, "1000", "revised")
    grow(bureau, (2021, "8.0"))
    rows = count("gdp_constant", 2021, bureau.place.plain, as_of=LATE).rows.to_dicts()
    assert [(r["measure"], r["year"], r["vintage"], r["figure"], r["adds"]) for r in rows] == [
        ("gdp_current", "2020", "revised", "1000", "1080"),
        ("gdp_growth", "2021", "final", "8.0", "0"),
    ]
    assert {r["document"] for r in rows} == {"统计公报"}


@given(st.lists(st.decimals("-50", "50", places=1), min_size=1, max_size=6), st.integers(0, 6))
def test_growth_between_two_years_does_not_depend_on_the_base(rates: list, base: int) -> None:
    """However far away the base: the ratio of two neighbouring years is the growth of the later one."""
    first, base = 2000, 2000 + min(base, len(rates))
    growth = {(1, first + i + 1): Statistic(figure=str(rate)) for i, rate in enumerate(rates)}
    start = Statistic(figure="1234.5", year=base)
    series = [_chain(1, first + i, start, growth).value for i in range(len(rates) + 1)]  # type: ignore[union-attr]
    ratios = [later / earlier for earlier, later in pairwise(series)]
    assert ratios == [1 + Fraction(str(rate)) / 100 for rate in rates]
