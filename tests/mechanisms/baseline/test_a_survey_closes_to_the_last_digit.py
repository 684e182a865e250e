"""A survey is submitted only when its classes sum to the land area to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiyue.engine.problems import Refused
from jiyue.mechanisms.baseline import actions
from jiyue.mechanisms.baseline.areas import packed, table, total, unpacked
from jiyue.mechanisms.baseline.checks import unready_areas
from jiyue.mechanisms.baseline.classes import classifications
from mechanisms.baseline.conftest import AREAS, WHOLE, Bureau, decimals

CELLS = st.dictionaries(
    st.sampled_from([one.code for one in classifications()["third"].classes]),
    st.dictionaries(st.sampled_from(["state", "collective"]), st.decimals(0, 10**6, places=4), min_size=1),
    min_size=1,
)


def test_a_tenth_of_a_square_metre_too_much_is_refused_with_the_difference(bureau: Bureau) -> None:
    with pytest.raises(Refused) as refused:
        bureau.survey(whole=WHOLE - Decimal("0.0001"))
    problem = refused.value.problems[0]
    assert problem.code == "BASELINE_SUM_DIFFERS"
    assert (problem.params["whole"], problem.params["rest"]) == (WHOLE - Decimal("0.0001"), "+0.0001")
    assert problem.message("zh").startswith("平川县 2024 年度土地调查：各地类合计 279.8182 公顷")


def test_a_draft_may_wait_for_its_areas(bureau: Bureau) -> None:
    draft = actions.enter(
        bureau.li, "survey", draft=True, unit=bureau.place.plain, year=2024, classification="third"
    )
    with pytest.raises(Refused) as refused:
        actions.submit(bureau.li, draft)
    assert [p.code for p in refused.value.problems] == ["BASELINE_NO_TOTAL"]
    actions.fill_in(bureau.li, draft, WHOLE, decimals(AREAS))
    assert actions.submit(bureau.li, draft).state == "submitted"


def test_a_submitted_survey_stays_closed_when_it_is_changed(bureau: Bureau) -> None:
    survey = bureau.survey()
    with pytest.raises(Refused, match="BASELINE_SUM_DIFFERS"):
        actions.fill_in(bureau.li, survey, WHOLE, decimals({**AREAS, "0101": {"state": "1"}}))
    survey.refresh_from_db()
    assert (survey.state, total(survey.cells)) == ("verified", WHOLE)


def test_a_class_of_the_other_classification_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="BASELINE_NO_SUCH_CLASS"):
        bureau.survey(areas={"011": {"state": "1"}}, whole=Decimal(1))


@settings(suppress_health_check=list(HealthCheck))
@given(cells=CELLS)
def test_groups_and_the_whole_are_the_sums_of_their_classes(cells: dict[str, dict[str, Decimal]]) -> None:
    areas = unpacked(packed(cells))
    whole, *lines = table(classifications()["third"], areas)
    assert total(areas) == total(cells) == whole.sum
    assert sum(line.sum or 0 for line in lines if line.level == 1) == whole.sum
    assert sum(line.sum or 0 for line in lines if line.level == 2) == whole.sum
    assert list(unready_areas("", whole.sum, total(areas))) == [] or not whole.sum
