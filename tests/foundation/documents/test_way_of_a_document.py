"""A document is drafted, checked by another person, issued with a number, and never changed afterwards."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from foundation.documents.conftest import Desk
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.documents import actions
from jiyue.foundation.documents.made import cache, make
from jiyue.foundation.documents.models import Document
from jiyue.foundation.documents.pages import page_count
from jiyue.foundation.documents.paper import Paper, fingerprint
from jiyue.foundation.files import pdfs
from jiyue.foundation.people.models import Account

TODAY = date(2025, 3, 4)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_the_drafter_neither_checks_nor_issues(desk: Desk) -> None:
    made = desk.draft()
    with pytest.raises(Refused) as refused:
        actions.check(desk.li, made)
    assert codes(refused) == ["SAME_PERSON"]
    actions.check(desk.wang, made)
    with pytest.raises(Refused) as refused:
        actions.issue(desk.li, made, TODAY)
    assert codes(refused) == ["SAME_PERSON"]


def test_a_draft_that_nobody_checked_is_not_issued(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        actions.issue(desk.wang, desk.draft(), TODAY)
    assert codes(refused) == ["DOCUMENT_STATE"]


def test_other_words_must_be_checked_again(desk: Desk) -> None:
    made = actions.check(desk.wang, desk.draft())
    made = actions.redraft(desk.li, made, replace(made.said(), title="关于做好自查的通知"))
    assert (made.state, made.checked_by, made.title) == ("draft", None, "关于做好自查的通知")


def test_issuing_sets_number_and_date_and_freezes(desk: Desk) -> None:
    made = actions.issue(desk.wang, actions.check(desk.wang, desk.draft()), TODAY)
    said = made.said()
    assert (made.number, said.number, said.on) == ("平自然资发〔2025〕1号", made.number, TODAY)
    assert made.hash == fingerprint(made.frozen)
    assert made.stated() == {"score": "89.09"}
    assert spoken(AuditLine.objects.first()).endswith("平自然资发〔2025〕1号")


@pytest.mark.parametrize("deed", ["redraft", "check", "issue", "send_back"])
def test_an_issued_document_is_never_changed(desk: Desk, deed: str) -> None:
    made = desk.issued()
    more = {"redraft": [Paper("别的话")], "issue": [TODAY], "send_back": ["有误"]}.get(deed, [])
    with pytest.raises(Refused) as refused:
        getattr(actions, deed)(desk.wang, made, *more)
    assert codes(refused) == ["DOCUMENT_STATE"]


def test_what_was_frozen_stays_when_the_row_is_read_again(desk: Desk) -> None:
    made = desk.issued()
    again = Document.objects.get(pk=made.pk)
    assert again.said() == made.said()
    assert fingerprint(again.frozen) == made.hash
    assert make(again, "pdf") == make(made, "pdf")


def test_an_altered_document_is_not_printed(desk: Desk) -> None:
    made = desk.issued()
    Document.objects.filter(pk=made.pk).update(frozen=made.frozen.replace("89.09", "99.09"))
    with pytest.raises(Refused) as refused:
        make(Document.objects.get(pk=made.pk), "docx")
    assert codes(refused) == ["DOCUMENT_ALTERED"]


def test_a_successor_puts_the_older_one_out_of_force_when_it_is_issued(desk: Desk) -> None:
    old = desk.issued()
    new = desk.draft(supersedes=old)
    assert Document.objects.get(pk=old.pk).state == "issued"
    actions.issue(desk.wang, actions.check(desk.wang, new), timezone.localdate())
    assert Document.objects.get(pk=old.pk).state == "superseded"
    assert list(Document.objects.in_force()) == [Document.objects.get(pk=new.pk)]


def test_withdrawing_needs_a_reason_and_keeps_the_number(desk: Desk) -> None:
    made = desk.issued()
    with pytest.raises(Refused) as refused:
        actions.withdraw(desk.wang, made, "  ")
    assert codes(refused) == ["REASON_MISSING"]
    gone = actions.withdraw(desk.wang, made, "内容有误")
    assert (gone.state, gone.reason, gone.number) == ("withdrawn", "内容有误", made.number)


def test_a_foreign_bureau_reaches_nothing(desk: Desk) -> None:
    zhao = desk.place.actor("zhao", "county_bureau", desk.place.river)
    made = desk.draft()
    with pytest.raises(Refused) as refused:
        actions.check(zhao, made)
    assert codes(refused) == ["NOT_ALLOWED"]
    assert not Document.objects.reached(zhao, "documents.read").exists()
    own = {"unit": desk.place.river, "organisation": Account.objects.get(pk=zhao.account).organisation}
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.draft(zhao, kind="notice", paper=made.said(), supersedes=desk.issued(), **own)


def test_the_pdf_of_an_issued_document_is_made_once(desk: Desk, settings, tmp_path) -> None:
    settings.DATA = tmp_path
    draft = desk.draft()
    make(draft, "pdf")
    assert not cache().exists()
    issued = desk.issued()
    made = make(issued, "pdf")
    [kept] = cache().iterdir()
    assert kept.read_bytes() == made
    kept.write_bytes(b"%PDF the kept one")
    assert make(issued, "pdf") == b"%PDF the kept one"


def test_one_pdf_is_drawn_at_a_time(desk: Desk, settings, tmp_path) -> None:
    settings.DATA = tmp_path
    issued = desk.issued()
    pdf = make(issued, "pdf")
    counted = threading.Thread(target=page_count, args=[issued])
    with pdfs.opened(pdf, "another"):
        counted.start()
        counted.join(1)
        assert counted.is_alive()
    counted.join(10)
    assert not counted.is_alive()
