"""A figure of statistics is superseded, never changed; the latest verified vintage counts."""

from datetime import date
from fractions import Fraction

import pytest

from jiyue.engine.problems import Refused
from jiyue.mechanisms.baseline import actions
from jiyue.mechanisms.baseline.models import Statistic
from mechanisms.baseline.conftest import Bureau, count


def gdp(bureau: Bureau, **kwargs: date) -> Fraction | None:
    return count("gdp_current", 2023, bureau.place.plain, **kwargs).values.get("329921")


def test_the_latest_vintage_wins_whatever_was_entered_last(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2023, "4012345.67", "final")
    bureau.figure("gdp_current", 2023, "3999999", "preliminary")
    assert gdp(bureau) == Fraction("4012345.67")
    bureau.figure("gdp_current", 2023, "4100000.1", "revised")
    assert gdp(bureau) == Fraction("4100000.1")
    assert Statistic.objects.count() == 3


def test_a_later_row_of_the_same_vintage_supersedes_the_earlier_once_it_is_verified(bureau: Bureau) -> None:
    first = bureau.figure("gdp_current", 2023, "100")
    second = bureau.figure("gdp_current", 2023, "101", verified=False)
    assert gdp(bureau) == 100
    bureau.verify(second)
    assert gdp(bureau) == 101
    assert list(Statistic.objects.living().newest()) == [second]
    actions.withdraw(bureau.li, second, "录入有误")
    assert gdp(bureau) == 100
    assert list(Statistic.objects.living().newest()) == [first]


def test_the_same_figure_is_not_entered_twice_but_again_after_another_one(bureau: Bureau) -> None:
    bureau.figure("gdp_current", 2023, "100")
    with pytest.raises(Refused, match="BASELINE_ALREADY_THERE"):
        bureau.figure("gdp_current", 2023, "100")
    bureau.figure("gdp_current", 2023, "101")
    bureau.figure("gdp_current", 2023, "100")
    assert gdp(bureau) == 100


def test_a_verified_figure_is_not_changed(bureau: Bureau) -> None:
    row = bureau.figure("gdp_current", 2023, "100")
    with pytest.raises(Refused, match="BASELINE_ONLY_SUPERSEDED"):
        actions.change(bureau.li, row, figure="101")
    row.refresh_from_db()
    assert (row.figure, row.version) == ("100", 2)


@pytest.mark.parametrize(
    ("measure", "figure", "code"),
    [
        ("gdp_current", "12,3", "NOT_A_NUMBER"),
        ("gdp_current", "-1", "BASELINE_NEGATIVE"),
        ("resident_population", "1.5", "BASELINE_NOT_WHOLE"),
        ("no_such_measure", "1", "BASELINE_UNKNOWN_FIGURE"),
        ("gdp_constant", "1", "BASELINE_NO_PRICE_BASE"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(bureau: Bureau, measure: str, figure: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        bureau.figure(measure, 2023, figure)
    assert not Statistic.objects.exists()


def test_the_figure_is_kept_to_the_digit_that_the_document_prints(bureau: Bureau) -> None:
    bureau.figure("fixed_asset_investment", 2023, "123456789012345678.9012")
    counted = count("fixed_asset_investment", 2023, bureau.place.plain)
    assert counted.values["329921"] == Fraction("123456789012345678.9012")
    assert counted.rows["adds"].to_list() == ["123456789012345678.9012"]
