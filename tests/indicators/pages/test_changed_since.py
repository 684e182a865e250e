"""A later edit leaves a kept evaluation byte for byte, and all of its pages say what has changed since."""

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from foundation.people_known import Place
from indicators.pages.ways import measure, ranking, said, sheet
from indicators.sample import clerk_of
from indicators.small_city import small_city
from jiyue.engine.index.report_words import figure
from jiyue.engine.numbers import from_text
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.indicators import actions, evaluating
from jiyue.indicators.models import DONE, Evaluation, FrameworkVersion, Value
from jiyue.mechanisms.baseline import actions as baseline
from jiyue.mechanisms.baseline.models import Statistic, Survey


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Any) -> Place:
    settings.DATA = tmp_path
    return small_city()


@pytest.fixture
def evaluation(place: Place) -> Evaluation:
    clerk = clerk_of(place.city, "zheng")
    framework = FrameworkVersion.objects.get(code="jintan-50", unit=None)
    day = date(2026, 3, 31)
    made = evaluating.begin(clerk, framework=framework, unit=place.city, year=2025, purpose="self", as_of=day)
    Worker().step()
    made.refresh_from_db()
    assert made.state == DONE
    return made


def person(name: str) -> Any:
    return actor_of(Account.objects.get(username=name), date.today())


def as_kept(made: Evaluation) -> tuple[bytes, list[dict[str, Any]]]:
    return made.place.read_bytes(), list(made.results.order_by("pk").values())


def changes(read: Any, made: Evaluation) -> set[tuple[str, str, int]]:
    rows = json.loads(read(reverse("evaluation-changes-as", args=[made.pk, "json"])).getvalue())["rows"]
    return {(row["name"], row["title"], row["year"]) for row in rows}


def test_nothing_is_said_while_nothing_has_changed(read, evaluation, place):
    assert changes(read, evaluation) == set()
    for page in (ranking(evaluation), sheet(evaluation, place.plain)):
        assert "have changed since" not in said(read(page))
    assert "Nothing has changed since" in said(read(reverse("evaluation-changes", args=[evaluation.pk])))


def test_a_revised_value_is_said_on_ranking_sheet_and_measure(read, evaluation, place):
    before = as_kept(evaluation)
    about = {"unit": place.plain, "measure": "villages", "period": "2025"}
    actions.verify(person("tan"), actions.declare(person("qi"), **about, figure="777"))
    assert changes(read, evaluation) == {("平川县", "Administrative villages", 2025)}
    assert "1 figures have changed since; this ranking stays as it was." in said(read(ranking(evaluation)))
    assert "1 figures have changed since; this sheet stays as it was" in said(
        read(sheet(evaluation, place.plain))
    )
    assert "have changed since" not in said(read(sheet(evaluation, place.river)))
    assert "Changed since: 777" in said(read(measure(evaluation, place.plain, "villages")))
    assert as_kept(evaluation) == before


def test_a_withdrawn_value_is_said_too(read, evaluation, place):
    value = Value.objects.current().get(unit=place.plain, measure="producing_mines", period="2025")
    actions.withdraw(person("qi"), value, "重复填报")
    page = said(read(measure(evaluation, place.plain, "producing_mines")))
    assert "Changed since: no source gives this figure any more." in page
    assert "1 figures have changed since" in said(read(ranking(evaluation)))


def test_a_withdrawn_row_of_a_ledger_is_said_on_ranking_sheet_and_measure(read, evaluation, place):
    before = as_kept(evaluation)
    survey = Survey.objects.get(unit=place.plain, year=2025)
    baseline.withdraw(person("li"), survey, "数据有误")
    found = changes(read, evaluation)
    assert ("平川县", "Cultivated land", 2025) in found
    assert {year for _, _, year in found} == {2025}
    count = f"{len(found)} figures have changed since"
    assert count in said(read(ranking(evaluation)))
    assert count in said(read(sheet(evaluation, place.plain)))
    page = said(read(measure(evaluation, place.plain, "cultivated_land")))
    assert "of the rows behind it have changed since, or are no longer counted." in page
    assert "no longer counted" in page
    assert "No row of the ledger counts for this figure today." in page
    assert as_kept(evaluation) == before


def test_a_revised_statistic_stands_beside_the_vintage_that_was_used(read, evaluation, place):
    """The later vintage of the base year carries the whole chain of constant prices to new figures."""
    before = as_kept(evaluation)
    page = said(read(measure(evaluation, place.plain, "gdp_constant")))
    used, _, later = page.partition("What the ledger gives today")
    assert "Revised by census" in used
    assert "3100000.25" in used
    assert later == ""
    facts = {"measure": "gdp_current", "year": 2020, "figure": "3200000", "vintage": "revised"}
    row = baseline.enter(person("li"), "statistic", unit=place.plain, document="五经普公报", **facts)
    baseline.verify(person("sun"), row)
    used, _, later = said(read(measure(evaluation, place.plain, "gdp_constant"))).partition(
        "What the ledger gives today"
    )
    assert "3100000.25" in used
    assert "3200000" not in used
    assert "Revised by census" in later
    assert "3200000" in later
    assert "3100000.25" not in later.partition("What every source says today")[0]
    chained = from_text("3200000") * from_text("1.053") ** 5
    assert " ".join(figure(chained).split()) in later
    assert as_kept(evaluation) == before
    assert Statistic.objects.filter(measure="gdp_current", year=2020).count() == 3
