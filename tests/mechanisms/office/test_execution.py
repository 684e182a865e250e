"""The execution rate of a rule is the proofs given over the proofs due."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jiyue.engine.problems import Refused
from jiyue.foundation.periods import Period
from jiyue.mechanisms.office import actions, todo
from jiyue.mechanisms.office.execution import Execution, execution_of
from jiyue.mechanisms.office.models.bodies import Rule
from mechanisms.office.conftest import Desk, day

QUARTERLY = {"kind": "rule", "name": "部门会商制度", "proof": "会商记录", "frequency": "quarter"}


def execution(rule: Rule, on: date, year: int = 2025) -> Execution:
    return execution_of([rule], year, on)[rule.pk]


def rule_of(desk: Desk, **facts: Any) -> Rule:
    return desk.verified("rule", **{**QUARTERLY, "issued_on": day(1, 5), **facts})  # type: ignore[no-any-return]


def test_a_proof_is_due_some_days_after_its_period(desk: Desk) -> None:
    rule = rule_of(desk)
    assert execution(rule, day(4, 14)).due == ()
    assert execution(rule, day(4, 14)).rate is None
    assert execution(rule, day(4, 15)).due == (Period.parse("2025Q1"),)
    assert len(execution(rule, day(12, 31)).due) == 3


def test_only_verified_proofs_are_given(desk: Desk) -> None:
    rule = rule_of(desk)
    proof = desk.enter("proof", rule=rule)
    assert execution(rule, day(7, 20)).rate == 0
    assert execution(rule, day(7, 20)).late == (Period.parse("2025Q2"),)
    actions.verify(desk.sun, proof)
    assert execution(rule, day(7, 20)).rate == Fraction(1, 2)


def test_nothing_is_due_before_a_rule_takes_force_or_after_it_is_repealed(desk: Desk) -> None:
    rule = rule_of(desk, in_force_on=day(4, 1), repealed_on=day(9, 30))
    due = execution(rule, date(2026, 3, 1)).due
    assert [str(period) for period in due] == ["2025Q2"]


def test_a_draft_and_a_rule_without_proof_owe_nothing(desk: Desk) -> None:
    draft = rule_of(desk, issued_on=None)
    plain = rule_of(desk, number="平政发〔2025〕8号", proof="", frequency="")
    assert execution_of([draft, plain], 2025, date(2026, 3, 1)) == {}


def test_a_proof_is_for_a_period_of_its_rule_and_comes_once(desk: Desk) -> None:
    rule = rule_of(desk)
    for period, code in (("2025", "OFFICE_OTHER_FREQUENCY"), ("春", "BAD_PERIOD")):
        with pytest.raises(Refused, match=code):
            desk.enter("proof", rule=rule, period=period)
    desk.enter("proof", rule=rule, period="2025-Q1")
    with pytest.raises(Refused, match="OFFICE_ROW_THERE"):
        desk.enter("proof", rule=rule, period="2025q1")


def test_no_proof_is_handed_in_where_none_is_demanded(desk: Desk) -> None:
    with pytest.raises(Refused, match="OFFICE_NO_PROOF_ASKED"):
        desk.enter("proof", rule=desk.enter("rule"))


def test_late_proofs_stand_in_the_inbox_of_those_who_keep_the_ledger(desk: Desk) -> None:
    rule_of(desk)
    late = [item for item in todo.items(desk.li, day(4, 20)) if item.title == todo.LATE_PROOF]
    assert [item.due for item in late] == [day(4, 15)]
    assert todo.LATE_PROOF not in [item.title for item in todo.items(desk.he, day(4, 20))]
