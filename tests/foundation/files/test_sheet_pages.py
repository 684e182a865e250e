"""Pages of sheets: the list, one sheet, and the way back of a scan; foreign units find nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.files import paper, samples
from foundation.files.test_pages import body, client_of, status
from jiyue.foundation.files import actions, sheet_state
from jiyue.foundation.files.sheet_code import shown


@pytest.fixture
def sheet(office):
    return actions.print_sheet(
        office.li,
        title="低效用地清单",
        unit=office.place.plain,
        organisation=office.bureau,
        ref="baseline/landyear/8",
        columns=["地块", "面积（亩）"],
        rows=[["一号", Decimal("12.50")]],
    )


def scan(data: bytes, name: str = "扫描.pdf", code: str = "") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "code": code, "retention": "30"}


def test_the_list_shows_codes_as_they_stand_on_the_paper(sheet) -> None:
    assert shown(sheet.code) in client_of("li").get("/sheets/").content.decode()
    assert shown(sheet.code) in body(client_of("li"), "/sheets.csv").decode()
    assert "低效用地清单" not in client_of("sun").get("/sheets/").content.decode()


def test_a_foreign_unit_finds_no_sheet(sheet) -> None:
    for address in (
        reverse("sheet-one", args=[sheet.pk]),
        reverse("sheet-pdf", args=[sheet.pk]),
        reverse("sheet-page", args=[sheet.pk, 1]),
    ):
        assert status(client_of("li"), address) == 200
        assert status(client_of("sun"), address) == 404


def test_a_scan_comes_back(sheet) -> None:
    data = paper.as_pdf(paper.printed(sheet.file.place.read_bytes(), 150), 150)
    answer = client_of("li").post("/sheets/scan", scan(data), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(f"/sheets/{sheet.pk}", 302)]
    assert "的盖章件已收齐" in text
    assert "盖章件已回" in text
    made = sheet.scans.get().evidence
    assert made.retain_years == 30


def test_a_refusal_leaves_the_form_filled(sheet) -> None:
    answer = client_of("li").post(
        "/sheets/scan", scan(samples.picture("JPEG"), "白.jpg", "ABCD-EFGH-JKMN-PQ")
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="ABCD-EFGH-JKMN-PQ"' in text
    assert "不是送签表的表码" in text


def test_a_foreign_office_returns_nothing(sheet) -> None:
    data = sheet.file.place.read_bytes()
    answer = client_of("sun").post("/sheets/scan", scan(data))
    assert answer.status_code == 422
    assert not sheet.scans.exists()


def test_the_mark_stands_on_the_sheet_when_its_room_tells_other_rows(sheet, monkeypatch) -> None:
    monkeypatch.setattr(sheet_state, "SOURCES", {"baseline/landyear": lambda ref: [["一号", Decimal("13")]]})
    text = client_of("li").get(reverse("sheet-one", args=[sheet.pk])).content.decode()
    assert "盖章件与现值不符" in text
