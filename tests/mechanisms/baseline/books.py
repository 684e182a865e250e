"""Workbooks as towns and the statistics bureau send them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from jiyue.mechanisms.baseline.classes import classifications

Cells = Mapping[str, Mapping[str, str]]
SIDES = {"state": "国有", "collective": "集体"}


def book(name: str, headings: Sequence[str], rows: Sequence[Sequence[object]], line: str = "") -> bytes:
    """A title, a line of units, headings, rows."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet(name)
        sheet.write(0, 0, name)
        sheet.write(1, 0, line)
        sheet.write_row(2, 0, headings)
        for number, row in enumerate(rows, start=3):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def survey_book(surveys: Mapping[tuple[str, int], Cells], off: str = "0") -> bytes:
    """Units down, the classes of the third survey across; each line is ``off`` from its own sum."""
    classes = classifications()["third"].classes
    rows = []
    for (unit, year), areas in surveys.items():
        for side, words in SIDES.items():
            cells = [areas.get(one.code, {}).get(side) for one in classes]
            whole = sum((Decimal(area) for area in cells if area), Decimal(off))
            rows.append([unit, year, words, float(whole), *(float(area) if area else None for area in cells)])
    headings = ["行政区代码", "年度", "权属性质", "土地总面积", *(one.zh for one in classes)]
    return book("土地利用现状面积汇总表", headings, rows, "单位：公顷")


def statistics_book(*rows: Sequence[object]) -> bytes:
    """Lines of unit, measure, year, vintage, value."""
    headings = ["行政区代码", "指标", "年度", "核算阶段", "数值", "来源文件"]
    return book("统计数据", headings, [[*row, "统计年鉴"] for row in rows])
