"""A kept evaluation never changes; what counts otherwise since then is said beside it."""

import pytest

from indicators.sample import Example, clerk_of, verified
from jiyue.engine.problems import Refused
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.worker import Worker
from jiyue.indicators import actions, evaluating
from jiyue.indicators.changed import changed_since
from jiyue.indicators.models import DONE, FAILED, Evaluation, UnitResult
from paths import needs_shared

pytestmark = needs_shared


def snapshot(made: Evaluation) -> list[dict[str, object]]:
    return list(UnitResult.objects.filter(evaluation=made).order_by("pk").values())


def correct(example: Example, code: str, figure: str) -> None:
    about = {
        "unit": example.province.children.get(code=code),
        "measure": "construction_land",
        "period": "2025",
    }
    made = actions.declare(example.clerk, **about, figure=figure)
    actions.verify(clerk_of(example.province, "sun"), made)


def test_a_later_figure_leaves_it_unchanged_and_is_named(example: Example) -> None:
    made = example.evaluated()
    before, bytes_before = snapshot(made), made.place.read_bytes()
    assert changed_since(made) == []
    correct(example, "990102", "123.4")
    made.refresh_from_db()
    assert (snapshot(made), made.place.read_bytes()) == (before, bytes_before)
    (one,) = changed_since(made)
    assert (one.unit, one.measure, one.year, one.now) == ("990102", "construction_land", 2025, "123.4")
    assert changed_since(made, example.province.children.get(code="990102")) == [one]
    assert changed_since(made, example.province.children.get(code="990101")) == []


def test_the_same_figures_give_the_same_bytes(example: Example) -> None:
    first, second = example.evaluated(), example.evaluated()
    assert first.package == second.package
    assert first.place.read_bytes() == second.place.read_bytes()
    verified(first.place)


def test_a_job_that_runs_twice_changes_nothing(example: Example) -> None:
    made = example.evaluated()
    before = snapshot(made)
    Job.objects.filter(pk=made.job_id).update(state="waiting", attempt=0)
    Worker().step()
    assert snapshot(made) == before
    assert Job.objects.get(pk=made.job_id).state == "done"


def test_keeping_it_again_is_refused(example: Example) -> None:
    made = example.evaluated()
    with pytest.raises(Refused) as refused:
        evaluating.keep(example.clerk, made, [], "0" * 64)
    assert [p.code for p in refused.value.problems] == ["EVALUATION_KEPT"]


def test_an_evaluation_that_cannot_be_computed_says_why(example: Example) -> None:
    made = example.evaluated(year=1999)
    assert (made.state, [p["code"] for p in made.problems]) == (FAILED, ["YEAR_ABSENT"])
    assert not made.results.exists()


def test_a_cancelled_job_leaves_nothing(example: Example) -> None:
    made = evaluating.begin(
        example.clerk, framework=example.framework(), unit=example.province, year=2025, purpose="self"
    )
    Job.objects.filter(pk=made.job_id).update(cancel_asked=True)
    Worker().step()
    made.refresh_from_db()
    assert (made.state, made.package) == (FAILED, "")
    assert not made.results.exists()


def test_a_review_stands_beside_a_kept_self_check(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        example.evaluated(purpose="review")
    assert [p.code for p in refused.value.problems] == ["EVALUATION_NOTHING_TO_REVIEW"]
    check = example.evaluated()
    made = example.evaluated(purpose="review", parent=check)
    assert (made.state, made.parent) == (DONE, check)
    with pytest.raises(Refused):
        example.evaluated(purpose="review", parent=check, year=2024)
