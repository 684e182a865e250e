"""Real statistical tables read as known columns: totals on top, rows of units, headings of two rows."""

from decimal import Decimal

from jiyue.engine.sheet.columns import Column, read_columns
from paths import SHARED, needs_shared

BOOKS = SHARED / "golden" / "books"

pytestmark = needs_shared


def test_a_yearbook_sheet_with_a_row_of_units_and_a_total_on_top():
    columns = (
        Column("district", ("地区",), required=True, unique=True),
        Column("firms", ("单位数",), "integer", unit="个"),
        Column("people", ("从业人员",), "decimal", unit="万人"),
        Column("output", ("工业总产值",), "decimal", unit="万元"),
    )
    path = BOOKS / "shanghai_2012_C1302.xls"
    asked = read_columns(path, columns)
    assert [(p.code, p.field) for p in asked.problems] == [("SHEET_UNIT_QUESTION", "工业总产值")]
    reading = read_columns(path, columns, units={"output": "亿元"}).or_refuse()
    first = reading.frame.row(0, named=True)
    assert (first["district"], first["firms"], first["_row"]) == ("浦东新区", 1885, 6)
    assert first["people"] == Decimal("65.79")
    assert first["output"] == Decimal("91997600")
    firms = next(total for total in reading.totals if total.column == "firms")
    assert (firms.row, firms.stated, firms.agrees) == (5, 9772, True)
    assert sum(reading.frame["firms"]) == 9772


def test_a_page_of_html_with_a_heading_of_two_rows():
    columns = (
        Column("province", ("地区",), required=True),
        Column("power", ("农业机械总动力2021年",), "decimal", unit="万千瓦"),
    )
    reading = read_columns(BOOKS / "rural_machine_2021_html.xls", columns, sheet="tab0").or_refuse()
    values = dict(reading.frame.select("province", "power").iter_rows())
    assert values["北京"] == Decimal("121.2")
    assert len(values) == 32
    assert reading.mapping["农业机械总动力(万千瓦) / 2021年"] == "power"
