"""The check page says what was taken as heading, which totals were left out, and whether they add up."""

from io import BytesIO

import pytest
import xlsxwriter

from foundation.imports.books import HEADINGS, rows_of, town_book
from jiyue.foundation.imports import staging


@pytest.fixture
def li(client, office):
    client.force_login(office.li)
    return client


def shown(client, batch) -> str:
    return client.get(f"/imports/{batch.pk}/").content.decode()


def plain_book(rows, *, totals=()) -> bytes:
    """A heading in the first row, rows, and whatever rows of totals are given as (label, area)."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("宗地")
        sheet.write_row(0, 0, (*HEADINGS, "权利类型"))
        for i, row in enumerate(rows, start=1):
            sheet.write_row(i, 0, (i, *row))
        for i, (label, area) in enumerate(totals, start=len(rows) + 1):
            sheet.write(i, 0, label)
            if area is not None:
                sheet.write(i, 3, area)
    return out.getvalue()


def test_a_heading_of_two_rows_and_a_total_that_adds_up(office, li) -> None:
    """Title, a line with the day, then rows 3 and 4 as heading; 1001 + 1002 = 2003 in row 7."""
    page = shown(li, office.upload(("青禾镇.xlsx", town_book(rows_of(office.towns[0].code, 2)))))
    assert "识别到多行表头 1 处" in page
    assert "第 3 至 4 行" in page
    assert "第 7 行“合计”" in page
    assert "与明细相符" in page
    assert "与明细不符" not in page


def test_a_total_that_does_not_add_up_says_both_figures(office, li) -> None:
    page = shown(li, office.upload(("青禾镇.xlsx", town_book(rows_of(office.towns[0].code, 2), total=2103))))
    assert "其中 1 处与明细不符" in page
    assert "宗地面积：写 2\u2009103，明细合计 2\u2009003" in page


def test_a_heading_of_one_row_and_no_total(office, li) -> None:
    batch = office.upload(("青禾镇.xlsx", plain_book(rows_of(office.towns[0].code, 2))))
    page = shown(li, batch)
    assert "多行表头" not in page
    assert "第 1 行</td>" in page
    assert staging.read_layouts(batch.pk)[0]["totals"] == []


def test_a_total_without_figures_is_left_out_and_says_so(office, li) -> None:
    rows = rows_of(office.towns[0].code, 2)
    batch = office.upload(("青禾镇.xlsx", plain_book(rows, totals=(("合计", None), ("总计", 2003)))))
    assert (batch.rows, batch.totals) == (2, 1)
    assert [t["row"] for t in staging.read_layouts(batch.pk)[0]["totals"]] == [5]


def test_each_file_says_its_own(office, li) -> None:
    good, bad = (
        town_book(rows_of(t.code, 2), total=n) for t, n in zip(office.towns, (None, 1), strict=False)
    )
    batch = office.upload(("甲.xlsx", good), ("乙.xlsx", bad))
    layouts = staging.read_layouts(batch.pk)
    assert [(one["file"], bool(one["totals"][0]["differ"])) for one in layouts] == [
        ("甲.xlsx", False),
        ("乙.xlsx", True),
    ]
    assert "合计行 2 处（已核对并剔除）" in shown(li, batch)


def test_a_file_that_cannot_be_read_says_nothing_of_headings(office, li) -> None:
    batch = office.upload(("坏.xlsx", b"MZ\0\0"))
    assert staging.read_layouts(batch.pk) == []
    assert shown(li, batch)
