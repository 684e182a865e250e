"""Fourteen workbooks through the pages: uploaded, corrected, published, undone."""

import re

import pytest

from foundation.imports.books import parcel, rows_of, town_book, uploaded
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.imports.models import CHECKED, PUBLISHED, UNDONE, ImportBatch
from jiyue.foundation.units.models import UnitCode
from jiyue.registry.models import Parcel

FORMER = "329921999"


@pytest.fixture
def li(client, office):
    client.force_login(office.li)
    return client


def spoilt(office, books):
    """The books of the next year with three bad rows: an area in mu, an old division, a misspelt right."""
    towns = [t.code for t in office.towns]
    rows = {code: rows_of(code, 10, area=1010) for code in towns}
    rows[towns[1]][4][2] = 1.52
    rows[towns[2]][6][1] = FORMER
    UnitCode.objects.create(unit=office.towns[2], code=FORMER, name="旧镇")
    rows[towns[3]][8][4] = "出让权"
    return [(name, town_book(rows[town.code])) for (name, _), town in zip(books, office.towns, strict=True)]


def post_files(client, office, books):
    form = {
        "kind": "registry.parcels",
        "unit": office.place.plain.pk,
        "sender": office.li.organisation_id,
        "files": [uploaded(*book) for book in books],
    }
    answer = client.post("/imports/new", form)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def heading(client, address) -> str:
    page = client.get(address).content.decode()
    found = re.search("<h1>(.*?)</h1>", page)
    assert found
    return found[1]


def press(client, address, words) -> None:
    """Press the button of a repair, as its form says."""
    page = client.get(address).content.decode()
    form = re.search(
        r'name="problem" value="(\d+)"><button class="[^"]*" name="repair" value="(\d+)">' + re.escape(words),
        page,
    )
    assert form, words
    answer = client.post(f"{address}answer", {"problem": form[1], "repair": form[2]})
    assert answer.status_code == 302


def test_from_fourteen_files_to_an_undone_batch(li, office, books) -> None:
    office.published(*books)
    assert Parcel.objects.living().count() == 140

    address = post_files(li, office, spoilt(office, books))
    assert "hx-get" in li.get(address).content.decode()
    office.work()
    assert heading(li, address) == "核对后再入库：3 行需要处理，其余 137 行可以入库"
    page = li.get(address).content.decode()
    assert "合计行 14 处（已核对并剔除）" in page
    assert "疑为亩" in page
    assert page.count('id="entry-') == 3

    press(li, address, "按亩换算为 1013.3333")
    office.work()
    press(li, address, f"采用 {office.towns[2].code}")
    office.work()
    press(li, address, "采用 出让")
    office.work()
    assert heading(li, address) == "核对无误：140 行可以入库"

    assert li.post(f"{address}publish").status_code == 302
    office.work()
    batch = ImportBatch.objects.latest("pk")
    assert (batch.state, batch.new, batch.changed) == (PUBLISHED, 0, 140)
    assert heading(li, address) == "已入库：新增 0 行，更新 140 行"
    changed = Parcel.objects.get(code=parcel(office.towns[1].code, 5))
    assert str(changed.area_m2) == "1013.3333"
    assert "更新 140 行" in spoken(AuditLine.objects.first())

    assert li.post(f"{address}undo", {"reason": "报表有误"}).status_code == 302
    office.work()
    assert ImportBatch.objects.latest("pk").state == UNDONE
    assert str(Parcel.objects.get(pk=changed.pk).area_m2) == "1005.0000"
    assert Parcel.objects.living().count() == 140


def test_a_cell_is_corrected_by_hand(li, office, books) -> None:
    rows = rows_of(office.towns[0].code, 3)
    rows[1][2] = "约一千"
    address = post_files(li, office, [("青禾镇.xlsx", town_book(rows))])
    office.work()
    li.post(f"{address}correct", {"problem": "0", "text": "1 002"})
    office.work()
    li.post(f"{address}publish")
    office.work()
    assert str(Parcel.objects.get(code=rows[1][0]).area_m2) == "1002.0000"


def test_a_wrong_correction_is_a_problem_again(li, office) -> None:
    rows = rows_of(office.towns[0].code, 3)
    rows[1][2] = "约一千"
    address = post_files(li, office, [("青禾镇.xlsx", town_book(rows))])
    office.work()
    li.post(f"{address}correct", {"problem": "0", "text": "一千多"})
    office.work()
    assert "一千多" in li.get(address).content.decode()
    assert ImportBatch.objects.get().bad == 1


def test_only_the_faultless_rows_when_that_is_chosen(li, office, books) -> None:
    address = post_files(li, office, spoilt(office, books))
    office.work()
    bad = ImportBatch.objects.get().bad
    assert li.post(f"{address}publish").status_code == 409
    assert Parcel.objects.living().count() == 0
    li.post(f"{address}publish", {"faultless": "1"})
    office.work()
    assert Parcel.objects.living().count() == 140 - bad


def test_a_heading_is_asked_once_and_remembered(li, office) -> None:
    book = town_book(rows_of(office.towns[0].code, 3))
    rows = rows_of(office.towns[0].code, 3)
    odd = town_book(rows, heading="宗地面积（亩）")
    address = post_files(li, office, [("青禾镇.xlsx", odd), ("又一镇.xlsx", book)])
    office.work()
    page = li.get(address).content.decode()
    assert "换算为平方米" in page
    press(li, address, "按亩换算为平方米")
    office.work()
    assert ImportBatch.objects.get().bad == 3, "the same parcels stand in both files"


def test_a_corrected_file_takes_the_place_of_the_old_one(li, office) -> None:
    rows = rows_of(office.towns[0].code, 3)
    rows[1][2] = "约一千"
    address = post_files(li, office, [("青禾镇.xlsx", town_book(rows))])
    office.work()
    good = uploaded("改.xlsx", town_book(rows_of(office.towns[0].code, 3)))
    assert li.post(f"{address}file", {"file": good, "instead": "1"}).status_code == 302
    office.work()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.bad, batch.rows) == (CHECKED, 0, 3)
    assert [f.name for f in batch.files.all()] == ["青禾镇.xlsx"]


def test_the_workbook_with_the_errors_is_read_again_as_it_is(li, office, tmp_path) -> None:
    rows = rows_of(office.towns[0].code, 3)
    rows[1][2] = "约一千"
    address = post_files(li, office, [("青禾镇.xlsx", town_book(rows))])
    office.work()
    answer = li.get(f"{address}returned/1.xlsx")
    content = answer.getvalue()
    assert content[:2] == b"PK"
    again = post_files(li, office, [("青禾镇.xlsx", content)])
    office.work()
    batch = ImportBatch.objects.latest("pk")
    assert (batch.rows, batch.bad) == (3, 1), li.get(again).content.decode()


def test_another_county_sees_nothing_of_it(li, client, office, place, books) -> None:
    address = post_files(li, office, books[:1])
    office.work()
    client.force_login(place.person("赵", "county_bureau", place.river))
    for path in ("", "returned/1.xlsx"):
        assert client.get(f"{address}{path}").status_code == 404
    for deed in ("publish", "cancel", "undo", "check", "answer", "correct", "file", "leave-out"):
        assert client.post(f"{address}{deed}", {"problem": "0"}).status_code in (404, 409)
    assert b"\xe9\x9d\x92\xe7\xa6\xbe" not in client.get("/imports.json").getvalue()


def test_a_template_can_be_taken_away_and_read(li, tmp_path) -> None:
    from jiyue.engine.sheet.columns import read_columns
    from jiyue.registry.sheets import PARCELS

    path = tmp_path / "t.xlsx"
    path.write_bytes(li.get("/imports/template?kind=registry.parcels").getvalue())
    assert {p.code for p in read_columns(path, PARCELS.columns).problems} <= {"SHEET_NO_ROWS"}


def test_an_empty_form_says_what_is_missing(li, office) -> None:
    form = {"kind": "registry.parcels", "unit": office.place.plain.pk, "sender": office.li.organisation_id}
    answer = li.post("/imports/new", form)
    assert answer.status_code == 422
    assert "没有选择文件" in answer.content.decode()
