"""Rows are entered by one person and verified by another, count their changes, and are never deleted."""

import pytest

from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine, AuditRef
from jiyue.foundation.audit.trail import spoken
from jiyue.mechanisms.office import actions
from jiyue.mechanisms.office.models.words import Brief
from mechanisms.office.conftest import Desk, day


def said_of(row: object) -> list[str]:
    about = AuditRef.objects.filter(ref=row.ref)  # type: ignore[attr-defined]
    return [spoken(line) for line in AuditLine.objects.filter(seq__in=about.values("line"))]


def test_nobody_verifies_what_he_entered(desk: Desk) -> None:
    row = desk.enter("brief")
    with pytest.raises(Refused, match="SAME_PERSON"):
        actions.verify(desk.li, row)
    assert actions.verify(desk.sun, row).state == "verified"


def test_nobody_verifies_what_he_changed_last(desk: Desk) -> None:
    row = desk.verified("brief")
    actions.change(desk.sun, row, name="简报第一期")
    assert (row.state, row.verified_by_id) == ("submitted", None)
    with pytest.raises(Refused, match="SAME_PERSON"):
        actions.verify(desk.sun, row)
    actions.verify(desk.li, row)


def test_a_draft_is_submitted_before_it_is_verified(desk: Desk) -> None:
    row = desk.enter("brief", draft=True)
    with pytest.raises(Refused, match="LEDGER_ROW_IS_DRAFT"):
        actions.verify(desk.sun, row)
    actions.change(desk.li, row, total=9)
    assert row.state == "draft"
    actions.submit(desk.li, row)
    assert actions.verify(desk.sun, row).state == "verified"


def test_every_deed_counts_as_a_version_and_what_changes_nothing_does_not(desk: Desk) -> None:
    row = desk.enter("brief")
    actions.verify(desk.sun, row)
    actions.verify(desk.sun, row)
    actions.change(desk.li, row, name=row.name)
    assert (row.version, str(row.as_it_stands)) == (2, f"office/brief/{row.pk}@2")
    actions.change(desk.li, row, total=4)
    actions.withdraw(desk.li, row, "重复录入")
    actions.bring_back(desk.sun, row, "没有重复")
    assert row.version == 5


def test_a_withdrawn_row_stays_with_its_reason_and_is_not_changed(desk: Desk) -> None:
    row = desk.verified("brief")
    actions.withdraw(desk.li, row, "重复录入")
    assert (Brief.objects.living().count(), row.withdrawn_because) == (0, "重复录入")
    with pytest.raises(Refused, match="LEDGER_ROW_WITHDRAWN"):
        actions.change(desk.li, row, name="别的")
    actions.bring_back(desk.li, row, "没有重复")
    assert row.state == "submitted"
    with pytest.raises(Refused, match="LEDGER_ROW_NOT_WITHDRAWN"):
        actions.bring_back(desk.li, row, "再来一次")


def test_the_trail_says_what_was_done_and_what_changed(desk: Desk) -> None:
    row = desk.verified("brief")
    actions.change(desk.li, row, total=4)
    line = AuditLine.objects.order_by("-seq").first()
    assert line.changes == {"total": [None, 4]}
    assert any("核实" in sentence for sentence in said_of(row))


def test_a_neighbour_enters_and_changes_nothing_here(desk: Desk) -> None:
    row = desk.enter("brief")
    for do in (
        lambda: actions.change(desk.zhou, row, total=4),
        lambda: actions.verify(desk.zhou, row),
        lambda: desk.enter("brief", actor=desk.zhou, number=2),
    ):
        with pytest.raises(Refused, match="NOT_ALLOWED"):
            do()


def test_a_row_is_not_moved_under_a_row_of_another_unit(desk: Desk) -> None:
    item = desk.enter("actionitem", meeting=desk.enter("meeting"))
    there = desk.enter("meeting", actor=desk.zhou, unit=desk.place.river)
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.change(desk.li, item, meeting=there)


def test_a_number_occurs_once_in_a_unit_and_year(desk: Desk) -> None:
    first = desk.enter("brief")
    with pytest.raises(Refused, match="OFFICE_ROW_THERE"):
        desk.enter("brief", name="另一期")
    desk.enter("brief", year=2024, issued_on=day(2, 1, 2024))
    desk.enter("brief", actor=desk.zhou, unit=desk.place.river)
    actions.withdraw(desk.li, first, "作废")
    second = desk.enter("brief")
    with pytest.raises(Refused, match="OFFICE_ROW_THERE"):
        actions.bring_back(desk.li, first, "恢复")
    assert second.pk != first.pk


def test_days_in_the_wrong_order_are_refused_with_both_days(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.enter("meeting", notified_on=day(3, 6))
    problem = refused.value.problems[0]
    assert (problem.code, problem.value, problem.params["first"]) == (
        "OFFICE_ENDS_FIRST",
        day(3, 5),
        day(3, 6),
    )


def test_a_body_rests_on_a_document_that_set_it_up(desk: Desk) -> None:
    plan = desk.enter("rule", kind="plan")
    with pytest.raises(Refused, match="OFFICE_OTHER_DOCUMENT"):
        desk.enter("body", document=plan)


def test_a_body_rests_on_a_document_of_its_own_unit(desk: Desk) -> None:
    there = desk.enter("rule", actor=desk.zhou, unit=desk.place.river)
    with pytest.raises(Refused, match="OFFICE_OTHER_UNIT"):
        desk.enter("body", document=there)


def test_the_document_of_the_group_may_set_up_its_office(desk: Desk) -> None:
    document = desk.enter("rule")
    desk.enter("body", document=document)
    desk.enter("body", kind="office", document=document)


def test_only_the_leading_group_names_a_violation(desk: Desk) -> None:
    with pytest.raises(Refused, match="OFFICE_NAMED_BY_GROUP"):
        desk.enter("confirmedcase", kind="violation")


def test_a_line_makes_its_row_wait_for_verification(desk: Desk) -> None:
    row = desk.verified("meeting")
    line = actions.add_line(desk.li, row, "attendance", name="王平", presence="deputy", deputy="刘洋")
    assert (row.state, row.version) == ("submitted", 3)
    actions.verify(desk.sun, row)
    actions.change_line(desk.sun, line, deputy="刘扬")
    row.refresh_from_db()
    assert row.state == "submitted"
    actions.remove_line(desk.li, line, "签到有误")
    assert AuditLine.objects.order_by("-seq").first().changes["deputy"] == ["刘扬", None]
