"""A notice is drafted, published by another person, stands for its period and ends with a result."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from foundation.disclosure.conftest import SAID, Office
from jiyue.engine.problems import Refused
from jiyue.foundation.disclosure import actions, objecting
from jiyue.foundation.disclosure.clock import last_day
from jiyue.foundation.disclosure.guard import open_objections
from jiyue.foundation.disclosure.models import Notice

TODAY = timezone.localdate


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_seven_calendar_days_do_not_end_on_a_day_off() -> None:
    """2026-02-10 and seven days is 17 February, in the holidays of the Spring Festival to the 23rd."""
    assert last_day(date(2026, 2, 10), 7, "calendar").due == date(2026, 2, 24)


def test_working_days_count_the_swapped_weekends() -> None:
    """14 February 2026 is a working Saturday: 11, 12, 13, 14 and, after the holidays, the 24th."""
    assert last_day(date(2026, 2, 10), 5, "working").due == date(2026, 2, 24)


def test_the_drafter_does_not_publish(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.publish(office.li, office.draft(), TODAY())
    assert code(refused) == "SAME_PERSON"


def test_a_notice_does_not_begin_in_the_past(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.publish(office.wang, office.draft(), TODAY() - timedelta(days=1))
    assert code(refused) == "NOTICE_START_PAST"


def test_the_clock_sets_the_last_day(office: Office) -> None:
    made = office.open()
    assert made.last == last_day(TODAY(), 7, "calendar").due


def test_stages_follow_the_days_and_the_list_agrees(office: Office) -> None:
    made = actions.publish(office.wang, office.draft(), TODAY() + timedelta(days=2))
    days = {"announced": TODAY(), "open": made.start, "closed": made.last + timedelta(days=1)}
    for stage, day in days.items():
        assert made.stage(day) == stage
        assert list(Notice.objects.in_stage(stage, day)) == [made]
        assert Notice.objects.standing(day).get().stands == stage
    assert made.stage(made.last) == "open"


def test_a_published_notice_keeps_its_words(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.redraft(office.li, office.open(), SAID)
    assert code(refused) == "NOTICE_STAGE"


def test_the_result_waits_for_the_period_and_for_every_objection(office: Office) -> None:
    made = office.open()
    with pytest.raises(Refused) as refused:
        actions.finish(office.wang, made, "无异议。")
    assert code(refused) == "NOTICE_STAGE"
    raised, _ = office.objection(made)
    made = office.over(made)
    with pytest.raises(Refused) as refused:
        actions.finish(office.wang, made, "无异议。")
    assert code(refused) == "OBJECTIONS_OPEN"
    objecting.decline(office.wang, raised, "不属本公示范围。")
    assert actions.finish(office.wang, made, "公示无异议。").state == "finished"


def test_open_objections_are_asked_by_the_row_they_are_about(office: Office) -> None:
    made = office.open(about="campaign/entry/7")
    raised, _ = office.objection(made)
    assert list(open_objections("campaign/entry/7")) == [raised]
    objecting.decline(office.wang, raised, "重复。")
    assert not open_objections("campaign/entry/7").exists()


def test_withdrawing_needs_a_reason(office: Office) -> None:
    made = office.open()
    with pytest.raises(Refused) as refused:
        actions.withdraw(office.wang, made, "")
    assert code(refused) == "REASON_MISSING"
    assert actions.withdraw(office.wang, made, "内容有误").reason == "内容有误"
