"""A move goes through only for its state, its role and guards that are all true; each refusal says which."""

import pytest

from jiyue.engine.workflow import Held, Moved, move, offers
from workflow.cases import small_chart

CHART = small_chart()
YES = {"card_valid": True, "on_shelf": True}


def codes(held):
    assert isinstance(held, Held)
    return [p.code for p in held.problems]


def test_a_move_that_goes_through_says_what_follows():
    moved = move(CHART, "wish", "lend", "desk", YES)
    assert isinstance(moved, Moved)
    assert (moved.state, moved.origin, moved.role) == ("lent", "wish", "desk")
    assert [d.code for d in moved.documents] == ["slip"]
    assert (moved.starts, moved.stops) == (("loan.term",), ())


def test_three_reasons_before_any_guard_is_asked():
    assert codes(move(CHART, "wish", "burn", "desk", YES)) == ["MOVE_UNKNOWN"]
    assert codes(move(CHART, "wish", "bring", "desk", YES)) == ["MOVE_NOT_FROM_HERE"]
    assert codes(move(CHART, "nowhere", "bring", "desk", YES)) == ["MOVE_NOT_FROM_HERE"]
    assert codes(move(CHART, "wish", "lend", "reader", {})) == ["MOVE_NOT_FOR_ROLE"]
    assert codes(move(CHART, "wish", "lend", "stranger", {})) == ["MOVE_NOT_FOR_ROLE"]


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"card_valid": False, "on_shelf": True}, [("card_valid", "GUARD_FALSE")]),
        ({"card_valid": True, "on_shelf": None}, [("on_shelf", "GUARD_UNDETERMINED")]),
        ({"on_shelf": True}, [("card_valid", "GUARD_UNANSWERED")]),
        ({"on_shelf": False}, [("card_valid", "GUARD_UNANSWERED"), ("on_shelf", "GUARD_FALSE")]),
    ],
)
def test_only_true_passes_and_every_refusing_guard_is_named_in_order(answers, reasons):
    held = move(CHART, "wish", "lend", "desk", answers)
    assert [(p.rule, p.code) for p in held.problems] == reasons
    assert held.guards == tuple(guard for guard, _ in reasons)


@pytest.mark.parametrize("answer", ["yes", 1, 0, "", []])
def test_an_answer_is_true_false_or_undetermined(answer):
    with pytest.raises(TypeError, match="card_valid"):
        move(CHART, "wish", "lend", "desk", YES | {"card_valid": answer})


def test_a_refusal_speaks_both_languages_with_the_words_of_the_chart():
    problem = move(CHART, "wish", "lend", "desk", YES | {"on_shelf": False}).problems[0]
    assert problem.message("en") == "lend is refused, for this does not hold: It is so."
    assert problem.message("zh") == "“借”不予办理，下列条件不成立：有条件。"
    assert (problem.remedy("en"), problem.remedy("zh")) == ("Put it right.", "请补正。")
    wrong = move(CHART, "wish", "bring", "desk", {}).problems[0]
    assert (wrong.message("zh"), wrong.remedy("zh")) == (
        "状态为“想借”时不能办理“还”。",
        "可在下列状态办理：借出。",
    )
    assert move(CHART, "lent", "lend", "desk", {}).problems[0].as_dict("en")["value"] == "lent"


def test_offers_are_what_a_role_may_try_here():
    assert [m.code for m in offers(CHART, "wish", "desk")] == ["lend"]
    assert offers(CHART, "wish", "reader") == ()
    assert [m.code for m in offers(CHART, "lent", "reader")] == ["bring"]
    assert offers(CHART, "done", "desk") == offers(CHART, "nowhere", "desk") == ()
