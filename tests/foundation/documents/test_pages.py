"""A clerk drafts a document, a colleague passes and issues it, and both see its pages."""

import io

import pypdfium2
import pytest
from django.test import Client
from PIL import Image

from foundation.documents.conftest import Desk
from foundation.seeing import seen_on
from jiyue.foundation.documents.models import Document
from jiyue.foundation.people.models import Account

BODY = "请认真做好自查工作。\n一、总体要求\n（一）时间。三月底前完成。\n各乡镇要按期报送。"


@pytest.fixture
def clerk(desk: Desk) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=desk.li.account))
    return client


@pytest.fixture
def chief(desk: Desk) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=desk.wang.account))
    return client


def fields(desk: Desk, **more: str) -> dict[str, str]:
    said = {
        "kind": "notice",
        "unit": str(desk.place.plain.pk),
        "title": "关于开展自查的通知",
        "body": BODY,
        "signer": "平川县自然资源局",
        "copies": "县政府办公室\n县统计局",
        "printer": "平川县自然资源局办公室",
    }
    return {**said, **more}


def test_a_document_goes_from_the_form_to_its_number(desk: Desk, clerk: Client, chief: Client) -> None:
    answer = clerk.post("/documents/new", fields(desk), follow=True)
    made = Document.objects.get()
    assert answer.redirect_chain == [(f"/documents/{made.pk}", 302)]
    assert "签发" not in [words for words, _, _ in answer.context["actions"]]
    check, issue = f"/documents/{made.pk}/check", f"/documents/{made.pk}/issue"
    assert chief.post(check, seen_on(chief.get(check))).status_code == 302
    assert chief.post(issue, {"on": "2025-03-04", **seen_on(chief.get(issue))}).status_code == 302
    page = chief.get(f"/documents/{made.pk}")
    assert "平自然资发〔2025〕1号" in page.content.decode()
    made.refresh_from_db()
    assert made.said().copies == ("县政府办公室", "县统计局")


def test_the_form_shows_what_the_draft_says(desk: Desk, clerk: Client) -> None:
    clerk.post("/documents/new", fields(desk))
    made = Document.objects.get()
    edit = clerk.get(f"/documents/{made.pk}/edit")
    assert edit.context["form"].initial["body"] == BODY
    said = fields(desk, title="关于做好自查的通知")
    clerk.post(f"/documents/{made.pk}/edit", {**said, **seen_on(edit)})
    made.refresh_from_db()
    assert made.title == "关于做好自查的通知"


def test_the_drafter_is_told_why_he_cannot_pass_it(desk: Desk, clerk: Client) -> None:
    made = desk.draft()
    answer = clerk.post(f"/documents/{made.pk}/check")
    assert answer.status_code == 422
    assert [p.code for p in answer.context["problems"]] == ["SAME_PERSON"]


def test_sending_back_asks_for_a_reason(desk: Desk, chief: Client) -> None:
    made = desk.draft()
    assert chief.post(f"/documents/{made.pk}/back", {"reason": ""}).status_code == 422
    chief.post(f"/documents/{made.pk}/back", {"reason": "缺少时间"})
    assert "缺少时间" in chief.get(f"/documents/{made.pk}").content.decode()


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_document_comes_as_a_file(desk: Desk, clerk: Client, form: str, start: bytes) -> None:
    answer = clerk.get(f"/documents/{desk.issued().pk}.{form}")
    assert answer.content.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_page_comes_as_a_picture(desk: Desk, clerk: Client) -> None:
    made = desk.draft()
    with Image.open(io.BytesIO(clerk.get(f"/documents/{made.pk}/pages/1.png").content)) as picture:
        assert picture.size[0] / picture.size[1] == pytest.approx(210 / 297, abs=0.01)
    assert clerk.get(f"/documents/{made.pk}/pages/2.png").status_code == 404
    with pypdfium2.PdfDocument(clerk.get(f"/documents/{made.pk}.pdf").content) as pdf:
        assert len(pdf) == 1


def test_the_list_says_kind_and_state_in_words(desk: Desk, clerk: Client) -> None:
    desk.issued()
    text = clerk.get("/documents/").content.decode()
    assert "通知" in text
    assert clerk.get("/documents.csv").status_code == 200
    assert clerk.get("/documents/?state=withdrawn").context["page"].paginator.count == 0
