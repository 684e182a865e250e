"""A guard lets pass only a yes; nobody's answer is a no where the settings require one."""

import pytest

from engine.house import problems
from jiyue.engine.contracts import YES, Answer, Guard, Guards, Ref
from jiyue.engine.messages import translate
from jiyue.engine.problems import Refused
from jiyue.engine.rulebook import RULE_MISSING

CONTRACT = "market.contract"
QUESTION = "Add a row for each unit."  # stands for a question with a translation
GUARDS = [
    Guard(room="market", code=CONTRACT, title=QUESTION, facts=("deal",)),
    Guard(room="mines", code="mines.licence", title="?"),
]
DEAL = Ref("market", "deal", "17", 3)
REASON = RULE_MISSING(value="quorum", jurisdiction="CN")


def test_the_answer_of_the_upper_room_holds() -> None:
    guards = Guards(GUARDS)
    guards.register(CONTRACT, lambda deal: YES if deal == DEAL else Answer("no", (REASON,)))
    assert guards.ask(CONTRACT, deal=DEAL).passes
    assert guards.ask(CONTRACT, deal=Ref("market", "deal", "18", 1)).why == (REASON,)


@pytest.mark.parametrize("verdict", ["no", "undetermined"])
def test_all_but_yes_blocks_with_its_reasons(verdict: str) -> None:
    guards = Guards(GUARDS)
    guards.register(CONTRACT, lambda deal: Answer(verdict, (REASON,)))
    assert not guards.ask(CONTRACT, deal=DEAL).passes
    with pytest.raises(Refused) as caught:
        guards.demand(CONTRACT, deal=DEAL)
    assert caught.value.problems == (REASON,)


def test_what_nobody_answers_and_nobody_requires_passes() -> None:
    guards = Guards(GUARDS)
    assert guards.ask(CONTRACT, deal=DEAL) == YES
    guards.demand(CONTRACT, deal=DEAL)


def test_what_is_required_and_nobody_answers_is_refused_with_the_way_out() -> None:
    guards = Guards(GUARDS, required=[CONTRACT])
    answer = guards.ask(CONTRACT, deal=DEAL)
    assert (answer.verdict, [p.code for p in answer.why]) == ("no", ["GUARD_NOBODY_ANSWERS"])
    assert CONTRACT in answer.why[0].remedy("en")
    assert problems(lambda: guards.demand(CONTRACT, deal=DEAL)) == [("GUARD_NOBODY_ANSWERS", CONTRACT)]
    assert guards.ask("mines.licence").passes


def test_the_question_is_said_in_the_language_of_the_message() -> None:
    (reason,) = Guards(GUARDS, required=[CONTRACT]).ask(CONTRACT, deal=DEAL).why
    assert QUESTION in reason.message("en")
    assert translate(QUESTION, lang="zh") in reason.message("zh")
    assert QUESTION not in reason.message("zh")


def test_a_required_question_with_an_answer_is_asked() -> None:
    guards = Guards(GUARDS, required=[CONTRACT])
    guards.register(CONTRACT, lambda deal: YES)
    assert guards.ask(CONTRACT, deal=DEAL).passes


def test_two_answers_are_refused() -> None:
    guards = Guards(GUARDS)
    guards.register(CONTRACT, lambda deal: YES)
    found = problems(lambda: guards.register(CONTRACT, lambda deal: Answer("no", (REASON,))))
    assert found == [("GUARD_ANSWERED_TWICE", CONTRACT)]
    assert guards.ask(CONTRACT, deal=DEAL).passes


def test_a_question_that_nobody_asks_is_refused_wherever_it_is_named() -> None:
    guards = Guards(GUARDS)
    assert problems(lambda: Guards(GUARDS, required=["b", CONTRACT, "a"])) == [
        ("GUARD_UNKNOWN", "a"),
        ("GUARD_UNKNOWN", "b"),
    ]
    assert problems(lambda: guards.register("market.contrat", lambda: YES)) == [
        ("GUARD_UNKNOWN", "market.contrat")
    ]
    assert problems(lambda: guards.ask("market.contrat")) == [("GUARD_UNKNOWN", "market.contrat")]


def test_other_facts_than_the_question_names_are_an_error() -> None:
    with pytest.raises(TypeError, match="deal"):
        Guards(GUARDS).ask(CONTRACT)


def test_a_no_without_a_reason_cannot_be_given() -> None:
    with pytest.raises(ValueError, match="no reason"):
        Answer("undetermined")
