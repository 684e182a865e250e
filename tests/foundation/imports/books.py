"""Workbooks of towns as bureaus get them: title rows, headings of two rows, merged cells, rows of totals."""

import datetime
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from jiyue.engine.identity import check_character

DAY = datetime.date(2019, 5, 31)
HEADINGS = ("序号", "宗地代码", "行政区代码", "宗地面积（平方米）", "用途")


def parcel(town: str, number: int) -> str:
    """A parcel code of 19 characters in a town."""
    return f"{town}001JC{number:05d}"


def credit_code(number: int) -> str:
    first = f"91329921MA{number:07d}"
    return first + check_character(first)


def town_book(
    rows: Sequence[Sequence[object]], *, heading: str = HEADINGS[3], total: float | None = None
) -> bytes:
    """Rows of (code, division, area, use, right): title, unit line, heading of two rows, a row of totals."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("宗地")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, 6, "乡镇宗地登记台账")
        sheet.write(1, 0, "填报日期：2026年1月5日")
        for place, title in enumerate((*HEADINGS[:3], heading, HEADINGS[4])):
            sheet.merge_range(2, place, 3, place, title)
        sheet.merge_range(2, 5, 2, 6, "登记情况")
        sheet.write_row(3, 5, ("权利类型", "登记日期"))
        for i, (code, division, area, use, right) in enumerate(rows):
            sheet.write_row(4 + i, 0, (i + 1, code, division, area, use, right))
            sheet.write_datetime(4 + i, 6, DAY, day)
        areas = [row[2] for row in rows if isinstance(row[2], int | float)]
        sheet.write(4 + len(rows), 0, "合计")
        sheet.write(4 + len(rows), 3, sum(areas) if total is None else total)
    return out.getvalue()


def rows_of(town: str, count: int, *, area: float = 1000) -> list[list[object]]:
    return [[parcel(town, n), town, area + n, "工业用地", "出让"] for n in range(1, count + 1)]


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def write_enterprises(
    path: Path, count: int, division: str, *, start: int = 0, address: str = "工业路"
) -> Path:
    """A plain workbook of enterprises, large ones too."""
    titles = (
        "统一社会信用代码",
        "企业名称",
        "行政区代码",
        "行业代码",
        "经营状态",
        "地址",
        "联系人",
        "联系电话",
    )
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, titles)
        for i in range(count):
            n = start + i
            name, where = f"平川县示例制造{n}有限公司", f"{address}{n}号"
            row = (
                credit_code(n),
                name,
                division,
                "C2613",
                "在营",
                where,
                f"李{n % 97}",
                f"1380000{n % 10000:04d}",
            )
            sheet.write_row(i + 1, 0, row)
    return path
