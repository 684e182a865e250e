"""Without signing in: reading notices, objecting, and seeing one's own answer by the receipt only."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from foundation.disclosure.conftest import Office
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.disclosure import actions, objecting
from jiyue.foundation.disclosure.models import Objection
from jiyue.foundation.documents import actions as documents
from jiyue.foundation.documents.paper import Paper, Paragraph
from jiyue.foundation.people.models import Account

SAID = {"text": "耕地面积有误。", "name": "孙某", "contact": ""}
RECEIPT = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]")


@pytest.fixture
def public() -> Client:
    return Client()


def body(answer: object) -> str:
    return answer.content.decode()


def test_the_public_reads_what_is_published_and_no_draft(office: Office, public: Client) -> None:
    draft, made = office.draft(title="尚未公布"), office.open()
    text = body(public.get("/public/notices/"))
    assert made.title in text
    assert draft.title not in text
    assert public.get(f"/public/notices/{draft.pk}").status_code == 404
    assert "提出异议" in body(public.get(f"/public/notices/{made.pk}"))


def test_the_list_is_open_data_too(office: Office, public: Client) -> None:
    office.open()
    assert public.get("/public/notices.json").status_code == 200


def send(public: Client, office: Office) -> tuple[int, str]:
    made = office.open()
    answer = public.post(f"/public/notices/{made.pk}/object", SAID, follow=True)
    return made.pk, RECEIPT.search(body(answer)).group()


def test_the_receipt_is_shown_once(office: Office, public: Client) -> None:
    _, receipt = send(public, office)
    again = public.get("/public/objections/received", follow=True)
    assert receipt not in body(again)
    assert again.redirect_chain[0][0] == "/public/objections"


def test_the_answer_is_seen_by_the_receipt_only(office: Office, public: Client) -> None:
    notice, receipt = send(public, office)
    raised = Objection.objects.get()
    objecting.accept(office.wang, raised)
    objecting.verify(office.wang, raised, "面积有误。")
    objecting.answer(office.li, raised, "已按变更调查成果更正。", upheld=True, release=False)
    assert "已按变更调查成果更正" not in body(public.get(f"/public/notices/{notice}"))
    answer = body(public.post("/public/objections", {"receipt": receipt}))
    assert "已按变更调查成果更正" in answer
    assert "面积有误。" not in answer.replace("耕地面积有误。", "")


def test_a_released_answer_stands_with_the_notice_without_a_name(office: Office, public: Client) -> None:
    notice, _ = send(public, office)
    raised = Objection.objects.get()
    objecting.accept(office.wang, raised)
    objecting.verify(office.wang, raised, "有误。")
    objecting.answer(office.li, raised, "已更正。", upheld=True, release=True)
    text = body(public.get(f"/public/notices/{notice}"))
    assert "已更正。" in text
    assert "孙某" not in text


def test_a_wrong_receipt_says_so_and_an_unknown_one_too(office: Office, public: Client) -> None:
    _, receipt = send(public, office)
    wrong = "2" + receipt[1:] if receipt[0] != "2" else "3" + receipt[1:]
    assert public.post("/public/objections", {"receipt": wrong}).context["problems"]
    Objection.objects.all().delete()
    assert public.post("/public/objections", {"receipt": receipt}).context["found"] is None


def test_a_program_that_fills_in_the_trap_is_refused(office: Office, public: Client) -> None:
    made = office.open()
    answer = public.post(f"/public/notices/{made.pk}/object", {**SAID, "website": "http://example.org"})
    assert answer.status_code == 422
    assert not Objection.objects.exists()


def test_a_refusal_keeps_what_was_written(office: Office, public: Client) -> None:
    made = office.over(office.open())
    answer = public.post(f"/public/notices/{made.pk}/object", SAID)
    assert (answer.status_code, answer.context["problems"][0].code) == (422, "NOTICE_NOT_OPEN")
    assert "耕地面积有误。" in body(answer)


def test_the_document_behind_a_notice_is_public_once_both_are_out(office: Office, public: Client) -> None:
    documents.set_prefix(office.wang, office.organisation, "report", "平自报")
    given = {"kind": "report", "organisation": office.organisation, "unit": office.place.plain}
    paper = documents.draft(office.li, **given, paper=Paper("自查报告", (Paragraph("达标。"),)))
    made = office.open(document=paper)
    assert public.get(f"/public/notices/{made.pk}/document.pdf").status_code == 404
    documents.issue(office.wang, documents.check(office.wang, paper), timezone.localdate())
    assert public.get(f"/public/notices/{made.pk}/document.pdf").content.startswith(b"%PDF")
    assert public.get(f"/documents/{paper.pk}.pdf").status_code == 302


def test_a_withdrawn_notice_says_why(office: Office, public: Client) -> None:
    made = actions.withdraw(office.wang, office.open(), "数据有误，另行公示")
    assert "数据有误，另行公示" in body(public.get(f"/public/notices/{made.pk}"))


def test_the_office_works_through_its_pages(office: Office, public: Client) -> None:
    send(public, office)
    raised = Objection.objects.get()
    li, wang = Client(), Client()
    li.force_login(Account.objects.get(pk=office.li.account))
    wang.force_login(Account.objects.get(pk=office.wang.account))
    page = wang.get(f"/objections/{raised.pk}")
    assert "孙某" not in body(page)
    assert wang.post(f"/objections/{raised.pk}/accept").status_code == 302
    assert wang.post(f"/objections/{raised.pk}/verify", {"finding": "有误"}).status_code == 302
    said = {"upheld": "yes", "text": "已更正。", "release": "on"}
    assert wang.post(f"/objections/{raised.pk}/answer", said).status_code == 422
    assert li.post(f"/objections/{raised.pk}/answer", said).status_code == 302
    assert "孙某" in body(wang.post(f"/objections/{raised.pk}/reveal", {"reason": "电话核实"}))
    assert "孙某" not in body(wang.get(f"/objections/{raised.pk}"))


def test_whoever_is_signed_in_objects_as_anybody(office: Office) -> None:
    notice = office.open()
    client = Client()
    client.force_login(Account.objects.get(pk=office.li.account))
    said = {"text": "耕地面积有误。", "name": "", "contact": ""}
    assert client.post(f"/public/notices/{notice.pk}/object", said).status_code == 302
    line = AuditLine.objects.get(action__endswith="raise_objection")
    assert (line.account, line.who) == (None, "")
