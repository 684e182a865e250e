"""Pages of evidence: who is let in, what they send, how they look after a deed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foundation.files import samples
from foundation.seeing import seen_on
from jiyue.foundation.files import actions
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.people.models import Account

ADDRESSES = ["evidence-one", "evidence-file", "evidence-describe", "evidence-withdraw"]
POSTS = ["evidence-box", "evidence-link", "evidence-confirm", "evidence-restore"]


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=name), backend="jiyue.foundation.people.backend.Accounts")
    return client


@pytest.fixture
def li(office) -> Client:
    return client_of("li")


def status(client: Client, address: str) -> int:
    """The status of an answer that is read to its end, so that its file is closed."""
    answer = client.get(address)
    b"".join(answer)
    return answer.status_code


def body(client: Client, address: str) -> bytes:
    return b"".join(client.get(address))


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def form(office, *files: SimpleUploadedFile, **more: object) -> dict[str, object]:
    return {
        "files": list(files),
        "organisation": office.bureau.pk,
        "unit": office.place.plain.pk,
        "classification": "internal",
        "retention": "10",
        **more,
    }


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_foreign_unit_finds_nothing(office, li, name) -> None:
    found = office.add()
    assert status(li, reverse(name, args=[found.pk])) == 200
    assert status(client_of("sun"), reverse(name, args=[found.pk])) == 404


def test_a_foreign_unit_sees_no_picture(office, li) -> None:
    found = office.add()
    box = actions.box(office.li, found, page=1, left=0, top=0, width=1, height=1)
    for address in (
        reverse("evidence-page", args=[found.pk, 1]),
        reverse("passage-picture", args=[box.pk]),
    ):
        assert body(li, address).startswith(b"\x89PNG")
        assert client_of("sun").get(address).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_foreign_unit_changes_nothing(office, name) -> None:
    found = office.add(samples.photo(), "a.jpg", forwarded=True)
    answer = client_of("sun").post(reverse(name, args=[found.pk]), {"ref": "a/b/1"})
    assert answer.status_code == 404
    assert not found.links.exists()


def test_lists_and_exports_hold_what_is_reached(office, li) -> None:
    office.add()
    for address in ("/evidence/", "/evidence.json", "/evidence.csv", "/evidence.xlsx"):
        assert status(li, address) == 200
    assert "投资汇总表" in body(li, "/evidence.json").decode()
    assert "投资汇总表" not in body(client_of("sun"), "/evidence.json").decode()


def test_without_an_account_the_way_leads_to_the_sign_in(office) -> None:
    found = office.add()
    answer = Client().get(reverse("evidence-file", args=[found.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


def test_a_download_is_saved_and_never_opened(office, li) -> None:
    found = office.add(b"a,b\n", '面积 "表".csv')
    answer = li.get(reverse("evidence-file", args=[found.pk]))
    assert b"".join(answer) == b"a,b\n"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_page_that_is_not_there_is_not_found(office, li, number) -> None:
    assert li.get(reverse("evidence-page", args=[office.add().pk, number])).status_code == 404


def test_several_files_are_added_at_once(office, li) -> None:
    sent = form(
        office,
        upload("一.pdf", samples.pdf()),
        upload("二.jpg", samples.photo()),
        ref="registry/enterprise/12",
        label="企业 12",
        back="/evidence/",
    )
    answer = li.post("/evidence/add", sent, follow=True)
    assert answer.redirect_chain == [("/evidence/", 302)]
    assert sorted(Evidence.objects.values_list("title", "links__label")) == [
        ("一", "企业 12"),
        ("二", "企业 12"),
    ]
    assert "已保存 2 件" in answer.content.decode()


def test_one_bad_file_keeps_all_out(office, li) -> None:
    sent = form(office, upload("一.pdf", samples.pdf()), upload("二.pdf", samples.picture()))
    answer = li.post("/evidence/add", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "二.pdf" in text
    assert "PNG 图片" in text
    assert not Evidence.objects.exists()


def test_the_way_back_stays_in_the_house(office, li) -> None:
    sent = form(office, upload("一.pdf", samples.pdf()), back="https://elsewhere.example/")
    answer = li.post("/evidence/add", sent)
    assert answer["Location"] == reverse("evidence-one", args=[Evidence.objects.get().pk])


def test_an_upload_past_the_limit_says_so(office, li, monkeypatch) -> None:
    from jiyue.foundation.files import limits

    monkeypatch.setitem(limits._figures(), "files.mb_request", 1)
    sent = form(office, upload("一.txt", b"x" * (2**20 + 5)))
    answer = li.post("/evidence/add", sent)
    assert answer.status_code == 422
    assert "合计不得超过 1 MB" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_that_was_here_before_is_named(office, li) -> None:
    data = samples.pdf()
    office.add(data, "旧.pdf")
    answer = li.post("/evidence/add", form(office, upload("新.pdf", data)), follow=True)
    assert "与已有佐证“投资汇总表”是同一文件" in answer.content.decode()


def test_a_passage_is_boxed_without_a_script(office, li) -> None:
    found = office.add()
    sent = {
        "page": 2,
        "left": "12.5",
        "top": "10",
        "width": "40.25",
        "height": "5",
        "note": "投资 184.26 亿元",
    }
    answer = li.post(reverse("evidence-box", args=[found.pk]), sent, follow=True)
    text = answer.content.decode()
    assert "投资 184.26 亿元" in text
    made = found.passages.get()
    assert (str(made.left), str(made.width), made.page) == ("0.125000", "0.402500", 2)
    assert 'data-left="0.125000"' in text
    li.post(reverse("passage-unbox", args=[made.pk]))
    assert not found.passages.exists()


def test_a_wrong_box_is_explained_and_what_was_typed_stays(office, li) -> None:
    found = office.add()
    sent = {"page": 1, "left": "80", "top": "0", "width": "30", "height": "10", "note": "说明"}
    answer = li.post(reverse("evidence-box", args=[found.pk]), sent)
    assert answer.status_code == 422
    assert "方框不在本文件的页面之内" in answer.content.decode()
    assert 'value="80"' in answer.content.decode()
    missing = li.post(reverse("evidence-box", args=[found.pk]), {**sent, "left": "x"})
    assert missing.status_code == 422


def test_the_second_witness_is_offered_to_others_only(office, li) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True)
    address = reverse("evidence-one", args=[found.pk])
    confirm = reverse("evidence-confirm", args=[found.pk])
    assert confirm not in li.get(address).content.decode()
    assert li.post(confirm).status_code == 403
    wang = client_of("wang")
    page = wang.get(address)
    assert confirm in page.content.decode()
    wang.post(confirm, seen_on(page))
    found.refresh_from_db()
    assert found.state == "kept"


def test_withdrawing_asks_for_a_reason(office, li) -> None:
    found = office.add()
    address = reverse("evidence-withdraw", args=[found.pk])
    assert li.post(address, {"reason": ""}).status_code == 422
    answer = li.post(address, {"reason": "传错"}, follow=True)
    assert "传错" in answer.content.decode()
    li.post(reverse("evidence-restore", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == "kept"


def test_describing_changes_the_words(office, li) -> None:
    found = office.add()
    address = reverse("evidence-describe", args=[found.pk])
    sent = form(office, title="改名", retention="permanent")
    sent.pop("files")
    li.post(address, sent)
    found.refresh_from_db()
    assert (found.title, found.retain_years, found.due_on) == ("改名", None, None)


def test_a_period_from_elsewhere_stays_when_something_else_is_described(office, li) -> None:
    from foundation.files.conftest import taken

    found = actions.add_evidence(office.li, taken("a.pdf", samples.pdf()), office.said(retain_years=15))
    text = li.get(reverse("evidence-describe", args=[found.pk])).content.decode()
    assert '<option value="15" selected>15 年</option>' in text


@pytest.mark.parametrize("page", ["0", "3", "x", "²", "9" * 5000])
def test_a_page_that_is_not_there_shows_the_first(office, li, page) -> None:
    answer = li.get(reverse("evidence-one", args=[office.add().pk]), {"page": page})
    assert "第 1 页，共 2 页" in answer.content.decode()


def test_linking_by_hand(office, li) -> None:
    found = office.add()
    li.post(reverse("evidence-link", args=[found.pk]), {"ref": "registry/enterprise/3", "label": "三号"})
    tie = found.links.get()
    assert "三号" in li.get(reverse("evidence-one", args=[found.pk])).content.decode()
    li.post(reverse("evidence-unlink", args=[tie.pk]))
    assert not found.links.exists()
    assert li.post(reverse("evidence-link", args=[found.pk]), {"ref": "x"}).status_code == 409


def test_due_evidence_has_a_list_of_its_own(office, li) -> None:
    from datetime import date

    from foundation.files.conftest import taken

    actions.add_evidence(
        office.li,
        taken("旧.pdf", samples.pdf()),
        office.said("旧文件", dated=date(2001, 1, 1), retain_years=10),
    )
    office.add()
    text = li.get("/evidence/due/").content.decode()
    assert "旧文件" in text
    assert "投资汇总表" not in text
