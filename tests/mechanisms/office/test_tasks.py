"""One person reports a task done, another one closes it; what is late stands in the inbox."""

import pytest

from jiyue.engine.contracts import TodoItem
from jiyue.engine.messages import Word
from jiyue.engine.problems import Refused
from jiyue.mechanisms.office import actions, todo
from jiyue.mechanisms.office.models.work import ActionItem
from mechanisms.office.conftest import Desk, day

TASKS = ["actionitem", "finding", "instruction", "suggestion"]


def task(desk: Desk, table: str) -> ActionItem:
    above = {"actionitem": "meeting", "finding": "inspection"}.get(table)
    return desk.enter(table, **({above: desk.enter(above)} if above else {}))  # type: ignore[no-any-return]


@pytest.mark.parametrize("table", TASKS)
def test_whoever_reported_it_done_does_not_close_it(desk: Desk, table: str) -> None:
    row = task(desk, table)
    actions.report_done(desk.li, row, day(6, 3), "已完成")
    with pytest.raises(Refused, match="SAME_PERSON"):
        actions.close(desk.li, row, day(6, 4))
    assert actions.close(desk.sun, row, day(6, 4)).closed_on == day(6, 4)


def test_a_department_reports_and_closes_nothing(desk: Desk) -> None:
    row = task(desk, "actionitem")
    actions.report_done(desk.he, row, day(6, 3), "已完成")
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.close(desk.he, row, day(6, 4))


def test_what_nobody_reported_is_not_closed(desk: Desk) -> None:
    with pytest.raises(Refused, match="OFFICE_NOT_DONE"):
        actions.close(desk.sun, task(desk, "finding"), day(6, 4))


def test_it_is_not_closed_before_it_was_done(desk: Desk) -> None:
    row = task(desk, "finding")
    actions.report_done(desk.li, row, day(6, 3), "已完成")
    with pytest.raises(Refused, match="OFFICE_CLOSED_TOO_EARLY"):
        actions.close(desk.sun, row, day(6, 2))


def test_a_closed_task_is_opened_again_with_the_reason(desk: Desk) -> None:
    row = task(desk, "finding")
    actions.report_done(desk.li, row, day(6, 3), "已完成")
    actions.close(desk.sun, row, day(6, 4))
    with pytest.raises(Refused, match="OFFICE_CLOSED_ALREADY"):
        actions.report_done(desk.li, row, day(6, 5), "再次完成")
    actions.reopen(desk.sun, row, "现场仍有问题")
    assert (row.done_on, row.closed_on, row.done_what) == (None, None, "已完成")


@pytest.mark.parametrize(
    ("today", "standing"),
    [(day(5, 20), "open"), (day(5, 25), "soon"), (day(6, 1), "soon"), (day(6, 2), "overdue")],
    ids=str,
)
def test_a_task_is_overdue_from_the_day_after_it_was_due(desk: Desk, today, standing: str) -> None:
    row = task(desk, "actionitem")
    assert ActionItem.objects.lit(today).get(pk=row.pk).standing == standing


def test_a_report_does_not_undo_the_verification_of_an_instruction(desk: Desk) -> None:
    row = desk.verified("instruction")
    actions.add_report(desk.he, row, on=day(5, 20), by="县自然资源局", text="已制定方案")
    row.refresh_from_db()
    assert (row.state, row.version, row.reports.count()) == ("verified", 3, 1)


def found(items: list[TodoItem]) -> list[tuple[str, str]]:
    return [
        (str(i.title.params["kind"]), i.urgency)
        for i in items
        if isinstance(i.title, Word) and "kind" in i.title.params
    ]


def test_the_inbox_names_what_is_late_and_what_waits_to_be_closed(desk: Desk) -> None:
    row = task(desk, "finding")
    assert ("Problem found", "overdue") in found(todo.items(desk.he, day(11, 1)))
    assert ("Problem found", "overdue") not in found(todo.items(desk.zhou, day(11, 1)))
    actions.report_done(desk.he, row, day(11, 1), "已完成")
    kinds = [str(i.title) for i in todo.items(desk.sun, day(11, 1))]
    assert todo.TO_CLOSE in kinds
    assert todo.TO_CLOSE not in [str(i.title) for i in todo.items(desk.he, day(11, 1))]
