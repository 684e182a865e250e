"""What a task raises comes through as it is, and says which part it was."""

import pytest

from engine.fanout_tasks import half, opaque, reciprocal, with_function
from jiyue.engine.fanout import fanout
from jiyue.engine.problems import Refused

WHERE = ["serial", "processes", "cluster"]


@pytest.fixture(params=WHERE)
def using(request):
    return request.getfixturevalue("client") if request.param == "cluster" else request.param


def test_an_exception_names_its_part_in_a_note(using):
    with pytest.raises(ZeroDivisionError) as caught:
        list(fanout(reciprocal, [1, 2, 0, 4], using=using, workers=2))
    assert caught.value.__notes__ == ["in part 3 of 4: 0"]


def test_a_refusal_names_its_part_and_keeps_its_problems(using):
    with pytest.raises(Refused) as caught:
        list(fanout(half, ["1", "two"], using=using, workers=2))
    first, second = caught.value.problems
    assert (first.code, first.row, first.value) == ("PART_REFUSED", 2, "two")
    assert (second.code, second.value) == ("NOT_A_NUMBER", "two")
    assert str(caught.value) == f"{first}\n{second}"


def test_earlier_results_are_given_before_it(using):
    results = fanout(reciprocal, [1, 0], using=using, workers=1)
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


@pytest.mark.parametrize("where", WHERE[1:])
def test_an_exception_that_cannot_travel_is_told_in_words(where, request):
    using = request.getfixturevalue("client") if where == "cluster" else where
    with pytest.raises(RuntimeError, match="Opaque: 7: cannot be sent back as it is"):
        list(fanout(opaque, [7], using=using))


@pytest.mark.parametrize("where", WHERE[1:])
def test_a_result_that_cannot_travel_names_its_part(where, request):
    using = request.getfixturevalue("client") if where == "cluster" else where
    with pytest.raises(Exception, match=r"(?i)pickle") as caught:
        list(fanout(with_function, [7], using=using))
    assert caught.value.__notes__ == ["in part 1 of 1: 7"]
