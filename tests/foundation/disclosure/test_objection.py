"""Anybody objects while the notice is open; the office accepts, looks into it and answers with reason."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from foundation.disclosure.conftest import Office
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.disclosure import actions, objecting
from jiyue.foundation.disclosure.models import Objection
from jiyue.foundation.people.models import Account
from jiyue.foundation.policy import policy


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_it_is_taken_only_while_the_notice_is_open(office: Office) -> None:
    later = actions.publish(office.wang, office.draft(), timezone.localdate() + timedelta(days=1))
    for notice in (office.draft(), later, office.over(office.open())):
        with pytest.raises(Refused) as refused:
            office.objection(notice)
        assert code(refused) == "NOTICE_NOT_OPEN"


def test_the_receipt_finds_it_and_stands_nowhere(office: Office) -> None:
    made, receipt = office.objection(office.open())
    assert objecting.by_receipt(receipt.lower().replace("-", " ")) == made
    assert kept(receipt.replace("-", "")) == kept(receipt) == []


def test_who_objects_is_sealed_in_the_database_and_absent_from_the_trail(office: Office) -> None:
    office.objection(office.open())
    assert kept("孙某") == kept("13800001234") == kept("10.0.0.7") == []
    line = AuditLine.objects.get(action__endswith="raise_objection")
    assert (line.account, line.who, line.address) == (None, "", "")


def kept(text: str) -> list[str]:
    """Tables that hold ``text`` somewhere in the open."""
    found = []
    with connection.cursor() as cursor:
        for table in ("disclosure_objection", "audit_auditline"):
            cursor.execute(f"SELECT * FROM {table}")
            found += [table for row in cursor.fetchall() if text in str(row)]
    return found


def test_an_address_sends_so_many_within_an_hour(office: Office) -> None:
    notice = office.open()
    for _ in range(policy("notices.objections_per_hour")):
        office.objection(notice)
    with pytest.raises(Refused) as refused:
        office.objection(notice)
    assert code(refused) == "OBJECTIONS_TOO_MANY"
    office.objection(notice, address="10.0.0.8")
    Objection.objects.update(at=timezone.now() - timedelta(minutes=61))
    office.objection(notice)


def test_it_goes_its_way_to_the_answer(office: Office) -> None:
    made, _ = office.objection(office.open())
    assert made.due > timezone.localdate()
    objecting.accept(office.wang, made)
    objecting.verify(office.wang, made, "经核实，面积有误。", ["files/evidence/3"])
    done = objecting.answer(office.li, made, "已更正，谢谢。", upheld=True, release=True)
    assert (done.state, done.upheld, done.released) == ("answered", True, True)
    assert done.evidence == ["files/evidence/3"]


def test_whoever_looked_into_it_does_not_answer(office: Office) -> None:
    made, _ = office.objection(office.open())
    objecting.accept(office.wang, made)
    objecting.verify(office.wang, made, "经核实，面积无误。")
    with pytest.raises(Refused) as refused:
        objecting.answer(office.wang, made, "面积无误。", upheld=False, release=False)
    assert code(refused) == "SAME_PERSON"


@pytest.mark.parametrize("deed", ["verify", "answer"])
def test_no_step_is_left_out(office: Office, deed: str) -> None:
    made, _ = office.objection(office.open())
    more = {"verify": {"finding": "有误"}, "answer": {"text": "x", "upheld": True, "release": False}}[deed]
    with pytest.raises(Refused) as refused:
        getattr(objecting, deed)(office.wang, made, **more)
    assert code(refused) == "OBJECTION_STATE"


def test_an_answer_gives_its_reason(office: Office) -> None:
    made, _ = office.objection(office.open())
    objecting.accept(office.wang, made)
    objecting.verify(office.wang, made, "面积有误。")
    with pytest.raises(Refused) as refused:
        objecting.answer(office.li, made, " ", upheld=True, release=False)
    assert code(refused) == "REASON_MISSING"


def test_overdue_objections_are_found(office: Office) -> None:
    made, _ = office.objection(office.open())
    assert not Objection.objects.overdue(made.due).exists()
    assert list(Objection.objects.overdue(made.due + timedelta(days=1))) == [made]


def test_revealing_needs_a_reason_and_leaves_a_trace(office: Office) -> None:
    made, _ = office.objection(office.open())
    with pytest.raises(Refused):
        objecting.reveal(office.wang, made, "")
    assert objecting.reveal(office.wang, made, "需要补充材料") == ("孙某", "13800001234")
    assert AuditLine.objects.first().params["reason"] == "需要补充材料"


def test_a_foreign_office_reaches_none(office: Office) -> None:
    made, _ = office.objection(office.open())
    zhao = office.place.actor("zhao", "county_bureau", office.place.river)
    with pytest.raises(Refused) as refused:
        objecting.accept(zhao, made)
    assert code(refused) == "NOT_ALLOWED"


def test_whoever_answers_no_objections_does_not_learn_who_objected(office: Office) -> None:
    made, _ = office.objection(office.open())
    qian = office.place.actor("qian", "security_admin", office.place.city)
    with pytest.raises(Refused) as refused:
        objecting.reveal(qian, made, "好奇")
    assert code(refused) == "NOT_ALLOWED"
    client = Client()
    client.force_login(Account.objects.get(pk=qian.account))
    assert client.post(f"/objections/{made.pk}/reveal", {"reason": "好奇"}).status_code == 404
