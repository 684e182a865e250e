"""Numbers run without gaps by prefix and year; no number comes twice, whoever issues at the same time."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from app.office import Office
from foundation.documents.conftest import Desk
from jiyue.engine.problems import Refused
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.models import Document, NumberCounter
from jiyue.foundation.documents.style import number_text

DAY = date(2010, 8, 24)


def test_a_number_as_luohe_writes_it() -> None:
    assert number_text("notice", "漯政办", 2010, 88) == "漯政办〔2010〕88号"
    assert number_text("brief", "创建简报", 2010, 3) == "第3期"


def issue(desk: Desk, on: date = DAY, **more: object) -> str:
    return actions.issue(desk.wang, actions.check(desk.wang, desk.draft(**more)), on).number


def test_numbers_run_by_year(desk: Desk) -> None:
    found = [issue(desk), issue(desk), issue(desk, date(2011, 1, 4)), issue(desk)]
    assert [n.removeprefix("平自然资发") for n in found] == [
        "〔2010〕1号",
        "〔2010〕2号",
        "〔2011〕1号",
        "〔2010〕3号",
    ]


def test_kinds_with_one_prefix_share_a_sequence(desk: Desk) -> None:
    actions.set_prefix(desk.wang, desk.office, "reply", "平自然资发")
    actions.set_prefix(desk.wang, desk.office, "letter", "平自然资函")
    found = [issue(desk), issue(desk, kind="reply"), issue(desk, kind="letter")]
    assert found == ["平自然资发〔2010〕1号", "平自然资发〔2010〕2号", "平自然资函〔2010〕1号"]


def test_an_issue_that_fails_uses_no_number(desk: Desk) -> None:
    made = actions.check(desk.wang, desk.draft())

    def cut_off() -> None:
        with transaction.atomic():
            actions.issue(desk.wang, made, DAY)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        cut_off()
    assert issue(desk) == "平自然资发〔2010〕1号"


def test_a_withdrawn_number_is_not_given_again(desk: Desk) -> None:
    issue(desk)
    actions.withdraw(desk.wang, Document.objects.get(), "内容有误")
    assert issue(desk) == "平自然资发〔2010〕2号"


def test_without_a_prefix_nothing_is_issued(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        issue(desk, kind="decision")
    assert refused.value.problems[0].code == "NO_NUMBER_PREFIX"
    assert not NumberCounter.objects.exists()


def test_a_prefix_belongs_to_one_organisation(desk: Desk) -> None:
    zhao = desk.place.actor("zhao", "city_office", desk.place.city)
    from jiyue.foundation.people.models import Account

    other = Account.objects.get(pk=zhao.account).organisation
    with pytest.raises(Refused) as refused:
        actions.set_prefix(zhao, other, "notice", "平自然资发")
    assert refused.value.problems[0].code == "NUMBER_PREFIX_TAKEN"


SEED = """
import sys
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jiyue.foundation.access import program
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.paper import Paper
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.units.models import Unit
unit = Unit(kind="county", code="329921", name="平川县"); unit.save()
office = Organisation.objects.create(name="平川县局", sector="bureau", unit=unit)
actions.set_prefix(program("t"), office, "notice", "平自")
for i in range(12):
    made = actions.draft(program("t"), kind="notice", organisation=office, unit=unit, paper=Paper(f"第{i}件"))
    actions.check(program("t"), made)
"""
RACE = """
import sys
from datetime import date
from jiyue.foundation.access import program
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.models import Document
first = int(sys.argv[1])
for made in Document.objects.order_by("pk")[first : first + 4]:
    actions.issue(program("t"), made, date(2025, 1, 2))
"""
COUNT = """
import json
from jiyue.foundation.documents.models import Document
print(json.dumps(sorted(Document.objects.values_list("seq", flat=True))))
"""


def test_three_processes_that_issue_at_once_leave_no_gap_and_no_double(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    office = Office(tmp_path / "office")
    office.python(SEED)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda first: office.python(RACE, first), (0, 4, 8)))
    assert json.loads(office.python(COUNT).stdout) == list(range(1, 13))
