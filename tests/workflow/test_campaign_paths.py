"""Campaigns walk through their charts as the rules of 2010, of round 3 and of 2022 describe them."""

from datetime import date, datetime, time

import pytest

from jiyue.engine.workflow import load_chart, replay
from workflow.cases import NOON, Way

EDITION, ENTRANT = load_chart("edition"), load_chart("entrant")
TO_SELF_CHECK = ("start_self_check", "pass_self_check")
TO_PROPOSED = ("accept", "qualify", "review", "check_in_the_field", "survey", "propose")
TO_VALID = ("choose", "disclose", "confirm", "award", "take_effect")


def entrant(*codes):
    way = Way(ENTRANT)
    way.go(*codes)
    return way


def holder():
    return entrant(*TO_SELF_CHECK, "apply_for_excellence", *TO_PROPOSED, *TO_VALID)


def test_the_edition_of_luohe_2010():
    way = Way(EDITION)
    way.go("approve", "issue", "launch", "begin", "try_out", "end_trial", "open_selection", "decide")
    way.go("disclose", "award", "recommend", "sum_up", "close")
    standing = replay(EDITION, way.history)
    assert standing.state == "closed"
    assert standing.clocks == {}


def test_while_it_runs_briefs_reports_and_minutes_are_due():
    way = Way(EDITION)
    way.go("assess", "issue", "launch", "begin")
    began = way.history[-1].at
    papers = [d.code for code in ("research", "brief") for d in way.go(code).documents]
    assert papers == ["research_report", "symposium_minutes", "brief"]
    assert replay(EDITION, way.history).clocks["plan.brief"] > began


def test_no_notice_before_the_approval():
    way = Way(EDITION)
    assert way.refused("issue").problems[0].code == "MOVE_NOT_FROM_HERE"
    held = way.refused("approve", approval_number=False, no_fee=False)
    assert held.guards == ("approval_number", "no_fee")
    way.go("assess")
    assert way.state == "approved"


def test_an_upheld_objection_sends_the_edition_back_to_the_selection():
    way = Way(EDITION)
    way.go("assess", "issue", "launch", "begin", "open_selection", "decide", "disclose")
    assert way.refused("award", no_open_objection=False).guards == ("no_open_objection",)
    way.go("reconsider")
    assert way.state == "selection"
    assert "campaign.public_notice" not in replay(EDITION, way.history).clocks


def test_g48_a_veto_while_the_honour_is_valid_suspends_and_after_the_statement_revokes():
    way = holder()
    assert way.refused("revoke").problems[0].code == "MOVE_NOT_FROM_HERE"
    assert way.refused("suspend", veto_fired=None).problems[0].code == "GUARD_UNDETERMINED"
    assert "removal_notice" in [d.code for d in way.go("suspend").documents]
    assert way.refused("hear", statement_settled=False).guards == ("statement_settled",)
    way.go("hear")
    assert way.refused("revoke", role="office").problems[0].code == "MOVE_NOT_FOR_ROLE"
    revoked = way.go("revoke")
    assert way.state == "revoked"
    assert "revocation_notice" in [d.code for d in revoked.documents]
    assert "campaign.honour" not in replay(ENTRANT, way.history).clocks


def test_a_veto_that_proves_unfounded_gives_the_rights_back():
    way = holder()
    way.go("suspend", "hear", "restore")
    standing = replay(ENTRANT, way.history)
    assert standing.state == "valid"
    assert set(standing.clocks) == {"campaign.honour", "plan.recheck"}


def test_an_honour_that_does_not_run_yet_is_not_suspended_and_given_back():
    """Restoring would make it valid without its register and its clock."""
    way = entrant(*TO_SELF_CHECK, "apply_for_excellence", *TO_PROPOSED, *TO_VALID[:-1])
    assert way.state == "awarded"
    assert way.refused("suspend").problems[0].code == "MOVE_NOT_FROM_HERE"
    way.go("take_effect", "suspend", "hear", "restore")
    assert "campaign.honour" in replay(ENTRANT, way.history).clocks


@pytest.mark.parametrize("steps", [("suspend",), ("suspend", "hear")])
@pytest.mark.parametrize(("code", "state"), [("expire", "expired"), ("exit", "exited")])
def test_an_honour_also_ends_while_it_is_suspended(steps, code, state):
    way = holder()
    way.go(*steps, code)
    assert (way.state, replay(ENTRANT, way.history).clocks) == (state, {})


def test_g49_excellence_needs_the_standard():
    way = entrant(*TO_SELF_CHECK)
    held = way.refused("apply_for_excellence", standard_met=False)
    assert held.guards == ("standard_met",)
    assert "创优以达标为前提" in held.problems[0].remedy("zh")
    assert way.refused("apply_for_excellence", standard_met=None).guards == ("standard_met",)
    way.go("apply_for_standard", standard_met=False)
    assert way.state == "applied"


def test_g50_the_review_leaves_self_check_values_alone():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", "accept", "qualify")
    held = way.refused("review", self_values_kept=False)
    assert held.guards == ("self_values_kept",)
    assert "review value" in held.problems[0].remedy("en")


def test_g51_members_of_the_unit_stand_aside():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", *TO_PROPOSED)
    for code in ("choose", "decline"):
        assert way.refused(code, recusal_kept=False, quorum=False).guards == ("quorum", "recusal_kept")
    way.go("decline")
    assert way.state == "not_chosen"


@pytest.mark.parametrize(("moment", "in_time"), [("17:30", True), ("17:31", False)])
def test_g52_an_application_after_the_hour_is_late(moment, in_time):
    closes = datetime.combine(date(2016, 3, 12), time(17, 30), NOON.tzinfo)
    sent = datetime.combine(closes.date(), time.fromisoformat(moment), NOON.tzinfo)
    way = entrant(*TO_SELF_CHECK)
    done = way.tried("apply_for_excellence", window_open=sent <= closes)
    assert bool(getattr(done, "state", "")) is in_time
    if not in_time:
        assert done.guards == ("window_open",)
        way.go("pass_by")
        assert way.state == "not_applied"


def test_g53_a_second_failed_recheck_ends_in_removal():
    way = holder()
    way.go("recheck", "order_rectification")
    assert "campaign.rectify" in replay(ENTRANT, way.history).clocks
    assert way.refused("recheck_again", rectification_due=False).guards == ("rectification_due",)
    way.go("recheck_again")
    assert way.refused("pass_recheck", recheck_met=False).guards == ("recheck_met",)
    way.go("fail_again", "hear", "revoke")
    assert way.state == "revoked"
    assert replay(ENTRANT, way.history).clocks == {}


def test_a_holder_who_rectified_stays_and_is_rechecked_next_year():
    way = holder()
    way.go("recheck", "order_rectification", "recheck_again", "pass_recheck")
    assert way.state == "valid"
    assert "plan.recheck" in replay(ENTRANT, way.history).clocks


def test_g54_one_account_does_not_enter_and_approve():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard")
    assert way.refused("accept", other_account=False).guards == ("other_account",)


@pytest.mark.parametrize("stage", range(1, len(TO_PROPOSED) + 4))
def test_a_veto_ends_an_application_at_every_stage(stage):
    steps = (*TO_PROPOSED, "choose", "disclose", "confirm")[:stage]
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", *steps)
    way.go("reject_by_veto")
    assert way.state == "rejected_veto"


@pytest.mark.parametrize("code", ["qualify", "choose", "award"])
def test_an_undetermined_veto_blocks(code):
    steps = ("accept", "qualify", "review", "propose", "choose", "disclose", "confirm", "award")
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", *steps[: steps.index(code)])
    held = way.refused(code, veto_clear=None)
    assert [(p.rule, p.code) for p in held.problems] == [("veto_clear", "GUARD_UNDETERMINED")]


def test_objections_within_the_disclosure_are_settled_before_the_award():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", *TO_PROPOSED, "choose", "disclose", "object")
    way.go("dismiss_objection", "object", "uphold_objection")
    assert way.state == "not_chosen"
    assert replay(ENTRANT, way.history).clocks == {}


@pytest.mark.parametrize(
    ("code", "kind", "state"), [("expire", "kind_kept", "expired"), ("exit", "kind_exits", "exited")]
)
def test_the_two_kinds_of_honour_end_each_in_its_way(code, kind, state):
    way = holder()
    assert way.refused(code, validity_over=False).guards == ("validity_over",)
    assert way.refused(code, **{kind: False}).guards == (kind,)
    way.go(code)
    assert (way.state, replay(ENTRANT, way.history).clocks) == (state, {})


def test_papers_are_returned_once_in_time_or_given_up():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", "return_papers")
    assert way.refused("resubmit", correction_in_time=False).guards == ("correction_in_time",)
    way.go("resubmit", "return_papers", "lapse")
    assert way.state == "not_applied"


def test_withdrawal_and_the_end_of_the_edition():
    way = entrant(*TO_SELF_CHECK, "apply_for_standard", "accept")
    assert way.refused("withdraw", role="office").problems[0].code == "MOVE_NOT_FOR_ROLE"
    way.go("withdraw")
    assert way.state == "withdrawn"
    other = entrant(*TO_SELF_CHECK)
    other.go("cancel")
    assert other.state == "cancelled"
