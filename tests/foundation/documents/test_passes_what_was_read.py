"""A document is passed and issued as it was read: another draft in the meantime stops both."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from foundation.documents.conftest import Desk
from foundation.seeing import seen_on, step
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.paper import Paragraph
from jiyue.foundation.people.models import Account


@pytest.fixture
def chief(desk: Desk) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=desk.wang.account))
    return client


def other_words(desk: Desk, made: Document) -> None:
    actions.redraft(desk.li, made, replace(made.said(), blocks=(Paragraph("不必报送。"),)))


def codes(answer) -> list[str]:
    return [p.code for p in answer.context["problems"]]


def test_a_draft_changed_after_it_was_read_does_not_pass(desk: Desk, chief: Client) -> None:
    made = desk.draft()
    to = step(chief.get(f"/documents/{made.pk}"), "核稿通过")
    other_words(desk, made)
    asked = chief.get(to)
    lines = AuditLine.objects.count()
    answer = chief.post(to, seen_on(asked))
    assert answer.status_code == 422
    assert codes(answer) == ["CHANGED_SINCE"]
    assert (Document.objects.get().state, AuditLine.objects.count()) == ("draft", lines)


def test_after_another_look_it_passes(desk: Desk, chief: Client) -> None:
    made = desk.draft()
    chief.get(f"/documents/{made.pk}")
    other_words(desk, made)
    to = step(chief.get(f"/documents/{made.pk}"), "核稿通过")
    assert chief.post(to, seen_on(chief.get(to))).status_code == 302
    assert Document.objects.get().state == "checked"


def test_a_document_drafted_and_passed_anew_is_not_issued_unread(desk: Desk, chief: Client) -> None:
    made = actions.check(desk.wang, desk.draft())
    to = step(chief.get(f"/documents/{made.pk}"), "签发")
    other_words(desk, made)
    actions.check(desk.wang, made)
    answer = chief.post(to, {"on": "2025-03-04", **seen_on(chief.get(to))})
    assert codes(answer) == ["CHANGED_SINCE"]
    assert (Document.objects.get().state, Document.objects.get().number) == ("checked", "")


def test_a_page_that_sends_no_mark_approves_nothing(desk: Desk, chief: Client) -> None:
    made = desk.draft()
    assert codes(chief.post(f"/documents/{made.pk}/check")) == ["CHANGED_SINCE"]


def test_the_later_of_two_drafts_does_not_undo_the_earlier(desk: Desk) -> None:
    made, drafter = desk.draft(), Client()
    drafter.force_login(Account.objects.get(pk=desk.li.account))
    form = drafter.get(f"/documents/{made.pk}/edit")
    other_words(desk, made)
    said = {**form.context["form"].initial, **seen_on(form), "kind": made.kind, "unit": made.unit_id}
    answer = drafter.post(f"/documents/{made.pk}/edit", {**said, "title": "另一个标题"})
    assert codes(answer) == ["CHANGED_SINCE"]
    assert Document.objects.get().title == made.title
    now = drafter.get(f"/documents/{made.pk}/edit")
    assert drafter.post(f"/documents/{made.pk}/edit", {**said, **seen_on(now)}).status_code == 302


def test_the_same_words_make_nobody_the_drafter(desk: Desk) -> None:
    """Else a colleague who only presses save would let the drafter pass his own draft."""
    made = desk.draft()
    lines = AuditLine.objects.count()
    actions.redraft(desk.wang, made, made.said())
    assert AuditLine.objects.count() == lines
    with pytest.raises(Refused, match="SAME_PERSON"):
        actions.check(desk.li, made)


def test_the_refusal_says_what_to_do(desk: Desk) -> None:
    made = actions.check(desk.wang, desk.draft())
    with pytest.raises(Refused) as refused:
        actions.issue(desk.wang, made, date(2025, 3, 4), seen="")
    assert "重新打开" in refused.value.problems[0].remedy("zh")
