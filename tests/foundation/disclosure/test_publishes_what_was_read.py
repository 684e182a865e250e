"""A notice goes out as the publisher read it: a change in the meantime stops it."""

from django.test import Client
from django.utils import timezone

from foundation.disclosure.conftest import SAID, Office
from foundation.seeing import seen_on, step
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.disclosure import actions
from jiyue.foundation.disclosure.models import Notice
from jiyue.foundation.people.models import Account


def publisher(office: Office) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=office.wang.account))
    return client


def test_a_notice_changed_after_it_was_read_is_not_published(office: Office) -> None:
    made, wang = office.draft(), publisher(office)
    to = step(wang.get(f"/notices/{made.pk}"), "发布")
    asked = wang.get(to)
    actions.redraft(office.li, made, {**SAID, "text": "平川县未达到基本标准。"})
    lines = AuditLine.objects.count()
    start = timezone.localdate().isoformat()
    answer = wang.post(to, {"start": start, **seen_on(asked)})
    assert [p.code for p in answer.context["problems"]] == ["CHANGED_SINCE"]
    assert (Notice.objects.get().state, AuditLine.objects.count()) == ("draft", lines)
    again = step(wang.get(f"/notices/{made.pk}"), "发布")
    assert wang.post(again, {"start": start, **seen_on(wang.get(again))}).status_code == 302
    assert Notice.objects.get().state == "published"
