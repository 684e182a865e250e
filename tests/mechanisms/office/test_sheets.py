"""The workbooks of the office: what they bring in, what they refuse, and that the same row comes once."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from jiyue.foundation.imports import actions as imports
from jiyue.foundation.imports import staging
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.jobs.worker import Worker
from jiyue.mechanisms.office import actions
from jiyue.mechanisms.office.models.bodies import Rule
from jiyue.mechanisms.office.models.words import Brief
from jiyue.mechanisms.office.models.work import Finding, Instruction, Meeting
from mechanisms.office.conftest import Desk, day

HERE = "329921"
BRIEFS = ("题名", "区划代码", "年度", "期数", "总期数", "印发日期", "报送日期")
PROBLEMS = ("问题编号", "督查编号", "行政区代码", "存在问题", "整改措施", "责任单位", "整改时限")


def book(headings: Sequence[str], *rows: Sequence[Any]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as made:
        sheet = made.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(headings) - 1, "创建办公室台账")
        sheet.write_row(1, 0, headings)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(2 + number, place, value)
    return out.getvalue()


def work() -> None:
    while Worker().step():
        pass


def checked(desk: Desk, kind: str, content: bytes) -> ImportBatch:
    files = [SimpleUploadedFile("台账.xlsx", content)]
    made = imports.upload(desk.li, f"office.{kind}", files, desk.place.plain)
    work()
    return ImportBatch.objects.get(pk=made.pk)


def published(desk: Desk, kind: str, content: bytes) -> ImportBatch:
    batch = checked(desk, kind, content)
    assert [p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)] == []
    imports.publish(desk.li, batch.pk)
    work()
    return ImportBatch.objects.get(pk=batch.pk)


def codes(batch: ImportBatch) -> list[str]:
    return [p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)]


def brief(number: int, name: str = "创建工作简报", **more: Any) -> tuple[Any, ...]:
    issued, sent = more.get("issued", day(2, number)), more.get("sent", day(3, number))
    return (name, HERE, 2025, number, number + 10, issued, sent)


def test_imported_briefs_count_once_somebody_else_has_verified_them(desk: Desk) -> None:
    published(desk, "briefs", book(BRIEFS, brief(1), brief(2, sent=None)))
    assert desk.figure("briefs_issued") is None
    for row in Brief.objects.living():
        actions.verify(desk.sun, row)
    assert desk.figure("briefs_issued") == 1


def test_an_imported_row_is_the_one_that_was_entered_by_hand(desk: Desk) -> None:
    row = desk.verified("brief")
    published(desk, "briefs", book(BRIEFS, brief(1, "更正后的简报")))
    row.refresh_from_db()
    assert (row.name, row.state, row.version) == ("更正后的简报", "submitted", 3)
    assert Brief.objects.living().count() == 1


def test_undoing_an_import_is_one_more_version_of_the_rows_that_it_changed(desk: Desk) -> None:
    row = desk.verified("brief")
    batch = published(desk, "briefs", book(BRIEFS, brief(1, "更正后的简报"), brief(2)))
    imports.undo(desk.li, batch.pk, "导错了")
    work()
    row.refresh_from_db()
    assert (row.name, row.state, row.version) == ("创建工作简报", "verified", 4)
    assert Brief.objects.living().count() == 1


def test_the_same_number_in_two_counties_is_two_briefs(desk: Desk) -> None:
    there = desk.enter("brief", actor=desk.zhou, unit=desk.place.river)
    published(desk, "briefs", book(BRIEFS, brief(1)))
    assert Brief.objects.living().exclude(pk=there.pk).get().unit == desk.place.plain


def test_a_number_that_stands_there_twice_is_refused(desk: Desk) -> None:
    assert codes(checked(desk, "briefs", book(BRIEFS, brief(1), brief(1, "又一期")))) == ["OFFICE_TWICE"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (brief(1, sent=date(2025, 1, 1)), "OFFICE_ENDS_FIRST"),
        (brief(1, issued=date(2024, 12, 30)), "OFFICE_YEAR_OF_ISSUE"),
    ],
    ids=str,
)
def test_facts_that_contradict_each_other_are_refused_in_their_cell(
    desk: Desk, row: tuple[Any, ...], code: str
) -> None:
    batch = checked(desk, "briefs", book(BRIEFS, row))
    problem = staging.read_problems(batch.pk, staging.PROBLEMS)[0]
    assert (problem.code, problem.row) == (code, 3)
    assert problem.field in ("报送上级创建办日期", "印发日期")


def test_problems_find_the_inspection_of_their_unit(desk: Desk) -> None:
    inspection = desk.enter("inspection")
    row = ("1", inspection.number, HERE, "两宗闲置土地未处置", "限期处置", "县自然资源局", day(10, 31))
    published(desk, "problems", book(PROBLEMS, row))
    found = Finding.objects.get()
    assert (found.inspection, found.unit, found.due_on) == (inspection, desk.place.plain, day(10, 31))


def test_a_problem_of_an_inspection_that_nobody_entered_is_refused(desk: Desk) -> None:
    desk.enter("inspection", actor=desk.zhou, unit=desk.place.river)
    row = ("1", "督〔2025〕2号", HERE, "闲置", "处置", "县局", day(10, 31))
    assert codes(checked(desk, "problems", book(PROBLEMS, row))) == ["OFFICE_NO_INSPECTION"]


def test_rules_meetings_and_instructions_come_in_by_the_words_of_bureaus(desk: Desk) -> None:
    rules = book(
        ("制度名称", "文号", "区划代码", "类别", "发文机关", "印发日期", "落实材料", "频次"),
        ("部门会商制度", "平创办〔2025〕4号", HERE, "机制制度", "县创建办", day(1, 5), "会商记录", "每季度"),
    )
    published(desk, "rules", rules)
    meetings = book(
        ("会议名称", "会议编号", "区划代码", "会议类别", "会议形式", "会议日期", "会议纪要"),
        ("推进会", "平创领〔2025〕1号", HERE, "领导小组会议", "现场会议", day(3, 5), "议定三项任务"),
    )
    published(desk, "meetings", meetings)
    instructions = book(
        ("登记号", "区划代码", "批示领导", "批示日期", "批示内容", "承办单位", "办结时限"),
        ("批1", HERE, "张宁", day(5, 6), "请抓紧办理", "县局", day(6, 6)),
    )
    published(desk, "instructions", instructions)
    assert (Rule.objects.get().kind, Rule.objects.get().frequency) == ("rule", "quarter")
    assert (Meeting.objects.get().kind, Meeting.objects.get().form) == ("group", "held")
    assert Instruction.objects.get().due_on == day(6, 6)
