"""An entry is printed for stamping; its page says whether the stamped copy still agrees."""

import pypdfium2
import pytest
from django.test import Client

from jiyue.foundation.files.models import PrintedSheet
from jiyue.foundation.files.sheet_state import reaches_row
from jiyue.foundation.people.models import Account
from jiyue.registry import actions
from registry.conftest import Bureau


@pytest.fixture
def li(bureau: Bureau, client: Client, settings, tmp_path) -> Client:
    settings.DATA = tmp_path
    client.force_login(Account.objects.get(username="li"))
    return client


def test_a_sheet_holds_the_facts_in_chinese_and_nothing_that_is_sealed(bureau: Bureau, li: Client) -> None:
    entry = bureau.enter(contact="李敏", phone="13800001234", industry="C2613")
    li.cookies["jiyue_language"] = "en"
    answer = li.post(f"/registry/enterprise/{entry.pk}/print")
    sheet = PrintedSheet.objects.get()
    assert answer.headers["Location"] == f"/sheets/{sheet.pk}"
    assert sheet.data["title"] == "企业：平川盐化有限公司"
    assert ["行业代码", "C2613"] in sheet.data["rows"]
    assert "李敏" not in str(sheet.data)
    assert "1234" not in str(sheet.data["rows"])
    document = pypdfium2.PdfDocument(sheet.file.place)
    assert "C2613" in document[0].get_textpage().get_text_bounded()
    document.close()


def test_the_page_says_when_the_data_differ_from_the_paper(bureau: Bureau, li: Client) -> None:
    entry = bureau.enter(industry="C2613")
    address = f"/registry/enterprise/{entry.pk}/"
    li.post(f"{address}print")
    assert "与现值不符" not in li.get(address).content.decode()
    actions.change(bureau.li, entry, industry="C2614")
    assert "与现值不符" in li.get(address).content.decode()


def test_evidence_of_an_entry_is_added_from_its_page(bureau: Bureau, li: Client) -> None:
    entry = bureau.enter()
    assert (
        f"ref=registry%2Fenterprise%2F{entry.pk}"
        in li.get(f"/registry/enterprise/{entry.pk}/").content.decode()
    )


def test_whoever_may_not_see_evidence_sees_no_panel_of_it(bureau: Bureau, client: Client) -> None:
    entry = bureau.enter()
    account = bureau.place.person("guan", "supervision", bureau.place.plain)
    client.force_login(account)
    page = client.get(f"/registry/enterprise/{entry.pk}/")
    assert page.status_code == 200
    assert "打印送签" not in page.content.decode()


def test_evidence_of_a_foreign_county_leaves_no_line_in_the_history(bureau: Bureau) -> None:
    entry = bureau.enter()
    Client().get("/")  # rooms tell who reads their rows when the addresses are read
    assert reaches_row(bureau.li, entry.ref)
    assert not reaches_row(bureau.zhou, entry.ref)
    assert not reaches_row(bureau.li, "registry/enterprise/0")
    assert not reaches_row(bureau.li, "registry/enterprise/x")
