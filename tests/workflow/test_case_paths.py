"""Cases walk through their chart as the penalty law and the local rules describe them."""

import pytest

from jiyue.engine.workflow import load_chart, replay
from workflow.cases import Way

CASE = load_chart("case")
TO_STOP = ("register", "confirm", "order_stop")
TO_FILED = (*TO_STOP, "find_going_on", "report", "file")
APPEALS = {"litigation.sue", "litigation.sue_demolition", "review.apply"}
TO_NOTIFIED = ("investigate", "pass_legality", "discuss", "notify")


def case(*codes):
    way = Way(CASE)
    way.go(*codes)
    return way


def clocks(way):
    return set(replay(CASE, way.history).clocks)


def test_a_penalty_that_is_paid():
    way = case(*TO_FILED)
    assert clocks(way) == {"penalty.decide"}
    way.go(*TO_NOTIFIED)
    assert clocks(way) == {"penalty.decide", "penalty.statement", "penalty.request_hearing"}
    way.go("hear", "punish", "serve")
    assert clocks(way) == {"penalty.pay_fine"} | APPEALS
    way.go("perform", "close")
    assert clocks(way) == APPEALS
    way.go("archive")
    assert (way.state, clocks(way)) == ("archived", set())


@pytest.mark.parametrize("condition", ["actor_identified", "fact_shown", "liability_due", "own_jurisdiction"])
def test_filing_needs_its_four_conditions(condition):
    way = case(*TO_STOP, "find_going_on", "report")
    assert way.refused("file", **{condition: False}).guards == (condition,)
    assert way.refused("file", **{condition: None}).guards == (condition,)


def test_one_account_does_not_enter_and_approve():
    way = case(*TO_STOP, "find_going_on", "report")
    assert way.refused("file", other_account=False).guards == ("other_account",)


def test_two_handlers_with_certificates():
    way = case("register", "confirm")
    assert way.refused("order_stop", two_handlers=False).guards == ("two_handlers",)
    way = case(*TO_FILED)
    held = way.refused("investigate", two_handlers=False, certificates_shown=False, recusal_kept=False)
    assert held.guards == ("two_handlers", "certificates_shown", "recusal_kept")


def test_a_patrol_finds_but_does_not_issue_notices():
    way = case("register", "confirm")
    assert way.refused("order_stop", role="patrol").problems[0].code == "MOVE_NOT_FOR_ROLE"


def test_what_was_put_right_at_once_may_end_without_a_case():
    way = case(*TO_STOP, "accept_correction", "close_without_case")
    assert way.state == "closed_no_case"
    assert clocks(way) == set()


def test_no_decision_without_legality_review_and_discussion_where_it_is_major():
    way = case(*TO_FILED, *TO_NOTIFIED)
    held = way.refused("punish", legality_passed=False, discussed_if_major=None)
    assert [(p.rule, p.code) for p in held.problems] == [
        ("legality_passed", "GUARD_FALSE"),
        ("discussed_if_major", "GUARD_UNDETERMINED"),
    ]
    assert way.refused("punish", requests_settled=False).guards == ("requests_settled",)


def test_the_reviewer_is_no_handler_and_may_send_back():
    way = case(*TO_FILED, "investigate")
    assert way.refused("pass_legality", reviewer_separate=False).guards == ("reviewer_separate",)
    way.go("send_back")
    assert way.state == "filed"


def test_preserved_evidence_has_its_own_clock():
    way = case(*TO_FILED, "preserve")
    assert "penalty.preserve_evidence" in clocks(way)
    way.go("decide_preservation")
    assert (way.state, clocks(way)) == ("filed", {"penalty.decide"})


@pytest.mark.parametrize("steps", range(len(TO_NOTIFIED) + 2))
def test_preserved_evidence_is_decided_on_at_any_step_up_to_the_hearing(steps):
    way = case(*TO_FILED, "preserve", *(*TO_NOTIFIED, "hear")[:steps])
    before = way.state
    way.go("decide_preservation")
    assert way.state == before
    assert "penalty.preserve_evidence" not in clocks(way)


def test_a_party_performs_after_the_court_was_asked():
    way = case(*TO_FILED, *TO_NOTIFIED, "punish", "serve", "urge", "apply_to_court", "perform", "close")
    assert (way.state, clocks(way)) == ("closed", set())


@pytest.mark.parametrize("steps", [(), ("perform",), ("perform", "close")])
def test_a_party_that_has_paid_may_still_appeal_in_time(steps):
    way = case(*TO_FILED, *TO_NOTIFIED, "punish", "serve", *steps)
    assert way.refused("appeal", appeal_accepted=False).guards == ("appeal_accepted",)
    way.go("appeal")
    assert clocks(way) & APPEALS == set()


def test_a_reopened_case_may_end_without_one():
    way = case(*TO_FILED, "drop", "reopen", "close_without_case")
    assert (way.state, clocks(way)) == ("closed_no_case", set())


def test_unpaid_goes_to_court_after_the_reminder():
    way = case(*TO_FILED, *TO_NOTIFIED, "punish", "serve")
    assert way.refused("urge", appeal_time_over=False).guards == ("appeal_time_over",)
    way.go("urge")
    assert way.refused("apply_to_court", urged_in_vain=False, court_time_open=False).guards == (
        "urged_in_vain",
        "court_time_open",
    )
    way.go("apply_to_court", "enforce", "close", "archive")
    assert way.state == "archived"


def test_an_annulled_decision_is_withdrawn_from_the_public_and_decided_anew():
    way = case(*TO_FILED, *TO_NOTIFIED, "punish", "serve", "appeal", "annul")
    assert clocks(way) == {"penalty.withdraw_publication"}
    assert way.refused("file").problems[0].code == "MOVE_NOT_FROM_HERE"
    way.go("withdraw_publication", "file")
    assert (way.state, clocks(way)) == ("filed", {"penalty.decide"})


@pytest.mark.parametrize(
    ("code", "state", "guard"),
    [
        ("transfer_crime", "transferred_criminal", "crime_threshold_met"),
        ("transfer_discipline", "transferred_discipline", "discipline_matter"),
    ],
)
def test_side_exits_and_the_way_back(code, state, guard):
    way = case(*TO_FILED, "investigate")
    assert way.refused(code, **{guard: None}).guards == (guard,)
    way.go(code)
    assert (way.state, clocks(way)) == (state, set())
    way.go("take_back")
    assert way.state == "reopened"


def test_no_penalty_and_reopening():
    way = case(*TO_FILED, "investigate", "pass_legality", "spare")
    assert clocks(way) == {"penalty.serve"}
    assert way.refused("close").problems[0].code == "MOVE_NOT_FROM_HERE"
    way.go("serve", "close", "archive")
    assert clocks(way) == set()
    assert way.refused("reopen", reopening_cause=False).guards == ("reopening_cause",)
    way.go("reopen", "file", "drop")
    assert way.state == "closed_no_case"
