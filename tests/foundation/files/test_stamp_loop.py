"""A table is printed, stamped, scanned and found again; when the data change, the paper says so."""

import shutil
import subprocess
from decimal import Decimal

import pypdfium2
import pytest

from foundation.files import paper, samples
from foundation.files.conftest import Office, taken
from jiyue.foundation.documents import fonts
from jiyue.foundation.files import actions, sheet_state
from jiyue.foundation.files.models import Evidence, PrintedSheet
from jiyue.foundation.files.sheet_code import shown
from jiyue.foundation.people.models import Organisation

REF = "baseline/landyear/7"
COLUMNS = ["乡镇", "建设用地（公顷）", "备注"]


def rows(count: int = 3) -> list[list]:
    return [[f"青禾镇{n}", Decimal("1842.6000") + n, None] for n in range(count)]


def print_one(office: Office, count: int = 3, ref: str = REF) -> PrintedSheet:
    return actions.print_sheet(
        office.li,
        title="平川县建设用地情况表",
        unit=office.place.plain,
        organisation=office.bureau,
        ref=ref,
        columns=COLUMNS,
        rows=rows(count),
        period="2025 年",
    )


def pdf_of(sheet: PrintedSheet) -> bytes:
    return sheet.file.place.read_bytes()


def stamped_copy(sheet: PrintedSheet) -> bytes:
    return paper.as_pdf([paper.stamped(page) for page in paper.printed(pdf_of(sheet), 150)], 150)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return found


def test_the_pdf_says_everything_in_chinese(office) -> None:
    sheet = print_one(office, 60)
    text = text_of(pdf_of(sheet)).replace("\n", "")
    for said in (
        *("平川县建设用地情况表", "青禾镇59", "填报单位", "2025年", "单位（盖章）", "负责人（签字）"),
        *(shown(sheet.code), "第1页，共2页", "第2页，共2页", sheet.hash[:16]),
    ):
        assert said in text.replace(" ", ""), said
    assert sheet.pages == 2


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts (poppler) is not installed")
def test_fonts_are_embedded(office) -> None:
    path = print_one(office).file.place
    lines = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert lines
    assert all(line.split()[-5] == "yes" for line in lines), lines


def test_without_a_chinese_font_nothing_is_printed(office, refused, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda folders: {})
    more = {"title": "表", "unit": office.place.plain, "organisation": office.bureau, "ref": REF}
    call = actions.print_sheet
    refused("DOCUMENT_FONT_MISSING", call, office.li, columns=["甲"], rows=[["1"]], **more)


def test_an_empty_or_uneven_table_is_not_printed(office, refused) -> None:
    more = {"title": "表", "unit": office.place.plain, "organisation": office.bureau, "ref": REF}
    call = actions.print_sheet
    refused("SHEET_NOTHING_TO_PRINT", call, office.li, columns=["甲"], rows=[], **more)
    refused("SHEET_RAGGED", call, office.li, columns=["甲"], rows=[["1", "2"]], **more)
    refused("SHEET_TOO_LONG", call, office.li, columns=["甲"], rows=[["1"]] * 1001, **more)
    assert not PrintedSheet.objects.exists()


def test_a_sign_that_no_font_has_is_named(office, refused) -> None:
    more = {"title": "表", "unit": office.place.plain, "organisation": office.bureau, "ref": REF}
    refused("SHEET_NO_SIGN", actions.print_sheet, office.li, columns=["甲"], rows=[["\x01"]], **more)


def test_nobody_prints_for_a_foreign_unit(office, refused) -> None:
    there = Organisation.objects.create(name="临河县局", sector="bureau", unit=office.place.river)
    more = {"title": "表", "unit": office.place.river, "organisation": there, "ref": REF}
    refused("NOT_ALLOWED", actions.print_sheet, office.li, columns=["甲"], rows=[["1"]], **more)


@pytest.mark.parametrize("turn", [0, 90, 181.5, 2, -3])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_scan_finds_its_sheet(office, dpi, turn) -> None:
    sheet = print_one(office)
    page = paper.scanned(paper.stamped(paper.printed(pdf_of(sheet), dpi)[0]), turn=turn, noise=18)
    found = actions.scan_back(office.li, taken("扫描.pdf", paper.as_pdf([page], dpi)))
    sheet.refresh_from_db()
    assert sheet.state == "returned"
    assert (found.grade, found.state) == ("B", "kept")
    assert found.links.get().ref == REF
    assert found.scan.sheet == sheet


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_the_page_does_as_well(office, form) -> None:
    sheet = print_one(office)
    page = paper.scanned(paper.printed(pdf_of(sheet), 150)[0], turn=-2, noise=10)
    name = {"JPEG": "照.jpg", "PNG": "照.png", "WEBP": "照.webp"}[form]
    actions.scan_back(office.li, taken(name, paper.as_picture(page, form)))
    sheet.refresh_from_db()
    assert sheet.state == "returned"


def test_a_tiff_of_several_pages_brings_all(office) -> None:
    sheet = print_one(office, 60)
    actions.scan_back(office.li, taken("扫描.tif", paper.as_tiff(paper.printed(pdf_of(sheet), 150))))
    sheet.refresh_from_db()
    assert sheet.state == "returned"


def test_missing_pages_are_named_until_they_come(office) -> None:
    sheet = print_one(office, 60)
    first, second = paper.printed(pdf_of(sheet), 150)
    actions.scan_back(office.li, taken("2.jpg", paper.as_picture(second)))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.missing()) == ("part", [1])
    one = actions.scan_back(office.li, taken("1.jpg", paper.as_picture(first)))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.missing()) == ("returned", [])
    actions.withdraw(office.li, one, "盖错章")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.missing()) == ("part", [1])
    actions.restore(office.li, one)
    sheet.refresh_from_db()
    assert sheet.state == "returned"


def test_changed_data_are_flagged(office) -> None:
    sheet = print_one(office)
    assert sheet_state.sheet_state(REF, rows()).changed is False
    actions.scan_back(office.li, taken("扫描.pdf", stamped_copy(sheet)))
    same = [[name, area.normalize(), note] for name, area, note in rows()]
    assert sheet_state.sheet_state(REF, same).changed is False
    other = rows()
    other[1][1] += Decimal("0.0001")
    found = sheet_state.sheet_state(REF, other)
    assert (found.changed, found.sheet) == (True, sheet)
    missing = rows()
    missing[0][1] = None
    assert sheet_state.sheet_state(REF, missing).changed is True
    assert sheet_state.sheet_state("baseline/landyear/8", rows()) is None


def test_a_newer_stamped_copy_takes_over(office) -> None:
    old = print_one(office)
    actions.scan_back(office.li, taken("旧.pdf", stamped_copy(old)))
    new = print_one(office, 4)
    assert sheet_state.sheet_state(REF, rows(4)).sheet == old
    assert sheet_state.sheet_state(REF, rows(4)).changed is True
    actions.scan_back(office.li, taken("新.pdf", stamped_copy(new)))
    assert sheet_state.sheet_state(REF, rows(4)).sheet == new
    assert sheet_state.sheet_state(REF, rows(4)).changed is False


def test_a_room_that_tells_its_rows_has_the_mark_on_the_sheet(office, monkeypatch) -> None:
    monkeypatch.setattr(sheet_state, "SOURCES", {})
    sheet = print_one(office)
    assert sheet_state.state_of(sheet).fits is None
    sheet_state.sheet_source("baseline/landyear")(lambda ref: rows() if ref == REF else None)
    assert sheet_state.state_of(sheet).fits is True
    gone = print_one(office, ref="baseline/landyear/9")
    assert sheet_state.state_of(gone).changed is True


def test_a_typed_code_needs_a_second_person(office) -> None:
    sheet = print_one(office)
    blank = taken("模糊.jpg", samples.picture("JPEG"))
    found = actions.scan_back(office.li, blank, typed=shown(sheet.code).lower())
    sheet.refresh_from_db()
    assert (found.grade, found.state, sheet.state) == ("C", "waiting", "printed")
    actions.confirm(office.wang, found)
    sheet.refresh_from_db()
    assert sheet.state == "returned"


def test_what_is_no_sheet_is_refused(office, refused) -> None:
    sheet, other = print_one(office), print_one(office)
    blank = taken("白.jpg", samples.picture("JPEG"))
    back = actions.scan_back
    refused("SCAN_NO_CODE", back, office.li, blank)
    refused("SHEET_BAD_CODE", back, office.li, blank, typed="ABCD-EFGH-JKMN-X")
    refused("SCAN_KIND", back, office.li, taken("表.xlsx", samples.xlsx()), typed=sheet.code)
    both = paper.as_pdf([*paper.printed(pdf_of(sheet), 150), *paper.printed(pdf_of(other), 150)], 150)
    refused("SCAN_MIXED", back, office.li, taken("混.pdf", both))
    refused("SCAN_DIFFERS", back, office.li, taken("一.pdf", pdf_of(sheet)), typed=other.code)
    PrintedSheet.objects.filter(pk=other.pk).delete()
    refused("SCAN_UNKNOWN_SHEET", back, office.li, taken("外.pdf", pdf_of(other)))
    assert not Evidence.objects.exists()


def test_a_sheet_of_a_foreign_unit_is_refused(office, refused) -> None:
    sheet = print_one(office)
    refused("NOT_ALLOWED", actions.scan_back, office.stranger, taken("外.pdf", pdf_of(sheet)))
    assert not Evidence.objects.exists()


def test_a_paper_with_other_data_is_refused(office, refused) -> None:
    sheet = print_one(office)
    pdf = pdf_of(sheet)
    PrintedSheet.objects.filter(pk=sheet.pk).update(hash="0" * 64)
    refused("SCAN_OTHER_DATA", actions.scan_back, office.li, taken("伪.pdf", pdf))


def test_the_print_itself_is_no_stamped_copy(office, refused) -> None:
    sheet = print_one(office)
    refused("SCAN_NOT_STAMPED", actions.scan_back, office.li, taken("表.pdf", pdf_of(sheet)))
    assert not Evidence.objects.exists()
