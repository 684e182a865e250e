"""Files from outside are distrusted: named harmlessly, bounded, refused by what they are."""

import zipfile
from io import BytesIO

import pytest
from django.db import transaction

from foundation.imports.books import rows_of, town_book, uploaded
from jiyue.engine.problems import Refused
from jiyue.foundation.files.limits import size_limit
from jiyue.foundation.imports import actions, staging
from jiyue.foundation.imports.models import ImportBatch, ImportFile
from jiyue.foundation.imports.uploads import harmless_name, named_apart


@pytest.fixture
def long_directory() -> bytes:
    """A zip of few empty parts with very long names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(140):
            archive.writestr(f"{n:03d}" + "x" * 65000, b"")
    return out.getvalue()


def send_again(actor, key: int, number: int) -> None:
    actions.send_again(actor, key, uploaded("甲.xlsx", b"x"), number)


def codes(batch: ImportBatch) -> set[str]:
    return {p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)}


def refused(office, *files) -> set[str]:
    with pytest.raises(Refused) as caught:
        office.upload(*files)
    return {p.code for p in caught.value.problems}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("..\\..\\windows\\a.xlsx", "a.xlsx"),
        ("/etc/a.xlsx", "a.xlsx"),
        ("青禾镇 报表.XLSX", "青禾镇 报表.xlsx"),
        ("a\x00b\x1f.xlsx", "a b.xlsx"),
        ("....xlsx", "xlsx"),
        ("\u202exslx.exe", "xslx.exe"),
        ("", "table"),
        ("con|in?.csv", "con in.csv"),
    ],
)
def test_names_become_harmless(said: str, kept: str) -> None:
    assert harmless_name(said) == kept


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    name = harmless_name("宗" * 500 + ".xlsx")
    assert len(name) <= 100
    assert name.endswith(".xlsx")


def test_two_files_of_one_name_stay_apart() -> None:
    assert named_apart(["表.xlsx", "a/表.xlsx", "表.xlsx"]) == ["表.xlsx", "表 (2).xlsx", "表 (3).xlsx"]


def test_an_upload_stays_in_its_folder(office) -> None:
    batch = office.upload(("../../../out.xlsx", town_book(rows_of(office.towns[0].code, 2))))
    file = ImportFile.objects.get()
    path = staging.file_path(batch.pk, 1, file.name)
    assert path.is_file()
    assert path.resolve().is_relative_to(staging.folder_of(batch.pk).resolve())
    assert path.stat().st_mode & 0o077 == 0


def test_macros_are_refused_by_name(office) -> None:
    assert refused(office, ("表.xlsm", b"PK")) == {"FILE_MACROS"}


def test_macros_are_refused_by_content(office) -> None:
    content = BytesIO(town_book(rows_of(office.towns[0].code, 2)))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert codes(office.upload(("表.xlsx", content.getvalue()))) == {"FILE_MACROS"}


def test_what_is_no_table_is_refused(office) -> None:
    found = refused(office, ("a.exe", b"MZ"), ("b.pdf", b"%PDF"))
    assert found == {"IMPORT_NO_TABLE"}


def test_a_picture_called_a_workbook_is_a_problem_with_a_way_out(office) -> None:
    batch = office.upload(("表.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100))
    assert codes(batch) == {"SHEET_UNKNOWN_KIND"}
    assert batch.state == "checked"


def test_a_text_table_called_xlsx_is_read_by_its_content(office) -> None:
    rows = rows_of(office.towns[0].code, 2)
    lines = ["宗地代码,行政区代码,宗地面积,用途,权利类型", *(",".join(map(str, row)) for row in rows)]
    batch = office.upload(("表.xlsx", "\n".join(lines).encode("gb18030")))
    assert (batch.rows, batch.bad) == (2, 0)


def test_a_file_larger_than_the_rules_allow_is_refused(office) -> None:
    file = uploaded("表.xlsx", b"PK")
    file.size = size_limit("xlsx") + 1
    with pytest.raises(Refused) as caught:
        actions.upload(office.actor, "registry.parcels", [file], office.place.plain)
    assert [p.code for p in caught.value.problems] == ["IMPORT_FILE_TOO_LARGE"]


def test_too_many_files_are_refused(office, settings) -> None:
    settings.UPLOAD_FILES = 2
    assert refused(office, *[(f"{n}.xlsx", b"PK") for n in range(3)]) == {"IMPORT_TOO_MANY_FILES"}


def test_a_packed_bomb_is_refused_before_it_is_unpacked(office) -> None:
    content = BytesIO(town_book(rows_of(office.towns[0].code, 2)))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"<sheetData>" + b" " * (64 * 2**20))
    assert codes(office.upload(("表.xlsx", content.getvalue()))) == {"FILE_UNPACKS_TOO_LARGE"}


def test_a_truncated_workbook_is_a_problem(office) -> None:
    whole = town_book(rows_of(office.towns[0].code, 2))
    assert codes(office.upload(("表.xlsx", whole[: len(whole) // 2]))) == {"SHEET_BROKEN_FILE"}


def test_an_empty_file_is_a_problem(office) -> None:
    assert codes(office.upload(("表.csv", b""))) == {"SHEET_EMPTY_FILE"}


def test_one_bad_file_does_not_spoil_the_others(office) -> None:
    good = town_book(rows_of(office.towns[0].code, 2))
    batch = office.upload(("好.xlsx", good), ("坏.xlsx", b"MZ\0\0"))
    assert (batch.rows, batch.bad, batch.questions) == (2, 0, 1)
    batch = actions.leave_out(office.actor, batch.pk, 2)
    office.work()
    batch.refresh_from_db()
    assert (batch.rows, batch.questions) == (2, 0)


def test_rows_of_another_county_are_refused(office, place) -> None:
    rows = rows_of(office.towns[0].code, 2)
    rows[1][1] = place.other_town.code
    batch = office.upload(("表.xlsx", town_book(rows)))
    assert codes(batch) == {"IMPORT_UNIT_OUTSIDE"}
    assert batch.bad == 1


def test_nobody_imports_for_a_unit_beyond_his_own(office, place) -> None:
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.upload(office.actor, "registry.parcels", [uploaded("a.xlsx", b"PK")], place.river)
    assert not ImportBatch.objects.exists()


def test_a_kind_that_nobody_offers(office, place) -> None:
    with pytest.raises(Refused, match="IMPORT_NO_SUCH_KIND"):
        actions.upload(office.actor, "no.such", [uploaded("a.xlsx", b"PK")], place.plain)


def test_a_formula_in_a_name_stays_a_text_on_its_way_out(office, client) -> None:
    evil = '=HYPERLINK("http://x","y")'
    client.force_login(office.li)
    rows = rows_of(office.towns[0].code, 2)
    rows[1][3] = evil
    rows[0][2] = "约一千"
    batch = office.upload((f"{evil}.xlsx", town_book(rows)))
    returned = BytesIO((staging.returned_folder(batch.pk) / "1.xlsx").read_bytes())
    with zipfile.ZipFile(returned) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_zip_with_an_endless_directory_is_refused_before_it_is_parsed(office, long_directory) -> None:
    assert codes(office.upload(("表.xlsx", long_directory))) == {"FILE_LONG_DIRECTORY"}


@pytest.mark.parametrize("do", [actions.leave_out, send_again])
def test_a_file_is_not_lost_when_its_removal_is_not_committed(office, do) -> None:
    content = town_book(rows_of(office.towns[0].code, 2))
    batch = office.upload(("甲.xlsx", content), ("乙.xlsx", content))
    with transaction.atomic():
        do(office.actor, batch.pk, 1)
        transaction.set_rollback(True)
    assert staging.file_path(batch.pk, 1, "甲.xlsx").read_bytes() == content


@pytest.mark.parametrize("page", ["9" * 5000, "9" * 20, "0", "-1", "x"])
def test_a_page_of_the_preview_that_is_not_there(office, client, page) -> None:
    batch = office.upload(("表.xlsx", town_book(rows_of(office.towns[0].code, 2))))
    client.force_login(office.li)
    assert client.get(f"/imports/{batch.pk}/", {"page": page}).status_code == 200
