"""Workbooks of this room come in by the common way: checked, published, counted once verified, undone."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from foundation.imports.conftest import Office
from foundation.people_known import Place
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.imports.kinds import sheet_kinds
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.imports.staging import PROBLEMS, read_problems
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.mechanisms.baseline import actions
from jiyue.mechanisms.baseline.figures import lines
from jiyue.mechanisms.baseline.models import BaselineRow, Compensation, Occupation, Statistic, Survey, Target
from mechanisms.baseline.books import book, statistics_book, survey_book
from mechanisms.baseline.conftest import AREAS, WHOLE, count

TOWN, COUNTY = "329921100", "329921"
THIRD = "baseline.survey_third"


@pytest.fixture
def office(place: Place) -> Office:
    return Office(place, place.person("李敏", "county_bureau", place.plain))


def verify_all(office: Office, *models: type[BaselineRow]) -> None:
    known = Account.objects.filter(username="孙强").first()
    account = known or office.place.person("孙强", "county_bureau", office.place.plain)
    sun = actor_of(account, date.today())
    for model in models:
        for row in model.objects.living().filter(state="submitted"):
            actions.verify(sun, row)


def codes(batch: ImportBatch) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in read_problems(batch.pk, PROBLEMS)]


def test_two_lines_of_a_unit_become_one_survey_with_its_cells(office: Office) -> None:
    small = {"0101": {"collective": "3.5000"}, "1203": {"collective": "0.2500"}, "1101": {"state": "1.0000"}}
    batch = office.published(
        ("面积.xlsx", survey_book({(TOWN, 2024): AREAS, (COUNTY, 2024): small})), kind=THIRD
    )
    assert (batch.state, batch.rows, batch.new) == ("published", 2, 2)
    survey = Survey.objects.get(unit=office.place.town)
    assert (survey.land_area, survey.state, survey.version) == (WHOLE, "submitted", 1)
    assert survey.cells["0101"] == {"state": Decimal("10.5"), "collective": Decimal("120.2503")}
    assert count("land_area", 2024, office.place.town).values == {}
    verify_all(office, Survey)
    assert count("land_area", 2024, office.place.town, office.place.plain).values == {
        TOWN: WHOLE,
        COUNTY: Decimal("4.75"),
    }


def test_a_line_that_does_not_close_is_shown_at_its_own_place_and_changes_nothing(office: Office) -> None:
    content = survey_book({(TOWN, 2024): AREAS}, off="0.0001")
    batch = office.upload(("面积.xlsx", content), kind=THIRD)
    assert codes(batch) == [("BASELINE_SUM_DIFFERS", 4), ("BASELINE_SUM_DIFFERS", 5)]
    assert (batch.bad, batch.rows) == (1, 1)
    assert not Survey.objects.exists()


def test_the_same_workbook_again_says_nothing_new_and_another_one_changes_the_survey(
    office: Office,
) -> None:
    office.published(("面积.xlsx", survey_book({(TOWN, 2024): AREAS})), kind=THIRD)
    verify_all(office, Survey)
    again = office.upload(("面积.xlsx", survey_book({(TOWN, 2024): AREAS})), kind=THIRD)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    moved = {**AREAS, "0101": {"state": "9.5000", "collective": "120.2503"}, "0201": {"state": "1.0000"}}
    batch = office.published(("改.xlsx", survey_book({(TOWN, 2024): moved})), kind=THIRD)
    survey = Survey.objects.get()
    assert (batch.changed, survey.state, survey.version) == (1, "submitted", 3)
    imports.undo(office.actor, batch.pk, "发错了表")
    office.work()
    survey.refresh_from_db()
    assert (survey.cells["0101"]["state"], survey.state) == (Decimal("10.5"), "verified")
    assert survey.version == 4


def test_two_workbooks_of_the_same_town_are_asked_about(office: Office) -> None:
    content = survey_book({(TOWN, 2024): AREAS})
    batch = office.upload(("一.xlsx", content), ("二.xlsx", content), kind=THIRD)
    assert codes(batch) == [("IMPORT_TWICE", 4)]


def test_a_year_of_the_other_survey_is_refused(office: Office) -> None:
    batch = office.upload(("面积.xlsx", survey_book({(TOWN, 2015): AREAS})), kind=THIRD)
    assert codes(batch) == [("BASELINE_OTHER_CLASSIFICATION", 4)]


def test_statistics_come_in_as_new_rows_that_supersede(office: Office) -> None:
    first = statistics_book(
        [COUNTY, "现价地区生产总值", 2023, "最终核实", 4012345.67],
        [COUNTY, "常住人口", 2023, "最终核实", 512345],
    )
    office.published(("统计.xlsx", first), kind="baseline.statistics")
    verify_all(office, Statistic)
    assert count("gdp_current", 2023, office.place.plain).values == {COUNTY: Fraction("4012345.67")}
    assert Statistic.objects.get(measure="resident_population").figure == "512345"
    again = office.upload(("统计.xlsx", first), kind="baseline.statistics")
    assert (again.new, again.same) == (0, 2)
    second = statistics_book([COUNTY, "现价地区生产总值", 2023, "最终核实", 4100000])
    batch = office.published(("更正.xlsx", second), kind="baseline.statistics")
    assert (batch.new, batch.changed) == (1, 0)
    assert count("gdp_current", 2023, office.place.plain).values == {COUNTY: Fraction("4012345.67")}
    verify_all(office, Statistic)
    assert count("gdp_current", 2023, office.place.plain).values == {COUNTY: 4100000}


def test_a_figure_that_cannot_be_is_refused_in_its_cell(office: Office) -> None:
    wrong = statistics_book(
        [COUNTY, "常住人口", 2023, "最终核实", 1.5], [COUNTY, "可比价地区生产总值", 2023, "最终核实", 10]
    )
    batch = office.upload(("统计.xlsx", wrong), kind="baseline.statistics")
    assert codes(batch) == [("BASELINE_NOT_WHOLE", 4), ("BASELINE_NO_PRICE_BASE", 5)]


def test_targets_and_both_sides_of_the_balance_come_in(office: Office) -> None:
    headings = ["行政区代码", "目标", "依据", "目标面积", "起始年度", "终止年度", "文号"]
    rows = [[COUNTY, "耕地保有量", "责任书", 41950.5, 2024, 2024, "平政〔2024〕1号"]]
    office.published(("目标.xlsx", book("目标", headings, rows)), kind="baseline.targets")
    headings = ["批准文号", "项目名称", "行政区代码", "批准日期", "占用耕地面积", "免补依据"]
    rows = [["地〔2024〕1号", "园区", COUNTY, "2024-05-06", 12.5, None]]
    office.published(("占用.xlsx", book("占用", headings, rows)), kind="baseline.occupations")
    headings = ["验收文号", "项目名称", "行政区代码", "项目类型", "验收日期", "新增耕地面积"]
    rows = [["验〔2023〕1号", "整理", COUNTY, "土地整理", "2023-09-01", 30]]
    office.published(("补充.xlsx", book("补充", headings, rows)), kind="baseline.compensations")
    verify_all(office, Target, Occupation, Compensation)
    plain = office.place.plain
    assert count("cultivated_land_target", 2024, plain).values == {COUNTY: Fraction("41950.5")}
    assert count("approved_cultivated_land_occupied", 2024, plain).values == {COUNTY: Fraction("12.5")}
    assert Compensation.objects.get().works == "consolidation"


def test_a_workbook_makes_no_occupation_smaller_than_its_links(office: Office) -> None:
    facts = {"unit": office.place.plain, "name": "园区", "number": "地〔2024〕1号", "area": Decimal(9)}
    taken = actions.enter(office.actor, "occupation", approved_on=date(2024, 5, 6), **facts)
    more = {"works": "reclamation", "accepted_on": date(2023, 5, 6)}
    made = actions.enter(office.actor, "compensation", **more, **facts)
    actions.enter(office.actor, "link", occupation=taken, compensation=made, area=Decimal(5))
    headings = ["批准文号", "项目名称", "行政区代码", "批准日期", "占用耕地面积"]
    rows = [["地〔2024〕1号", "园区", COUNTY, "2024-05-06", 4.9]]
    batch = office.upload(("占用.xlsx", book("占用", headings, rows)), kind="baseline.occupations")
    assert codes(batch) == [("BASELINE_LINKED_MORE", 4)]


def test_the_workbook_offers_every_figure_of_the_ledger() -> None:
    offered = sheet_kinds()["baseline.statistics"].column("measure").choices
    assert sorted(offered) == sorted(line.zh for line in lines().values())
