"""A notice goes out as the publisher read it: a change in the meantime stops it."""

import pytest
from django.test import Client
from django.utils import timezone

from foundation.disclosure.conftest import SAID, Office
from foundation.seeing import seen_on, step
from jiyue.engine.problems import Refused
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


def test_the_later_of_two_drafts_does_not_undo_the_earlier(office: Office) -> None:
    made, wang = office.draft(), publisher(office)
    form = wang.get(f"/notices/{made.pk}/edit")
    actions.redraft(office.li, made, {**SAID, "text": "平川县未达到基本标准。"})
    answer = wang.post(f"/notices/{made.pk}/edit", {**SAID, "title": "另一个标题", **seen_on(form)})
    assert [p.code for p in answer.context["problems"]] == ["CHANGED_SINCE"]
    assert Notice.objects.get().text == "平川县未达到基本标准。"
    now = seen_on(wang.get(f"/notices/{made.pk}/edit"))
    assert wang.post(f"/notices/{made.pk}/edit", {**SAID, **now}).status_code == 302


def test_the_same_words_make_nobody_the_drafter(office: Office) -> None:
    made = office.draft()
    actions.redraft(office.wang, made, {name: getattr(made, name) for name in actions.FIELDS})
    with pytest.raises(Refused, match="SAME_PERSON"):
        actions.publish(office.li, made, timezone.localdate())
