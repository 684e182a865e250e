"""The letter wins over the plan; only linked compensation counts, and no project is linked twice over."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jiyue.engine.problems import Refused
from jiyue.mechanisms.baseline import actions
from mechanisms.baseline.conftest import Bureau, count


def target(bureau: Bureau, basis: str, area: str, first: int = 2021, last: int = 2035, **more: Any) -> Any:
    facts = {"measure": "cultivated_land_target", "basis": basis, "area": Decimal(area), **more}
    return bureau.enter("target", year_from=first, year_to=last, document_number=f"{basis}-{first}", **facts)


def retention(bureau: Bureau, year: int) -> Fraction | None:
    return count("cultivated_land_target", year, bureau.place.plain).values.get("329921")


def occupation(bureau: Bureau, area: str, day: str = "2024-05-06", exempt: str = "", **more: Any) -> Any:
    facts = {"name": f"工业园{area}", "number": f"用地{area}", "approved_on": date.fromisoformat(day)}
    return bureau.enter("occupation", area=Decimal(area), exempt=exempt, **facts, **more)


def project(bureau: Bureau, area: str, **more: Any) -> Any:
    facts = {"name": f"整理{area}", "number": f"验收{area}", "works": "consolidation", **more}
    return bureau.enter("compensation", area=Decimal(area), accepted_on=date(2023, 9, 1), **facts)


def link(bureau: Bureau, taken: Any, made: Any, area: str, **more: Any) -> Any:
    return bureau.enter("link", occupation=taken, compensation=made, area=Decimal(area), **more)


def balance(bureau: Bureau, year: int = 2024) -> tuple[Fraction | None, Fraction | None]:
    codes = ("approved_cultivated_land_occupied", "compensated_cultivated_land")
    taken, made = (count(code, year, bureau.place.plain).values.get("329921") for code in codes)
    return taken, made


def test_the_letter_wins_over_the_plan_in_the_years_that_it_holds(bureau: Bureau) -> None:
    target(bureau, "plan", "42000")
    target(bureau, "letter", "41950.5", 2024, 2024)
    assert [retention(bureau, year) for year in (2020, 2023, 2024)] == [None, 42000, Fraction("41950.5")]


def test_a_later_plan_takes_the_place_of_an_earlier_one(bureau: Bureau) -> None:
    target(bureau, "plan", "42000")
    target(bureau, "plan", "41000", 2024)
    assert [retention(bureau, year) for year in (2023, 2024)] == [42000, 41000]


def test_reserve_that_is_not_linked_does_not_count(bureau: Bureau) -> None:
    taken, made = occupation(bureau, "12.5000"), project(bureau, "30.0000")
    assert balance(bureau) == (Fraction("12.5"), 0)
    link(bureau, taken, made, "10.2500")
    assert balance(bureau) == (Fraction("12.5"), Fraction("10.25"))


def test_what_a_rule_frees_from_the_duty_is_shown_and_adds_nothing(bureau: Bureau) -> None:
    occupation(bureau, "5.0000")
    occupation(bureau, "7.0000", exempt="农村村民住宅")
    counted = count("approved_cultivated_land_occupied", 2024, bureau.place.plain)
    assert counted.values == {"329921": 5}
    assert sorted(counted.rows["adds"].to_list()) == ["0", "5.0000"]


def test_a_year_without_rows_is_0_only_where_somebody_answers_for_it(bureau: Bureau) -> None:
    assert balance(bureau) == (None, None)
    said = bureau.enter("wholeyear", year=2024, verified=False)
    assert balance(bureau) == (None, None)
    bureau.verify(said)
    assert balance(bureau) == (0, 0)
    assert balance(bureau, 2023) == (None, None)


def test_no_more_is_linked_than_either_side_has(bureau: Bureau) -> None:
    taken, made = occupation(bureau, "12.5000"), project(bureau, "8.0000")
    other = occupation(bureau, "20.0000")
    link(bureau, taken, made, "5.0000")
    for where, area in ((other, "3.0001"), (taken, "7.5001")):
        with pytest.raises(Refused, match=r"BASELINE_(LINKED_MORE|ALREADY_THERE)"):
            link(bureau, where, made, area)
    link(bureau, other, made, "3.0000")
    assert balance(bureau)[1] == 8


def test_a_linked_project_is_neither_withdrawn_nor_made_smaller_than_its_links(bureau: Bureau) -> None:
    taken, made = occupation(bureau, "12.5000"), project(bureau, "8.0000")
    tie = link(bureau, taken, made, "5.0000")
    with pytest.raises(Refused, match="BASELINE_STILL_LINKED"):
        actions.withdraw(bureau.li, made, "重复")
    with pytest.raises(Refused, match="BASELINE_LINKED_MORE"):
        actions.change(bureau.li, taken, area=Decimal("4"))
    actions.withdraw(bureau.li, tie, "重复")
    assert actions.withdraw(bureau.li, made, "重复").state == "withdrawn"


def test_a_link_to_a_project_of_another_county_needs_its_reach(bureau: Bureau) -> None:
    taken = occupation(bureau, "12.5000")
    foreign = actions.enter(
        bureau.zhou,
        "compensation",
        unit=bureau.place.river,
        name="临河整理",
        number="1",
        works="reclamation",
        accepted_on=date(2023, 9, 1),
        area=Decimal(9),
    )
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        link(bureau, taken, foreign, "1")


def test_a_link_is_not_moved_to_an_occupation_of_another_county(bureau: Bureau) -> None:
    tie = link(bureau, occupation(bureau, "12.5000"), project(bureau, "8.0000"), "5.0000")
    facts = {"name": "临河园区", "number": "9", "approved_on": date(2024, 5, 6), "area": Decimal(9)}
    foreign = actions.enter(bureau.zhou, "occupation", unit=bureau.place.river, **facts)
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.change(bureau.li, tie, occupation=foreign)
    tie.refresh_from_db()
    assert tie.unit == bureau.place.plain
